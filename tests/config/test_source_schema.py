"""[[sources]]: the keys of mailboxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import build_sources, parse_config
from digest.errors import ConfigError
from digest.models import Source
from digest.models.secret_text import reveal


def read_source(text: str, **environment: str) -> Source:
    config = parse_config(f"version = 1\n[[sources]]\n{text}\n", Path("/home/digest.toml"), environment, {})
    (source,) = build_sources(config)
    return source


def test_a_mailbox_has_its_settings_and_keeps_its_password_secret() -> None:
    source = read_source(
        "mailbox = 'imaps://${WHO}@mail.example.org/Letters'\npassword = '${PW}'\nca_file = 'ca.pem'\n"
        "senders = ['*@quay.example']\nmark_read = true\nsince_days = 3",
        WHO="ada",
        PW="open-sesame",
    )
    assert source.kind == "mailbox"
    assert source.name == "mail.example.org"
    assert source.key == "imaps://${WHO}@mail.example.org/Letters?from=*@quay.example"
    assert reveal(source.location) == "imaps://ada@mail.example.org/Letters"
    assert source.mailbox
    assert (source.mailbox.security, source.mailbox.certificates) == ("tls", "/home/ca.pem")
    assert (source.mailbox.mark_read, source.mailbox.since_days) == (True, 3)
    assert reveal(source.mailbox.password) == "open-sesame"
    assert "open-sesame" not in repr(source)


@pytest.mark.parametrize(
    ("address", "keys", "security"),
    [
        ("imaps://a@x.example", "", "tls"),
        ("imap://a@x.example", "", "starttls"),
        ("imap://a@x.example", "security = 'none'", "none"),
    ],
)
def test_the_scheme_chooses_the_encryption(address: str, keys: str, security: str) -> None:
    source = read_source(f"mailbox = '{address}'\npassword = '${{PW}}'\n{keys}", PW="x")
    assert source.mailbox
    assert source.mailbox.security == security


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mailbox = 'imaps://a@x.example'", r'expected password = "\$\{MAIL_PASSWORD\}" beside mailbox'),
        ("mailbox = 'imaps://a@x.example'\npassword = 'sesame'", "found a password; write password ="),
        ("mailbox = 'imaps://a:sesame@x.example'\npassword = '${PW}'", "found a password in the address"),
        ("mailbox = 'https://a@x.example'\npassword = '${PW}'", "expected the address of a mailbox"),
        ("feed = 'https://x.example'\npassword = '${PW}'", "expected mailbox beside password"),
        ("folder = 'inbox'\nmark_read = true", "expected mailbox beside mark_read"),
        ("mailbox = 'imaps://a@x.example'\npassword = '${PW}'\nsecurity = 'none'", "expected imap:// with"),
        ("mailbox = 'imaps://a@x.example'\npassword = '${PW}'\nfolder = 'x'", "found mailbox and folder"),
        ("mailbox = 'imaps://a@x.example'\npassword = '${PW}'\nsince_days = 0", "expected at least 1"),
    ],
)
def test_mistakes_are_named_and_no_password_is_shown(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        read_source(text, PW="open-sesame")
    assert "sesame" not in str(caught.value)


def test_a_variable_that_is_not_set_fails_the_source_only() -> None:
    source = read_source("mailbox = 'imaps://a@x.example'\npassword = '${PW}'")
    assert source.missing_variables == ("PW",)
