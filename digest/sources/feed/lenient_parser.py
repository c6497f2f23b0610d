"""Parse feeds that are not well-formed, with feedparser.

Imported when the first such feed arrives: most days bring none, and feedparser takes 50 ms to import.
"""

from __future__ import annotations

import io
import re

import feedparser

from digest.errors import SourceError
from digest.sources.feed.parser_state import Fields
from digest.sources.feed.picture_texts import add_picture_texts

_PERMALINK = re.compile(
    r"""(<guid\s[^<>]{0,200}\bisPermaLink\s*=\s*["'])\s*(?:true|1|yes)\s*(?=["'])""", re.IGNORECASE
)
_UTF8 = {"content-type": "application/xml; charset=utf-8"}

# feedparser fills a table that all parsers share when it makes the first one. If two threads did that at the
# same time, one would parse with half a table. An import runs in one thread only, and the others wait for it.
feedparser.parse(io.BytesIO(b"<rss/>"))


def parse_with_feedparser(xml: str, address: str) -> tuple[Fields, list[Fields]]:
    """Return a feed and its entries as feedparser reads them. Raises SourceError if it fails.

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
        entry.pop("media_text", None)  # feedparser keeps a transcript (media:text) there
        if "guidislink" not in entry and entry.get("id"):
            entry["about"] = entry["id"]  # rdf:about
    return parsed["feed"], parsed["entries"]
