"""Mail, with a real server: the messages that arrive, and the errors of every failure."""

from __future__ import annotations

import base64
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import chain, repeat
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest

from digest.config import Config, parse_config
from digest.config.delivery_schema import EmailRow
from digest.deliveries import DELIVERIES, Payload, Target
from digest.deliveries.email import write_mail
from digest.errors import DeliveryError, RefusalError
from digest.http import Client
from digest.models import EditionData
from digest.pipeline import collect, publish
from digest.publishing.outbox import deliver_pending
from digest.serve.health import describe_state
from digest.store import Store
from tests.support.certificates import make_tls
from tests.support.mailserver import MailServer, find_free_port

NOW = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)
EMAIL = DELIVERIES["email"]
PASSWORD = "correct-horse"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def payload(**more: Any) -> Payload:
    data: dict[str, Any] = {
        "title": "Morgen\nblatt",
        "date": "2026-03-12",
        "made": "2026-03-12T05:30:00Z",
        "language": "de",
        "stories": [{"title": "Flutsperre klemmt"}],
        **more,
    }
    formats: dict[str, tuple[str, str | bytes]] = {
        "mail": ("digest.html", "<h1>Grün</h1>" + "x" * 2000),
        "text": ("digest.md", "Grün\n"),
        "epub": ("digest-2026-03-12.epub", b"PK\0"),
    }
    return Payload(cast(EditionData, data), {}, Path(), formats)


def target(port: int, **more: Any) -> Target:
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "user": None,
        "password": None,
        "password_file": None,
        "sender": "digest@news.example",
        "to": "ada@home.example",
        "subject": "{title}, {date}",
        "attach": (),
        "timeout_seconds": 20.0,
        **more,
    }
    return Target("email", "email", settings, secrets=(PASSWORD,))


def test_a_mail_has_text_html_and_attachments(mail: MailServer) -> None:
    EMAIL.deliver(payload(), target(mail.port, attach=("epub",), subject="{date}: {headline}"))
    ((address, got),) = mail.got
    assert address == "ada@home.example"
    assert got["From"] == "Morgen blatt <digest@news.example>"
    assert got["Subject"] == "2026-03-12: Flutsperre klemmt"
    assert got["List-Id"] == "<digest.news.example>"
    assert got["List-Unsubscribe"] == "<mailto:digest@news.example?subject=unsubscribe>"
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().split() == ["Grün"]
    assert html.get_content().startswith("<h1>Grün</h1>xxx")
    (book,) = got.iter_attachments()
    assert (book.get_content_type(), book.get_filename()) == (
        "application/epub+zip",
        "digest-2026-03-12.epub",
    )
    assert book.get_content() == b"PK\0"


PICTURES = [base64.b64encode(text).decode() for text in (b"first picture" * 9, b"second picture" * 9)]


def test_the_pictures_of_a_mail_are_attachments_that_its_html_shows() -> None:
    shown = "".join(
        f'<img src="data:image/jpeg;base64,{picture}" alt="">' for picture in (*PICTURES, PICTURES[0])
    )
    edition = payload()
    formats = {**edition.formats, "mail": ("digest.html", f"<h1>Grün</h1>{shown}")}
    message = write_mail(replace(edition, formats=formats), target(25, attach=("epub",)))
    message = message_from_bytes(message.as_bytes(), policy=policy.default)
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    used = re.findall(r'src="cid:([^"]+)"', html.get_content())
    assert len(used) == 3
    parts = {part["Content-ID"]: part for part in message.walk() if part["Content-ID"]}
    assert list(parts) == [f"<{name}>" for name in dict.fromkeys(used)]
    assert [part.get_content_type() for part in parts.values()] == ["image/jpeg"] * 2
    assert [part.get_content_disposition() for part in parts.values()] == ["inline"] * 2
    assert parts[f"<{used[0]}>"].get_content() == b"first picture" * 9
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in message.iter_attachments()] == ["digest-2026-03-12.epub"]
    assert message.get_body(("plain",)).get_content() == "Grün\n"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("headlines", "subject"),
    [
        (["Flood gate opens"], "Morgen blatt: Flood gate opens"),
        (["開" * 200], "Morgen blatt: " + "開" * 149 + "…"),
        ([], "Morgen blatt: 2026-03-12"),
    ],
)
def test_a_subject_names_the_first_headline(headlines: list[str], subject: str) -> None:
    edition = payload(stories=[{"title": title} for title in headlines])
    pattern = EmailRow.model_fields["subject"].default
    assert write_mail(edition, target(25, subject=pattern))["Subject"] == subject


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("Die Wiese ist grün", "quoted-printable"),
        ("Łódź śpi", "base64"),
        *(
            (line, "base64")
            for line in ("Вести дня", "今日の港町", "आज की खबर", "Νέα της ημέρας", "أخبار اليوم", "🚢🌊🚢")
        ),
    ],
)
def test_each_part_of_a_mail_has_the_shorter_encoding(line: str, encoding: str) -> None:
    text, edition = f"{line}\n" * 40, payload()
    formats = {**edition.formats, "mail": ("x.mail.html", text), "text": ("x.txt", text)}
    message = write_mail(replace(edition, formats=formats), target(25))
    for part in message.iter_parts():
        assert part["Content-Transfer-Encoding"] == encoding
        assert part.get_content().replace("\r\n", "\n") == text


def test_an_address_may_have_a_name(mail: MailServer) -> None:
    named = target(mail.port, sender='"Büro, früh" <digest@news.example>', to="Ünal Ö <u@example.org>")
    EMAIL.deliver(payload(), named)
    ((address, got),) = mail.got
    assert address == "u@example.org"
    assert mail.senders == ["digest@news.example"]
    assert [(to.display_name, to.addr_spec) for to in got["To"].addresses] == [("Ünal Ö", "u@example.org")]
    assert [sender.display_name for sender in got["From"].addresses] == ["Büro, früh"]
    assert got["Message-ID"].endswith("@news.example>")
    assert b"\nTo: =?utf-8?" in mail.raw[0]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT ada@home.example", "DATA"])
def test_a_reply_of_the_server_is_shown_short_without_control_characters_and_without_the_password(
    verb: str,
) -> None:
    server = MailServer(login=("me", PASSWORD))
    hidden = f"{PASSWORD[:3]}\u200b{PASSWORD[3:]}"
    server.replies[verb] = f"550 5.7.1 \x1b]0;owned\x07\x1b[2Jno \u202e{hidden} " + "spam " * 180
    try:
        with pytest.raises(DeliveryError) as raised:
            EMAIL.deliver(payload(), target(server.port, user="me", password=PASSWORD))
    finally:
        server.close()
    message = raised.value.message
    assert message.isprintable()
    assert PASSWORD not in message
    assert len(message) < 500


@contextmanager
def serve_replies(replies: dict[bytes, Iterator[bytes]]) -> Iterator[int]:
    """Serve one connection: {verb: the parts of its reply}, the greeting is that of b""."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                for line in chain([b""], connection.makefile("rb")):
                    verb = line.split()[0].upper() if line else b""
                    for part in replies.get(verb, iter([b"250 fine\r\n"])):
                        connection.sendall(part)

        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("verb", [b"", b"EHLO", b"MAIL", b"DATA"])
@pytest.mark.parametrize(
    ("part", "expected"),
    [(b"250-and\r\n", "sends a reply without an end"), (b"2", "Line too long")],
)
def test_a_reply_without_an_end_is_given_up(verb: bytes, part: bytes, expected: str) -> None:
    replies = {b"": iter([b"220 mail\r\n"]), verb: repeat(part * 1_000)}
    with serve_replies(replies) as port, pytest.raises(DeliveryError, match=expected):
        EMAIL.deliver(payload(), target(port))


def test_a_reply_that_comes_byte_by_byte_has_as_long_as_any() -> None:
    sent: list[bytes] = []

    def drip() -> Iterator[bytes]:
        while len(sent) < 100:
            time.sleep(0.05)
            sent.append(b"2")
            yield b"2"

    with serve_replies({b"": drip()}) as port, pytest.raises(DeliveryError, match="did not answer within"):
        EMAIL.deliver(payload(), target(port, timeout_seconds=0.3))
    assert len(sent) < 100, "the reply was read to its end"


@pytest.mark.parametrize("form", [f"\0me\0{PASSWORD}", PASSWORD])
def test_a_reply_that_repeats_the_encoded_password_is_not_quoted(form: str) -> None:
    encoded = base64.b64encode(form.encode())
    replies = {
        b"": iter([b"220 mail\r\n"]),
        b"EHLO": iter([b"250-mail\r\n250 AUTH PLAIN\r\n"]),
        b"AUTH": iter([b"535 no such user: %s\r\n" % encoded]),
    }
    with serve_replies(replies) as port, pytest.raises(RefusalError, match="refuses the login") as raised:
        EMAIL.deliver(payload(), target(port, user="me", password=PASSWORD))
    assert encoded.decode() not in str(raised.value)


def test_the_message_id_depends_on_the_edition_alone(mail: MailServer) -> None:
    for made in ("2026-03-12T05:30:00Z", "2026-03-12T05:30:00Z", "2026-03-12T17:00:00Z"):
        EMAIL.deliver(payload(made=made), target(mail.port))
    first, again, other = (message["Message-ID"] for message in mail.mails)
    assert first == again != other
    assert first.endswith("@news.example>")


def test_editions_with_one_title_and_clock_send_different_mails(mail: MailServer) -> None:
    for edition in ("", "daily", "weekly", "wöchentlich"):
        EMAIL.deliver(replace(payload(), edition=edition), target(mail.port))
    assert len({message["Message-ID"] for message in mail.mails}) == 4
    assert [message["List-Id"] for message in mail.mails] == [
        "<digest.news.example>",
        "<daily.digest.news.example>",
        "<weekly.digest.news.example>",
        "<digest.news.example>",
    ]


@pytest.mark.parametrize("without", [(), ("PLAIN",)], ids=["plain", "login"])
@pytest.mark.parametrize(
    ("user", "password"), [("me", "Grüße-1907"), ("søren@x.example", "plain-1907"), ("me", "пароль №1")]
)
def test_a_login_may_have_letters_of_any_script(user: str, password: str, without: tuple[str, ...]) -> None:
    server = MailServer(login=(user, password), without=without)
    try:
        EMAIL.deliver(payload(), target(server.port, user=user, password=password))
        assert len(server.got) == 1
        with pytest.raises(RefusalError, match=r"refuses the login \(535 ") as caught:
            EMAIL.check(target(server.port, user=user, password=f"{password}ß"))
        assert password not in str(caught.value)
    finally:
        server.close()


def test_a_server_that_takes_no_such_login_is_explained() -> None:
    server = MailServer(login=("me", "Grüße"), without=("PLAIN", "LOGIN"))
    try:
        with pytest.raises(RefusalError, match="lacks a feature that the settings need") as caught:
            EMAIL.check(target(server.port, user="me", password="Grüße"))
        assert "use ASCII for user and password" in caught.value.advice
    finally:
        server.close()


def test_the_login_uses_the_password_or_its_file(tmp_path: Path) -> None:
    server = MailServer(login=("me", PASSWORD))
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    try:
        EMAIL.deliver(payload(), target(server.port, user="me", password=PASSWORD))
        where = target(server.port, user="me", password_file=str(tmp_path / "secret"))
        assert EMAIL.check(where) == f"mail server 127.0.0.1:{server.port} accepts the connection"
        EMAIL.deliver(payload(), where)
        assert len(server.got) == 2
        wrong = target(server.port, user="me", password="wrong-horse")
        for look in (lambda: EMAIL.deliver(payload(), wrong), lambda: EMAIL.check(wrong)):
            with pytest.raises(RefusalError, match=r"refuses the login \(535 ") as caught:
                look()
            assert "wrong-horse" not in str(caught.value)
        with pytest.raises(RefusalError, match="requires a login"):
            EMAIL.deliver(payload(), target(server.port))
        with pytest.raises(RefusalError, match=r"password cannot be read from .*none"):
            EMAIL.deliver(payload(), target(server.port, user="me", password_file=str(tmp_path / "none")))
    finally:
        server.close()
    assert len(server.got) == 2


@pytest.mark.parametrize(
    ("key", "reply", "refused", "expected"),
    [
        (
            "RCPT ada@home.example",
            "550 No such user",
            True,
            r"refuses the address ada@home.example \(550 No such",
        ),
        (
            "RCPT ada@home.example",
            "450 Greylisted",
            False,
            r"refuses the address ada@home.example \(450 Grey",
        ),
        ("MAIL", "553 Not yours", True, r"refuses the sender digest@news.example \(553 Not yours\)"),
        ("DATA", "552 Too big", True, r"refuses the mail \(552 Too big\)"),
        ("DATA", "451 Later", False, r"refuses the mail \(451 Later\)"),
    ],
)
def test_permanent_replies_are_refusals_and_temporary_ones_are_not(
    mail: MailServer, key: str, reply: str, refused: bool, expected: str
) -> None:
    mail.replies[key] = reply
    with pytest.raises(DeliveryError, match=expected) as caught:
        EMAIL.deliver(payload(), target(mail.port))
    assert isinstance(caught.value, RefusalError) == refused
    assert bool(caught.value.advice) == refused
    assert mail.got == []


def test_an_unreachable_server_is_a_temporary_failure() -> None:
    port = find_free_port()
    with pytest.raises(DeliveryError, match=f"127.0.0.1:{port} cannot be reached") as caught:
        EMAIL.deliver(payload(), target(port))
    assert not isinstance(caught.value, RefusalError)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_broken_or_silent_connection_is_a_temporary_failure(mail: MailServer, verb: str) -> None:
    mail.closes = verb
    with pytest.raises(
        DeliveryError, match=r"closed the connection before the mail was sent|Connection reset"
    ) as caught:
        EMAIL.deliver(payload(), target(mail.port))
    assert not isinstance(caught.value, RefusalError)
    mail.closes, mail.hangs = "", verb
    with pytest.raises(DeliveryError, match=r"did not answer within 0\.3 s"):
        EMAIL.deliver(payload(), target(mail.port, timeout_seconds=0.3))


@pytest.mark.parametrize("how", ["closes", "hangs"])
def test_a_failing_quit_does_not_matter(mail: MailServer, how: str) -> None:
    setattr(mail, how, "QUIT")
    EMAIL.deliver(payload(), target(mail.port, timeout_seconds=0.3))
    assert len(mail.got) == 1


def test_missing_encryption_is_explained(mail: MailServer) -> None:
    with pytest.raises(RefusalError, match="lacks a feature that the settings need"):
        EMAIL.deliver(payload(), target(mail.port, security="starttls"))
    with pytest.raises(DeliveryError, match="does not speak TLS on this port"):
        EMAIL.deliver(payload(), target(mail.port, security="tls"))
    assert mail.got == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_is_sent_over_an_encrypted_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    context, certificate = make_tls(tmp_path)
    server = MailServer(login=("me", PASSWORD), tls=context, at_once=security == "tls")
    where = target(server.port, security=security, user="me", password=PASSWORD)
    try:
        with pytest.raises(DeliveryError, match="has no trusted certificate"):
            EMAIL.deliver(payload(), where)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        EMAIL.deliver(payload(), where)
    finally:
        server.close()
    assert len(server.got) == 1


def configure(folder: Path, port: int) -> Config:
    (folder / "inbox").mkdir()
    (folder / "inbox" / "a.txt").write_text(
        "Choir wins prize\n\nThe choir of Wenlow sang and won a silver cup.\n"
    )
    text = f"""version = 1
[[sources]]
folder = "inbox"
[[deliveries]]
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
user = "me"
password = "${{MAIL_PASSWORD}}"
sender = "digest@news.example"
to = ["ada@home.example", "ben@home.example"]
timeout_seconds = 0.3
"""
    return parse_config(text, folder / "digest.toml", {"MAIL_PASSWORD": PASSWORD}, {})


@pytest.mark.parametrize(
    ("trouble", "first", "expected"),
    [
        ("absent", {}, "cannot be reached"),
        ("login", {}, "refuses the login"),
        (
            "one",
            {"ben@home.example"},
            "refuses the address ada@home.example (550 Not with ***). Correct or remove",
        ),
        ("closes", {}, "closed the connection before the mail was sent"),
        ("slow", {}, "did not answer within 0.3 s"),
    ],
)
def test_no_mail_is_lost_or_sent_twice_whatever_the_server_does(
    tmp_path: Path, store: Store, trouble: str, first: set[str], expected: str
) -> None:
    server = MailServer(login=("me", PASSWORD))
    config = configure(tmp_path, server.port)
    match trouble:
        case "absent":
            server.close()
        case "login":
            server.login = ("me", "another")
        case "one":
            server.replies["RCPT ada@home.example"] = f"550 Not with {PASSWORD}"
        case "closes":
            server.closes = "RCPT"
        case "slow":
            server.hangs = "MAIL"
    collect(config, store, Client(), NOW, map)
    publish(config, store, DAY, NOW, map)
    assert (tmp_path / "editions" / "digest-2026-03-12.html").exists()
    deliver_pending(config, store, lambda: NOW, "a", Client())
    state = describe_state(config, store, NOW)
    assert not state["ok"]
    assert expected in " ".join(state["problems"])
    assert PASSWORD not in str(state) + str(store.deliveries.jobs()) + " ".join(store.backup.export_lines())
    assert {address for address, _ in server.got} == set(first)
    # The failure is fixed, and the time of the next try comes.
    if trouble == "absent":
        server = MailServer(login=("me", PASSWORD), port=server.port)
    server.login, server.replies, server.closes, server.hangs = ("me", PASSWORD), {}, "", ""
    deliver_pending(config, store, lambda: NOW + timedelta(minutes=2), "a", Client())
    deliver_pending(
        config, store, lambda: NOW + timedelta(minutes=2), "a", Client(), DAY
    )  # `digest deliver --again`
    deliver_pending(config, store, lambda: NOW + timedelta(minutes=3), "a", Client(), DAY)
    server.close()
    assert sorted(address for address, _ in server.got) == ["ada@home.example", "ben@home.example"]
    assert describe_state(config, store, NOW + timedelta(minutes=4))["ok"]
