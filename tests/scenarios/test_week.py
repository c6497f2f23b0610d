"""Stories over several days: they start, grow, pause, return, merge and are split."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.cli.views.story_view import split_story
from digest.config import Config, parse_config
from digest.http import Client
from digest.pipeline import collect, publish
from digest.store import Store, open_store

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "week"
MONDAY = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)

StoryRow = dict[str, Any]
Row = Mapping[str, str]

RUNS_AGROUND = (
    "The night ferry Marigold ran aground on the Gannet sandbank on Sunday evening with ninety passengers"
    " on board. Lifeboats from Tarn Harbour took everybody off before midnight. The ferry company "
    "Brightwater said the rudder had failed. A tug is to pull the Marigold free at high tide."
)
TUG_FAILS = (
    "A tug has failed to pull the stranded ferry Marigold into deep water at high tide. The towing cable "
    "broke twice on Monday afternoon, the ferry company Brightwater said. Divers found a crack of two "
    "metres in the hull of the Marigold, and oil barriers were laid around the sandbank."
)
SEALED = (
    "Divers have sealed the crack in the hull of the ferry Marigold off the Gannet sandbank. Brightwater "
    "wants another tug to pull at the next high tide with a stronger cable. The oil barriers stay."
)
REFLOATED = (
    "The ferry Marigold floats again. Three tugs pulled her off the Gannet sandbank on Wednesday at the "
    "highest tide of the month. Brightwater will bring the ferry to the dry dock at Tarn Harbour, where "
    "the crack in the hull of the Marigold is to be welded within six weeks."
)
IN_DOCK = (
    "Welders have begun to mend the ferry Marigold in the dry dock at Tarn Harbour. The crack in her hull "
    "is longer than divers thought when she lay on the Gannet sandbank, Brightwater said. A smaller ferry "
    "will sail in her place until May."
)
GRANARY_BURNS = (
    "Fire destroyed the old granary on Lindwell Square on Sunday night. Forty firefighters fought the "
    "flames until dawn. The granary held the costumes and the scenery of the Lindwell theatre. Nobody was"
    " hurt when the roof of the granary fell in."
)
PREMIERE_OFF = (
    "The Lindwell theatre has called off its spring premiere. Director Odile Brask said there were "
    "neither costumes nor scenery for the opera. Holders of tickets get their money back from Thursday, "
    "and the singers will give a concert in the park instead."
)
BOTH = (
    "Odile Brask, director of the Lindwell theatre, hopes to have costumes and scenery sewn anew after "
    "the fire that destroyed the granary on Lindwell Square. The premiere of the opera was called off, "
    "and holders of tickets get their money back. The roof of the granary fell in while firefighters "
    "fought the flames."
)
OTHER_NEWS = (
    (
        "Beekeepers count their hives",
        "Beekeepers in the hill villages lost fewer hives this winter than last.",
    ),
    (
        "School choir sings in the capital",
        "The choir of the girls' school was invited to sing before judges.",
    ),
    (
        "Road to the quarry is paved",
        "Lorries may use the paved road to the quarry from the end of the month.",
    ),
    ("Chess club looks for a room", "The chess club has outgrown the back room of the bakery it has met in."),
    ("Cold snap kills apricot blossom", "Growers fear for the apricots after three nights of hard frost."),
    ("Museum shows maps of the moon", "Hand-drawn maps of the moon hang in the museum until the autumn."),
)


def reports(day: int, title: str, text: str, *outlets: str, hours: float = 6) -> Iterator[Row]:
    """Yield a text as reported by several outlets: each starts at another sentence and leaves one out."""
    sentences = [f"{sentence.rstrip('.')}." for sentence in text.split(". ")]
    for index, outlet in enumerate(outlets):
        reported = sentences[index:] + sentences[: max(index - 1, 0)]
        slug = f"{title} {outlet}".casefold().replace(" ", "-")
        yield {
            "url": f"https://{outlet.casefold().replace(' ', '')}.example/{day}/{slug}",
            "source": outlet,
            "title": title if not index else f"{outlet}: {title}",
            "text": " ".join(reported),
            "published": (MONDAY + timedelta(days=day, hours=index / 2 - hours)).isoformat(),
            "lang": "en",
        }


def list_week() -> list[list[Row]]:
    """Return what is published before each of six mornings."""
    post, radio, crier, wire = "Harbour Post", "Coast Radio", "Town Crier", "Northwire"
    days = [
        [
            *reports(0, "Ferry Marigold runs aground on the Gannet sandbank", RUNS_AGROUND, post, radio),
            *reports(0, "Fire destroys the granary on Lindwell Square", GRANARY_BURNS, crier, wire),
        ],
        [
            *reports(1, "Tug fails to free the ferry Marigold", TUG_FAILS, radio, wire),
            *reports(1, "Ferry Marigold: what is known so far", RUNS_AGROUND, crier),
            *reports(1, "Lindwell theatre calls off its premiere", PREMIERE_OFF, post, radio),
        ],
        [*reports(2, "Theatre starts anew after the granary fire", BOTH, crier, post, wire)],
        [*reports(3, "Ferry Marigold floats again", REFLOATED, post, radio)],
        [*reports(4, "Ferry Marigold is mended in the dry dock", IN_DOCK, wire, crier)],
        [],
    ]
    for number, (title, text) in enumerate(OTHER_NEWS):
        days[number] += reports(number, title, text, crier)
    return days


def configure(folder: Path, store: str = "", **digest: int) -> Config:
    (folder / "inbox").mkdir()
    settings = "".join(f"{name} = {value}\n" for name, value in digest.items())
    text = f'version = 1\n[[sources]]\nfolder = "inbox"\n[output]\nformats = ["json"]\n[digest]\n{settings}'
    text += f"\n[store]\n{store}\n"
    return parse_config(text, folder / "digest.toml", {}, {})


def publish_morning(config: Config, store: Store, now: datetime, rows: Iterable[Row]) -> dict[str, Any]:
    """Publish the edition of one morning; these rows have come in since the last."""
    path = config.folder / "inbox" / f"{now:%Y-%m-%d}.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    collect(config, store, Client(), now, map)
    return dict(publish(config, store, now.date(), now, map).data)


def publish_days(config: Config, first: datetime, days: Sequence[Iterable[Row]]) -> list[dict[str, Any]]:
    with open_store(config.store_url) as store:
        return [
            publish_morning(config, store, first + timedelta(days=day), rows) for day, rows in enumerate(days)
        ]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return publish_days(configure(tmp_path_factory.mktemp("week")), MONDAY, list_week())


def find_story(edition: Mapping[str, Any], word: str) -> StoryRow:
    (story,) = [story for story in edition["stories"] if word in " ".join(list_titles(story)).casefold()]
    return dict(story)


def list_titles(story: StoryRow, new: bool | None = None) -> list[str]:
    return [article["title"] for article in story["articles"] if new in (None, article["new"])]


def list_sentences(story: StoryRow, field: str = "summary") -> list[str]:
    return [sentence["text"] for sentence in story[field]]


def check_course(editions: Sequence[Mapping[str, Any]]) -> None:
    """Check what holds for editions of any consecutive days."""
    first_published: dict[str, str] = {}
    starts: dict[str, str] = {}
    members: defaultdict[str, set[str]] = defaultdict(set)
    sentences: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        names = [story["id"] for story in edition["stories"]]
        assert len(set(names)) == len(names)
        articles = [article for story in edition["stories"] for article in story["articles"]]
        assert len({article["id"] for article in articles}) == len(articles)
        new = {article["id"] for article in articles if article["new"]}
        left_out = {row["id"] for row in edition["left_out"]}
        assert len(new | left_out) == edition["reports"]
        assert len(new - left_out) == edition["used"]
        for story in edition["stories"]:
            ids = {article["id"] for article in story["articles"]}
            old = ids - new
            assert ids & new
            assert all((article["id"] in first_published) != article["new"] for article in story["articles"])
            assert story["continuing"] == bool(old)
            if old:
                start_dates = [first_published[id_] for id_ in old] + [
                    starts.get(story["id"], edition["date"])
                ]
                assert story["since"] == min(start_dates)
            if story["id"] in members:
                assert old & members[story["id"]]
            assert not sentences[story["id"]].intersection(list_sentences(story))
            starts[story["id"]] = story["since"] or edition["date"]
            members[story["id"]] |= ids
            sentences[story["id"]].update(list_sentences(story))
        for id_ in new:
            first_published[id_] = edition["date"]


def test_every_article_is_published_once_and_counted(week: list[dict[str, Any]]) -> None:
    check_course(week)
    published = {title for edition in week for story in edition["stories"] for title in list_titles(story)}
    assert published == {row["title"] for rows in list_week() for row in rows}


def test_a_story_starts_grows_pauses_and_returns(week: list[dict[str, Any]]) -> None:
    start, growth, pause, back = week[:4]
    ferry = find_story(start, "marigold")
    assert (ferry["continuing"], ferry["since"], ferry["known"]) == (False, None, [])
    grown = find_story(growth, "marigold")
    assert (grown["id"], grown["continuing"], grown["since"]) == (ferry["id"], True, "2026-03-09")
    assert grown["known_on"] == "2026-03-09"
    assert list_sentences(grown, "known")[0] in RUNS_AGROUND
    assert any("cable" in text or "Divers" in text for text in list_sentences(grown))
    assert not set(list_sentences(grown)) & set(list_sentences(ferry))
    assert all("Marigold" not in title for story in pause["stories"] for title in list_titles(story))
    returned = find_story(back, "marigold")
    assert (returned["id"], returned["since"], returned["known_on"]) == (
        ferry["id"],
        "2026-03-09",
        "2026-03-10",
    )
    assert sorted(list_titles(returned, new=True)) == [
        "Coast Radio: Ferry Marigold floats again",
        "Ferry Marigold floats again",
    ]
    assert all(text in REFLOATED for text in list_sentences(returned))
    assert [day["date"] for day in returned["days"]] == ["2026-03-09", "2026-03-10", "2026-03-12"]


def test_the_age_of_a_story_is_kept_when_its_first_reports_leave_the_window(
    week: list[dict[str, Any]],
) -> None:
    ferry, repaired = find_story(week[0], "marigold"), find_story(week[4], "marigold")
    assert not {article["id"] for article in ferry["articles"]} & {row["id"] for row in repaired["articles"]}
    assert (repaired["id"], repaired["since"], repaired["known_on"]) == (
        ferry["id"],
        "2026-03-09",
        "2026-03-12",
    )


def test_two_stories_are_merged_and_the_edition_says_so(week: list[dict[str, Any]]) -> None:
    fire, theatre = find_story(week[0], "granary"), find_story(week[1], "premiere")
    assert fire["id"] != theatre["id"]
    assert not theatre["continuing"]
    both = find_story(week[2], "granary")
    assert both["id"] in (fire["id"], theatre["id"])
    assert (both["reports"], both["since"]) == (7, "2026-03-09")
    gone = theatre if both["id"] == fire["id"] else fire
    assert both["merged"] == [gone["title"]]
    assert both["split_from"] == ""


def test_a_day_with_little_news_is_quiet(week: list[dict[str, Any]]) -> None:
    assert (week[5]["kind"], week[5]["reports"], len(week[5]["stories"])) == ("quiet", 1, 1)


def test_a_split_article_stays_apart_in_the_next_edition(tmp_path: Path) -> None:
    config = configure(tmp_path)
    days = list_week()
    with open_store(config.store_url) as store:
        first = find_story(publish_morning(config, store, MONDAY, days[0]), "marigold")
        taken = first["articles"][1]["id"]
        own = split_story(store, first["id"], taken)
        second = publish_morning(config, store, MONDAY + timedelta(days=1), days[1])
    parts = {
        story["id"]: story
        for story in second["stories"]
        if "marigold" in " ".join(list_titles(story)).casefold()
    }
    assert parts
    assert set(parts) <= {first["id"], own}
    for id_, story in parts.items():
        assert (taken in {article["id"] for article in story["articles"]}) is (id_ == own)
        assert story["since"] == "2026-03-09"
        assert story["split_from"] == ("" if id_ == first["id"] else first["title"])


def read_pages(config: Config) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in config.output_folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(("keep_days", "times"), [(2, 1), pytest.param(30, 4, marks=pytest.mark.slow)])
def test_an_edition_that_is_made_again_has_the_same_bytes(tmp_path: Path, keep_days: int, times: int) -> None:
    config = configure(tmp_path, store=f"keep_days = {keep_days}")
    with open_store(config.store_url) as store:
        for day, rows in enumerate(list_week()):
            now = MONDAY + timedelta(days=day)
            edition = publish_morning(config, store, now, rows)
            pages = read_pages(config)
            for hours in range(1, times + 1):
                store.editions.save_written(now.date(), "")  # so that it is really built again
                again = publish(config, store, now.date(), now + timedelta(hours=hours), map)
                assert again.data == edition
                assert read_pages(config) == pages
            if not day:
                ferry = find_story(edition, "marigold")
                split_story(store, ferry["id"], ferry["articles"][1]["id"])


def test_a_part_of_a_story_names_it_whenever_the_edition_is_made(tmp_path: Path) -> None:
    """The store remembers the last story of each article only: made again, it was the part's own."""
    config = configure(tmp_path)
    days = list_week()
    with open_store(config.store_url) as store:
        publish_morning(config, store, MONDAY, days[0])
        before = publish_morning(config, store, MONDAY + timedelta(days=1), days[1])
        ferry = find_story(before, "marigold")
        taken = [article["id"] for article in ferry["articles"] if article["new"]]
        for id_ in taken:
            split_story(store, ferry["id"], id_)
        morning = MONDAY + timedelta(days=2)
        rows = [*days[2], *reports(2, "Divers seal the crack in the Marigold", SEALED, "Dawn", "Echo")]
        edition = publish_morning(config, store, morning, rows)
        origins = [story["split_from"] for story in edition["stories"]]
        assert ferry["title"] in origins
        for hours in range(1, 5):
            store.editions.save_written(morning.date(), "")
            again = publish(config, store, morning.date(), morning + timedelta(hours=hours), map)
            assert [story["split_from"] for story in again.data["stories"]] == origins


@pytest.mark.slow
@pytest.mark.shared
def test_a_week_of_real_news(tmp_path: Path) -> None:
    paths = sorted(SHARED.glob("*.jsonl"))
    if not paths:
        pytest.skip("the shared benchmark data is not installed")
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    first = datetime.fromisoformat(min(row["published"] for row in rows))
    begin = datetime.combine(first, MONDAY.timetz())
    days: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        days[max(-((begin - datetime.fromisoformat(row["published"])) // timedelta(days=1)), 0)].append(row)
    editions = publish_days(configure(tmp_path), begin, [days[day] for day in range(max(days) + 1)])
    assert len(editions) == 8
    check_course(editions)
