"""The list of sources: feeds found, rows written and taken out, lists of other readers, how each does."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from digest.config import add_rows, remove_row
from digest.errors import ConfigError, SourceError
from digest.http import Client
from digest.runtime.resources import resource_folder
from digest.sources.feed.discovery import discover_feeds
from tests.cli.test_commands import digest
from tests.support.webserver import Route, WebServer

CLIENT = Client(timeout_seconds=5)


def feed(title: str, *headlines: str) -> Route:
    items = "".join(f"<item><title>{headline}</title></item>" for headline in headlines)
    return Route(f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode())


def page(head: str = "", body: str = "<p>Welcome to the quay.</p>") -> Route:
    return Route(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def link(address: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{address}">'


QUAY = feed("Quay", "Crane falls", "Crane lifted", "Eels back", "Ropes stolen")


@pytest.mark.parametrize(
    ("routes", "address"),
    [
        ({"/": QUAY}, "/"),
        ({"/": page(link("/news.xml")), "/news.xml": QUAY}, "/news.xml"),
        ({"/": page(link("/comments") + link("/n")), "/comments": QUAY, "/n": QUAY}, "/n"),
        ({"/": page(link("/gone") + link("/n")), "/n": QUAY}, "/n"),
        ({"/": page(body="<a class=x href='/rss/all'>RSS</a>"), "/rss/all": QUAY}, "/rss/all"),
        ({"/": page(), "/atom.xml": QUAY}, "/atom.xml"),
        ({"/": page(), "/feed": page(), "/rss.xml": QUAY}, "/rss.xml"),
        ({"/": page(), "/sitemap.xml": Route(b"<url><loc>/x/rss</loc></url>"), "/x/rss": QUAY}, "/x/rss"),
        ({"/": Route(status=301, headers={"Location": "/new"}), "/new": QUAY}, "/new"),
        ({"/": page(link("/a") + link("/b", kind="application/atom+xml")), "/a": QUAY, "/b": QUAY}, "/a"),
    ],
    ids=(
        "feed", "named", "comments", "dead", "linked", "usual", "not a feed", "site map", "moved", "formats",
    ),
)  # fmt: skip
def test_the_feed_of_a_site_is_found(web: WebServer, routes: dict[str, Route], address: str) -> None:
    web.routes.update(routes)
    (found,) = discover_feeds(web.url("/"), CLIENT)
    assert (found.address, found.title) == (web.url(address), "Quay")
    assert found.headlines == ("Crane falls", "Crane lifted", "Eels back")


def test_several_feeds_are_all_told(web: WebServer) -> None:
    web.routes["/"] = page(link("/sea") + link("/land"))
    web.routes["/sea"], web.routes["/land"] = feed("Sea", "Eels back"), feed("Land", "Plough found")
    assert [found.title for found in discover_feeds(web.url("/"), CLIENT)] == ["Sea", "Land"]


@pytest.mark.parametrize(("status", "told"), [(200, "no feed was found"), (404, "nothing at this address")])
def test_where_there_is_no_feed_that_is_told(web: WebServer, status: int, told: str) -> None:
    web.routes["/"] = Route(b"<html>nothing</html>", status=status)
    with pytest.raises(SourceError, match=told):
        discover_feeds(web.url("/"), CLIENT)
    assert len(web.asked) < 12


CONFIG = """# my news
version = 1   # do not change

[[sources]]  # the inbox
folder = "inbox"
# include = ["harbour"]

[[sources]]
feed = "https://a.example/rss"
include = [
  "eels",  # of course
]
[sources.headers]
X-Key = "${KEY}"

# The store, and why:
[store]
keep_days = 9 # enough
"""


def test_a_row_is_written_behind_the_last_and_all_else_stays() -> None:
    odd = {"feed": "https://b.example/?a=1&b=2", "name": 'The "Quay" \\ Ωμέγα', "section": ""}
    changed = add_rows(CONFIG, [odd, {"feed": "https://c.example/"}], Path("digest.toml"))
    rows = tomllib.loads(changed)["sources"]
    assert rows[2:] == [{"feed": odd["feed"], "name": odd["name"]}, {"feed": "https://c.example/"}]
    assert changed.index("c.example") < changed.index("# The store, and why:")
    assert remove_row(remove_row(changed, 3, Path()), 2, Path()) == CONFIG


def test_a_row_is_taken_out_with_its_tables_and_all_else_stays() -> None:
    without = remove_row(CONFIG, 1, Path("digest.toml"))
    assert tomllib.loads(without)["sources"] == [{"folder": "inbox"}]
    assert "# The store, and why:" in without
    assert "X-Key" not in without
    assert "sources" not in tomllib.loads(remove_row(without, 0, Path("digest.toml")))


@pytest.mark.parametrize(
    "text", ["version = 1", "version = 1\n", "version = 1\r\ntitle = 'x'\r\n[store]\r\n"]
)
def test_the_first_row_is_written_at_the_end(text: str) -> None:
    assert tomllib.loads(add_rows(text, [{"feed": "https://a.example"}], Path()))["sources"]


def test_the_starter_takes_a_row() -> None:
    starter = (resource_folder("config") / "digest.toml").read_text("utf-8")
    changed = add_rows(starter, [{"feed": "https://a.example"}], Path())
    assert changed.index("a.example") < changed.index("\n[store]")
    assert remove_row(changed, 2, Path()) == starter


def test_sources_in_one_line_are_left_to_the_reader() -> None:
    text = 'version = 1\nsources = [{ folder = "inbox" }]\n'
    with pytest.raises(ConfigError, match="cannot be changed here"):
        add_rows(text, [{"feed": "https://a.example"}], Path("digest.toml"))


# The commands


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "digest.toml").write_text('version = 1\n# mine\n[[sources]]\nfolder = "inbox"\n')
    return tmp_path


def test_a_feed_is_added_listed_and_removed(home: Path, web: WebServer) -> None:
    before = (home / "digest.toml").read_text()
    web.routes["/"], web.routes["/feed"] = page(), QUAY
    added = digest(home, "sources", "add", web.url("/"), "--section", "Sea")
    assert added.returncode == 0, added.stderr
    assert "Crane lifted" in added.stdout
    row = tomllib.loads((home / "digest.toml").read_text())["sources"][1]
    assert row == {"feed": web.url("/feed"), "name": "Quay", "section": "Sea"}
    again = digest(home, "sources", "add", web.url("/feed"), "--section", "Land").stdout
    assert "Nothing was changed: it is there already, as Quay, section Sea." in again
    assert "can be changed in digest.toml" in again
    assert len(tomllib.loads((home / "digest.toml").read_text())["sources"]) == 2
    listed = digest(home, "sources", "list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["inbox", "-", str(home / "inbox"), "not", "visited", "yet"],
        ["Quay", "Sea", web.url("/feed"), "not", "visited", "yet"],
    ]
    misspelt = digest(home, "sources", "remove", "quya")
    assert "no source 'quya' (did you mean Quay?)" in misspelt.stderr
    assert digest(home, "sources", "remove", "quay").returncode == 0
    assert (home / "digest.toml").read_text() == before
    missing = digest(home, "sources", "remove", "Quay")
    assert missing.returncode == 2
    assert "only inbox" in missing.stderr


def test_of_several_feeds_the_first_is_taken_where_nobody_can_be_asked(home: Path, web: WebServer) -> None:
    web.routes["/"] = page(link("/sea") + link("/land"))
    web.routes["/sea"], web.routes["/land"] = feed("Sea", "Eels back"), feed("Land", "Plough found")
    added = digest(home, "sources", "add", web.url("/"))
    assert "2. Land" in added.stderr
    assert "Added" in added.stdout
    assert "/sea" in (home / "digest.toml").read_text()


@pytest.mark.parametrize("typed", ["inbox", "./inbox", "~/nowhere"])
def test_what_lies_on_this_machine_is_no_address(home: Path, typed: str) -> None:
    failed = digest(home, "sources", "add", typed)
    assert failed.returncode == 2
    place = home / typed.removeprefix("~/")
    assert f'[[sources]] and, below it, folder = "{place}"' in failed.stderr


def test_no_feed_is_one_message(home: Path, web: WebServer) -> None:
    before = (home / "digest.toml").read_text()
    failed = digest(home, "sources", "add", web.url("/"))
    assert (failed.returncode, len(failed.stderr.splitlines())) == (1, 1)
    assert (home / "digest.toml").read_text() == before


def test_lists_of_other_readers_come_in_and_go_out(home: Path) -> None:
    nested = '<outline text="Coast"><outline text="North"><outline text="Quay" xmlUrl="https://q.example/"/></outline></outline>'
    (home / "theirs.opml").write_text(
        f'<opml version="2.0"><body>{nested}<outline text="Moor" xmlUrl="https://me:pw@m.example/"/></body></opml>'
    )
    first = digest(home, "sources", "import", "theirs.opml")
    assert "2 of 2 feeds added" in first.stdout, first.stderr
    assert "0 of 2 feeds added" in digest(home, "sources", "import", "theirs.opml").stdout
    assert "# mine" in (home / "digest.toml").read_text()
    assert digest(home, "sources", "export", "ours.opml").returncode == 0
    written = (home / "ours.opml").read_text()
    assert digest(home, "sources", "export").stdout.strip() == written.strip()
    assert 'text="Coast"' in written
    assert 'xmlUrl="https://m.example/"' in written
    assert "pw" not in written + digest(home, "sources", "list").stdout
    (home / "old.opml").write_text(
        '<opml><body><outline text="Old" xmlUrl="ftp://old.example/a"/></body></opml>'
    )
    old = digest(home, "sources", "import", "old.opml")
    assert "0 of 1 feeds added" in old.stdout
    assert "Not added, for it is no address of the web (https:// or http://): ftp://old.ex" in old.stderr
    bad = digest(home, "sources", "import", "digest.toml")
    assert bad.returncode == 1
    assert "not a list of feeds" in bad.stderr


def test_how_a_source_does_is_told(home: Path, web: WebServer) -> None:
    config = home / "digest.toml"
    rows = "".join(
        f'[[sources]]\nfeed = "{web.url(path)}"\nname = "{path[1:]}"\n' for path in ("/ok", "/old", "/ill")
    )
    config.write_text(f"version = 1\n{rows}")
    web.routes["/ok"], web.routes["/new"] = QUAY, QUAY
    web.routes["/old"] = Route(status=301, headers={"Location": "/new"})
    first = digest(home, "collect")
    assert "ill: there is nothing at this address (404)" in first.stderr
    second = digest(home, "collect")
    assert "Not this time: ill." in second.stderr
    assert "404" not in second.stderr
    listed = {line.split()[0]: line for line in digest(home, "sources", "list").stdout.splitlines()}
    assert listed["ok"].endswith("  28 a week")
    assert f"moved to {web.url('/new')}" in listed["old"]
    assert "2 in a row: there is nothing at this address (404)" in listed["ill"]
    told = {
        row["name"]: row for row in json.loads(digest(home, "sources", "list", "--json").stdout)["sources"]
    }
    assert (told["ill"]["health"]["failures"], told["ok"]["health"]["status"]) == (2, "ok")
    checked = digest(home, "check")
    assert "404), 2 times since 20" in checked.stdout
    assert f"it has moved to {web.url('/new')}" in checked.stdout
