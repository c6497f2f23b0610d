"""Servers that send too much, too slowly or nonsense, and names of folders."""

from __future__ import annotations

import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Thread

import pytest

from digest.errors import SourceError, UnreachableError
from digest.http import Client
from digest.models import Collected, MailboxSettings, Source, Visit
from digest.models.mailbox import parse_mailbox_address
from digest.models.secret_text import SecretText
from digest.sources.collector import collect_source
from digest.sources.mailbox.imap_connection import decode_folder_name, encode_folder_name

PASSWORD = "open-sesame"
TOKEN = b64encode(f"\0ada\0{PASSWORD}".encode())
MAIL = b"From: a@quay.example\r\nSubject: Tide mill\r\n\r\nThe tide mill grinds rye again this week.\r\n"


@dataclass
class ScriptedServer:
    """An IMAP server that answers as it is told. answers: {first word of a command: its answer}.

    In an answer %TAG% stands for the tag of the command; one that ends without a line break is not finished.
    """

    answers: dict[bytes, bytes] = field(default_factory=dict)
    greeting: bytes = b"* OK [CAPABILITY IMAP4rev1] hello\r\n"
    commands: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, suppress(OSError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        connection.sendall(self.greeting)
        for line in connection.makefile("rb"):
            tag, _, command = line.strip().partition(b" ")
            self.commands.append(command)
            words = command.split()
            word = b" ".join(words[:2]) if words[0] == b"UID" else words[0]
            answer = self.answers.get(word, b"%TAG% OK done\r\n")
            if answer == b"drip":
                while True:
                    connection.sendall(b"* 1 EXISTS\r\n")
                    time.sleep(0.05)
            connection.sendall(answer.replace(b"%TAG%", tag))
            if answer == b"":
                return


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer(
        {
            b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%TAG% OK done\r\n",
            b"EXAMINE": b"* OK [UIDVALIDITY 7] x\r\n%TAG% OK done\r\n",
            b"UID SEARCH": b"* SEARCH 3\r\n%TAG% OK done\r\n",
        }
    )
    yield scripted
    scripted.close()


def read(server: ScriptedServer, **changes: object) -> Collected:
    source = Source(
        "letters",
        "mailbox",
        f"imap://ada@127.0.0.1:{server.port}/",
        timeout=20.0,
        max_bytes=100_000,
        mailbox=MailboxSettings(SecretText("${PW}", [("PW", PASSWORD)]), security="none"),
    )
    return collect_source(Visit(replace(source, **changes), datetime.now(UTC)), Client())  # type: ignore[arg-type]


def fail(server: ScriptedServer, **changes: object) -> SourceError:
    failure = read(server, **changes).failure
    assert failure
    assert PASSWORD not in str(failure)
    return failure


def fetch(head: bytes, body: bytes, tail: bytes = b")") -> bytes:
    return b"* 1 FETCH (%s {%d}\r\n%s%s\r\n%%TAG%% OK done\r\n" % (head, len(body), body, tail)


@pytest.mark.parametrize(
    "tail", [b" UID 3)", b" UID 3 FLAGS ())"], ids=["uid after the text", "flags after the text"]
)
def test_the_attributes_of_a_mail_may_stand_in_any_order(server: ScriptedServer, tail: bytes) -> None:
    listed = fetch(b"RFC822.SIZE 90 BODY[HEADER.FIELDS (FROM)]", b"From: a@quay.example\r\n\r\n", tail)
    server.answers[b"UID FETCH"] = listed
    server.answers[b"LOGIN"] = b"%TAG% OK done\r\n"
    assert read(server).failure is None
    assert b"UID FETCH 3 (BODY.PEEK[])" in server.commands
    assert not any(b"STORE" in command for command in server.commands)


def test_a_mail_is_read_whatever_else_the_server_sends(server: ScriptedServer) -> None:
    server.answers[b"UID FETCH"] = b"* 9 EXISTS\r\n" + fetch(b"UID 3 RFC822.SIZE 90 BODY[]", MAIL)
    (article,) = read(server).articles
    assert article.title == "Tide mill"


def test_a_literal_without_end_is_refused(server: ScriptedServer) -> None:
    server.answers[b"UID FETCH"] = b"* 1 FETCH (UID 3 RFC822.SIZE 90 BODY[] {9999999999}\r\nxxx"
    assert "sends more than max_megabytes" in fail(server).message


def test_a_line_without_end_is_refused(server: ScriptedServer) -> None:
    server.answers[b"UID SEARCH"] = b"* SEARCH " + b"1 " * 600_000
    assert "sends more than max_megabytes" in fail(server).message


@pytest.mark.parametrize("command", [b"CAPABILITY", b"LOGIN", b"EXAMINE", b"UID SEARCH", b"UID FETCH"])
@pytest.mark.parametrize(
    "part",
    [b"* 1 EXISTS\r\n", b"* 1 FETCH (BODY[] {1000}\r\n%s)\r\n" % (b"a" * 1_000)],
    ids=["lines", "literals"],
)
def test_an_answer_without_end_is_refused(server: ScriptedServer, command: bytes, part: bytes) -> None:
    server.answers[command] = part * (2_000 if len(part) > 1_000 else 21_000)
    assert "sends more than max_megabytes" in fail(server).message


def test_many_lines_of_an_answer_are_read(server: ScriptedServer) -> None:
    server.answers[b"UID FETCH"] = b"* 9 EXISTS\r\n" * 5_000 + fetch(b"UID 3 RFC822.SIZE 90 BODY[]", MAIL)
    assert [article.title for article in read(server).articles] == ["Tide mill"]


@pytest.mark.parametrize("command", [b"LOGIN", b"UID SEARCH", b"UID FETCH"])
def test_a_server_that_never_finishes_is_left(server: ScriptedServer, command: bytes) -> None:
    server.answers[command] = b"drip"
    failure = fail(server, timeout=0.6)
    assert "did not answer within 0.6 s" in failure.message
    assert isinstance(failure, UnreachableError)


def test_a_server_that_closes_the_connection_is_tried_again(server: ScriptedServer) -> None:
    server.answers[b"UID SEARCH"] = b""
    failure = fail(server)
    assert "closed the connection" in failure.message
    assert isinstance(failure, UnreachableError)


@pytest.mark.parametrize(
    "greeting", [b"220 mail.example ESMTP\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\r\n"]
)
def test_another_kind_of_server_is_no_crash(greeting: bytes) -> None:
    server = ScriptedServer(greeting=greeting)
    failure = fail(server)
    assert "unexpected error" not in failure.message
    server.close()


@pytest.mark.parametrize("form", [PASSWORD.encode(), b64encode(PASSWORD.encode()), TOKEN])
def test_a_server_that_repeats_the_password_is_not_quoted(form: bytes, server: ScriptedServer) -> None:
    server.answers[b"LOGIN"] = b"%%TAG%% NO user ada with %s is unknown\r\n" % form
    failure = fail(server)
    assert "refuses the login of ada" in failure.message
    assert form.decode() not in str(failure)


@pytest.mark.parametrize("form", [PASSWORD.encode(), b64encode(PASSWORD.encode()), TOKEN])
@pytest.mark.parametrize("word", [b"UID SEARCH", b"UID FETCH", b"CAPABILITY"])
def test_no_reply_shows_the_password(word: bytes, form: bytes, server: ScriptedServer) -> None:
    server.answers[word] = b"%%TAG%% BAD no %s here\r\n" % form
    assert form.decode() not in str(fail(server))


@pytest.mark.parametrize("form", [PASSWORD.encode(), b64encode(PASSWORD.encode()), TOKEN])
def test_no_name_of_a_folder_shows_the_password(form: bytes, server: ScriptedServer) -> None:
    server.answers[b"EXAMINE"] = b"%TAG% NO there is none\r\n"
    server.answers[b"LIST"] = b'* LIST () "/" "Post %s"\r\n%%TAG%% OK done\r\n' % form
    failure = fail(server)
    assert "There are: Post ***" in failure.advice


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        (b"CAPABILITY", "* CAPABILITY IMAP4rev1 é\r\n%TAG% OK done\r\n".encode()),
        (b"EXAMINE", b"* OK [UIDVALIDITY " + b"9" * 5_000 + b"] x\r\n%TAG% OK done\r\n"),
        (b"UID SEARCH", b"* SEARCH " + b"9" * 5_000 + b"\r\n%TAG% OK done\r\n"),
    ],
)
def test_numbers_and_letters_that_imap_does_not_have_are_named(
    word: bytes, answer: bytes, server: ScriptedServer
) -> None:
    server.answers[word] = answer
    assert "does not answer as IMAP wants" in fail(server).message


def test_no_password_is_sent_where_the_server_forbids_it(server: ScriptedServer) -> None:
    server.answers[b"CAPABILITY"] = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n%TAG% OK done\r\n"
    assert "accepts no password without encryption" in fail(server).message
    assert not any(PASSWORD.encode() in command for command in server.commands)


def test_no_password_is_sent_without_starttls(server: ScriptedServer) -> None:
    settings = MailboxSettings(SecretText("${PW}", [("PW", PASSWORD)]), security="starttls")
    failure = read(server, mailbox=settings).failure
    assert failure
    assert "offers no encryption (STARTTLS)" in failure.message
    assert not any(PASSWORD.encode() in command for command in server.commands)


def test_a_public_name_with_a_private_address_is_refused(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda address, timeout=None: connect(("127.0.0.1", address[1]), timeout)
    )
    location = f"imap://ada@mail.quay.example:{server.port}/"
    failure = read(server, location=location).failure
    assert failure
    assert "mail.quay.example (127.0.0.1) is a private address" in failure.message
    assert server.commands == []


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Post & mehr", "Post &- mehr"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("日本語/Новости", "&ZeVnLIqe-/&BB0EPgQyBD4EQQRCBDg-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ],
)
def test_names_of_folders_are_encoded_for_imap(name: str, encoded: str) -> None:
    assert encode_folder_name(name) == encoded
    assert decode_folder_name(encoded.encode()) == name


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("imaps://me@mail.example.org", ("me", "mail.example.org", 993, "INBOX")),
        ("imap://me@mail.example.org/", ("me", "mail.example.org", 143, "INBOX")),
        (
            "imaps://me@example.org@mail.example.org/Lists/News",
            ("me@example.org", "mail.example.org", 993, "Lists/News"),
        ),
        ("imaps://me%40example.org@[::1]:1993/A%20b", ("me@example.org", "::1", 1993, "A b")),
    ],
)
def test_addresses_of_mailboxes(address: str, parts: tuple[str, str, int, str]) -> None:
    found = parse_mailbox_address(address)
    assert (found.user, found.host, found.port, found.folder) == parts


@pytest.mark.parametrize(
    "address",
    [
        "https://me@mail.example.org",
        "imaps://mail.example.org/INBOX",
        "imaps://me@",
        "imaps://me@x:y/",
        "me@x",
    ],
)
def test_other_texts_are_no_addresses_of_mailboxes(address: str) -> None:
    with pytest.raises(ValueError, match="imaps://me@mail"):
        parse_mailbox_address(address)


def test_a_password_in_an_address_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="found a password in the address") as caught:
        parse_mailbox_address("imaps://me:sesame@mail.example.org")
    assert "sesame" not in str(caught.value)
