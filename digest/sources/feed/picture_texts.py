"""Keep what Media RSS says about a picture, for feedparser.

feedparser takes such texts for those of the entry. Here each is added to the tag of its picture, where
feedparser leaves it: as an attribute `text`, which `label_handlers` sets in well-formed feeds.
"""

from __future__ import annotations

import re
from html import escape

_TAG = re.compile(
    r"<(/?)(item|entry|media:(?:content|group|thumbnail|description|title))\b([^<>]*)>", re.IGNORECASE
)
_TEXT = re.compile(r"(?:\s*+<!\[CDATA\[(.{0,1000}?)\]\]>\s*+|([^<]*+))</media:", re.IGNORECASE | re.DOTALL)


class _Entry:
    """The pictures of one entry: places in the feed where an attribute can be added, and texts."""

    def __init__(self) -> None:
        self.content = self.thumbnail = 0
        self.is_in_content = False
        self.own: dict[str, str] = {}
        self.other: dict[str, str] = {}

    def read_text(self, name: str, feed: str, start: int) -> None:
        """Read a description or title: of the first picture, or of another or all of them."""
        if (found := _TEXT.match(feed, start)) and (text := _escape(found)):
            (self.own if self.is_in_content else self.other).setdefault(name, text)

    def choose_text(self) -> tuple[int, str]:
        """Return the place of the picture, 0 if there is none, and its text."""
        texts = self.own or self.other
        return self.content or self.thumbnail, texts.get("description") or texts.get("title") or ""


def add_picture_texts(feed: str) -> str:
    """Return a feed in which the first picture of each entry has its text as an attribute. Cost: linear."""
    if "media:" not in feed:
        return feed
    entry, done, parts = _Entry(), 0, []
    for found in _TAG.finditer(feed):
        name, is_end = found[2].lower().removeprefix("media:"), bool(found[1])
        end = found.end() - (2 if found[3].endswith("/") else 1)
        if name in ("item", "entry"):
            place, text = entry.choose_text()
            if place and text:
                parts += [feed[done:place], f' text="{text}"']
                done = place
            entry = _Entry()
        elif name == "content":
            entry.is_in_content = not is_end and not entry.content and not found[3].endswith("/")
            entry.content = entry.content or end
        elif name == "thumbnail":
            entry.thumbnail = entry.thumbnail or end
        elif name in ("description", "title") and not is_end:
            entry.read_text(name, feed, found.end())
    return "".join((*parts, feed[done:]))


def _escape(found: re.Match[str]) -> str:
    """Return a text as the value of an attribute; one outside of CDATA has its escapes already."""
    text = escape(found[1]) if found[2] is None else found[2].replace('"', "&quot;")
    return text.strip()
