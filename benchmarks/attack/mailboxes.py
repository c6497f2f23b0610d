"""Hostile replies of mail servers (IMAP), at every command."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from benchmarks.attack.cases import Case
from benchmarks.attack.scripted_servers import ENDLESS, SLOW, send, serve_lines
from benchmarks.attack.visits import NOW, describe
from digest.http import Client
from digest.models import MailboxSettings, Source, Visit
from digest.models.secret_text import SecretText
from digest.sources.collector import collect_source

_PASSWORD = "ferry-Tarn-1907"
_FORMS = (
    _PASSWORD.encode(),
    b64encode(_PASSWORD.encode()),
    b64encode(f"\0ada\0{_PASSWORD}".encode()),
)
_MAIL = b"From: a@a.example\r\nSubject: Ferry\r\n\r\nThe ferry is back at the quay of the town.\r\n"
_GOOD = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"EXAMINE": b"* OK [UIDVALIDITY 7] a\r\n",
    b"SEARCH": b"* SEARCH 3\r\n",
    b"FETCH": b"* 1 FETCH (UID 3 RFC822.SIZE 90 BODY[] {%d}\r\n%s)\r\n" % (len(_MAIL), _MAIL),
}
_STAGES = (b"greeting", b"CAPABILITY", b"LOGIN", b"EXAMINE", b"LIST", b"SEARCH", b"FETCH", b"LOGOUT")
_SECONDS = 1.5

_END = b"%TAG% OK a\r\n"
_FETCH = b"* 1 FETCH (UID 3 RFC822.SIZE 9"
_FOLDER = b'* LIST () "/" "%s"\r\n'

_REPLIES: dict[str, Callable[[int], bytes]] = {
    "escapes": lambda size: b"%TAG% NO \x1b[2J\x1b]0;a\x07\x00\r\n",
    "overrides": lambda size: "%TAG% NO \u202e\u2066 evil\r\n".encode(),
    "bytes": lambda size: b"%TAG% BAD " + b"\xff\xfe" * 500 + b"\r\n",
    "a long line": lambda size: b"%TAG% NO " + b"a" * size + b"\r\n",
    "a long list": lambda size: b"* SEARCH " + b"1 " * (size // 2) + b"\r\n" + _END,
    "numbers": lambda size: b"* SEARCH " + b" ".join(b"%d" % n for n in range(size // 8)) + b"\r\n" + _END,
    "a large number": lambda size: b"* SEARCH " + b"9" * size + b"\r\n" + _END,
    "a large validity": lambda size: b"* OK [UIDVALIDITY " + b"9" * size + b"] a\r\n" + _END,
    "lines": lambda size: b"* 1 EXISTS\r\n" * (size // 12) + _END,
    "endless lines": lambda size: b"* 1 EXISTS\r\n" + ENDLESS,
    "endless mails": lambda size: _FETCH + b")\r\n" + ENDLESS,
    "an endless line": lambda size: b"* a" + ENDLESS,
    "slow bytes": lambda size: b"*" + SLOW,
    "a literal": lambda size: _FETCH + b" BODY[] {99999999999}\r\naaa",
    "a large literal": lambda size: _FETCH + b" BODY[] {%d}\r\n" % size + b"a" * size + b")\r\n" + _END,
    "many literals": lambda size: (_FETCH + b" BODY[] {1}\r\na)\r\n") * (size // 45) + _END,
    "endless literals": lambda size: _FETCH + b" BODY[] {1000}\r\n" + b"a" * 1_000 + b")\r\n" + ENDLESS,
    "a negative literal": lambda size: b"* 1 FETCH (BODY[] {-1}\r\n)\r\n" + _END,
    "brackets": lambda size: b"* LIST " + b"(" * size + b"\r\n" + _END,
    "folders": lambda size: _FOLDER % b"a\x1b[2J" * (size // 24) + _END,
    "the password": lambda size: _FOLDER % b" ".join(_FORMS) + b"%TAG% NO " + b" ".join(_FORMS) + b"\r\n",
    "no IMAP": lambda size: b"HTTP/1.1 400 Bad\r\n\r\n",
    "the end": lambda size: b"",
}


def list_cases() -> Iterator[Case]:
    for row, stage in enumerate(_STAGES):
        # Each reply to every second command.
        for name, make_reply in list(_REPLIES.items())[row % 2 :: 2]:
            yield Case(f"IMAP {stage.decode()}: {name}", partial(_make_reply, stage, make_reply), _visit)


def _make_reply(
    stage: bytes, make_reply: Callable[[int], bytes], size: int, _: Random
) -> tuple[bytes, bytes]:
    return stage, make_reply(size)


def _visit(value: tuple[bytes, bytes]) -> str:
    stage, reply = value

    def answer(connection: socket.socket, line: bytes) -> bool:
        tag, _, command = line.strip().partition(b" ")
        words = command.upper().split()
        word = words[1] if words[:1] == [b"UID"] and len(words) > 1 else words[0] if words else b""
        if word == stage:
            send(connection, reply.replace(b"%TAG%", tag))
            return bool(reply)
        # The folder is missing where the list of folders is attacked.
        end = b" NO no folder\r\n" if stage == b"LIST" and word == b"EXAMINE" else b" OK done\r\n"
        send(connection, _GOOD.get(word, b"") + tag + end)
        return True

    greeting = reply.replace(b"%TAG%", b"*") if stage == b"greeting" else b"* OK hello\r\n"
    with serve_lines(greeting, answer) as port:
        settings = MailboxSettings(SecretText("${PW}", [("PW", _PASSWORD)]), security="none")
        address = f"imap://ada@127.0.0.1:{port}/"
        source = Source("letters", "mailbox", address, timeout=_SECONDS, mailbox=settings)
        collected = collect_source(Visit(source, NOW), Client())
    message = str(collected.failure or "")
    if any(form.decode() in message for form in _FORMS):
        raise AssertionError("a message with the password")
    if "\x1b" in message or "\u202e" in message:
        raise AssertionError("a message with an escape")
    return describe(collected)
