"""Turn the titles and texts of feeds into plain text, whichever way they were escaped.

Many feeds escape a value once more than they declare, or declare HTML as plain text.
"""

from __future__ import annotations

import re

from digest.text import clean_line, clean_text, html_to_text
from digest.text.markup_text import unescape_entities

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
# Tags of which a title may be made. Others, and those that are never closed, are part of it ("Vec<String>").
_TITLE_TAGS = (
    "a|abbr|b|big|bdi|cite|code|del|div|em|font|h[1-6]|i|ins|kbd|li|mark|p|q|s|small|span|strike|strong|sub|sup"
    "|time|tt|u|ul|var"
)
_OPENING = re.compile(rf"<({_TITLE_TAGS})(?=[\s>])[^<>]*>", re.IGNORECASE)
_STANDALONE = re.compile(r"<(?:br|hr|img|wbr)\b[^<>]*>|^\s*<p>", re.IGNORECASE)
# Tags that make a text HTML, if they are all that is left of its markup: in pairs, or without an end.
_TEXT_TAGS = re.compile(
    r"<(p|div|a|ul|ol|li|b|i|em|strong|span|h[1-6]|blockquote|table)\b[^<>]*>.*?</\1\s*>|<br\s*/?>|<img\s[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile("<(?:code|pre|samp|kbd|tt)[ >]", re.IGNORECASE)
# Escaped twice, these are the brackets of code.
_ANGLE_BRACKET = re.compile("&((?:lt|gt|#60|#62|#x3c|#x3e);)", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-z!]", re.IGNORECASE)
# The marks of a CDATA section, or of the comment that HTML makes of it; at the start, the end may be missing.
_CDATA = re.compile(r"(?<!\s)\s*+<!(?:--)?\[CDATA\[(.*?)(?:\]\](?:--)?>|$)\s*", re.DOTALL | re.IGNORECASE)
_INNER_CDATA = re.compile(
    r"<!(?:--)?\[CDATA\[((?:(?!\]\](?:--)?>|<!(?:--)?\[CDATA\[).)*)\]\](?:--)?>", re.DOTALL | re.IGNORECASE
)
_ESCAPED_CDATA = re.compile(r"^\s*&(?:amp;)?lt;!(?:--)?\[CDATA\[", re.IGNORECASE)
_CDATA_END = re.compile(r"(?<!\])\]\](?:>|&gt;)\s*$")
# How many times more than declared a value may be escaped.
_MAX_ESCAPED = 2


def read_line(value: str, *, kind: str = "") -> str:
    """Return a title or a name as plain text on one line.

    kind: the media type that the format declares and that is certain, or "". A tag in plain text is part of
    it, and so is one that is escaped in XHTML. Entities are decoded in any case: no title shows them. Cost:
    linear.
    """
    if not value:
        return ""
    value = strip_cdata(value)
    if "<" not in value and "&" not in value:
        return clean_line(value)
    is_code = kind == "text/plain"
    for step in range(_MAX_ESCAPED):
        # A single tag that was escaped once more is code.
        if not is_code and (_is_markup(value) if step == 0 else _has_closed_tags(value)):
            value = html_to_text(value)
        elif _ENTITY.search(value):
            value = unescape_entities(value)
        is_code = is_code or kind == "application/xhtml+xml"
    return clean_line(value)


def read_text(value: str, kind: str, language: str = "") -> str:
    """Return the text of an entry, with a blank line between paragraphs.

    kind: its media type, or "". language: for the marks around quotations, or "". Cost: linear.
    """
    value = _unescape_markup(strip_cdata(value))
    if kind == "text/plain" and not (_ENTITY.search(value) or _STANDALONE.search(value) or "</" in value):
        return clean_text(value)
    text = html_to_text(value, language)
    # Escaped within one element that was not.
    if text[:1] == "<" and text[-1:] == ">" and _TEXT_TAGS.match(text):
        return html_to_text(text, language)
    if "&" in text and _ENTITY.search(text) and not _CODE.search(value):
        return clean_text(unescape_entities(_ANGLE_BRACKET.sub(r"&amp;\1", text)))
    return text


def read_plain_text(value: str, language: str = "") -> str:
    """Return the text of an entry that is declared as plain text: HTML only if it is nothing else."""
    value = strip_cdata(value)
    markup = _unescape_markup(value).strip()
    if markup[:1] == "<" and markup[-1:] == ">" and _TEXT_TAGS.match(markup):
        return html_to_text(markup, language)
    return clean_text(value)


def strip_cdata(value: str) -> str:
    """Return a value without the marks of a CDATA section that were escaped together with its text."""
    if "]]" not in value and "[" not in value:
        return value
    if "CDATA[" not in value and "cdata[" not in value:
        return _CDATA_END.sub("", value)
    if _ESCAPED_CDATA.match(value):
        value = unescape_entities(unescape_entities(value) if "&amp;lt;!" in value[:20] else value)
    return (_CDATA if _CDATA.match(value) else _INNER_CDATA).sub(r"\1", value)


def _unescape_markup(value: str) -> str:
    """Return HTML that was escaped once too often: there is no element in it before, and some after that."""
    for _ in range(_MAX_ESCAPED):
        if "&" not in value or _ANY_TAG.search(value):
            break
        unescaped = unescape_entities(value)
        if not (
            _TEXT_TAGS.search(unescaped)
            or ("&" in unescaped and _TEXT_TAGS.search(unescape_entities(unescaped)))
        ):
            break
        value = unescaped
    return value


def _is_markup(value: str) -> bool:
    """Return whether the tags in a title are markup: each of them is known, and closed or needs no end."""
    return _STANDALONE.search(value) is not None or _has_closed_tags(value)


def _has_closed_tags(value: str) -> bool:
    opened = [name.lower() for name in _OPENING.findall(value)]
    lower = value.lower()
    return bool(opened) and all(f"</{name}>" in lower for name in opened)
