"""Failures of sources in the languages of editions."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from digest.errors import SourceError, explain_missing_variables
from digest.http import Client, Request, Response
from digest.languages import LANGUAGES
from digest.languages.source_failures import MESSAGES, TRANSLATIONS, translate_failure
from digest.models import Source, Visit
from digest.sources import collect_source
from digest.sources.diagnosis import explain_non_feed
from tests.sources.feed.test_feed_reader import NOW
from tests.support.webserver import Route, WebServer


def test_every_language_of_editions_has_every_message() -> None:
    assert TRANSLATIONS.keys() == LANGUAGES.keys() - {"en"}
    for words in TRANSLATIONS.values():
        assert words.keys() == MESSAGES.keys()


def test_translations_have_the_variable_parts_of_their_messages() -> None:
    for key, message in MESSAGES.items():
        for language, words in TRANSLATIONS.items():
            assert list_fields(words[key]) == list_fields(message), (language, key)
            assert words[key].endswith(".") == message.endswith("."), (language, key)


def list_fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "the host name news.example cannot be resolved",
            "de",
            "der Rechnername news.example lässt sich nicht auflösen",
        ),
        ("nothing was found at this address (404)", "fr", "il n’y a rien à cette adresse (404)"),
        (
            "news.example refuses connections on port 443",
            "pl",
            "news.example odrzuca połączenia na porcie 443",
        ),
        ("The next visit tries again.", "es", "La próxima visita lo intentará de nuevo."),
        ("Its feed is https://a.example/{x}", "it", "Il suo feed è https://a.example/{x}"),
        ("nothing was found at this address (404)", "en", "nothing was found at this address (404)"),
        ("a plug-in says something else", "nl", "a plug-in says something else"),
        ("", "pt", ""),
    ],
)
def test_a_failure_is_translated_with_its_details(text: str, language: str, expected: str) -> None:
    assert translate_failure(text, language) == expected


def test_the_program_makes_every_message(tmp_path: Path, web: WebServer) -> None:
    """A message that is changed where it is made must be changed in the table, too."""
    web.routes |= {
        "/closed": Route(cut=0, raw=b""),
        "/slow": Route(b"x" * 100, drip=0.2),
        "/check": Route(b"<html><title>Just a moment...</title></html>"),
    }
    errors = [Response("", status, (), b"").error for status in (401, 402, 403, 404, 410, 429, 500, 418)]
    addresses = (
        "http://nowhere.invalid/",
        f"http://127.0.0.1:{find_free_port()}/",
        web.url("/closed"),
        web.url("/slow"),
        web.url("/").replace("http:", "https:"),
    )
    for address in addresses:
        with pytest.raises(SourceError) as caught:
            Client(timeout_seconds=1).fetch(Request(address, origin=address))
        errors.append(caught.value)
    pages = (
        b"",
        b"<html><p>Hello</p></html>",
        b"<html><title>Just a moment...</title></html>",
        b"%PDF-1.7",
        b'<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>',
    )
    errors += [explain_non_feed(page, page.decode(), "https://a.example/") for page in pages]
    folder = Source("Inbox", "folder", str(tmp_path / "missing"))
    errors.append(collect_source(Visit(folder, NOW), Client()).failure)
    texts = {text for error in errors if error for text in (error.message, error.advice)}
    texts |= set(explain_missing_variables(["KEY"]))
    unmade = {key for key in MESSAGES if not any(matches(key, text) for text in texts)}
    # These need a server without a route or with a wrong certificate; see tests/http.
    assert unmade <= {"unreachable", "silent", "certificate", "check"}, unmade


def matches(key: str, text: str) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(MESSAGES[key]))
    return re.fullmatch(pattern, text) is not None


def find_free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
