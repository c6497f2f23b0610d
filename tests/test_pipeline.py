"""The pipeline: the same edition on every engine, consecutive days, failing sources."""

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
from digest.errors import DeliveryError, DigestError, RenderError, SourceError, UsageError
from digest.http import Client
from digest.models import Article, Collected, LeftOut, Source, SourceState
from digest.pipeline import Publication, PublishOptions, collect, publish, republish
from digest.publishing.outbox import deliver_pending
from digest.runtime.bundled_files import find_resource_folder
from digest.runtime.executors import ENGINES, Map, open_map
from digest.serve.health import describe_state
from digest.sources.configured_sources import list_sources
from digest.store import Store, open_store
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
    """A configuration whose folder has two reports on the flood and one on the library's roof."""
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


def publish_sample(engine: str, folder: Path) -> dict[str, bytes]:
    """Return the files of the sample's second edition, made on an engine."""
    sample = find_resource_folder("config") / "sample"
    text = f"[[sources]]\nfolder = {json.dumps(str(sample / 'articles'))}\nname = 'Sample'\n"
    text += f"[[sources]]\nfolder = {json.dumps(str(sample / 'pages'))}\nname = 'Pages'\n"
    config = configure(folder, text)
    with open_map(engine, 2) as mapped, opened(config) as store:
        collect(config, store, Client(), NOW, mapped)
        publish(config, store, DAY - timedelta(days=1), NOW - timedelta(days=1), mapped)
        return files(publish(config, store, DAY, NOW, mapped))


@pytest.fixture(scope="module")
def serial_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return publish_sample("serial", tmp_path_factory.mktemp("serial"))


@pytest.mark.parametrize("kind", [kind for kind in ENGINES if kind != "serial"])
def test_every_engine_makes_the_same_edition(
    kind: str, serial_files: dict[str, bytes], tmp_path: Path
) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    assert publish_sample(kind, tmp_path) == serial_files
    assert len(serial_files) == 2


def test_publishing_the_same_day_again_gives_the_same_edition(town: Config) -> None:
    first = files(run(town))
    assert files(run(town, NOW + timedelta(hours=3))) == first


def test_a_rebuilt_edition_includes_new_articles(town: Config) -> None:
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


def save_articles(
    store: Store, started: datetime, source: Source, *articles: tuple[str, float | None]
) -> None:
    """Save a visit. articles: (id, how many hours before NOW it was published; None: undated)."""
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
            first_seen=started,
        )
        for name, hours in articles
    )
    store.save_visits([Collected(source, rows, state=SourceState(last_visit=started))], started)


def publish_at(
    config: Config, store: Store, now: datetime, options: PublishOptions | None = None
) -> Publication:
    return publish(config, store, now.date(), now, map, options)


def article_ids(publication: Publication) -> list[str]:
    """Return the ids of the articles of an edition, sorted."""
    return sorted(row["id"] for story in publication.data["stories"] for row in story["articles"])


def new_article_ids(publication: Publication) -> list[str]:
    """Return the ids of its new articles, sorted."""
    rows = (row for story in publication.data["stories"] for row in story["articles"])
    return sorted(row["id"] for row in rows if row["new"])


def test_articles_committed_after_an_edition_are_in_the_next(wire: Config) -> None:
    post, radio = NEWS
    with opened(wire) as store:
        for source in NEWS:
            save_articles(store, NOW - 30 * HOUR, source, (f"fair at {source.name}", 31))
        publish_at(wire, store, NOW - 24 * HOUR)
        started = NOW - timedelta(minutes=1)
        save_articles(store, started, post, ("bridge", 1))
        assert new_article_ids(publish_at(wire, store, NOW)) == ["bridge"]
        save_articles(store, started, radio, ("tunnel", 0.5), ("undated", None), ("ancient", 400))
        tomorrow = publish_at(wire, store, NOW + 24 * HOUR)
        assert new_article_ids(tomorrow) == ["tunnel", "undated"]
        assert [(row["id"], row["why"]) for row in tomorrow.data["left_out"]] == [("ancient", "too_old")]
        assert publish_at(wire, store, NOW + 48 * HOUR).data["left_out"] == []


def test_a_rebuilt_edition_with_late_articles_is_delivered_again(
    wire: Config,
) -> None:
    started, later = NOW - timedelta(minutes=1), NOW + 5 * HOUR
    with opened(wire) as store:
        save_articles(store, started, NEWS[0], ("bridge", 1))
        first = publish_at(wire, store, NOW)
        assert len(deliver_pending(wire, store, lambda: NOW, "me", Client())) == 1
        assert publish_at(wire, store, later).data == first.data
        assert deliver_pending(wire, store, lambda: later, "me", Client()) == ()
        save_articles(store, started, NEWS[1], ("tunnel", 0.5))
        again = publish_at(wire, store, later)
        assert (article_ids(again), again.data["made"]) == (["bridge", "tunnel"], "2026-03-12T11:30:00Z")
        assert len(deliver_pending(wire, store, lambda: later, "me", Client())) == 1


@pytest.mark.parametrize(("window_hours", "hours"), [(24, None), (0, 900)])
def test_an_entry_that_stays_in_its_feed_is_news_once(
    wire: Config, window_hours: int, hours: float | None
) -> None:
    digest = wire.digest.model_copy(update={"window_hours": window_hours})
    config = wire.model_copy(
        update={"digest": digest, "store": wire.store.model_copy(update={"keep_days": 7})}
    )
    reported = []
    with opened(config) as store:
        for day in range(20):
            now = NOW + 24 * day * HOUR
            save_articles(store, now, NEWS[0], ("notice", hours), (f"fair of day {day}", 2 - 24 * day))
            reported += [day for name in new_article_ids(publish_at(config, store, now)) if name == "notice"]
    assert reported == [0]


def test_a_weekly_edition_covers_the_whole_week(wire: Config) -> None:
    with opened(wire) as store:
        save_articles(store, NOW, NEWS[0], ("day 0", 2))
        publish_at(wire, store, NOW)
        for day in range(1, 8):
            now = NOW + 24 * day * HOUR
            save_articles(store, now, NEWS[0], (f"day {day}", 2 - 24 * day), (f"old on day {day}", 900))
        weekly = publish_at(wire, store, now)
        assert new_article_ids(weekly) == [f"day {day}" for day in range(1, 8)]
        assert {row["id"]: row["why"] for row in weekly.data["left_out"]} == {
            f"old on day {day}": "too_old" for day in range(1, 8)
        }


def test_a_rebuilt_edition_keeps_its_articles(wire: Config) -> None:
    later = NOW + 10 * HOUR
    with opened(wire) as store:
        save_articles(store, NOW - 70 * HOUR, NEWS[0], ("old", 90))
        save_articles(store, NOW, NEWS[0], ("evening", 20), ("late", 70), ("night", 3))
        first = publish_at(wire, store, NOW)
        assert article_ids(first) == ["evening", "late", "night"]
        save_articles(store, later, NEWS[0], ("noon", -9))
        again = publish_at(wire, store, later)
        assert new_article_ids(again) == ["evening", "late", "night", "noon"]
        assert again.data["window"]["from"] == first.data["window"]["from"]
        since = publish_at(wire, store, later, PublishOptions(since=NOW))
        assert new_article_ids(since) == ["noon"]
        assert set(store.editions.published(date.max)) == {"evening", "late", "night", "noon"}


def test_removing_a_source_does_not_affect_another_of_the_same_name(tmp_path: Path) -> None:
    rows = [f'[[sources]]\nfeed = "https://news.example/{name}"\n' for name in ("sport", "world")]
    both, one = configure(tmp_path, "".join(rows)), configure(tmp_path, rows[1])
    with opened(both) as store:
        sport, world = list_sources(both)[0]
        for source in (sport, world):
            save_articles(store, NOW - 6 * HOUR, source, (source.location[-5:], 7))
        (renamed,) = list_sources(one)[0]
        assert (sport.name, renamed.name) == ("news.example", "news.example")
        save_articles(store, NOW, renamed, ("world", 7))
        edition = publish_at(one, store, NOW)
        assert article_ids(edition) == ["world"]
        assert [row["name"] for row in edition.data["sources"]] == ["news.example"]


def test_an_article_of_a_removed_source_is_published_if_another_source_has_it(
    tmp_path: Path, web: WebServer
) -> None:
    web.routes["/a"] = web.routes["/b"] = Route(feed(("gate", "Flood gate jams", FLOOD)))
    collecting = '[collect]\nfull_text = "never"\n[[sources]]\nfeed = '
    first, second = (configure(tmp_path, f'{collecting}"{web.url(path)}"\n') for path in ("/a", "/b"))
    with opened(first) as store:
        collect(first, store, Client(), NOW - HOUR, map)
        collect(second, store, Client(), NOW, map)
        assert titles(publish_at(second, store, NOW)) == ["Flood gate jams"]


def test_the_next_edition_continues_a_story_with_its_new_articles(town: Config) -> None:
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
    # The new report tells itself what was known: the gate that jammed on Monday night.
    assert (story["known"], story["known_on"]) == ([], "2026-03-12")


def test_quiet_stories_are_listed_and_a_returning_story_names_its_last_date(
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
    page = files(third)["digest-2026-03-14.md"].decode()
    assert "Continuing since Thursday" in page
    assert "Last covered" not in page
    assert [story["title"] for story in third.data["quiet"]] == ["Choir wins prize"]


def test_a_day_without_news_is_a_quiet_edition(town: Config) -> None:
    run(town)
    quiet = run(town, NOW + timedelta(days=1))
    assert quiet.data["stories"] == []
    assert "quiet" in files(quiet)["digest-2026-03-13.md"].decode()


def test_an_edition_covers_a_missed_day(town: Config) -> None:
    monday = (town.folder / "inbox" / "monday.jsonl").rename(town.folder / "monday.jsonl")
    write_articles(
        town.folder / "inbox", "old.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 50)
    )
    run(town, NOW - timedelta(days=2))
    monday.rename(town.folder / "inbox" / "monday.jsonl")
    late = run(town, NOW + timedelta(hours=20))
    assert len(late.data["stories"]) == 2
    start = late.data["window"]["from"]
    assert start is not None
    assert datetime.fromisoformat(start) < NOW - timedelta(hours=5)


def test_nothing_is_published_unless_the_files_are_written(town: Config) -> None:
    (town.folder / "editions").write_text("in the way")
    with pytest.raises(DeliveryError):
        run(town)
    (town.folder / "editions").unlink()
    assert len(run(town, NOW + timedelta(hours=1)).data["stories"]) == 2


def test_republishing_writes_the_stored_edition(town: Config) -> None:
    first = run(town)
    written = files(first)
    for path in first.files:
        path.unlink()
    with opened(town) as store:
        assert files(republish(town, store, DAY)) == written
        with pytest.raises(DigestError, match="the store has no edition of 2026-03-11"):
            republish(town, store, DAY - timedelta(days=1))


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
    with pytest.raises(UsageError, match="there is no section Opera"):
        run(town, options=PublishOptions(only="Opera"))
    assert files(only) == {path.name: path.read_bytes() for path in only.files}


def test_an_edition_of_one_section_does_not_change_the_edition_of_the_day(town: Config) -> None:
    whole = run(town)
    published_through_today = {path: path.read_bytes() for path in town.output_folder.iterdir()}
    with opened(town) as store:
        marks = store.editions.published(DAY + timedelta(days=1))
    write_articles(
        town.folder / "inbox", "more.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 2)
    )
    path = town.folder / "inbox" / "more.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "section": "Song & Dance"}))
    only = run(town, now=NOW + timedelta(hours=1), options=PublishOptions(only="Song & Dance"))
    assert {file.stem for file in only.files} == {"digest-2026-03-12-song-dance"}
    assert only.data["title"] == f"{whole.data['title']}: Song & Dance"
    assert only.data["kind"] == "full"
    assert {path: path.read_bytes() for path in published_through_today} == published_through_today
    with opened(town) as store:
        assert store.editions.published(DAY + timedelta(days=1)) == marks
        assert store.editions.data(DAY) == whole.data


def test_a_past_day_is_rebuilt_but_never_as_an_empty_edition(town: Config) -> None:
    evening = NOW + timedelta(hours=12)
    first = run(town, now=evening)
    with opened(town) as store:
        again = publish(town, store, DAY, NOW, map, PublishOptions(past=True))
        assert files(again) == files(first)
        with pytest.raises(SourceError, match="no edition of 2026-02-01: the store has no news of that day"):
            publish(town, store, date(2026, 2, 1), NOW - timedelta(days=39), map, PublishOptions(past=True))
        assert store.editions.data(date(2026, 2, 1)) is None


def test_editions_after_days_without_news_are_quiet(town: Config) -> None:
    run(town)
    for days in range(1, 7):
        assert run(town, now=NOW + timedelta(days=days)).data["kind"] == "quiet"


def test_a_first_edition_with_old_articles_only_gives_advice(town: Config) -> None:
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


def test_a_failing_feed_does_not_affect_the_others(tmp_path: Path, web: WebServer) -> None:
    web.routes["/good"] = Route(feed(("gate", "Flood gate jams", FLOOD)), etag='"1"')
    web.routes["/gone"] = Route(status=404)
    config = configure(
        tmp_path,
        '[collect]\nfull_text = "never"\n'
        f'[[sources]]\nfeed = "{web.url("/good")}"\nname = "Good"\n'
        f'[[sources]]\nfeed = "{web.url("/gone")}"\nname = "Gone"\n'
        '[[sources]]\nopml = "nowhere.opml"\nname = "List"\n',
    )
    reported: list[Collected] = []
    with opened(config) as store, open_map("threads", 4) as read_map:
        collecting = collect(
            config, store, Client(), NOW, read_map, lambda visit, total: reported.append(visit)
        )
        assert (collecting.visits, collecting.new, len(collecting.failures)) == (3, 1, 2)
        publication = publish(config, store, DAY, NOW, map)
        again = collect(config, store, Client(), NOW + timedelta(hours=1), read_map)
    assert len(reported) == 3
    assert again.new == 0
    # The client may have had to send the other request again, so that it is twice among the last ones.
    assert [request for request in web.requests if request.path == "/good"][-1].headers.get("if-none-match")
    assert {row["name"]: row["status"] for row in publication.data["sources"]} == {
        "Good": "ok",
        "Gone": "failed",
        "List": "failed",
    }
    page = next(path for path in publication.files if path.suffix == ".html").read_text("utf-8")
    assert "Gone" in page


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_saves_the_results_so_far(town: Config, interruption: type[BaseException]) -> None:
    def report(visit: Collected, total: int) -> None:
        raise interruption

    with opened(town) as store:
        with pytest.raises(interruption):
            collect(town, store, Client(), NOW, map, report)
        assert len(store.articles.find()) == 3


def test_there_is_no_edition_when_no_source_answers(tmp_path: Path) -> None:
    config = configure(tmp_path, '[[sources]]\nfolder = "nowhere"\n')
    with pytest.raises(SourceError, match="the only source did not answer"):
        run(config)
    assert not (tmp_path / "editions").exists()


def test_subscription_lists_become_sources_with_unique_names(tmp_path: Path) -> None:
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


def test_a_result_that_the_database_refuses_fails_alone(store: Store, tmp_path: Path) -> None:
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
    assert failure.message.startswith("its articles cannot be stored: the database says")
    assert [article.id for article in store.articles.find()] == ["a", "c"]
    assert [(row.name, row.status) for row in store.sources.health(list_sources(config)[0])] == [
        ("a", "ok"),
        ("b", "failed"),
        ("c", "ok"),
    ]
    kept = store.sources.states()
    assert [kept[f"https://{name}.example/"].etag for name in "abc"] == ["new", "", "new"]


def test_a_source_with_a_very_long_name_is_saved(store: Store, tmp_path: Path) -> None:
    name = "".join(chr(0x4E00 + number * 7919 % 5000) for number in range(4_000))
    listed = f'<opml version="2.0"><body><outline text="{name}" xmlUrl="https://a.example/"/></body></opml>'
    (tmp_path / "a.opml").write_text(listed, "utf-8")
    row = f'[[sources]]\nopml = "a.opml"\n[[sources]]\nfeed = "https://b.example/"\nname = "{name}\\u0000"\n'
    sources, _ = list_sources(configure(tmp_path, row))
    assert [source.name for source in sources] == [name[:200], f"{name[:200]} 2"]
    left_out = (LeftOut("1", "x.txt", "x", "unreadable"),)
    visits = [Collected(source, left_out=left_out) for source in sources]
    store.save_visits(visits, NOW)
    assert len(store.sources.states()) == 2


def test_the_stories_of_the_sample_match_its_truth(tmp_path: Path) -> None:
    """B-cubed F1 (Bagga and Baldwin 1998) of the sample's grouping against its truth."""
    truth = json.loads((Path(__file__).parent / "data" / "sample_truth.json").read_text("utf-8"))
    text = (
        f"[[sources]]\nfolder = {json.dumps(str(find_resource_folder('config') / 'sample' / 'articles'))}\n"
    )
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


def test_every_sentence_is_in_its_article_word_for_word(tmp_path: Path) -> None:
    sample = find_resource_folder("config") / "sample" / "articles"
    config = configure(tmp_path, f"[[sources]]\nfolder = {json.dumps(str(sample))}\n")
    with opened(config) as store:
        collect(config, store, Client(), NOW, map)
        texts = {article.id: article.text for article in store.articles.find()}
        data = publish(config, store, DAY, NOW, map).data
    sentences = [(story, sentence) for story in data["stories"] for sentence in story["summary"]]
    assert len(sentences) > 40
    for story, sentence in sentences:
        assert sentence["text"] in texts[story["articles"][sentence["article"]]["id"]]


def test_a_run_with_a_clock_years_ahead_loses_nothing(town: Config) -> None:
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
        assert store.editions.data(before.date()) == first.data
        assert store.editions.published(DAY)
        assert describe_state(town, store, after)["edition"]["date"] == str(DAY)


def test_old_editions_are_deleted_after_a_long_absence(town: Config) -> None:
    run(town)
    write_articles(
        town.folder / "inbox", "new.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", -2_399)
    )
    for days in (100, 101):
        run(town, NOW + timedelta(days=days))
    with opened(town) as store:
        assert store.editions.data(DAY) is None


def test_a_template_error_prevents_publishing(town: Config) -> None:
    folder = town.folder / "templates"
    folder.mkdir()
    (folder / "edition.md.j2").write_text("# {{ titel }}\n")
    broken = town.model_copy(update={"output": town.output.model_copy(update={"templates": "templates"})})
    with pytest.raises(RenderError, match="titel"):
        run(broken)
    assert len(run(town).data["stories"]) == 2


def test_an_edition_does_not_depend_on_the_order_of_arrival(town: Config, tmp_path: Path) -> None:
    first = files(run(town))
    other = tmp_path / "other"
    other.mkdir()
    rows = (town.folder / "inbox" / "monday.jsonl").read_text("utf-8").splitlines()
    (other / "inbox").mkdir()
    (other / "inbox" / "monday.jsonl").write_text("\n".join(reversed(rows)), "utf-8")
    turned = configure(other, '[[sources]]\nfolder = "inbox"\n[output]\nformats = ["json", "markdown"]\n')
    assert files(run(turned)) == first


def test_articles_of_a_removed_source_are_not_in_the_next_edition(town: Config) -> None:
    write_articles(town.folder / "other", "a.jsonl", ("x", "Town Crier", "Choir wins prize", "They sang.", 2))
    both = configure(town.folder, '[[sources]]\nfolder = "inbox"\n[[sources]]\nfolder = "other"\n')
    assert "Choir wins prize" in titles(run(both))
    assert "Choir wins prize" not in titles(run(town))
