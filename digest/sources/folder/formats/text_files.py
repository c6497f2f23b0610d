"""Read articles from plain text, with or without a header."""

from __future__ import annotations

import re

from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.formats.front_matter import read_pairs
from digest.sources.folder.formats.record_files import draft_record, is_field
from digest.sources.folder.saved_file import SavedFile
from digest.sources.segmentation.text_articles import read_articles
from digest.text import clean_text
from digest.text.decoding import decode_bytes

_HEADER = re.compile(r"\s*((?:[A-Za-z][\w -]{0,20}: [^\n]+\n)+)\n")
# Notes are often Markdown under another name: "[mill](https://a.example/mill_(old) "title")".
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,300})\]\(<?https?://[^\s()<>]{1,1000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,500}){0,5}>?"
    r"(?: \"[^\"\n]{0,200}\")?\)"
)


def read_text(file: SavedFile) -> Contents:
    """Read a plain text, which may begin with a header ("Title: …", "Date: …") or contain several articles.

    Lines are a header only if at least two of them are known fields, or if it is a title alone. Cost: linear
    in the size of the file. Of links in Markdown the text stays.
    """
    text = decode_bytes(file.body).replace("\r\n", "\n")
    text = _LINK.sub(r"\1", text) if "](" in text else text
    header = _HEADER.match(text)
    values = read_pairs(header[1]) if header else {}
    is_title = [name.casefold() for name in values] == ["title"]
    if not header or not (is_title or sum(map(is_field, values)) >= 2):
        return read_articles(text, file.saved_at)
    draft = draft_record(values | {"text": clean_text(text[header.end() :])}, file.now)
    return (draft,) if draft else (Fault("not_an_article", "it has neither title nor text"),)
