"""The Markdown file: marks that link to their sentences, values that stay text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from digest.editions.serialize import list_quotations, serialize_edition
from digest.rendering.escaping import escape_markdown, format_tag
from tests.support.golden_edition import (
    ODD,
    SNAIL,
    golden_edition,
    hostile_edition,
    summarize,
)
from tests.support.rendering import edit_edition, render

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""As strict as a web site: it rejects links to files."""


def test_every_mark_in_markdown_links_to_its_sentence() -> None:
    tokens = [
        child
        for token in MARKDOWN.parse(render(golden_edition(), "markdown"))
        for child in token.children or []
    ]
    opened = {
        tokens[place + 1].content: unquote(str(token.attrs["href"]))
        for place, token in enumerate(tokens)
        if token.type == "link_open"
    }
    quoted = {
        quotation["mark"]: unquote(quotation["url"])
        for story in serialize_edition(golden_edition())["stories"]
        for quotation in list_quotations(story)
    }
    assert opened == {mark: url for mark, url in quoted.items() if not url.startswith("file:")}
    assert len(opened) == len(quoted) - 1


def test_an_address_cannot_end_its_own_link() -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, url='https://x.example/a(b)_[c]?q="d"&e=<f> g'),))
    text = render(edit_edition(summarize(story, (0, 0))), "markdown")
    assert "[1a]: https://x.example/a%28b%29_%5Bc%5D?q=%22d%22&e=%3Cf%3E%20g " in text


def test_markup_in_texts_stays_text_in_markdown() -> None:
    text = render(hostile_edition(), "markdown")
    tokens = [child for token in MARKDOWN.parse(text) for child in [token, *(token.children or [])]]
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_inline", "html_block", "image", "s_open", "table_open", "fence", "hr", "em_s"}
    assert [token.content for token in tokens if token.type == "code_inline"] == [
        re.search(r"`(.*?)`", render(golden_edition(), "markdown"))[1]  # type: ignore[index]
    ]
    hosts = {urlsplit(str(token.attrs["href"])).hostname for token in tokens if token.type == "link_open"}
    assert "highland-courier.example" in hosts
    assert "evil.example" not in hosts
    first = next(i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h3")
    assert (
        unescape(re.sub("<[^>]*>", "", MARKDOWN.renderer.render([tokens[first + 1]], MARKDOWN.options, {})))
        == ODD
    )


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "C#", "trailing #", "+ no list", "- no list", "1. no list", "12) no list",
        "--- no rule", "=== no heading", "***", "~~~", "```", "> no quote", "*no emphasis*", "_no_ __way__",
        "`no code`", "[no](link)", "![no](image)", "[1a]", "<https://no.example>", "<b>no tag</b>",
        "3 < 4 > 2", "~~not struck~~", "a | b", "&copy; &#169; AT&T; R&D", r"back\slash \* ", "tab\there",
        "two\nlines", "a\r\n# b", "1.5 metres",
    ],
)  # fmt: skip
def test_markdown_shows_a_value_unchanged(text: str) -> None:
    shown = MARKDOWN.render(f"{escape_markdown(text)}\n").strip()
    assert shown.startswith("<p>")
    assert shown.endswith("</p>")
    assert not re.search("<(?!/?p>)", shown)
    assert unescape(shown[3:-4]) == " ".join(text.split())


def test_a_day_without_stories_has_no_line_with_trailing_space() -> None:
    lines = render(edit_edition(), "markdown").splitlines()
    assert lines[2] == "The Lantern."
    assert not [line for line in lines if line.endswith(". ")]


@pytest.mark.parametrize("kind", ["markdown", "text", "mail"])
def test_french_puts_a_space_before_every_colon(kind: str) -> None:
    """In the labels only: quoted text stays as it is."""
    text = render(replace(golden_edition(), language="fr"), kind)
    for label in ("Mots-clés", "Sources", "Écartés", "Aussi traité par", "Pier Gazette"):
        assert f"{label}:" not in text


def test_front_matter_has_title_date_aliases_and_the_keywords_as_tags() -> None:
    edition = replace(golden_edition(), title='The "Morning": Page')
    text = render(edition, "markdown", front_matter=True)
    head, found, body = text.removeprefix("---\n").partition("\n---\n\n")
    assert text.startswith("---\n")
    assert found
    assert body == render(edition, "markdown")
    assert yaml.safe_load(head) == {
        "title": 'The "Morning": Page, Friday 16 October 2026',
        "date": golden_edition().date,
        "aliases": ["Friday 16 October 2026"],
        "tags": ["Ostrand", "paper-mill"],
    }


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Port Ellis", "Port-Ellis"),
        ("Côte d’Azur", "Côte-d-Azur"),
        ("2026", ""),
        ("مكتبة عائمة", "مكتبة-عائمة"),
        ("#x", "x"),
    ],
)
def test_keywords_become_tags(words: str, tag: str) -> None:
    assert format_tag(words) == tag


def test_the_day_before_is_a_wikilink_on_request() -> None:
    link = "← [[digest-2026-10-15|Thursday]]"
    assert link in render(golden_edition(), "markdown", wikilinks=True)
    assert "[[" not in render(golden_edition(), "markdown")
    assert "[[" not in render(replace(golden_edition(), earlier=()), "markdown", wikilinks=True)
