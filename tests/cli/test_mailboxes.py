"""Mailboxes in the commands: add, list, check, run, export, remove."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest
from tests.support.imapserver import PASSWORD, USER, ImapServer, run_imap_server

LETTERS = {
    "The tide mill grinds again": "Ten sacks of rye were ground. Bakers bought the flour before noon.",
    "Harbour crane sold": "A yard in the north bought the last crane. Its iron will be melted down in May.",
}


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with run_imap_server() as running:
        for number, (subject, text) in enumerate(LETTERS.items()):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "Quay Letter <news@quay.example>", USER, subject
            mail["Message-ID"] = f"<{number}@quay.example>"
            mail.set_content(text)
            running.add(mail)
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "digest.toml").write_text('version = 1\ntitle = "Letters"\n', "utf-8")
    return tmp_path


def test_a_mailbox_is_added_checked_read_and_removed(home: Path, server: ImapServer) -> None:
    address = f"imaps://{USER}@127.0.0.1:{server.tls_port}/INBOX"
    added = run_digest(home, "sources", "add", address, "--section", "Letters", "--name", "My letters")
    assert added.returncode == 0, added.stderr
    assert "environment variable MAIL_PASSWORD" in added.stdout
    config = (home / "digest.toml").read_text("utf-8")
    assert f'mailbox = "{address}"\npassword = "${{MAIL_PASSWORD}}"\n' in config
    assert "exists already" in run_digest(home, "sources", "add", address).stdout

    unset = run_digest(home, "check")
    assert unset.returncode == 1
    assert "the environment variable MAIL_PASSWORD is not set" in unset.stdout + unset.stderr
    untrusted = run_digest(home, "check", MAIL_PASSWORD=PASSWORD)
    assert "set ca_file" in untrusted.stdout + untrusted.stderr

    keys = f"ca_file = '{server.certificate}'\nmark_read = true\n"
    (home / "digest.toml").write_text(config + keys, "utf-8")
    refused = run_digest(home, "check", MAIL_PASSWORD="wrong")
    assert "refuses the login" in refused.stdout + refused.stderr
    checked = run_digest(home, "check", MAIL_PASSWORD=PASSWORD)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "2 articles" in checked.stdout
    assert not any(b"Seen" in flags for flags in server.list_flags())

    ran = run_digest(home, "run", "--json", MAIL_PASSWORD=PASSWORD)
    assert ran.returncode == 0, ran.stderr
    edition = json.loads(ran.stdout)["edition"]
    assert sorted(story["title"] for story in edition["stories"]) == sorted(LETTERS)
    assert {story["section"] for story in edition["stories"]} == {"Letters"}
    assert all(b"Seen" in flags for flags in server.list_flags())

    listed = run_digest(home, "sources", "list", MAIL_PASSWORD=PASSWORD)
    assert "My letters" in listed.stdout
    exported = run_digest(home, "sources", "export", MAIL_PASSWORD=PASSWORD)
    assert "Not in the list, which holds feeds only: My letters" in exported.stderr
    outputs = (ran, listed, exported, checked, refused, untrusted)
    assert not any(PASSWORD in result.stdout + result.stderr for result in outputs)
    assert run_digest(home, "sources", "remove", "My letters").returncode == 0
    assert "mailbox" not in (home / "digest.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("imaps://mail.example.org/INBOX", "expected the address of a mailbox"),
        ("imaps://me:sesame@mail.example.org", "found a password in the address"),
    ],
)
def test_a_wrong_address_of_a_mailbox_is_refused(home: Path, address: str, message: str) -> None:
    result = run_digest(home, "sources", "add", address)
    assert result.returncode == 2
    assert message in result.stderr
    assert "sesame" not in result.stdout + result.stderr


def test_one_mailbox_may_be_in_several_rows_with_other_senders(home: Path) -> None:
    row = "[[sources]]\nmailbox = 'imaps://me@mail.example.org'\npassword = '${MAIL_PASSWORD}'\n"
    rows = "".join(f"{row}senders = ['*@{name}.example']\nname = '{name}'\n" for name in ("quay", "town"))
    (home / "digest.toml").write_text(f"version = 1\n{rows}", "utf-8")
    listed = json.loads(run_digest(home, "sources", "list", "--json", MAIL_PASSWORD="x").stdout)["sources"]
    assert [source["name"] for source in listed] == ["quay", "town"]
