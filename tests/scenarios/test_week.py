"""Life over days: stories that start, grow, pause, return, merge and part, told one morning after another."""

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

PreviousSummary = dict[str, Any]
Row = Mapping[str, str]

RUNS_AGROUND = (
    "The night ferry Marigold ran aground on the Gannet sandbank on Sunday evening with ninety passengers"
    " on board. Lifeboats from Tarn Harbour took everybody off before midnight. The ferry company "
    "Brightwater said the rudder had failed. A tug is to pull the Marigold free at high tide."
)
TUG_FAILS = (
    "A tug has failed to pull the ferry Marigold off the Gannet sandbank at high tide. The towing cable "
    "broke twice on Monday afternoon, the ferry company Brightwater said. Divers found a crack of two "
    "metres in the hull of the Marigold, and oil barriers were laid around the sandbank."
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
ELSEWHERE = (
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
    """One text as several outlets tell it: each begins at another of its sentences and leaves one out."""
    sentences = [f"{sentence.rstrip('.')}." for sentence in text.split(". ")]
    for place, outlet in enumerate(outlets):
        told = sentences[place:] + sentences[: max(place - 1, 0)]
        slug = f"{title} {outlet}".casefold().replace(" ", "-")
        yield {
            "url": f"https://{outlet.casefold().replace(' ', '')}.example/{day}/{slug}",
            "source": outlet,
            "title": title if not place else f"{outlet}: {title}",
            "text": " ".join(told),
            "published": (MONDAY + timedelta(days=day, hours=place / 2 - hours)).isoformat(),
            "lang": "en",
        }


def own_week() -> list[list[Row]]:
    """What is published before each of six mornings."""
    post, radio, crier, wire = "Harbour Post", "Coast Radio", "Town Crier", "Northwire"
    happenings = [
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
    for day, (title, text) in enumerate(ELSEWHERE):
        happenings[day] += reports(day, title, text, crier)
    return happenings


def configure(folder: Path, **digest: int) -> Config:
    (folder / "inbox").mkdir()
    settings = "".join(f"{name} = {value}\n" for name, value in digest.items())
    text = f'version = 1\n[[sources]]\nfolder = "inbox"\n[output]\nformats = ["json"]\n[digest]\n{settings}'
    return parse_config(text, folder / "digest.toml", {}, {})


def publish_morning(config: Config, store: Store, now: datetime, rows: Iterable[Row]) -> dict[str, Any]:
    """The edition of one morning, before which these rows came in."""
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
    return publish_days(configure(tmp_path_factory.mktemp("week")), MONDAY, own_week())


def find(edition: Mapping[str, Any], word: str) -> PreviousSummary:
    (story,) = [story for story in edition["stories"] if word in " ".join(titles(story)).casefold()]
    return dict(story)


def titles(story: PreviousSummary, new: bool | None = None) -> list[str]:
    return [article["title"] for article in story["articles"] if new in (None, article["new"])]


def said(story: PreviousSummary, field: str = "summary") -> list[str]:
    return [sentence["text"] for sentence in story[field]]


def check_course(editions: Sequence[Mapping[str, Any]]) -> None:
    """What holds of any days in a row, whatever the news."""
    first_told: dict[str, str] = {}
    begins: dict[str, str] = {}
    members: defaultdict[str, set[str]] = defaultdict(set)
    sentences: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        names = [story["id"] for story in edition["stories"]]
        assert len(set(names)) == len(names)
        told = [article for story in edition["stories"] for article in story["articles"]]
        assert len({article["id"] for article in told}) == len(told)
        new = {article["id"] for article in told if article["new"]}
        left_out = {row["id"] for row in edition["left_out"]}
        assert len(new | left_out) == edition["reports"]
        assert len(new - left_out) == edition["used"]
        for story in edition["stories"]:
            held = {article["id"] for article in story["articles"]}
            old = held - new
            assert held & new
            assert all((article["id"] in first_told) != article["new"] for article in story["articles"])
            assert story["continuing"] == bool(old)
            if old:
                begun = [first_told[id_] for id_ in old] + [begins.get(story["id"], edition["date"])]
                assert story["since"] == min(begun)
            if story["id"] in members:
                assert old & members[story["id"]]
            assert not sentences[story["id"]].intersection(said(story))
            begins[story["id"]] = story["since"] or edition["date"]
            members[story["id"]] |= held
            sentences[story["id"]].update(said(story))
        for id_ in new:
            first_told[id_] = edition["date"]


def test_nothing_is_told_twice_and_everything_is_counted(week: list[dict[str, Any]]) -> None:
    check_course(week)
    told = {title for edition in week for story in edition["stories"] for title in titles(story)}
    assert told == {row["title"] for rows in own_week() for row in rows}


def test_a_story_starts_grows_pauses_and_returns(week: list[dict[str, Any]]) -> None:
    start, growth, pause, back = week[:4]
    ferry = find(start, "marigold")
    assert (ferry["continuing"], ferry["since"], ferry["known"]) == (False, None, [])
    grown = find(growth, "marigold")
    assert (grown["id"], grown["continuing"], grown["since"]) == (ferry["id"], True, "2026-03-09")
    assert grown["known_on"] == "2026-03-09"
    assert said(grown, "known")[0] in RUNS_AGROUND
    assert any("cable" in text or "Divers" in text for text in said(grown))
    assert not set(said(grown)) & set(said(ferry))
    assert all("Marigold" not in title for story in pause["stories"] for title in titles(story))
    returned = find(back, "marigold")
    assert (returned["id"], returned["since"], returned["known_on"]) == (
        ferry["id"],
        "2026-03-09",
        "2026-03-10",
    )
    assert sorted(titles(returned, new=True)) == [
        "Coast Radio: Ferry Marigold floats again",
        "Ferry Marigold floats again",
    ]
    assert all(text in REFLOATED for text in said(returned))
    assert [day["date"] for day in returned["days"]] == ["2026-03-09", "2026-03-10", "2026-03-12"]


def test_how_long_a_story_runs_is_known_when_its_first_reports_are_out_of_sight(
    week: list[dict[str, Any]],
) -> None:
    ferry, mended = find(week[0], "marigold"), find(week[4], "marigold")
    assert not {article["id"] for article in ferry["articles"]} & {row["id"] for row in mended["articles"]}
    assert (mended["id"], mended["since"], mended["known_on"]) == (ferry["id"], "2026-03-09", "2026-03-12")


def test_two_stories_become_one_and_the_page_says_so(week: list[dict[str, Any]]) -> None:
    fire, theatre = find(week[0], "granary"), find(week[1], "premiere")
    assert fire["id"] != theatre["id"]
    assert not theatre["continuing"]
    both = find(week[2], "granary")
    assert both["id"] in (fire["id"], theatre["id"])
    assert (both["reports"], both["since"]) == (7, "2026-03-09")
    gone = theatre if both["id"] == fire["id"] else fire
    assert both["merged"] == [gone["title"]]
    assert both["split_from"] == ""


def test_a_day_without_news_is_quiet(week: list[dict[str, Any]]) -> None:
    assert (week[5]["kind"], week[5]["reports"], len(week[5]["stories"])) == ("quiet", 1, 1)


def test_what_the_reader_parted_stays_apart_in_the_next_edition(tmp_path: Path) -> None:
    config = configure(tmp_path)
    days = own_week()
    with open_store(config.store_url) as store:
        first = find(publish_morning(config, store, MONDAY, days[0]), "marigold")
        taken = first["articles"][1]["id"]
        own = split_story(store, first["id"], taken)
        second = publish_morning(config, store, MONDAY + timedelta(days=1), days[1])
    parts = {
        story["id"]: story for story in second["stories"] if "marigold" in " ".join(titles(story)).casefold()
    }
    assert parts
    assert set(parts) <= {first["id"], own}
    for id_, story in parts.items():
        assert (taken in {article["id"] for article in story["articles"]}) is (id_ == own)
        assert story["since"] == "2026-03-09"
        assert story["split_from"] == ("" if id_ == first["id"] else first["title"])


@pytest.mark.slow
@pytest.mark.shared
def test_a_week_of_real_news(tmp_path: Path) -> None:
    paths = sorted(SHARED.glob("*.jsonl"))
    if not paths:
        pytest.skip("the measuring data is not beside the project")
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    first = datetime.fromisoformat(min(row["published"] for row in rows))
    begin = datetime.combine(first, MONDAY.timetz())
    days: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        days[max(-((begin - datetime.fromisoformat(row["published"])) // timedelta(days=1)), 0)].append(row)
    editions = publish_days(configure(tmp_path), begin, [days[day] for day in range(max(days) + 1)])
    assert len(editions) == 8
    check_course(editions)
