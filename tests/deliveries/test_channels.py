"""Deliveries: files, commands, webhooks and notifications, with a real server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from digest.deliveries import DELIVERIES, Payload, Target, find_delivery, write_pages
from digest.deliveries.files import deliver_files
from digest.errors import ConfigError, DeliveryError, RefusalError
from digest.models import EditionData
from tests.support.webserver import Route, WebServer

DATA: dict[str, Any] = {
    "title": "Morning digest",
    "date": "2026-03-12",
    "made": "2026-03-12T05:30:00Z",
    "language": "en",
    "stories": [{"title": "Flood gate jams"}, {"title": "Night buses return"}],
}


def payload(folder: Path) -> Payload:
    return Payload(cast(EditionData, DATA), {"digest-2026-03-12.html": "<p>Grün</p>"}, folder)


def target(kind: str, base: Path = Path(), secrets: tuple[str, ...] = (), **settings: Any) -> Target:
    return Target(kind, kind, settings, base, secrets=secrets)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_pages_are_written_unchanged(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "editions"
    write_pages({"a.md": "Grün\r\n三\n", "b.epub": b"PK\0"}, folder)
    assert (folder / "a.md").read_bytes() == "Grün\r\n三\n".encode()
    assert (folder / "b.epub").read_bytes() == b"PK\0"
    assert names(folder) == ["a.md", "b.epub"]


def test_no_page_is_written_if_one_of_them_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("yesterday")
    (tmp_path / "b.md").mkdir()
    (tmp_path / "b.md" / "in the way").touch()
    with pytest.raises(DeliveryError, match="cannot be written"):
        write_pages({"b.md": "today"}, tmp_path)
    with pytest.raises(DeliveryError, match=r"b\.md is a folder"):
        write_pages({"a.md": "today", "b.md": "today", "c.md": "today"}, tmp_path)
    with pytest.raises(DeliveryError):
        write_pages({"a.md": "today", "no/such/folder.md": "x"}, tmp_path)
    assert (tmp_path / "a.md").read_text() == "yesterday"
    assert names(tmp_path) == ["a.md", "b.md"]


def test_temporary_files_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".a[1].md.x7f").write_text("hal")
    (tmp_path / ".hidden").touch()
    write_pages({"a[1].md": "whole"}, tmp_path)
    assert names(tmp_path) == [".hidden", "a[1].md"]


def test_a_folder_that_cannot_be_created_is_an_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeliveryError) as caught:
        write_pages({"a.md": "x"}, tmp_path / "file" / "editions")
    assert caught.value.where == str(tmp_path / "file" / "editions")
    assert caught.value.advice


def test_latest_points_at_the_newest_day_whatever_is_written_last(tmp_path: Path) -> None:
    for day, latest in (("12", "12"), ("13", "13"), ("11", "13"), ("13", "13")):
        write_pages({f"digest-2026-03-{day}.html": day, f"digest-2026-03-{day}.md": day}, tmp_path)
        assert (tmp_path / "latest.html").read_text() == latest
    assert (tmp_path / "latest.html").readlink() == Path("digest-2026-03-13.html")
    assert "latest.md" not in names(tmp_path)


def test_relative_folders_are_relative_to_the_configuration(tmp_path: Path) -> None:
    deliver_files(payload(tmp_path), target("files", tmp_path, folder="www"))
    assert names(tmp_path / "www") == ["digest-2026-03-12.html", "latest.html"]


def test_deliveries_are_found_by_name_and_as_plug_ins() -> None:
    assert find_delivery("files") is DELIVERIES["files"]
    assert find_delivery("digest.deliveries.files:deliver_files").deliver is deliver_files
    with pytest.raises(ConfigError, match="cannot be loaded"):
        find_delivery("nowhere.at.all:deliver")


def script(folder: Path, text: str) -> Path:
    path = folder / "take.sh"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_command_gets_the_path_and_the_json_in_the_folder_of_the_configuration(tmp_path: Path) -> None:
    script(tmp_path, 'echo "$@" > seen; cat > read')
    where = target("command", tmp_path, command=("./take.sh", "-x"), timeout_seconds=5.0)
    DELIVERIES["command"].deliver(payload(Path("/srv/editions")), where)
    assert (tmp_path / "seen").read_text() == "-x /srv/editions/digest-2026-03-12.html\n"
    assert '"Flood gate jams"' in (tmp_path / "read").read_text()
    assert DELIVERIES["command"].check(where) == f"{tmp_path / 'take.sh'} is there"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo no key >&2; exit 3", r"take.sh ended with 3: no key"),
        ("exec sleep 9", "had not ended after 0.2 s and was stopped"),
    ],
)
def test_a_failing_command_is_a_temporary_failure(tmp_path: Path, text: str, expected: str) -> None:
    path = script(tmp_path, text)
    where = target(
        "command", tmp_path, ("abc123",), command=(str(path),), timeout_seconds=0.2 if "sleep" in text else 5
    )
    with pytest.raises(DeliveryError, match=expected) as caught:
        DELIVERIES["command"].deliver(payload(tmp_path), where)
    assert not isinstance(caught.value, RefusalError)


def test_a_file_that_is_no_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "take"
    path.write_bytes(b"\x00\x01\x02")
    path.chmod(0o755)
    where = target("command", tmp_path, command=("./take",), timeout_seconds=5.0)
    with pytest.raises(RefusalError, match=r"\./take cannot be run \(Exec format error\)"):
        DELIVERIES["command"].deliver(payload(tmp_path), where)


def test_a_command_knows_a_repetition_by_its_key(tmp_path: Path) -> None:
    script(tmp_path, 'echo "$DIGEST_IDEMPOTENCY_KEY $HOME" >> keys')
    edition = payload(tmp_path)
    later = replace(edition, data=cast(EditionData, {**DATA, "made": "2026-03-12T17:00:00Z"}))
    where = target("command", tmp_path, command=("./take.sh",), timeout_seconds=5.0)
    for given, place in (
        (edition, where),
        (edition, where),
        (later, where),
        (edition, replace(where, name="other")),
    ):
        DELIVERIES["command"].deliver(given, place)
    first, again, other_edition, other_target = (tmp_path / "keys").read_text().splitlines()
    assert first == again
    assert len({first, other_edition, other_target}) == 3
    assert len(first.split()[0]) == 32
    assert first.split()[1:]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n\n"])
def test_what_a_command_writes_is_shown_short_and_without_control_characters(
    tmp_path: Path, ending: str
) -> None:
    script(tmp_path, "head -c 9000000 /dev/zero >&2; cat message >&2; exit 1")
    (tmp_path / "message").write_text("first\n\x1b]0;title\x07\x1b[31mno \u202eroom" + "x" * 9_000 + ending)
    where = target("command", tmp_path, command=("./take.sh",), timeout_seconds=20.0)
    with pytest.raises(DeliveryError) as raised:
        DELIVERIES["command"].deliver(payload(tmp_path), where)
    assert raised.value.message.isprintable()
    assert len(raised.value.message) < 300


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="it looks at a file handle in /proc")
def test_what_a_command_writes_is_not_kept_on_the_disk(tmp_path: Path) -> None:
    script(tmp_path, "readlink /proc/$$/fd/2 | cut -c-5 >&2; exit 1")
    where = target("command", tmp_path, command=("./take.sh",), timeout_seconds=20.0)
    with pytest.raises(DeliveryError, match="ended with 1: pipe:"):
        DELIVERIES["command"].deliver(payload(tmp_path), where)


def test_a_program_that_a_command_leaves_behind_does_not_delay_it(tmp_path: Path) -> None:
    script(tmp_path, "(sleep 5; touch ended) & echo no key >&2; exit 1")
    where = target("command", tmp_path, command=("./take.sh",), timeout_seconds=9.0)
    with pytest.raises(DeliveryError, match="ended with 1: no key"):
        DELIVERIES["command"].deliver(payload(tmp_path), where)
    assert not (tmp_path / "ended").exists()


def test_the_end_of_what_a_command_writes_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.deliveries.command.MAX_STDERR_BYTES", 12)
    script(tmp_path, "printf 'no key in the lock' >&2; exit 1")
    where = target("command", tmp_path, command=("./take.sh",), timeout_seconds=9.0)
    with pytest.raises(DeliveryError, match="ended with 1: in the lock"):
        DELIVERIES["command"].deliver(payload(tmp_path), where)


def test_a_missing_command_is_a_refusal(tmp_path: Path) -> None:
    where = target("command", tmp_path, command=("./none.sh",), timeout_seconds=5)
    for look in (
        DELIVERIES["command"].check,
        lambda where: DELIVERIES["command"].deliver(payload(tmp_path), where),
    ):
        with pytest.raises(RefusalError, match=r"there is no program \./none\.sh"):
            look(where)


def webhook(web: WebServer, **more: Any) -> Target:
    url = web.url("/hook?key=abcdefghij")
    return target("webhook", url=url, headers={"X-Key": "klmnopqr"}, timeout_seconds=2.0, **more)


def test_a_webhook_gets_the_edition_as_json(web: WebServer) -> None:
    web.routes["/hook"] = Route(status=204)
    DELIVERIES["webhook"].deliver(payload(Path()), webhook(web))
    (request,) = web.requests
    assert (request.method, request.path) == ("POST", "/hook?key=abcdefghij")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-key"] == "klmnopqr"
    assert b'"Flood gate jams"' in request.body


def test_a_webhook_knows_a_repetition_by_its_key(web: WebServer) -> None:
    web.routes["/hook"] = Route()
    place = webhook(web)
    own = replace(place, settings={**place.settings, "headers": {"idempotency-key": "mine"}})
    for where in (place, place, replace(place, name="other"), own):
        DELIVERIES["webhook"].deliver(payload(Path()), where)
    first, again, other, custom = (request.headers["idempotency-key"] for request in web.requests)
    assert first == again != other
    assert custom == "mine"


@pytest.mark.parametrize(
    ("status", "refused"), [(500, False), (503, False), (429, False), (404, True), (401, True), (302, True)]
)
def test_client_errors_of_a_webhook_are_refusals_and_server_errors_are_not(
    web: WebServer, status: int, refused: bool
) -> None:
    web.routes["/hook"] = Route(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})
    with pytest.raises(DeliveryError, match=rf"127\.0\.0\.1 .* accept the edition.*\({status}\)") as caught:
        DELIVERIES["webhook"].deliver(payload(Path()), webhook(web))
    assert isinstance(caught.value, RefusalError) == refused
    assert "abcdefghij" not in str(caught.value)
    assert len(web.requests) == 1


def test_a_webhook_without_an_answer_is_a_temporary_failure(web: WebServer) -> None:
    where = webhook(web)
    web.routes["/hook"] = Route(raw=b"HTTP/1.1 200 OK\r\n", drip=0.3)
    with pytest.raises(DeliveryError, match="no complete response arrived within 2 s") as caught:
        DELIVERIES["webhook"].deliver(payload(Path()), where)
    assert not isinstance(caught.value, RefusalError)
    assert DELIVERIES["webhook"].check(where) == "posts to 127.0.0.1"


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        b"Content-Length: 400000\r\n\r\n" + b"thanks " * 50_000,
        b"Content-Length: 999999999\r\n\r\n" + b"merci " * 100_000,
        b"\r\n" + b"\x1b[2J\x00" * 50_000,
        b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + b"danke " * 100_000,
        b"Content-Encoding: gzip\r\n\r\nnot packed",
        b"Content-Length: 100\r\n\r\nbroken off",
    ],
    ids=["large", "announced", "controls", "chunked", "packed", "short"],
)
def test_what_follows_the_status_of_a_webhook_is_not_read(web: WebServer, reply: bytes) -> None:
    web.routes["/hook"] = Route(raw=_HEAD + reply)
    DELIVERIES["webhook"].deliver(payload(Path()), webhook(web))
    web.routes["/hook"] = Route(raw=_HEAD.replace(b"200 OK", b"404 \x1b[2J") + reply)
    with pytest.raises(RefusalError) as caught:
        DELIVERIES["webhook"].deliver(payload(Path()), webhook(web))
    assert caught.value.message == "127.0.0.1 does not accept the edition (404)"


def test_a_slow_webhook_that_has_accepted_the_edition_gets_it_once(web: WebServer) -> None:
    place = webhook(web)
    web.routes["/hook"] = Route(b"ok", drip=0.3)
    DELIVERIES["webhook"].deliver(
        payload(Path()), replace(place, settings={**place.settings, "timeout_seconds": 0.2})
    )
    assert len(web.requests) == 1


def test_a_notification_has_the_first_headlines_and_the_address(web: WebServer) -> None:
    pytest.importorskip("apprise", reason="the extra notify is not installed")
    web.routes["/note"] = Route()
    where = target("notify", url=f"json://127.0.0.1:{web.port}/note", headlines=1)
    DELIVERIES["notify"].deliver(payload(Path("/srv/me")), where)
    (request,) = web.requests
    assert b"1. Flood gate jams" in request.body
    assert b"Night buses" not in request.body
    assert b"digest-2026-03-12.html" in request.body
    assert b"/srv/me" not in request.body
    page = "https://news.example/digest-2026-03-12.html"
    DELIVERIES["notify"].deliver(replace(payload(Path("/srv/me")), address=page), where)
    assert page.encode() in web.requests[1].body
    assert DELIVERIES["notify"].check(where) == "Apprise knows the service"
    web.routes["/note"] = Route(status=500)
    with pytest.raises(DeliveryError, match="the service did not accept the message"):
        DELIVERIES["notify"].deliver(payload(Path("/srv")), where)


def test_an_address_unknown_to_apprise_is_a_refusal() -> None:
    pytest.importorskip("apprise", reason="the extra notify is not installed")
    with pytest.raises(RefusalError, match="does not know this address"):
        DELIVERIES["notify"].check(target("notify", url="nonsense://x", headlines=1))
