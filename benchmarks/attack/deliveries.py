"""Hostile replies to deliveries: of mail servers, of programs, of webhooks."""

from __future__ import annotations

import gzip
import socket
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

from benchmarks.attack.cases import Case
from benchmarks.attack.scripted_servers import ENDLESS, SLOW, send, serve_lines
from benchmarks.attack.shapes import SHAPES, repeat
from digest.config.delivery_schema import EmailRow
from digest.deliveries import DELIVERIES, Payload, Target
from digest.errors import DeliveryError
from digest.models import EditionData

_PASSWORD = "ferry-Tarn-1907"
_TOKEN = b64encode(f"\0ada\0{_PASSWORD}".encode()).decode()
_LOGIN = b64encode(_PASSWORD.encode()).decode()
_DATA = {
    "title": "Harbour",
    "date": "2026-03-12",
    "made": "2026-03-12T05:30:00Z",
    "language": "en",
    "stories": [],
}
_GOOD = {"EHLO": b"250-a\r\n250 AUTH PLAIN LOGIN\r\n", "DATA": b"354 go\r\n", "AUTH": b"235 yes\r\n"}
_STAGES = ("greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "QUIT")
_MAX_MESSAGE = 1_200

_REPLIES: dict[str, Callable[[int], bytes]] = {
    "escapes": lambda size: b"550 \x1b[2J\x1b]0;a\x07\x9b31m\x00\r\n",
    "overrides": lambda size: "550 \u202e\u2066\u200f evil\r\n".encode(),
    "bytes": lambda size: b"550 " + b"\xff\xfe" * 500 + b"\r\n",
    "a long line": lambda size: b"550 " + b"a" * size + b"\r\n",
    "a line of marks": lambda size: b"550 " + "e\u0301\u0327".encode() * 1_000 + b"\r\n",
    "lines": lambda size: b"550-a b\r\n" * (size // 9) + b"550 end\r\n",
    "endless lines": lambda size: b"550-" + b"a" * 60 + b"\r\n" + ENDLESS,
    "endless good lines": lambda size: b"250-" + b"a" * 60 + b"\r\n" + ENDLESS,
    "an endless line": lambda size: b"5" + ENDLESS,
    "slow bytes": lambda size: b"2" + SLOW,
    "no code": lambda size: b"hello\r\n",
    "a long code": lambda size: b"9" * min(size, 8_000) + b"\r\n",
    "the password": lambda size: f"535 {_PASSWORD} {_TOKEN} {_LOGIN}\r\n".encode(),
    "the end": lambda size: b"",
}

_HEAD = b"HTTP/1.1 200 OK\r\n"
_ANSWERS: dict[str, Callable[[int], bytes]] = {
    "a large body": lambda size: _HEAD + b"\r\n" + b"a" * size,
    "an endless body": lambda size: _HEAD + b"\r\n" + b"a" * 1_000 + ENDLESS,
    "a slow body": lambda size: b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
    "a bomb": lambda size: _HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(100 * size)),
    "escapes": lambda size: b"HTTP/1.1 500 \x1b[2J\x9b31m \xe2\x80\xae\r\n\r\n\x1b[2J",
    "many headers": lambda size: _HEAD + b"a: b\r\n" * (size // 6) + b"\r\n",
    "endless headers": lambda size: _HEAD + ENDLESS,
    "a long header": lambda size: _HEAD + b"a: " + b"b" * size + b"\r\n\r\n",
    "slow headers": lambda size: b"H" + SLOW,
    "endless interim replies": lambda size: b"HTTP/1.1 100 Continue\r\n\r\n" + ENDLESS,
    "a redirect": lambda size: b"HTTP/1.1 307 a\r\nLocation: http://[::1]:1/\r\n\r\n",
    "the password": lambda size: f"HTTP/1.1 401 {_PASSWORD}\r\n\r\n{_PASSWORD}".encode(),
    "no HTTP": lambda size: b"220 mail\r\n" * 100,
    "no reply": lambda size: b"",
}


def list_cases() -> Iterator[Case]:
    for name, make_answer in _ANSWERS.items():
        yield Case(f"webhook: {name}", partial(_make_answer, make_answer), _post)
    for stage in _STAGES:
        for name, make_reply in _REPLIES.items():
            yield Case(f"SMTP {stage}: {name}", partial(_make_reply, stage, make_reply), _send_mail)
    for name, piece in list(SHAPES.items())[::3]:
        yield Case(f"stderr of {name}", partial(_make_stderr, piece), _run_program)
    yield Case("stderr without end", lambda size, _: "", _run_program)


def _make_reply(stage: str, make_reply: Callable[[int], bytes], size: int, _: Random) -> tuple[str, bytes]:
    return stage, make_reply(size)


def _send_mail(value: tuple[str, bytes]) -> str:
    stage, reply = value
    is_text = False

    def answer(connection: socket.socket, line: bytes) -> bool:
        nonlocal is_text
        verb = line.strip().decode("ascii", "replace").upper().split(" ")[0] or " "
        if is_text and verb != ".":
            return True
        is_text = verb == "DATA" and stage != "DATA"
        if verb == stage:
            send(connection, reply)
            return bool(reply)
        send(connection, _GOOD.get(verb, b"250 fine\r\n"))
        return True

    greeting = reply if stage == "greeting" else b"220 mail\r\n"
    with serve_lines(greeting, answer) as port:
        row = EmailRow(
            kind="email",
            name="mail",
            host="127.0.0.1",
            port=port,
            security="none",
            sender="ada@a.example",
            to=("ada@a.example",),
            user="ada",
            password=_PASSWORD,
            timeout_seconds=0.5,
        )
        target = Target("mail", "email", row.model_dump() | {"to": row.to[0]}, secrets=(_PASSWORD,))
        formats: dict[str, tuple[str, str | bytes]] = {"mail": ("a.html", "<p>a</p>"), "text": ("a.txt", "a")}
        payload = Payload(cast(EditionData, _DATA), {}, Path(), formats)
        return _deliver(payload, target)


def _make_answer(make_answer: Callable[[int], bytes], size: int, _: Random) -> bytes:
    return make_answer(size)


def _post(reply: bytes) -> str:
    def answer(connection: socket.socket, line: bytes) -> bool:
        # The body of the request has no line end: what is sent after its headers comes before it has arrived.
        if line == b"\r\n":
            send(connection, reply)
        return bool(reply) or line != b"\r\n"

    with serve_lines(b"", answer) as port:
        settings = {
            "url": f"http://127.0.0.1:{port}/hook",
            "headers": {"Authorization": f"Bearer {_PASSWORD}"},
            "timeout_seconds": 0.5,
        }
        target = Target("hook", "webhook", settings, secrets=(_PASSWORD,))
        return _deliver(Payload(cast(EditionData, _DATA), {}, Path()), target)


def _make_stderr(piece: str, size: int, _: Random) -> str:
    return repeat(piece, size)


def _run_program(text: str) -> str:
    """Run a program that writes a text to standard error, or writes without an end if there is none."""
    code = "import sys; sys.stderr.buffer.write(sys.stdin.buffer.read()); sys.exit(1)"
    if not text:
        code = "import sys\nwhile True: sys.stderr.write('a' * 100000)"
    command = (sys.executable, "-IS", "-c", code)
    target = Target("run", "command", {"command": command, "timeout_seconds": 5.0 if text else 1.0})
    data = cast(EditionData, {**_DATA, "text": text})
    return _deliver(Payload(data, {}, Path()), target)


def _deliver(payload: Payload, target: Target) -> str:
    try:
        DELIVERIES[target.kind].deliver(payload, target)
    except DeliveryError as error:
        message = str(error)
    else:
        return "delivered"
    if len(message) > _MAX_MESSAGE:
        raise AssertionError(f"a message of {len(message)} characters")
    if unsafe := [letter for letter in message if not letter.isprintable() and letter not in "\n\u200d"]:
        raise AssertionError(f"a message with {unsafe[0]!r}")
    if any(secret in message for secret in (_PASSWORD, _TOKEN, _LOGIN)):
        raise AssertionError("a message with the password")
    return message
