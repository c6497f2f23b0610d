"""Read articles from plain text and Markdown, with or without front matter."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from digest.sources.article_drafts import Contents, Draft, Fault
from digest.sources.folder.formats.record_files import draft_record, is_field
from digest.sources.folder.saved_file import SavedFile
from digest.sources.segmentation.text_articles import read_articles
from digest.text import clean_line, clean_text
from digest.text.decoding import decode_bytes

_YAML_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML_FRONT_MATTER = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_PLAIN_HEADER = re.compile(r"\s*((?:[A-Za-z][\w -]{0,20}: [^\n]+\n){2,})\n")
_KEY = re.compile(r"[A-Za-z][\w -]*")
_HEADLINE = re.compile(r"^#[ \t]++(\S.*)$", re.MULTILINE)
# Texts may be hostile: to stay linear, every repetition is bounded or stops at its own first character.
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
    """Read a plain text, which may begin with a header ("Title: …", "Date: …") or contain several articles.

    Cost: linear in the size of the file.
    """
    values, text = _split_front_matter(decode_bytes(file.body).replace("\r\n", "\n"), _PLAIN_HEADER)
    if values:
        return _read_with_fields(values, clean_text(text), file)
    return read_articles(text, file.saved_at)


def read_markdown(file: SavedFile) -> Contents:
    """Read Markdown, with front matter in TOML or in the simple forms of YAML.

    A level-1 heading is the title; each of several level-1 headings begins an article. Cost: linear in the
    size of the file.
    """
    text = decode_bytes(file.body).replace("\r\n", "\n")
    values, text = _split_front_matter(text, _YAML_FRONT_MATTER, _TOML_FRONT_MATTER)
    before, *rest = _HEADLINE.split(text)
    titles = [clean_line(plain_markdown(title.rstrip(" \t#"))) for title in rest[::2]]
    texts = [plain_markdown(text) for text in rest[1::2]]
    if values or len(titles) == 1:
        whole = "\n\n".join(filter(None, (plain_markdown(before), *texts)))
        return _read_with_fields({"title": titles[0], **values} if titles else values, whole, file)
    if titles:
        return tuple(Draft(title=title, text=text) for title, text in zip(titles, texts, strict=True))
    return read_articles(plain_markdown(text), file.saved_at)


def plain_markdown(text: str) -> str:
    """Return Markdown as plain text: paragraphs kept, without markup, link addresses and images.

    Cost: linear in the length of the text.
    """
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return clean_text(text)


def _split_front_matter(text: str, *patterns: re.Pattern[str]) -> tuple[dict[str, Any], str]:
    """The fields above a text, and the text; no fields when none of the patterns of front matter matches.

    Plain header lines count only if at least two of them are known fields.
    """
    for pattern in patterns:
        found = pattern.match(text)
        values = (_read_toml if pattern is _TOML_FRONT_MATTER else _read_pairs)(found[1]) if found else {}
        if found and (pattern is not _PLAIN_HEADER or sum(map(is_field, values)) >= 2):
            return values, text[found.end() :]
    return {}, text


def _read_toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError):  # numbers of thousands of digits, deep nesting
        return {}


def _read_pairs(block: str) -> dict[str, Any]:
    """The "key: value" lines of front matter; values in brackets or on lines with dashes are lists."""
    values: dict[str, Any] = {}
    name = ""
    for line in block.split("\n"):
        key, colon, value = line.partition(":")
        if colon and _KEY.fullmatch(key):
            name, value = key.rstrip(), value.strip() or "[]"
            is_list = value.startswith("[") and value.endswith("]")
            values[name] = [_unquote(item) for item in value[1:-1].split(",")] if is_list else _unquote(value)
        elif name and line.lstrip().startswith("- ") and not isinstance(values[name], str):
            values[name].append(_unquote(line.lstrip()[2:]))
    return values


def _unquote(value: str) -> str:
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _read_with_fields(values: dict[str, Any], text: str, file: SavedFile) -> Contents:
    draft = draft_record(values | {"text": text}, file.now)
    return (draft,) if draft else (Fault("not_an_article", "it has neither title nor text"),)
