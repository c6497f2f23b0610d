"""Secrets in the addresses and headers of sources: they reach the server, and nothing else."""

from __future__ import annotations

import logging
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.cli import main
from digest.config import Config, build_sources, load_config, parse_config
from digest.config.editing import add_rows
from digest.http import Client
from digest.models import Collected, Source
from digest.pipeline import collect
from digest.store import Store, open_store
from tests.store.examples import ARTICLE
from tests.support.webserver import Route, WebServer

KEY, TOKEN = "s3cr3t-k3y", "t0k3n value"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def folder(tmp_path: Path, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", KEY)
    monkeypatch.setenv("TOKEN", TOKEN)
    items = "".join(
        f"<item><title>{title} {KEY}</title><link>{web.url(f'/{n}?key={KEY}')}</link>"
        f"<author>{KEY}</author><category>of {KEY}</category>"
        f"<description>{title} in the harbour. The key {KEY} is repeated by this server.</description></item>"
        for n, title in enumerate(("Boats", "Ships", "Gulls"))
    )
    rss = f"<rss version='2.0'><channel><title>Port</title>{items}</channel></rss>".encode()
    web.routes["/feed"] = Route(rss)
    web.routes[f"/{KEY}/gone"] = Route(f"no {KEY}".encode(), status=404)
    rows = [
        f"[[sources]]\nfeed = '{web.url('/feed')}?key=${{KEY}}'\nname = 'Port'",
        f"[[sources]]\nfeed = '{web.url()}${{KEY}}/gone'",
        f"[[sources]]\nfeed = '{web.url('/second')}?key=${{KEY}}'",
        "headers = { X-Token = 'a ${TOKEN}' }",
    ]
    web.routes["/second"] = Route(status=302, headers={"Location": f"/moved?key={KEY}"})
    web.routes["/moved"] = Route(rss.replace(b"harbour", b"bay").replace(b"/0?", b"/9?"))
    (tmp_path / "digest.toml").write_text("version = 1\n" + "\n".join(rows), "utf-8")
    return tmp_path


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit):
        main(arguments)


def test_secrets_reach_the_server_and_nothing_else(
    folder: Path,
    web: WebServer,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for command in (
        ("run", "--verbose"),
        ("run", "--json"),
        ("sources", "list"),
        ("sources", "list", "--json"),
        ("sources", "export"),
        ("sources", "export", "list.opml"),
        ("store", "export", "store.jsonl"),
        ("store", "backup", "copy.db"),
        ("status",),
        ("status", "--json"),
        ("check",),
        ("archive", "search", "boats"),
        ("archive", "left-out"),
        ("sources", "list", "--config", "missing.toml"),
    ):
        run(*command)
    paths = [request.path for request in web.requests]
    assert f"/feed?key={KEY}" in paths
    assert f"/{KEY}/gone" in paths
    assert any("x-token" in request.headers for request in web.requests)
    shown = capfd.readouterr()
    texts = {"stdout": shown.out, "stderr": shown.err, "log": caplog.text}
    files = [path for path in folder.rglob("*") if path.is_file()]
    texts |= {path.name: path.read_bytes().decode("utf-8", "replace") for path in files}
    leaks = [name for name, text in texts.items() if KEY in text or TOKEN in text or "t0k3n" in text]
    assert leaks == []
    assert "${KEY}" in texts["stdout"]
    assert "${KEY}" in texts["store.jsonl"]
    assert "${KEY}" in texts["list.opml"]
    assert any(name.startswith("digest-") and "Boats" in text for name, text in texts.items())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_user_can_read_the_store_and_copies_of_it(folder: Path) -> None:
    (folder / "digest.toml").write_text(
        "version = 1\n[store]\nurl = 'sqlite:///state/digest.db'\n[[sources]]\nfolder = 'inbox'\n", "utf-8"
    )
    (folder / "inbox").mkdir()
    (folder / "inbox" / "a.md").write_text(
        "# Boats\n\nThe boats came back to the harbour on Monday.\n", "utf-8"
    )

    def read_modes() -> dict[str, int]:
        paths = (path for path in folder.rglob("*") if not path.is_relative_to(folder / "inbox"))
        return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in paths}

    old_mask = os.umask(0o022)
    try:
        run("run")
        run("store", "export", "store.jsonl")
        run("store", "backup", "copy.db")
        modes = read_modes()
        assert modes["state"] == 0o700
        assert {modes[name] for name in ("state/digest.db", "store.jsonl", "copy.db")} == {0o600}
        pages = {
            mode for name, mode in modes.items() if name.startswith("editions/") and name.endswith(".html")
        }
        assert pages == {0o644}
        (folder / "state").chmod(0o755)
        (folder / "state" / "digest.db").chmod(0o664)
        run("status")
        assert read_modes()["state"] == 0o700
        assert read_modes()["state/digest.db"] == 0o600
    finally:
        os.umask(old_mask)


@pytest.mark.own_store("is about the permissions of the file")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_folder_of_a_configuration_keeps_its_permissions(folder: Path) -> None:
    folder.chmod(0o755)
    run("run")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "digest.db").stat().st_mode) == 0o600


def make_config(folder: Path, address: str) -> Config:
    text = f"version = 1\n[[sources]]\nfeed = '{address}'\n"
    return parse_config(text, folder / "digest.toml", {"KEY": KEY}, {})


def test_a_source_that_was_kept_under_its_secret_is_known_under_the_name(
    tmp_path: Path, web: WebServer
) -> None:
    items = (
        "<item><title>Boats</title><guid isPermaLink='false'>7</guid><description>Boats.</description></item>"
    )
    web.routes["/feed"] = Route(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    old, new = web.url(f"/feed?key={KEY}"), f"{web.url('/feed')}?key=${{KEY}}"
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        collect(make_config(tmp_path, old), store, Client(), NOW, map)
        (before,) = store.articles.find()
        assert store.sources.states().keys() == {old}
        renamed = collect(make_config(tmp_path, new), store, Client(), NOW + timedelta(hours=2), map)
        (after,) = store.articles.find()
        assert store.sources.states().keys() == {new}
    assert (renamed.new, after.feed, after.id) == (0, new, before.id)


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_a_source_known_under_both_keys_keeps_the_new_one(store: Store, order: tuple[str, str]) -> None:
    for number, key in enumerate(order):
        source = Source(key, "feed", key)
        article = replace(ARTICLE, id=f"a{number}", title=f"Boats {number}", text=key, feed=key)
        store.save_visits([Collected(source, articles=(article,))], NOW)
    store.rename_sources({"old": "new", "unknown": "other"})
    assert store.sources.states().keys() == {"new"}
    assert {article.feed for article in store.articles.find()} == {"new"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"feed": "https://a.example/?x=${HOME}"}, "https://a.example/?x=$%7BHOME}"),
        ({"feed": "https://a.example/", "name": "News ${PATH}"}, "https://a.example/"),
    ],
)
def test_a_variable_in_what_a_site_says_of_itself_is_not_filled_in(
    row: dict[str, str], expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(add_rows("version = 1\n", [row], path), "utf-8")
    config = load_config(path, {"HOME": "/home/ada", "PATH": "/usr/bin"}, {})
    (source,) = build_sources(config)
    assert source.location == expected
    assert "/usr" not in source.name
    assert config.secrets == ()
