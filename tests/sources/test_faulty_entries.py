"""Entries, mails and files that make a step fail: each is left out and named, the others are collected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.http import Client
from digest.models import Collected, Source, Visit
from digest.sources import article_drafts
from digest.sources.collector import collect_source
from digest.text import detect_language
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
BAD = "Zła skrzynka"
TEXT = "The harbour committee met on Monday and counted the boats. Nobody objected to the plan."


def collect(kind: str, location: object, **settings: Any) -> Collected:
    source = Source("Quay", kind, str(location), **settings)
    return collect_source(Visit(source, NOW), Client(private_hosts=("*",)))


def fail_on_bad(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make the detection of languages fail on the bad title."""
    original = detect_language

    def fail(text: str, *arguments: Any) -> str:
        if BAD in text:
            raise error
        return original(text, *arguments)

    monkeypatch.setattr(article_drafts, "detect_language", fail)


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError("deep")], ids=repr)
def test_an_entry_that_makes_a_step_fail_is_left_out(
    error: Exception, monkeypatch: pytest.MonkeyPatch, web: WebServer
) -> None:
    fail_on_bad(monkeypatch, error)
    items = "".join(
        f"<item><title>{title}</title><link>https://quay.example/{n}</link><description>{TEXT}</description></item>"
        for n, title in enumerate(("Boats", BAD, "Ships"))
    )
    web.routes["/rss"] = Route(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    found = collect("feed", web.url("/rss"))
    assert found.failure is None
    assert sorted(article.title for article in found.articles) == ["Boats", "Ships"]
    ((title, why),) = [(row.title, row.why) for row in found.left_out]
    assert (title, why) == (BAD, "failed")


def test_an_article_of_a_file_that_makes_a_step_fail_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fail_on_bad(monkeypatch, ValueError("odd"))
    for name, title in (("a.md", "Boats"), ("b.md", BAD), ("c.md", "Ships")):
        (tmp_path / name).write_text(f"# {title}\n\n{TEXT} {title}.\n", "utf-8")
    found = collect("folder", tmp_path)
    assert [article.title for article in found.articles] == ["Boats", "Ships"]
    assert [(row.title, row.why) for row in found.left_out] == [("b.md", "failed")]


@pytest.mark.parametrize(
    "header",
    [
        "From: " + "(" * 20_000,
        "From: " + '"a" <' * 20_000,
        "Subject: " + "=?utf-8?q?a?= " * 3_000,
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3_000,
        "Date: " + "9" * 5_000,
    ],
    ids=["comments", "addresses", "words", "parts", "digits"],
)
def test_a_mail_with_endless_headers_does_not_affect_the_other_mails(header: str, tmp_path: Path) -> None:
    def write(subject: str, extra: str = "X: y") -> str:
        start = "From quay@quay.example Mon Mar  9 05:00:00 2026"
        return f"{start}\n{extra}\nSubject: {subject}\n\n{TEXT} {subject}.\n\n"

    (tmp_path / "a.mbox").write_text(write("Boats") + write("Odd", header) + write("Ships"), "utf-8")
    found = collect("folder", tmp_path)
    assert found.failure is None
    assert {"Boats", "Ships"} <= {article.title for article in found.articles}
    assert all(row.why != "failed" for row in found.left_out)


@pytest.mark.parametrize(
    ("place", "left_out"),
    [("folder.formats.text_files.decode_bytes", "b.txt"), ("folder.formats.mail_files.find_items", "c.eml")],
)
def test_a_file_or_mail_that_makes_its_reader_fail_is_left_out(
    place: str, left_out: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(f"digest.sources.{place}", fail)
    for name, head in (("a.md", "# Boats"), ("b.txt", "Title: Ships"), ("c.eml", "Subject: Gulls")):
        (tmp_path / name).write_text(f"{head}\n\n{TEXT} {name}.\n", "utf-8")
    found = collect("folder", tmp_path)
    assert len(found.articles) == 2
    assert [(row.title, row.why) for row in found.left_out] == [(left_out, "failed")]


def test_a_fault_after_the_reading_is_a_failure_of_the_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("\x1b[31mdeep")

    monkeypatch.setattr("digest.text.find_phrase", fail)
    (tmp_path / "a.md").write_text(f"# Boats\n\n{TEXT}\n", "utf-8")
    found = collect("folder", tmp_path, exclude=("sails",))
    assert found.failure is not None
    assert found.failure.message == "the program failed with an unexpected error (RecursionError: [31mdeep)"
    assert found.articles == ()
