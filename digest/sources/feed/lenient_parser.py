"""Parse feeds that are not well-formed, with feedparser.

Imported when the first such feed arrives: most days bring none, and feedparser takes 50 ms to import.
"""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from digest.errors import SourceError
from digest.sources.feed.parser_state import Fields
from digest.sources.feed.picture_texts import add_picture_texts

_PERMALINK = re.compile(
    r"""(<guid\s[^<>]{0,200}\bisPermaLink\s*=\s*["'])\s*(?:true|1|yes)\s*(?=["'])""", re.IGNORECASE
)
# The values that are used: texts, tables of texts, and lists of such tables. An element that feedparser does
# not know becomes a key, so any of them may have any type.
_TEXTS = frozenset(
    """
    about author created feedburner_origlink id itunes_duration language link published summary title updated
    """.split()  # noqa: SIM905
)
_LISTS = frozenset({"authors", "content", "links", "media_content", "media_thumbnail", "tags"})
_TABLES = frozenset({"image", "media_player", "source", "summary_detail", "title_detail"})
_UTF8 = {"content-type": "application/xml; charset=utf-8"}

# feedparser fills a table that all parsers share when it makes the first one. If two threads did that at the
# same time, one would parse with half a table. An import runs in one thread only, and the others wait for it.
feedparser.parse(io.BytesIO(b"<rss/>"))


def parse_with_feedparser(xml: str, address: str) -> tuple[Fields, list[Fields]]:
    """Return a feed and its entries as feedparser reads them: the values that the fast parser finds, too.

    Raises SourceError if feedparser fails.
    isPermaLink is true in any case of its letters, and as "1" or "yes"; feedparser knows only one form.
    """
    xml = add_picture_texts(_PERMALINK.sub(r"\1true", xml))
    try:
        parsed = feedparser.parse(
            io.BytesIO(xml.encode()), response_headers=_UTF8, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it fails on misplaced elements
        raise SourceError(address, "its XML is too broken to read") from error
    for entry in parsed["entries"]:
        if "guidislink" not in entry and entry.get("id"):
            entry["about"] = entry["id"]  # rdf:about
    return _select_fields(parsed["feed"]), list(map(_select_fields, parsed["entries"]))


def _select_fields(parsed: dict[str, Any]) -> Fields:
    """Return the values that are used, in plain dictionaries, without those of another type than expected.

    The methods of feedparser's own dictionary return "published" for "updated".
    """
    fields: Fields = {}
    for key, value in parsed.items():
        if key in _TEXTS and isinstance(value, str):
            fields[key] = value
        elif key in _LISTS and isinstance(value, list):
            fields[key] = [_select_texts(table) for table in value if isinstance(table, dict)]
        elif key in _TABLES and isinstance(value, dict):
            fields[key] = _select_texts(value)
    return fields


def _select_texts(table: dict[str, Any]) -> dict[str, str]:
    return {key: value for key, value in table.items() if isinstance(value, str)}
