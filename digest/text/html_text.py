"""Turn HTML into its visible text."""

from __future__ import annotations

import re
import threading
from typing import Any

from digest.text.clean import clean_text, tidy_text
from digest.text.markup_text import unescape_entities
from digest.text.simple_markup import read_simple_markup
from digest.text.text_collector import TextCollector, TooDeepError

MAX_MARKUP_CHARACTERS = 10_000_000
_TAG = re.compile(r"<[a-zA-Z!/?]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_CHUNK_BYTES = 65_536


def html_to_text(html: str, language: str = "") -> str:
    """Return the visible text of HTML, cleaned, with a blank line between paragraphs.

    html: a fragment or a page; text without any tag keeps its paragraphs. language: ISO 639-1, for the marks
    around quotations, or "". Superscripts and fractions are written in small characters. Marks of notes,
    struck-out text and invisible content (scripts, styles, form fields, hidden elements) are left out. Only
    the first ten million characters are read. If tags are nested deeper than 1,000, they are removed without
    regard to what is hidden. Never raises on broken markup. Cost: linear.
    """
    html = html[:MAX_MARKUP_CHARACTERS]
    if not _TAG.search(html):
        return clean_text(unescape_entities(html))
    if (simple := read_simple_markup(html)) is not None:
        return tidy_text(simple)
    markup = html.replace("\0", "").encode("utf-8", "ignore")
    collector, parser = _IDLE_PARSER.__dict__.pop("parser", None) or _make_parser()
    collector.language = language
    try:
        for start in range(0, len(markup), _CHUNK_BYTES):
            parser.feed(markup[start : start + _CHUNK_BYTES])
        parser.close()
    except TooDeepError:
        return clean_text(unescape_entities(_ANY_TAG.sub(" ", html)))
    text = collector.take()
    _IDLE_PARSER.parser = collector, parser
    return tidy_text(text)


# Making a parser takes three times as long as parsing a teaser, so each thread keeps one.
_IDLE_PARSER = threading.local()


def _make_parser() -> tuple[TextCollector, Any]:
    from lxml import etree

    # Events instead of a tree: the number of attributes costs nothing then.
    collector: Any = TextCollector()
    return collector, etree.HTMLParser(target=collector, encoding="utf-8", recover=True)
