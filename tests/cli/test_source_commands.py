"""sources list, add, remove, import and export."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest
from tests.sources.feed.test_discovery import QUAY, feed, link, page
from tests.support.webserver import Route, WebServer

# The commands


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "digest.toml").write_text('version = 1\n# mine\n[[sources]]\nfolder = "inbox"\n')
    return tmp_path


def test_a_feed_is_added_listed_and_removed(home: Path, web: WebServer) -> None:
    before = (home / "digest.toml").read_text()
    web.routes["/"], web.routes["/feed"] = page(), QUAY
    added = run_digest(home, "sources", "add", web.url("/"), "--section", "Sea")
    assert added.returncode == 0, added.stderr
    assert "Crane lifted" in added.stdout
    row = tomllib.loads((home / "digest.toml").read_text())["sources"][1]
    assert row == {"feed": web.url("/feed"), "name": "Quay", "section": "Sea"}
    again = run_digest(home, "sources", "add", web.url("/feed"), "--section", "Land").stdout
    assert "Nothing was changed: the source exists already, as Quay, section Sea." in again
    assert "can be changed in digest.toml" in again
    assert len(tomllib.loads((home / "digest.toml").read_text())["sources"]) == 2
    listed = run_digest(home, "sources", "list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["inbox", "-", str(home / "inbox"), "not", "visited", "yet"],
        ["Quay", "Sea", web.url("/feed"), "not", "visited", "yet"],
    ]
    misspelt = run_digest(home, "sources", "remove", "quya")
    assert "no source 'quya' (did you mean Quay?)" in misspelt.stderr
    assert run_digest(home, "sources", "remove", "quay").returncode == 0
    assert (home / "digest.toml").read_text() == before
    missing = run_digest(home, "sources", "remove", "Quay")
    assert missing.returncode == 2
    assert "only inbox" in missing.stderr


def test_an_address_may_begin_with_the_scheme_of_feed_readers(home: Path, web: WebServer) -> None:
    web.routes["/feed"] = QUAY
    added = run_digest(home, "sources", "add", f"feed:{web.url('/feed')}")
    assert added.returncode == 0, added.stderr
    assert tomllib.loads((home / "digest.toml").read_text())["sources"][1]["feed"] == web.url("/feed")


def test_the_first_of_several_feeds_is_added_without_a_terminal(home: Path, web: WebServer) -> None:
    web.routes["/"] = page(link("/sea") + link("/land"))
    web.routes["/sea"], web.routes["/land"] = feed("Sea", "Eels back"), feed("Land", "Plough found")
    added = run_digest(home, "sources", "add", web.url("/"))
    assert "2. Land" in added.stderr
    assert "Added" in added.stdout
    assert "/sea" in (home / "digest.toml").read_text()


@pytest.mark.parametrize("address", ["inbox", "./inbox", "~/inbox"])
def test_a_local_path_is_refused_with_the_row_to_write(home: Path, address: str) -> None:
    failed = run_digest(home, "sources", "add", address)
    assert failed.returncode == 2
    path = home / address.removeprefix("~/")
    assert f'[[sources]] and, below it, folder = "{path}"' in failed.stderr


def test_a_feed_that_the_page_names_and_that_is_gone_is_named(home: Path, web: WebServer) -> None:
    web.routes["/"], web.routes["/old.xml"] = page(link("/old.xml")), Route(status=410)
    failed = run_digest(home, "sources", "add", web.url("/"))
    assert failed.returncode == 1
    assert "the feed that this page names cannot be read" in failed.stderr
    assert f"({web.url('/old.xml')}: " in failed.stderr
    assert "410" in failed.stderr


def test_a_missing_feed_gives_one_message(home: Path, web: WebServer) -> None:
    before = (home / "digest.toml").read_text()
    failed = run_digest(home, "sources", "add", web.url("/"))
    assert (failed.returncode, len(failed.stderr.splitlines())) == (1, 1)
    assert (home / "digest.toml").read_text() == before


def test_opml_lists_are_imported_and_exported(home: Path) -> None:
    nested = '<outline text="Coast"><outline text="North"><outline text="Quay" xmlUrl="https://q.example/"/></outline></outline>'
    (home / "theirs.opml").write_text(
        f'<opml version="2.0"><body>{nested}<outline text="Moor" xmlUrl="https://me:pw@m.example/"/></body></opml>'
    )
    first = run_digest(home, "sources", "import", "theirs.opml")
    assert "2 of 2 feeds added" in first.stdout, first.stderr
    assert "0 of 2 feeds added" in run_digest(home, "sources", "import", "theirs.opml").stdout
    assert "# mine" in (home / "digest.toml").read_text()
    assert run_digest(home, "sources", "export", "ours.opml").returncode == 0
    written = (home / "ours.opml").read_text()
    assert run_digest(home, "sources", "export").stdout.strip() == written.strip()
    assert 'text="Coast"' in written
    assert 'xmlUrl="https://m.example/"' in written
    assert "pw" not in written + run_digest(home, "sources", "list").stdout
    (home / "old.opml").write_text(
        '<opml><body><outline text="Old" xmlUrl="ftp://old.example/a"/></body></opml>'
    )
    old = run_digest(home, "sources", "import", "old.opml")
    assert "0 of 1 feeds added" in old.stdout
    assert "Not added, because it is not a web address (https:// or http://): ftp://old.ex" in old.stderr
    bad = run_digest(home, "sources", "import", "digest.toml")
    assert bad.returncode == 2
    assert "not a list of feeds" in bad.stderr


def test_an_imported_list_never_breaks_the_configuration(home: Path) -> None:
    addresses = (
        "feed://a.example/f",
        "feed:https://b.example/f",
        "HTTP://C.example:80/f",
        "https://d.example/${K}",
    )
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    (home / "theirs.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    first = run_digest(home, "sources", "import", "theirs.opml")
    assert "3 of 4 feeds added" in first.stdout, first.stderr
    assert "https://d.example/${K}" in first.stderr
    listed = run_digest(home, "sources", "list")
    assert listed.returncode == 0, listed.stderr
    for address in ("http://a.example/f", "https://b.example/f", "http://C.example:80/f"):
        assert address in listed.stdout
    (home / "again.opml").write_text('<opml><outline xmlUrl="http://c.example/f"/></opml>')
    assert "0 of 1 feeds added" in run_digest(home, "sources", "import", "again.opml").stdout
    (home / "empty.opml").write_text('<opml><body><outline text="News"/></body></opml>')
    empty = run_digest(home, "sources", "import", "empty.opml")
    assert empty.returncode == 2
    assert "there is no feed in this list" in empty.stderr


def test_sources_list_shows_the_state_of_each_source(home: Path, web: WebServer) -> None:
    config = home / "digest.toml"
    rows = "".join(
        f'[[sources]]\nfeed = "{web.url(path)}"\nname = "{path[1:]}"\n' for path in ("/ok", "/old", "/lost")
    )
    config.write_text(f"version = 1\n{rows}")
    web.routes["/ok"], web.routes["/new"] = QUAY, QUAY
    web.routes["/old"] = Route(status=301, headers={"Location": "/new"})
    first = run_digest(home, "collect")
    assert "lost: nothing was found at this address (404)" in first.stderr
    second = run_digest(home, "collect")
    assert "No answer this time: lost." in second.stderr
    assert "404" not in second.stderr
    listed = {line.split()[0]: line for line in run_digest(home, "sources", "list").stdout.splitlines()}
    assert listed["ok"].endswith("  28 a week")
    assert f"moved to {web.url('/new')}" in listed["old"]
    assert "2 times in a row: nothing was found at this address (404)" in listed["lost"]
    rows_by_name = {
        row["name"]: row
        for row in json.loads(run_digest(home, "sources", "list", "--json").stdout)["sources"]
    }
    assert (rows_by_name["lost"]["health"]["failures"], rows_by_name["ok"]["health"]["status"]) == (2, "ok")
    checked = run_digest(home, "check")
    assert "404), 2 times since 20" in checked.stdout
    assert f"it has moved to {web.url('/new')}" in checked.stdout


def test_a_feed_without_a_name_is_called_by_its_title(home: Path, web: WebServer) -> None:
    text = "The crane at the north quay was lifted out of the water on Monday, the harbour master said."
    link = f"<link>{web.url('/crane')}</link>"
    item = f"<item><title>Crane lifted</title>{link}<description>{text}</description></item>"
    body = f"<rss version='2.0'><channel><title>Hafenblatt &amp; Kai</title>{item}</channel></rss>"
    web.routes["/feed"] = Route(body.encode(), etag='"1"')
    (home / "list.opml").write_text(f'<opml><body><outline xmlUrl="{web.url("/other")}"/></body></opml>')
    web.routes["/other"] = feed("Ufer", "Eels back in the river")
    rows = f'[[sources]]\nfeed = "{web.url("/feed")}"\n[[sources]]\nopml = "list.opml"\n'
    rows += f'[[sources]]\nfeed = "{web.url("/named")}"\nname = "Mine"\n'
    web.routes["/named"] = feed("Theirs", "Ropes stolen")
    config = home / "digest.toml"
    config.write_text(config.read_text() + rows)
    for _ in range(2):  # the second answer is "not modified"
        assert run_digest(home, "run").returncode == 0
        listed = json.loads(run_digest(home, "sources", "list", "--json").stdout)["sources"]
        assert [row["name"] for row in listed] == ["inbox", "Hafenblatt & Kai", "Ufer", "Mine"]
    edition = json.loads(run_digest(home, "archive", "show", "--json").stdout)["edition"]
    assert {article["source"] for story in edition["stories"] for article in story["articles"]} == {
        *("Hafenblatt & Kai", "Ufer", "Mine")
    }
    assert [source["name"] for source in edition["sources"]] == ["inbox", "Hafenblatt & Kai", "Ufer", "Mine"]
    del web.routes["/other"]
    run_digest(home, "collect")
    assert "Ufer: nothing was found" in run_digest(home, "status").stdout
    assert run_digest(home, "sources", "remove", "hafenblatt & kai").returncode == 0
    assert "/feed" not in config.read_text()


def test_a_list_without_sections_gives_a_page_with_sections(home: Path, web: WebServer) -> None:
    texts = {
        "Sport": "The harbour rowers won the regatta by two lengths on Sunday, their coach said after it.",
        "Politics": "The council of Orvik voted on Sunday to close the north bridge for a week of repairs.",
    }
    outlines = ""
    for name, text in texts.items():
        item = f"<title>{text[:30]}</title><category>{name}</category><description>{text}</description>"
        rss = f"<rss version='2.0'><channel><title>{name} daily</title><item>{item}</item></channel></rss>"
        web.routes[f"/{name}"] = Route(rss.encode())
        outlines += f'<outline text="{name} daily" xmlUrl="{web.url(f"/{name}")}"/>'
    (home / "flat.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    imported = run_digest(home, "sources", "import", "flat.opml")
    assert "No feed of this list names a section." in imported.stderr
    assert 'section = "…" in a row of digest.toml decides instead' in imported.stderr
    stories = json.loads(run_digest(home, "run", "--json").stdout)["edition"]["stories"]
    assert {story["section"] for story in stories} == {"Sport", "Politics"}
