"""The whole way: one edition whatever it runs on, days that follow each other, sources that fail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from digest.config import Config, parse_config
from digest.errors import DeliveryError, RenderError, SourceError
from digest.http import Client
from digest.models import Article, Collected, LeftOut, Source, SourceState
from digest.pipeline import Publication, PublishOptions, collect, publish, publish_again
from digest.publishing.outbox import deliver_waiting
from digest.runtime.executors import ENGINES, Map, open_map
from digest.runtime.resources import resource_folder
from digest.serve.health import describe_state
from digest.sources.subscriptions import list_sources
from digest.store import Store, open_store
from digest.text import split_sentences
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)

FLOOD = (
    "The flood gate at Port Ellery jammed half way on Monday night. A gale pushed the sea into the estuary. "
    "About two thousand people left the lower town before dawn, most of them on foot. "
    "The sports hall on Cannon Street was opened for those with nowhere to go, and the school cooked."
)
GATE = (
    "Divers have freed the flood gate at Port Ellery that jammed on Monday night. The harbour authority said "
    "a ram had failed when the gale pushed the sea into the estuary. People who left the lower town may "
    "return from noon, and the sports hall on Cannon Street closes."
)
ROOF = (
    "The roof of the town library will be finished in June. The reading room opens first, the council said."
)


def configure(folder: Path, text: str) -> Config:
    return parse_config(f"version = 1\n{text}", folder / "digest.toml", {}, {})


@contextmanager
def opened(config: Config, keep: bool = True) -> Iterator[Store]:
    with open_store(config.store_url, keep) as store:
        yield store


def run(config: Config, now: datetime = NOW, work_map: Map = map, **options: Any) -> Publication:
    """Collect and publish, as `digest run` does."""
    with opened(config) as store:
        collect(config, store, Client(), now, map)
        return publish(config, store, now.astimezone(config.zone).date(), now, work_map, **options)


def write_articles(folder: Path, name: str, *rows: tuple[str, str, str, str, float]) -> None:
    """rows: (address, outlet, title, text, hours before NOW)"""
    folder.mkdir(exist_ok=True)
    lines = [
        json.dumps(
            {
                "url": f"https://{outlet.casefold().replace(' ', '')}.example/{address}",
                "source": outlet,
                "title": title,
                "text": text,
                "published": (NOW - timedelta(hours=hours)).isoformat(),
                "lang": "en",
            }
        )
        for address, outlet, title, text, hours in rows
    ]
    (folder / name).write_text("\n".join(lines), "utf-8")


@pytest.fixture
def town(tmp_path: Path) -> Config:
    """A configuration whose folder holds the flood, told by two, and the library's roof."""
    write_articles(
        tmp_path / "inbox",
        "monday.jsonl",
        ("gate", "Harbour Post", "Flood gate at Port Ellery jams", FLOOD, 9),
        ("gate", "Coast Radio", "Port Ellery flood gate jammed half way", FLOOD.replace("About", "Some"), 8),
        ("roof", "Town Crier", "Library roof to be finished in June", ROOF, 5),
    )
    return configure(tmp_path, '[[sources]]\nfolder = "inbox"\n[output]\nformats = ["json", "markdown"]\n')


def files(publication: Publication) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in publication.files}


def titles(publication: Publication) -> list[str]:
    return [story["title"] for story in publication.data["stories"]]


@pytest.mark.parametrize("kind", ENGINES)
def test_every_engine_makes_the_same_edition(kind: str, tmp_path: Path) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    sample = resource_folder("config") / "sample"
    text = f"[[sources]]\nfolder = {json.dumps(str(sample / 'articles'))}\nname = 'Sample'\n"
    text += f"[[sources]]\nfolder = {json.dumps(str(sample / 'pages'))}\nname = 'Pages'\n"
    written = []
    for engine in ("serial", kind):
        (tmp_path / engine).mkdir(exist_ok=True)
        config = configure(tmp_path / engine, text)
        with open_map(engine, 2) as mapped, opened(config) as store:
            collect(config, store, Client(), NOW, mapped)
            publish(config, store, DAY - timedelta(days=1), NOW - timedelta(days=1), mapped)
            written.append(files(publish(config, store, DAY, NOW, mapped)))
    assert written[0] == written[1]
    assert len(written[0]) == 2


def test_the_same_day_again_is_the_same_edition(town: Config) -> None:
    first = files(run(town))
    assert files(run(town, NOW + timedelta(hours=3))) == first


def test_what_came_in_since_is_in_the_day_s_edition(town: Config) -> None:
    run(town)
    write_articles(
        town.folder / "inbox", "late.jsonl", ("bus", "Town Crier", "Night buses return", "Buses run.", -1)
    )
    again = run(town, NOW + timedelta(hours=3))
    assert "Night buses return" in titles(again)
    assert len(again.data["stories"]) == 3


NEWS = (
    Source("Harbour Post", "feed", "https://harbour.example/rss"),
    Source("Coast Radio", "feed", "https://coast.example/rss"),
)
ARTICLE = Article("", "", "", "", "", None, NOW, language="en")
HOUR = timedelta(hours=1)


@pytest.fixture
def wire(tmp_path: Path) -> Config:
    """A configuration of the two feeds of NEWS."""
    rows = "".join(f'[[sources]]\nfeed = "{row.location}"\nname = "{row.name}"\n' for row in NEWS)
    return configure(
        tmp_path, f"{rows}[output]\nformats = ['json']\n[[deliveries]]\nkind = 'files'\nfolder = 'out'\n"
    )


def bring(store: Store, begun: datetime, source: Source, *articles: tuple[str, float | None]) -> None:
    """What a visit brought that began then; articles: (id, hours before NOW it appeared, None: undated)."""
    rows = tuple(
        replace(
            ARTICLE,
            id=name,
            source=source.name,
            feed=source.key,
            url=f"https://news.example/{name}",
            title=f"The {name} of Wenlow",
            text=f"People in Wenlow talk of the {name}. The town council has not said what it thinks of it.",
            published=None if hours is None else NOW - hours * HOUR,
            first_seen=begun,
        )
        for name, hours in articles
    )
    store.save_collected([Collected(source, rows, state=SourceState(last_visit=begun))], begun)


def make(config: Config, store: Store, now: datetime, options: PublishOptions | None = None) -> Publication:
    return publish(config, store, now.date(), now, map, options)


def held(publication: Publication) -> list[str]:
    """The ids of the articles of an edition, sorted."""
    return sorted(row["id"] for story in publication.data["stories"] for row in story["articles"])


def news(publication: Publication) -> list[str]:
    """The ids of its new articles, sorted."""
    rows = (row for story in publication.data["stories"] for row in story["articles"])
    return sorted(row["id"] for row in rows if row["new"])


def test_what_a_slow_collecting_commits_after_an_edition_is_in_the_next(wire: Config) -> None:
    post, radio = NEWS
    with opened(wire) as store:
        for source in NEWS:
            bring(store, NOW - 30 * HOUR, source, (f"fair at {source.name}", 31))
        make(wire, store, NOW - 24 * HOUR)
        begun = NOW - timedelta(minutes=1)
        bring(store, begun, post, ("bridge", 1))
        assert news(make(wire, store, NOW)) == ["bridge"]
        bring(store, begun, radio, ("tunnel", 0.5), ("undated", None), ("ancient", 400))
        tomorrow = make(wire, store, NOW + 24 * HOUR)
        assert news(tomorrow) == ["tunnel", "undated"]
        assert [(row["id"], row["why"]) for row in tomorrow.data["left_out"]] == [("ancient", "too_old")]
        assert make(wire, store, NOW + 48 * HOUR).data["left_out"] == []


def test_what_is_committed_after_an_edition_is_sent_when_the_day_s_edition_is_made_again(
    wire: Config,
) -> None:
    begun, later = NOW - timedelta(minutes=1), NOW + 5 * HOUR
    with opened(wire) as store:
        bring(store, begun, NEWS[0], ("bridge", 1))
        first = make(wire, store, NOW)
        assert len(deliver_waiting(wire, store, lambda: NOW, "me", Client())) == 1
        assert make(wire, store, later).data == first.data
        assert deliver_waiting(wire, store, lambda: later, "me", Client()) == ()
        bring(store, begun, NEWS[1], ("tunnel", 0.5))
        again = make(wire, store, later)
        assert (held(again), again.data["made"]) == (["bridge", "tunnel"], "2026-03-12T11:30:00Z")
        assert len(deliver_waiting(wire, store, lambda: later, "me", Client())) == 1


@pytest.mark.parametrize(("window_hours", "hours"), [(24, None), (0, 900)])
def test_what_a_feed_shows_for_good_is_news_once(
    wire: Config, window_hours: int, hours: float | None
) -> None:
    digest = wire.digest.model_copy(update={"window_hours": window_hours})
    config = wire.model_copy(
        update={"digest": digest, "store": wire.store.model_copy(update={"keep_days": 7})}
    )
    told = []
    with opened(config) as store:
        for day in range(20):
            now = NOW + 24 * day * HOUR
            bring(store, now, NEWS[0], ("notice", hours), (f"fair of day {day}", 2 - 24 * day))
            told += [day for name in news(make(config, store, now)) if name == "notice"]
    assert told == [0]


def test_a_weekly_edition_tells_the_whole_week(wire: Config) -> None:
    with opened(wire) as store:
        bring(store, NOW, NEWS[0], ("day 0", 2))
        make(wire, store, NOW)
        for day in range(1, 8):
            now = NOW + 24 * day * HOUR
            bring(store, now, NEWS[0], (f"day {day}", 2 - 24 * day), (f"old on day {day}", 900))
        weekly = make(wire, store, now)
        assert news(weekly) == [f"day {day}" for day in range(1, 8)]
        assert {row["id"]: row["why"] for row in weekly.data["left_out"]} == {
            f"old on day {day}": "too_old" for day in range(1, 8)
        }


def test_the_day_s_edition_made_again_keeps_what_it_held(wire: Config) -> None:
    later = NOW + 10 * HOUR
    with opened(wire) as store:
        bring(store, NOW - 70 * HOUR, NEWS[0], ("old", 90))
        bring(store, NOW, NEWS[0], ("evening", 20), ("late", 70), ("night", 3))
        first = make(wire, store, NOW)
        assert held(first) == ["evening", "late", "night"]
        bring(store, later, NEWS[0], ("noon", -9))
        again = make(wire, store, later)
        assert news(again) == ["evening", "late", "night", "noon"]
        assert again.data["window"]["from"] == first.data["window"]["from"]
        since = make(wire, store, later, PublishOptions(since=NOW))
        assert news(since) == ["noon"]
        assert set(store.published(date.max)) == {"evening", "late", "night", "noon"}


def test_a_source_taken_out_takes_nothing_of_another_with_it(tmp_path: Path) -> None:
    rows = [f'[[sources]]\nfeed = "https://news.example/{name}"\n' for name in ("sport", "world")]
    both, one = configure(tmp_path, "".join(rows)), configure(tmp_path, rows[1])
    with opened(both) as store:
        sport, world = list_sources(both)[0]
        for source in (sport, world):
            bring(store, NOW - 6 * HOUR, source, (source.location[-5:], 7))
        (renamed,) = list_sources(one)[0]
        assert (sport.name, renamed.name) == ("news.example", "news.example")
        bring(store, NOW, renamed, ("world", 7))
        edition = make(one, store, NOW)
        assert held(edition) == ["world"]
        assert [row["name"] for row in edition.data["sources"]] == ["news.example"]


def test_an_article_of_a_source_taken_out_is_told_when_another_brings_it(
    tmp_path: Path, web: WebServer
) -> None:
    web.routes["/a"] = web.routes["/b"] = Route(feed(("gate", "Flood gate jams", FLOOD)))
    collecting = '[collect]\nfull_text = "never"\n[[sources]]\nfeed = '
    first, second = (configure(tmp_path, f'{collecting}"{web.url(path)}"\n') for path in ("/a", "/b"))
    with opened(first) as store:
        collect(first, store, Client(), NOW - HOUR, map)
        collect(second, store, Client(), NOW, map)
        assert titles(make(second, store, NOW)) == ["Flood gate jams"]


def test_the_next_day_shows_what_is_new(town: Config) -> None:
    first = run(town)
    write_articles(
        town.folder / "inbox",
        "tuesday.jsonl",
        ("freed", "Northwire", "Divers free the flood gate at Port Ellery", GATE, -20),
    )
    (story,) = run(town, NOW + timedelta(days=1)).data["stories"]
    assert story["id"] == next(
        old["id"] for old in first.data["stories"] if "ellery" in old["title"].casefold()
    )
    assert (story["continuing"], story["since"], story["reports"]) == (True, "2026-03-12", 3)
    assert [article["source"] for article in story["articles"] if article["new"]] == ["Northwire"]
    assert all(sentence["text"] in GATE for sentence in story["summary"])
    assert story["known"]
    assert all(sentence["text"] in FLOOD for sentence in story["known"])
    assert all(split_sentences(FLOOD)[said["position"]] == said["text"] for said in story["known"])


def test_what_brings_nothing_new_is_named_and_what_comes_back_says_when_it_was_last_told(
    town: Config,
) -> None:
    first = run(town)
    inbox = town.folder / "inbox"
    write_articles(
        inbox,
        "x.jsonl",
        (
            "x",
            "Town Crier",
            "Choir wins prize",
            "The choir of Wenlow sang in the market hall and won a silver cup.",
            -20,
        ),
    )
    second = run(town, NOW + timedelta(days=1))
    assert [story["title"] for story in second.data["quiet"]] == titles(first)
    assert all(
        story["title"] in files(second)["digest-2026-03-13.md"].decode() for story in second.data["quiet"]
    )
    write_articles(
        inbox, "y.jsonl", ("y", "Northwire", "Divers free the flood gate at Port Ellery", GATE, -44)
    )
    third = run(town, NOW + timedelta(days=2))
    (back,) = third.data["stories"]
    assert (back["continuing"], back["known_on"]) == (True, "2026-03-12")
    assert "Last told on Thursday" in files(third)["digest-2026-03-14.md"].decode()
    assert [story["title"] for story in third.data["quiet"]] == ["Choir wins prize"]


def test_a_day_without_news_is_a_quiet_edition(town: Config) -> None:
    run(town)
    quiet = run(town, NOW + timedelta(days=1))
    assert quiet.data["stories"] == []
    assert "quiet" in files(quiet)["digest-2026-03-13.md"].decode()


def test_a_missed_day_is_made_up_for(town: Config) -> None:
    monday = (town.folder / "inbox" / "monday.jsonl").rename(town.folder / "monday.jsonl")
    write_articles(
        town.folder / "inbox", "old.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 50)
    )
    run(town, NOW - timedelta(days=2))
    monday.rename(town.folder / "inbox" / "monday.jsonl")
    late = run(town, NOW + timedelta(hours=20))
    assert len(late.data["stories"]) == 2
    assert datetime.fromisoformat(late.data["window"]["from"]) < NOW - timedelta(hours=5)


def test_nothing_is_published_before_the_files_stand(town: Config) -> None:
    (town.folder / "editions").write_text("in the way")
    with pytest.raises(DeliveryError):
        run(town)
    (town.folder / "editions").unlink()
    assert len(run(town, NOW + timedelta(hours=1)).data["stories"]) == 2


def test_an_edition_is_written_again_from_the_store(town: Config) -> None:
    first = run(town)
    written = files(first)
    for path in first.files:
        path.unlink()
    with opened(town) as store:
        assert files(publish_again(town, store, DAY)) == written
        with pytest.raises(DeliveryError, match="no edition of that day"):
            publish_again(town, store, DAY - timedelta(days=1))


def test_muted_and_too_old_reports_are_left_out_and_counted(town: Config) -> None:
    write_articles(
        town.folder / "inbox",
        "more.jsonl",
        ("stars", "Town Crier", "Your horoscope", "The stars look kindly on you today.", 2),
        ("old", "Town Crier", "The fair of last week", "The fair was well attended by all.", 90),
    )
    config = town.model_copy(update={"digest": town.digest.model_copy(update={"mute": ("horoscope",)})})
    data = run(config).data
    assert {row["title"]: row["why"] for row in data["left_out"]} == {
        "Your horoscope": "muted",
        "The fair of last week": "too_old",
        "Port Ellery flood gate jammed half way": "same_text",
    }
    assert data["used"] + len(data["left_out"]) == data["reports"]


def test_one_section_only(town: Config) -> None:
    write_articles(
        town.folder / "inbox", "more.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 2)
    )
    path = town.folder / "inbox" / "more.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "section": "Culture"}))
    only = run(town, options=PublishOptions(only="Culture"))
    assert titles(only) == ["Choir wins prize"]
    assert {row["why"] for row in only.data["left_out"]} == {"other_section", "same_text"}
    assert only.data["used"] == 1
    with pytest.raises(SourceError, match="the section Opera has no new story"):
        run(town, options=PublishOptions(only="Opera"))
    assert files(only) == {path.name: path.read_bytes() for path in only.files}


def test_one_section_leaves_the_edition_of_the_day_as_it_is(town: Config) -> None:
    whole = run(town)
    stood = {path: path.read_bytes() for path in town.output_folder.iterdir()}
    with opened(town) as store:
        marks = store.published(DAY + timedelta(days=1))
    write_articles(
        town.folder / "inbox", "more.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 2)
    )
    path = town.folder / "inbox" / "more.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "section": "Song & Dance"}))
    only = run(town, now=NOW + timedelta(hours=1), options=PublishOptions(only="Song & Dance"))
    assert {file.stem for file in only.files} == {"digest-2026-03-12-song-dance"}
    assert only.data["title"] == f"{whole.data['title']}: Song & Dance"
    assert only.data["kind"] == "full"
    assert {path: path.read_bytes() for path in stood} == stood
    with opened(town) as store:
        assert store.published(DAY + timedelta(days=1)) == marks
        assert store.edition(DAY) == whole.data


def test_a_past_day_once_more_is_its_edition_and_never_an_empty_one(town: Config) -> None:
    evening = NOW + timedelta(hours=12)
    first = run(town, now=evening)
    with opened(town) as store:
        again = publish(town, store, DAY, NOW, map, PublishOptions(past=True))
        assert files(again) == files(first)
        with pytest.raises(SourceError, match="no edition of 2026-02-01: nothing that is kept"):
            publish(town, store, date(2026, 2, 1), NOW - timedelta(days=39), map, PublishOptions(past=True))
        assert store.edition(date(2026, 2, 1)) is None


def test_after_days_without_news_an_edition_is_a_quiet_one(town: Config) -> None:
    run(town)
    for days in range(1, 7):
        assert run(town, now=NOW + timedelta(days=days)).data["kind"] == "quiet"


def test_a_first_edition_long_after_collecting_is_told_how_to_be_made(town: Config) -> None:
    with opened(town) as store:
        collect(town, store, Client(), NOW, map)
        later = NOW + timedelta(days=10)
        with pytest.raises(SourceError, match="older than some days") as caught:
            publish(town, store, later.date(), later, map)
    assert "--since all" in caught.value.advice


def feed(*items: tuple[str, str, str]) -> bytes:
    """items: (address, title, text)"""
    rows = "".join(
        f"<item><title>{title}</title><link>https://news.example/{address}</link><description>{text}</description>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=2))}</pubDate></item>"
        for address, title, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{rows}</channel></rss>'.encode()


def test_feeds_come_over_the_network_and_one_that_fails_stops_nobody(tmp_path: Path, web: WebServer) -> None:
    web.routes["/good"] = Route(feed(("gate", "Flood gate jams", FLOOD)), etag='"1"')
    web.routes["/gone"] = Route(status=404)
    config = configure(
        tmp_path,
        '[collect]\nfull_text = "never"\n'
        f'[[sources]]\nfeed = "{web.url("/good")}"\nname = "Good"\n'
        f'[[sources]]\nfeed = "{web.url("/gone")}"\nname = "Gone"\n'
        '[[sources]]\nopml = "nowhere.opml"\nname = "List"\n',
    )
    told: list[Collected] = []
    with opened(config) as store, open_map("threads", 4) as read_map:
        collecting = collect(config, store, Client(), NOW, read_map, lambda visit, total: told.append(visit))
        assert (collecting.visits, collecting.new, len(collecting.failures)) == (3, 1, 2)
        publication = publish(config, store, DAY, NOW, map)
        again = collect(config, store, Client(), NOW + timedelta(hours=1), read_map)
    assert len(told) == 3
    assert again.new == 0
    assert web.asked[-1].headers.get("if-none-match") or web.asked[-2].headers.get("if-none-match")
    assert {row["name"]: row["status"] for row in publication.data["sources"]} == {
        "Good": "ok",
        "Gone": "failed",
        "List": "failed",
    }
    page = next(path for path in publication.files if path.suffix == ".html").read_text("utf-8")
    assert "Gone" in page


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_keeps_what_has_come_in(town: Config, interruption: type[BaseException]) -> None:
    def report(visit: Collected, total: int) -> None:
        raise interruption

    with opened(town) as store:
        with pytest.raises(interruption):
            collect(town, store, Client(), NOW, map, report)
        assert len(store.articles(None)) == 3


def test_no_source_answers_and_there_is_no_edition(tmp_path: Path) -> None:
    config = configure(tmp_path, '[[sources]]\nfolder = "nowhere"\n')
    with pytest.raises(SourceError, match="the only source did not answer"):
        run(config)
    assert not (tmp_path / "editions").exists()


def test_lists_are_taken_apart_and_names_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(
        '<opml version="2.0"><body><outline text="World"><outline text="News" xmlUrl="https://a.example/1"/>'
        '<outline text="News" xmlUrl="https://a.example/2"/></outline></body></opml>'
    )
    config = configure(
        tmp_path, '[[sources]]\nopml = "a.opml"\nlimit = 7\n[[sources]]\nfeed = "https://a.example/1"\n'
    )
    listed, failed = list_sources(config)
    assert [(source.name, source.section, source.limit) for source in listed] == [
        ("News", "World", 7),
        ("News 2", "World", 7),
    ]
    assert not failed


def test_what_a_database_does_not_take_costs_only_its_own_source(store: Store, tmp_path: Path) -> None:
    rows = "".join(f'[[sources]]\nfeed = "https://{name}.example/"\nname = "{name}"\n' for name in "abc")
    config = configure(tmp_path, rows)

    def read(_function: Any, visits: Iterable[Any]) -> Iterator[Any]:
        for visit in visits:
            name = visit.source.name
            title: Any = None if name == "b" else "It is so"
            article = Article(name, name, f"https://{name}.example/1", title, "So.", None, NOW, feed=name)
            yield Collected(visit.source, (article,), state=SourceState(etag="new"))

    done = collect(config, store, Client(), NOW, read)
    assert done.new == 2
    (failure,) = [visit.failure for visit in done.failures]
    assert failure
    assert failure.message.startswith("it cannot be kept: the database says")
    assert [article.id for article in store.articles(None)] == ["a", "c"]
    assert [(row.name, row.status) for row in store.health(list_sources(config)[0])] == [
        ("a", "ok"),
        ("b", "failed"),
        ("c", "ok"),
    ]
    kept = store.source_states()
    assert [kept[f"https://{name}.example/"].etag for name in "abc"] == ["new", "", "new"]


def test_a_source_of_a_very_long_name_is_kept(store: Store, tmp_path: Path) -> None:
    name = "".join(chr(0x4E00 + number * 7919 % 5000) for number in range(4_000))
    listed = f'<opml version="2.0"><body><outline text="{name}" xmlUrl="https://a.example/"/></body></opml>'
    (tmp_path / "a.opml").write_text(listed, "utf-8")
    row = f'[[sources]]\nopml = "a.opml"\n[[sources]]\nfeed = "https://b.example/"\nname = "{name}\\u0000"\n'
    sources, _ = list_sources(configure(tmp_path, row))
    assert [source.name for source in sources] == [name[:200], f"{name[:200]} 2"]
    left_out = (LeftOut("1", "x.txt", "x", "unreadable"),)
    visits = [Collected(source, left_out=left_out) for source in sources]
    store.save_collected(visits, NOW)
    assert len(store.source_states()) == 2


def test_the_sample_s_stories_are_those_it_was_written_with(tmp_path: Path) -> None:
    """B-cubed F1 (Bagga and Baldwin 1998) of the sample's grouping against its truth."""
    truth = json.loads((Path(__file__).parent / "data" / "sample_truth.json").read_text("utf-8"))
    text = f"[[sources]]\nfolder = {json.dumps(str(resource_folder('config') / 'sample' / 'articles'))}\n"
    config = configure(tmp_path, text + "[digest]\nwindow_hours = 0\nmax_stories = 99\nper_section = 99\n")
    stories = run(config).data["stories"]
    found = {article["url"]: story["id"] for story in stories for article in story["articles"]}
    wanted = {url: url for url in found}
    for story in truth["stories"]:
        wanted.update(dict.fromkeys(story, story[0]))
    assert len(found) == 81
    together = {url: {other for other in found if found[other] == found[url]} for url in found}
    right = {url: {other for other in found if wanted[other] == wanted[url]} for url in found}
    precision = sum(len(together[url] & right[url]) / len(together[url]) for url in found) / len(found)
    recall = sum(len(together[url] & right[url]) / len(right[url]) for url in found) / len(found)
    assert 2 * precision * recall / (precision + recall) >= 0.95


def test_every_sentence_stands_in_its_article(tmp_path: Path) -> None:
    sample = resource_folder("config") / "sample" / "articles"
    config = configure(tmp_path, f"[[sources]]\nfolder = {json.dumps(str(sample))}\n")
    with opened(config) as store:
        collect(config, store, Client(), NOW, map)
        texts = {article.id: article.text for article in store.articles(None)}
        data = publish(config, store, DAY, NOW, map).data
    sentences = [(story, said) for story in data["stories"] for said in story["summary"]]
    assert len(sentences) > 40
    for story, said in sentences:
        assert said["text"] in texts[story["articles"][said["article"]]["id"]]


def test_one_run_under_a_clock_that_is_years_ahead_costs_nothing(town: Config) -> None:
    before, after = NOW - timedelta(days=6), NOW + timedelta(hours=1)
    write_articles(
        town.folder / "inbox", "old.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 150)
    )
    first = run(town, before)
    (town.folder / "inbox" / "undated.txt").write_text("Night buses return\n\nThey run again from May.\n")
    run(town, NOW + timedelta(days=1_500))
    written = files(run(town, after))
    assert "Night buses return" in str(written)
    assert files(run(town, after + timedelta(hours=2))) == written
    with opened(town) as store:
        assert store.edition(before.date()) == first.data
        assert store.published(DAY)
        assert describe_state(town, store, after)["edition"]["date"] == str(DAY)


def test_whoever_was_away_for_long_still_drops_what_is_old(town: Config) -> None:
    run(town)
    write_articles(
        town.folder / "inbox", "new.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", -2_399)
    )
    for days in (100, 101):
        run(town, NOW + timedelta(days=days))
    with opened(town) as store:
        assert store.edition(DAY) is None


def test_a_bad_template_stops_before_anything_is_marked(town: Config) -> None:
    folder = town.folder / "templates"
    folder.mkdir()
    (folder / "edition.md.j2").write_text("# {{ titel }}\n")
    broken = town.model_copy(update={"output": town.output.model_copy(update={"templates": "templates"})})
    with pytest.raises(RenderError, match="titel"):
        run(broken)
    assert len(run(town).data["stories"]) == 2


def test_holdings_do_not_depend_on_the_order_of_arrival(town: Config, tmp_path: Path) -> None:
    first = files(run(town))
    other = tmp_path / "other"
    other.mkdir()
    rows = (town.folder / "inbox" / "monday.jsonl").read_text("utf-8").splitlines()
    (other / "inbox").mkdir()
    (other / "inbox" / "monday.jsonl").write_text("\n".join(reversed(rows)), "utf-8")
    turned = configure(other, '[[sources]]\nfolder = "inbox"\n[output]\nformats = ["json", "markdown"]\n')
    assert files(run(turned)) == first


def test_a_source_that_was_taken_out_is_not_in_the_next_edition(town: Config) -> None:
    write_articles(town.folder / "other", "a.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 2))
    both = configure(town.folder, '[[sources]]\nfolder = "inbox"\n[[sources]]\nfolder = "other"\n')
    assert "Choir wins prize" in titles(run(both))
    assert "Choir wins prize" not in titles(run(town))
