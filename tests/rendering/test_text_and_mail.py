"""The plain text and the mail: width, size, links and sources."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import lxml.etree
import lxml.html
import pytest

from digest.models import Edition, Summary
from digest.rendering.escaping import shorten_link
from digest.rendering.mail import MAX_BYTES, WAYS, list_shortening_steps
from digest.rendering.text_wrapping import WIDTH, measure_width, wrap_text
from digest.text.mail_encoding import choose_transfer_encoding
from tests.support.golden_edition import (
    BRIEFS,
    CABLE,
    brief,
    golden_edition,
    summarize,
)
from tests.support.rendering import edit_edition, render


def make_large_edition(count: int, in_full: int) -> Edition:
    """Return an edition of so many stories, the first `in_full` of them in full."""
    full = [summary for summary in golden_edition().stories if not summary.brief]
    short = [summary for summary in golden_edition().stories if summary.brief]

    def copy(place: int) -> Summary:
        summary = full[place % len(full)] if place < in_full else short[place % len(short)]
        return replace(summary, story=replace(summary.story, id=f"{place:016x}"))

    return edit_edition(*map(copy, range(count)))


def test_no_line_of_text_is_wider_than_the_columns() -> None:
    for line in render(golden_edition(), "text").splitlines():
        assert measure_width(line) <= WIDTH or "://" in line, line


def test_text_contains_every_headline_and_sentence() -> None:
    text = " ".join(render(golden_edition(), "text").split())
    for summary in golden_edition().stories:
        assert summary.story.lead.title in text
        for sentence in summary.sentences:
            assert sentence.text in text


@pytest.mark.parametrize(
    ("text", "indent", "mark", "lines"),
    [
        ("", 0, "", [""]),
        ("one two three", 0, "", ["one two", "three"]),
        ("one two three", 3, "1.", [" 1. one"[1:], "   two", "   three"]),
        ("a" * 17, 0, "", ["a" * 8, "a" * 8, "a"]),
        ("ab 日本語の新聞", 0, "", ["ab 日本", "語の新聞"]),
        ("see https://x.example/a-long-one", 0, "", ["see", "https://x.example/a-long-one"]),
        ("no\u00a0break here", 0, "", ["no break", "here"]),
        ("e\u0301" * 8, 0, "", ["e\u0301" * 8]),
    ],
)
def test_text_wraps_before_the_margin(text: str, indent: int, mark: str, lines: list[str]) -> None:
    assert str(wrap_text(text, indent, mark, width=8)).split("\n") == lines


@pytest.mark.parametrize(
    ("count", "in_full"),
    [(5, 5), (30, 12), (60, 60), *(pytest.param(500, full, marks=pytest.mark.slow) for full in (12, 500))],
)
def test_a_mail_is_never_too_long(count: int, in_full: int) -> None:
    mail = render(make_large_edition(count, in_full), "mail")
    size = count_sent_bytes(mail)
    assert size <= MAX_BYTES
    whole = count <= 30
    assert ("The whole edition is in the file digest-2026-10-16.html." in mail) is not whole
    if not whole:
        assert size > MAX_BYTES * 0.9, "the mail is shortened more than necessary"


def count_sent_bytes(text: str) -> int:
    """Return the size of a text in a mail, headers left out, with the encoding that the program chooses."""
    message = EmailMessage()
    message.set_content(text, subtype="html", cte=choose_transfer_encoding(text).name)
    return len(message.as_bytes(policy=SMTP).partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("letters", ["Новости дня", "Ψηφοφορία", "ニュース", "أخبار"])
def test_a_mail_in_another_script_is_not_too_long_as_it_is_sent(letters: str) -> None:
    stories = (
        replace(CABLE, id=f"{number:016x}", articles=(replace(CABLE.lead, text=f"{letters} " * 60 + "."),))
        for number in range(60)
    )
    mail = render(edit_edition(*(summarize(story, (0, 0)) for story in stories)), "mail")
    assert choose_transfer_encoding(mail).name == "base64"
    assert MAX_BYTES * 0.9 < count_sent_bytes(mail) <= MAX_BYTES


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plain text\n" * 50, "quoted-printable"),
        ("<p style='a:b'>a café</p>\n" * 50, "quoted-printable"),
        ("Вести и погода\n" * 50, "base64"),
        ("", "quoted-printable"),
    ],
)
def test_the_size_of_a_mail_is_that_of_the_shorter_encoding(text: str, name: str) -> None:
    chosen = choose_transfer_encoding(text)
    assert chosen.name == name
    assert chosen.size == pytest.approx(count_sent_bytes(text), rel=0.02, abs=4)


def test_a_mail_of_very_long_texts_is_not_too_long() -> None:
    long = replace(
        BRIEFS[0], articles=(replace(BRIEFS[0].lead, title="x" * 50_000, source="y" * 50_000, text="z."),)
    )
    edition = edit_edition(
        *(brief(replace(long, id=str(number)), (0, 0)) for number in range(40)), title="T" * 9_000
    )
    failed = [replace(source, message="m" * 9_000, name="n" * 9_000) for source in edition.sources * 20]
    mail = render(replace(edition, sources=tuple(failed)), "mail")
    assert count_sent_bytes(mail) <= MAX_BYTES


def test_briefs_are_shortened_before_stories_and_the_last_first() -> None:
    steps = list(list_shortening_steps([False, *[True] * 13, False]))
    assert [way for _, way in steps[:13]] == ["headline"] * 13
    assert [place for place, _ in steps[:13]] == list(range(13, 0, -1))
    assert steps[13:16] == [(13, "left"), (14, "first"), (0, "first")]
    assert dict(steps) == dict.fromkeys(range(15), "left")
    order = {way: place for place, way in enumerate(WAYS)}
    for place in range(15):
        taken = [order[way] for at, way in steps if at == place]
        assert taken == sorted(taken)


def test_a_mail_links_to_the_public_page() -> None:
    mail = render(make_large_edition(500, 12), "mail", address="https://news.example/d/")
    page: Any = lxml.html.document_fromstring(mail)
    assert page.xpath("//a[text()='Read the whole edition.']/@href") == [
        "https://news.example/d/digest-2026-10-16.html"
    ]
    assert (
        page.xpath("//li//a/@href")[0] == "https://news.example/d/digest-2026-10-16.html#s-0000000000000001"
    )


def test_a_mail_has_inline_styles_and_loads_nothing() -> None:
    page: Any = lxml.html.document_fromstring(render(golden_edition(), "mail"))
    assert not page.xpath("//img | //link | //script | //svg | //@class[contains(., 'story')]")
    (style,) = page.xpath("//style/text()")
    assert re.fullmatch(r"(@media \([^)]*\)\{([^{}]*\{[^{}]*\})*\})+", style), (
        "only rules that a mail reader may ignore"
    )
    for element in page.xpath("//td//p | //h1 | //h2 | //h3 | //td//a"):
        assert element.get("style"), lxml.html.tostring(element)[:200]
    assert not page.xpath("//a[starts-with(@href, 'file:')]")


@pytest.mark.parametrize("times", [1, 7], ids=["whole", "shortened"])
def test_a_mail_names_only_the_sources_of_what_it_shows(times: int) -> None:
    stories = (*golden_edition().stories, summarize(CABLE, (0, 0), (1, 0), (3, 0), known=((2, 0),)))
    stories = (*stories, brief(replace(CABLE, id="cable-brief"), (1, 0), (0, 0)))
    mail: Any = lxml.html.document_fromstring(render(edit_edition(*stories * times), "mail"))
    shown_stories = [(div, div.xpath("p")[-1].xpath("b")) for div in mail.xpath("//div[h2][count(p) > 1]")]
    shown_stories += [(brief, brief.xpath("span/b")) for brief in mail.xpath("//p[b][br][not(../h2[@dir])]")]
    assert len(shown_stories) > 5
    assert ("shortened" in mail.text_content()) == (times > 1)
    for story, numbers in shown_stories:
        shown = {mark.text_content().strip() for mark in story.xpath(".//sup")}
        assert [number.text for number in numbers] == sorted(shown)


def test_a_link_in_a_mail_keeps_the_first_words_of_its_text_fragment() -> None:
    assert (
        shorten_link("https://x.example/a#:~:text=one%20two,nine%20ten")
        == "https://x.example/a#:~:text=one%20two"
    )
    assert shorten_link("https://x.example/a,b") == "https://x.example/a,b"
    kept = "https://x.example/#:~:text=before-,one,two"
    assert shorten_link(kept) == kept


@pytest.mark.parametrize(("language", "isolated"), [("ar", True), ("he", True), ("en", False)])
def test_outlets_of_a_mail_from_right_to_left_are_kept_apart(language: str, isolated: bool) -> None:
    """Without it, a time between two names joins them, and the second stands before the first."""
    page: Any = lxml.html.document_fromstring(render(golden_edition(), "mail", language=language))
    names = [link for link in page.xpath("//p//a") if link.text_content() == "Radio Mirasol"]
    assert names
    assert all((link.xpath("string(span/@dir)") == "auto") is isolated for link in names)
