"""Mailboxes read from a real server: Dovecot on loopback, with and without encryption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from digest.config import build_sources, parse_config
from digest.http import Client
from digest.models import Collected, Source, SourceState, Visit
from digest.sources.collector import collect_source
from tests.support.imapserver import PASSWORD, USER, ImapServer, run_imap_server

NOW = datetime.now(UTC).replace(microsecond=0)
FERRY = "Die Fähre nach Altmühl fährt ab Montag wieder. Der Sturm hatte sie sechs Tage im Hafen gehalten."
LIBRARY = "The reading room of the library opens on the second of June. The old slates go to the school."

NEWSLETTER = """
<h1>Quay letter</h1><p>Good morning, here is the week.</p>
<h2><a href="https://quay.example/tide">Tide mill grinds its first flour in a century</a></h2>
<p>The tide mill at Senn ground ten sacks of rye on Sunday. Bakers bought all of it before noon.</p>
<h2><a href="https://quay.example/crane">Harbour crane sold for scrap after forty years</a></h2>
<p>A yard in the north bought the last harbour crane. It will be taken apart on the quay in May.</p>
<h2><a href="https://quay.example/choir">Choir of dockers sings at the opening of the lock</a></h2>
<p>Thirty dockers sang when the lock opened. The minister arrived an hour late by train.</p>
"""


def write_mail(
    subject: str, text: str, sender: str = "The Quay <news@quay.example>", **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, USER, subject
    mail["Date"] = format_datetime(NOW - timedelta(hours=3))
    mail["Message-ID"] = f"<{subject.encode().hex()}@quay.example>"
    if text.startswith("\n<"):
        mail.set_content(text, subtype="html")
    else:
        mail.set_content(text)
    return mail


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    with run_imap_server() as server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> ImapServer:
    """A server with an empty inbox."""
    connection = running.connect()
    _, (count,) = connection.select("INBOX")
    if count and int(count):
        connection.store("1:*", "+FLAGS", r"(\Deleted)")
        connection.expunge()
    connection.logout()
    return running


def make_source(server: ImapServer, keys: str = "", folder: str = "", scheme: str = "imaps") -> Source:
    port = server.tls_port if scheme == "imaps" else server.plain_port
    row = (
        f'mailbox = "{scheme}://{USER}@127.0.0.1:{port}/{folder}"\npassword = "${{MAIL_PASSWORD}}"\n'
        f"ca_file = '{server.certificate}'\n{keys}"
    )
    config = parse_config(
        f"version = 1\n[[sources]]\n{row}\n", Path("digest.toml"), {"MAIL_PASSWORD": PASSWORD}, {}
    )
    (source,) = build_sources(config)
    return source


def read(source: Source, state: SourceState | None = None) -> Collected:
    return collect_source(Visit(source, NOW, state or SourceState()), Client())


@pytest.mark.parametrize(
    ("scheme", "keys"),
    [("imaps", ""), ("imap", ""), ("imap", 'security = "none"')],
    ids=["tls", "starttls", "plain"],
)
def test_mails_become_articles_and_stay_unread(server: ImapServer, scheme: str, keys: str) -> None:
    server.add(
        write_mail("Fähre fährt wieder", FERRY), write_mail("Library opens", LIBRARY, "Town <t@town.example>")
    )
    result = read(make_source(server, keys, scheme=scheme))
    assert result.failure is None
    assert [(one.title, one.source, one.text) for one in result.articles] == [
        ("Fähre fährt wieder", "The Quay", FERRY),
        ("Library opens", "Town", LIBRARY),
    ]
    assert {one.published for one in result.articles} == {NOW - timedelta(hours=3)}
    assert [one.language for one in result.articles] == ["de", "en"]
    assert all(b"Seen" not in flags for flags in server.list_flags())


def test_the_items_of_a_newsletter_are_articles_with_their_addresses(server: ImapServer) -> None:
    server.add(write_mail("Quay letter 12", NEWSLETTER))
    result = read(make_source(server))
    assert [one.url for one in result.articles] == [
        f"https://quay.example/{name}" for name in ("tide", "crane", "choir")
    ]
    assert result.articles[0].title == "Tide mill grinds its first flour in a century"
    assert result.articles[0].text.startswith("The tide mill at Senn ground ten sacks")


def test_the_cut_of_a_long_mail_is_reported(server: ImapServer) -> None:
    server.add(write_mail("Library opens", f"{LIBRARY}\n\n" * 6_000))
    result = read(make_source(server))
    (article,) = result.articles
    assert len(article.text) <= 500_000
    assert [(row.why, row.detail) for row in result.left_out] == [
        ("unreadable", "“Library opens”: too long, only the beginning was kept (text)")
    ]


def test_only_new_mails_are_fetched_by_the_next_visit(server: ImapServer) -> None:
    source = make_source(server)
    server.add(write_mail("Fähre fährt wieder", FERRY))
    first = read(source)
    assert len(first.articles) == 1
    again = read(source, first.state)
    assert again.unchanged
    assert again.articles == ()
    server.add(write_mail("Library opens", LIBRARY))
    second = read(source, again.state)
    assert [one.title for one in second.articles] == ["Library opens"]
    assert read(source, second.state).unchanged


def test_a_mailbox_that_was_made_anew_gives_the_same_articles(server: ImapServer) -> None:
    source = make_source(server, folder="Briefe")
    mails = write_mail("Fähre fährt wieder", FERRY), write_mail("Quay letter 12", NEWSLETTER)
    server.add(*mails, folder="Briefe")
    first = read(source)
    server.delete_folder("Briefe")
    server.add(write_mail("Library opens", LIBRARY), *mails, folder="Briefe")
    second = read(source, first.state)
    assert second.articles[0].title == "Library opens"
    assert {one.id for one in first.articles} < {one.id for one in second.articles}
    server.delete_folder("Briefe")


def test_mails_are_marked_as_read_only_on_request(server: ImapServer) -> None:
    server.add(write_mail("Fähre fährt wieder", FERRY), write_mail("Ad", LIBRARY, "Shop <ad@shop.example>"))
    result = read(make_source(server, 'mark_read = true\nsenders = ["*@QUAY.example"]'))
    assert len(result.articles) == 1
    assert [b"Seen" in flags for flags in server.list_flags()] == [True, False]


@pytest.mark.parametrize(
    ("senders", "titles"),
    [
        (["news@quay.example"], ["From the quay"]),
        (["*@town.example", "*@quay.example"], ["From the quay", "From the town"]),
        (["town.example"], ["From the town"]),
        (["*@*.example"], ["From the quay", "From the town"]),
        (["quay"], []),
    ],
)
def test_senders_choose_the_mails(server: ImapServer, senders: list[str], titles: list[str]) -> None:
    server.add(
        write_mail("From the quay", FERRY),
        write_mail("From the town", LIBRARY, '"news@quay.example" <t@town.example>'),
    )
    result = read(make_source(server, f"senders = {senders}"))
    assert [one.title for one in result.articles] == titles


def test_folders_have_names_in_any_script(server: ImapServer) -> None:
    server.add(write_mail("Fähre fährt wieder", FERRY), folder="INBOX.Post &APw-ber &- drunter")
    result = read(make_source(server, folder="INBOX.Post%20%C3%BCber%20&%20drunter"))
    assert [one.title for one in result.articles] == ["Fähre fährt wieder"]


def test_the_first_visit_takes_the_mails_of_some_days_and_the_newest_of_many(server: ImapServer) -> None:
    connection = server.connect()
    old = write_mail("An old one", LIBRARY)
    connection.append("INBOX", "", '"01-Mar-2020 10:00:00 +0000"', bytes(old))
    connection.logout()
    server.add(*(write_mail(f"Letter {number}", f"{FERRY} Nummer {number}.") for number in range(4)))
    titles = [one.title for one in read(make_source(server, "since_days = 30")).articles]
    assert titles == ["Letter 0", "Letter 1", "Letter 2", "Letter 3"]
    result = read(make_source(server, "limit = 2"))
    assert [one.title for one in result.articles] == ["Letter 2", "Letter 3"]
    assert result.warnings == ("the newest 2 of 4 mails were taken",)


def test_the_newest_of_very_many_mails_are_looked_at(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.sources.mailbox.mailbox_reader.MAX_LISTED", 2)
    server.add(*(write_mail(f"Letter {number}", f"{FERRY} Nummer {number}.") for number in range(4)))
    result = read(make_source(server))
    assert [one.title for one in result.articles] == ["Letter 2", "Letter 3"]
    assert result.warnings == ("the newest 2 of 4 mails were looked at",)


def test_a_mail_that_is_too_large_or_empty_is_left_out_with_the_reason(server: ImapServer) -> None:
    server.add(
        write_mail("Large", LIBRARY * 2000), write_mail("Library opens", LIBRARY), write_mail("Empty", "")
    )
    result = read(replace(make_source(server), max_bytes=50_000))
    assert [one.title for one in result.articles] == ["Library opens"]
    reasons = {row.detail: (row.title, row.why) for row in result.left_out}
    assert reasons["the mail has 0.2 MB, more than max_megabytes"][1] == "unreadable"
    assert reasons["it is a mail without text"] == ("Empty", "not_an_article")


def test_lines_that_end_every_letter_are_dropped(server: ImapServer) -> None:
    foot = "You receive this letter because you live at the quay."
    topics = ("tide", "crane", "choir", "lock", "mill", "ferry")
    server.add(
        *(
            write_mail(f"About the {topic}", f"The {topic} is in the news again today.\n\n{foot}\n")
            for topic in topics[:5]
        )
    )
    source = make_source(server)
    first = read(source)
    assert all("receive" not in one.text for one in first.articles)
    server.add(write_mail("About the ferry", f"The ferry is in the news again today.\n\n{foot}\n"))
    (later,) = read(source, first.state).articles
    assert "receive" not in later.text


@pytest.mark.parametrize(
    ("change", "message", "advice"),
    [
        ({"password": "wrong"}, f"127.0.0.1 refuses the login of {USER}", "app password"),
        ({"folder": "Nowhere"}, "127.0.0.1 has no folder 'Nowhere' to open", "There are: INBOX"),
        ({"certificates": ""}, "is not trusted (self-signed certificate)", "set ca_file"),
        ({"certificates": "missing.pem"}, "the certificates in missing.pem cannot be read", "Check ca_file"),
        ({"port": 1}, "127.0.0.1:1 cannot be reached", "Check host and port"),
        ({"scheme": "imap"}, "does not speak TLS on this port|closed the connection", ""),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_named_and_nothing_secret_is(
    server: ImapServer, change: dict[str, object], message: str, advice: str
) -> None:
    source = make_source(server)
    assert source.mailbox
    location = source.location
    for key, value in change.items():
        if key in ("password", "certificates"):
            source = replace(source, mailbox=replace(source.mailbox, **{key: value}))  # type: ignore[arg-type]
        elif key == "folder":
            location = f"{location}{value}"
        elif key == "port":
            location = location.replace(str(server.tls_port), str(value))
        elif key == "scheme":
            location = location.replace(str(server.tls_port), str(server.plain_port))
    failure = read(replace(source, location=location)).failure
    assert failure
    assert any(part in failure.message for part in message.split("|"))
    assert advice in failure.advice
    assert PASSWORD not in str(failure)
    assert PASSWORD not in repr(source)
