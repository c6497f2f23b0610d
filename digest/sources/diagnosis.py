"""Explain what a document is that should be a feed but is not, and find the feed it links to."""

from __future__ import annotations

import re

from digest.errors import SourceError
from digest.sources.page_links import find_page_links

_HTML = re.compile(
    r"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_TITLE = re.compile(r"<title[^<>]*+>([^<]*+)<", re.IGNORECASE)
_XML_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
# Titles of pages that let people pass but block programs.
_BOT_CHECK = re.compile(
    r"just a moment|attention required|checking your browser|are you (?:a )?(?:human|robot)|captcha"
    r"|security check|access denied|ddos[- ]guard|verify(?:ing)? (?:that )?you are human|bot detection",
    re.IGNORECASE,
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"ID3", "an audio file"),
)
_LISTS = {
    "opml": ("it is a list of feeds (OPML), not a feed", 'Use opml = "…" instead, or import it.'),
    "urlset": ("it is a site map, not a feed", "Look for the feed on the publisher's page."),
    "sitemapindex": ("it is a site map, not a feed", "Look for the feed on the publisher's page."),
}
_TITLE_LIMIT = 600
_NO_FEED = "Look for the feed's address on the publisher's page."


def is_html(text: str) -> bool:
    """Whether a document begins like an HTML page."""
    return _HTML.match(text) is not None


def explain_non_feed(body: bytes, text: str, address: str) -> SourceError:
    """Return the error for a document that is not a feed, saying what it is.

    body: its bytes. text: the same, decoded. address: where it came from.
    """
    if not text.strip():
        return SourceError(address, "the response is empty", "The next visit tries again.")
    if kind := next((name for magic, name in _MAGIC if body.startswith(magic)), ""):
        return SourceError(address, f"it is {kind}, not a feed", _NO_FEED)
    if is_html(text):
        return _explain_page(text, address)
    if text.lstrip()[0] in "{[":
        return SourceError(address, "it is JSON, but not a JSON Feed", _NO_FEED)
    if root := _XML_ROOT.search(text):
        name = root[1].rpartition(":")[2]
        unknown = (f"it is not a feed: it begins with <{name}>", _NO_FEED)
        return SourceError(address, *_LISTS.get(name.lower(), unknown))
    return SourceError(address, "it is plain text, not a feed", _NO_FEED)


def is_bot_check(html: str) -> bool:
    """Whether a page is a bot check, by its title, or by its first lines if it has none."""
    title = _TITLE.search(html)
    return _BOT_CHECK.search(title[1] if title else html, 0, _TITLE_LIMIT) is not None


def _explain_page(text: str, address: str) -> SourceError:
    links = find_page_links(text, address)
    if feeds := (*links.feeds, *links.possible_feeds):
        return SourceError(address, "it is a web page, not a feed", f"Its feed is {feeds[0]}")
    if is_bot_check(text):
        return SourceError(
            address, "a bot check blocks access", "The site blocks programs: look for another address."
        )
    if links.forward not in ("", address):
        advice = f"The page leads to {links.forward}: try this address."
        return SourceError(address, "it is a web page, not a feed", advice)
    return SourceError(
        address, "it is a web page, not a feed", 'Use page = "…" instead, or look for its feed.'
    )
