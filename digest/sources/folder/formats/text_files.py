"""Articles in plain text and in Markdown, with or without a head of fields."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from digest.sources.draft import Contents, Draft, Fault, SavedFile
from digest.sources.folder.formats.record_files import is_field, read_record
from digest.sources.segmentation.plaintext import read_articles
from digest.text import clean_line, clean_text
from digest.text.decoding import decode_bytes

_YAML_HEAD = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML_HEAD = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_BARE_HEAD = re.compile(r"\s*((?:[A-Za-z][\w -]{0,20}: [^\n]+\n){2,})\n")
_PAIR = re.compile(r"([A-Za-z][\w -]*?)\s*:\s*(.*)")
_HEADLINE = re.compile(r"^#[ \t]+(.*\S.*)$", re.MULTILINE)
# Every repetition is bounded or stops at its own first character: texts may be hostile.
_MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"^[ \t]*(?:```|~~~).*$", ""),
        (r"!\[[^\[\]]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", ""),
        (r"\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", r"\1"),
        (r"^[ \t]*\[[^\[\]\n]+\]:.*$", ""),
        (r"<(https?://[^<>\s]+)>", r"\1"),
        (r"</?[a-zA-Z][^<>]*>|<!--.{0,1000}?-->", ""),
        (r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*=+[ \t]*$", ""),
        (r"^[ \t]*(?:>[ \t]?)+", ""),
        (r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", "\n"),
        (r"^#{1,6}[ \t]+(.*)$", r"\1\n"),
        (r"[ \t]#+$", ""),
        (r"(\*\*|__|~~|`)(?=\S)(.{1,500}?)(?<=\S)\1", r"\2"),
        (r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])", r"\2"),
        (r"\\([\\`*_{}\[\]()#+.!>~|-])", r"\1"),
    )
)


def read_text(file: SavedFile) -> Contents:
    """Read a text, which may begin with a head ("Title: …", "Date: …") and may hold several articles."""
    values, text = _take_head(decode_bytes(file.body).replace("\r\n", "\n"), _BARE_HEAD)
    if values:
        return _read_headed(values, clean_text(text), file)
    return read_articles(text, file.moment)


def read_markdown(file: SavedFile) -> Contents:
    """Read Markdown, with front matter in YAML's simple forms or TOML; a first-rank heading is a title.

    Several first-rank headings are several articles.
    """
    text = decode_bytes(file.body).replace("\r\n", "\n")
    values, text = _take_head(text, _YAML_HEAD, _TOML_HEAD)
    before, *rest = _HEADLINE.split(text)
    titles = [clean_line(plain_markdown(title.rstrip(" \t#"))) for title in rest[::2]]
    texts = [plain_markdown(text) for text in rest[1::2]]
    if values or len(titles) == 1:
        whole = "\n\n".join(filter(None, (plain_markdown(before), *texts)))
        return _read_headed({"title": titles[0], **values} if titles else values, whole, file)
    if titles:
        return tuple(Draft(title=title, text=text) for title, text in zip(titles, texts, strict=True))
    return read_articles(plain_markdown(text), file.moment)


def plain_markdown(text: str) -> str:
    """Return Markdown as plain text: without marks, addresses and pictures, paragraphs kept."""
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return clean_text(text)


def _take_head(text: str, *heads: re.Pattern[str]) -> tuple[dict[str, Any], str]:
    """The fields above a text, and the text; no fields when there is no head with one that is known."""
    for head in heads:
        found = head.match(text)
        values = (_read_toml if head is _TOML_HEAD else _read_pairs)(found[1]) if found else {}
        if found and (head is not _BARE_HEAD or sum(map(is_field, values)) >= 2):
            return values, text[found.end() :]
    return {}, text


def _read_toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError):  # numbers of thousands of digits, lists in lists in lists
        return {}


def _read_pairs(block: str) -> dict[str, Any]:
    """The "key: value" lines of a head; in brackets, or in lines of its own with dashes, it is a list."""
    values: dict[str, Any] = {}
    name = ""
    for line in block.split("\n"):
        pair = _PAIR.match(line)
        if pair:
            name, value = pair[1], pair[2].strip() or "[]"
            listed = value.startswith("[") and value.endswith("]")
            values[name] = [_unquote(item) for item in value[1:-1].split(",")] if listed else _unquote(value)
        elif name and line.lstrip().startswith("- ") and not isinstance(values[name], str):
            values[name].append(_unquote(line.lstrip()[2:]))
    return values


def _unquote(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _read_headed(values: dict[str, Any], text: str, file: SavedFile) -> Contents:
    draft = read_record(values | {"text": text}, file.now)
    return (draft,) if draft else (Fault("not_an_article", "it has neither title nor text"),)
