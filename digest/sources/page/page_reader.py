"""Extract the articles of web pages. The only module that uses trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import cast

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from digest.errors import SourceError
from digest.http import Client, Response
from digest.models import Collected, Visit
from digest.sources.article_drafts import Draft
from digest.sources.conditional_fetch import fetch_if_changed
from digest.sources.feed_entries import Feed, add_encoding_warning
from digest.sources.inline_elements import flatten_inline_elements
from digest.sources.page.lists import add_missing_lists, unnest_lists
from digest.sources.page.metadata import Metadata, read_metadata
from digest.sources.page.split import mentions_title, split_article_elements, split_page_text
from digest.sources.page_links import find_feed_links
from digest.sources.page_size import limit_page
from digest.text import clean_line, clean_text, fingerprint_text, hash_shingles, html_to_text, split_words
from digest.text.decoding import decode_with_guess
from digest.text.urls import remove_credentials

GALLERY = "gallery"
"""The category of a page that has nothing but pictures with captions."""

# In how many lines a headline may be set, most first.
_HEADLINE_LINES = range(4, 0, -1)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)
_HEAD_ENDS = (b"</head", b"<body", b"-->")
_LINE_ENDS = bytes.maketrans(b"\n\r", b"  ")
_PREFORMATTED = re.compile(rb"(</?[Pp][Rr][Ee]\b)")

_HIDDEN = (
    "//noscript | //template | //*[@hidden or contains(translate(@style, ' ', ''), 'display:none')"
    " or contains(translate(@style, ' ', ''), 'visibility:hidden')][not(self::html or self::body)]"
)
_PARAGRAPHS = "//p[@class or ../@class or ../../@class]"

# A page needs this many words to be an article; a page that declares itself an article may be a notice.
_MIN_WORDS, _MIN_DECLARED_WORDS = 25, 8
# A page without any of these elements need not mention its title; so many words and paragraphs will do.
_ACTIVE_TAGS = ("script", "form", "button", "input", "iframe", "noscript")
_MIN_BARE_WORDS, _MIN_BARE_PARAGRAPHS = 40, 3
# Longer than any cookie wall or error page: an article, whether or not it mentions its title.
_CERTAIN_WORDS = 400
# Further paragraphs of the same style belong to the article if together they are at least this long in
# relation to those found; a line with fewer spaces is not a paragraph.
_MIN_MISSING_SHARE = 0.8
_MIN_SPACES = 4
# Text in the structured data replaces the text found on the page if it has this many times the words.
_MIN_DECLARED_GAIN = 1.5
# It confirms a text, or a paragraph, if this share of the shingles occurs in it.
_MIN_TEXT_OVERLAP, _MIN_PARAGRAPH_OVERLAP = 0.75, 0.3
_SHINGLE_WORDS = 3


def decode_page(body: bytes, label: str = "") -> str:
    """Decode a page. label: the encoding that the server declares, or ""."""
    return _decode_page(body, label)[0]


def _decode_page(body: bytes, label: str) -> tuple[str, str]:
    declared = _CHARSET.search(body[:4096])
    return decode_with_guess(body, label, declared[1].decode("ascii") if declared else "")


def read_page(visit: Visit, client: Client) -> Collected:
    """Fetch a web page if it has changed and return its articles, newest first.

    An error response becomes a failure in the result. Raises SourceError if there is no response or no
    article on the page. Cost: linear.
    """

    def parse(response: Response) -> Feed:
        html, guessed = _decode_page(response.body, response.charset)
        drafts = extract_articles(html, response.url, visit.now)
        if drafts:
            return add_encoding_warning(Feed(drafts), guessed)
        feeds = find_feed_links(html, response.url)
        advice = f"Its feed is {feeds[0]}" if feeds else "Look for its feed, or use another page."
        raise SourceError(
            remove_credentials(visit.source.location), "there is no article on this page", advice
        )

    return fetch_if_changed(visit, client, "text/html, application/xhtml+xml;q=0.9, */*;q=0.5", parse)


def extract_articles(html: str, address: str = "", moment: datetime | None = None) -> tuple[Draft, ...]:
    """Return the articles of a page in reading order; none if the page is not an article.

    html: the decoded page. address: where it came from, or "". moment: the time at which the page was
    current, for relative times on it ("2 hours ago"); None if unknown. A page may contain several articles:
    each in its own <article> element, or below one another on a page that does not declare itself an
    article; the first is the main one. Not an article: a page with only a few sentences, unless it declares
    itself an article, and a page whose text never mentions its own title (cookie walls, bot checks, error
    pages). Never raises on broken markup. Cost: linear, about 20 ms per page.
    """
    html = limit_page(html)
    tree = _parse(html)
    if tree is None:
        return ()
    page = read_metadata(tree, address)
    for element in tree.xpath(_HIDDEN):
        element.drop_tree()
    parts = split_article_elements(tree, page)
    if not parts and not page.is_article and (drafts := split_page_text(html, tree, page, moment)):
        return drafts
    return tuple(draft for part in parts or [(tree, page)] if (draft := _read_article(*part)))


def _parse(html: str) -> HtmlElement | None:
    # Bytes, because lxml rejects a str that declares an encoding.
    try:
        parser = HTMLParser(encoding="utf-8", remove_pis=True)
        return document_fromstring(_join_source_lines(html.encode("utf-8", "ignore")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _join_source_lines(page: bytes) -> bytes:
    """Return a page with spaces in place of the line ends in its body, except in preformatted text.

    A page shows them as spaces, but an extractor ends a paragraph there.
    """
    # A comment at the start may give the address of a saved page on a line of its own.
    start = min((place for mark in _HEAD_ENDS if (place := page.find(mark)) >= 0), default=0)
    pieces = _PREFORMATTED.split(page[start:])
    for place in range(0, len(pieces), 2):
        if not place or pieces[place - 1].startswith(b"</"):
            pieces[place] = pieces[place].translate(_LINE_ENDS)
    return b"".join((page[:start], *pieces))


def _read_article(tree: HtmlElement, page: Metadata) -> Draft | None:
    """Return the single article of a page, or None if it is not an article."""
    flatten_inline_elements(tree, page.language)
    unnest_lists(tree)
    paragraphs = add_missing_lists(_add_missing_paragraphs(_find_paragraphs(tree), tree), tree)
    if page.body:
        paragraphs = _apply_declared_text(
            paragraphs, [line for line in html_to_text(page.body).split("\n") if line]
        )
    titles = {fingerprint_text(title) for title in (page.title, *page.titles) if title}
    # A headline in several lines is extracted as several paragraphs.
    for _ in range(len(paragraphs)):
        starts = (" ".join(paragraphs[:lines]) for lines in _HEADLINE_LINES)
        counts = zip(_HEADLINE_LINES, starts, strict=True)
        lines = next((lines for lines, start in counts if start and fingerprint_text(start) in titles), 0)
        if not lines:
            break
        paragraphs = paragraphs[lines:]
    text = clean_text("\n\n".join(paragraphs))
    if not _is_article(text, page, tree):
        return None
    return Draft(
        title=page.title,
        text=text,
        url=page.url,
        source=page.site,
        published=page.published,
        language=page.language,
        author=page.author,
        categories=(GALLERY,) if _is_gallery(paragraphs, tree) else (),
        image=page.image,
        image_alt=page.image_alt,
    )


def _is_gallery(paragraphs: list[str], tree: HtmlElement) -> bool:
    """Whether a text consists of the captions of pictures, two at least."""
    captions = {clean_line(caption.text_content()) for caption in tree.iter("figcaption")}
    return len(paragraphs) > 1 and captions.issuperset(paragraphs)


def _find_paragraphs(tree: HtmlElement) -> list[str]:
    text = _load_extract()(tree, fast=True, include_comments=False) or ""
    # trafilatura separates table cells by bars and begins list items with a dash.
    lines = [clean_line(line.strip("|").replace(" | ", " ").removeprefix("- ")) for line in text.split("\n")]
    # It merges a short page, headline included, into one line.
    for tag in ("p", "figcaption") if len(lines) == 1 else ():
        prose = [line for element in tree.iter(tag) if (line := clean_line(element.text_content()))]
        if prose and lines[0].endswith(" ".join(prose)):
            return prose
    return [line for line in lines if line]


@cache
def _load_extract() -> Callable[..., str | None]:
    from trafilatura import extract

    # It logs a warning for every page without text, which is a normal result here.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return cast("Callable[..., str | None]", extract)


def _add_missing_paragraphs(found: list[str], tree: HtmlElement) -> list[str]:
    """Return the paragraphs found, with further ones where the page splits its text into several boxes.

    These are the paragraphs in boxes of the same style (element and class, two levels up), if together they
    are too long to be a few teasers or notes.
    """
    prose: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {}
    for position, p in enumerate(tree.xpath(_PARAGRAPHS)):
        prose.setdefault(clean_line(p.text_content()), (position, _read_style(p)))
    known = set(found)
    styles = {prose[line][1] for line in found if line in prose}
    missing = [
        line
        for line in prose
        if prose[line][1] in styles and line.count(" ") >= _MIN_SPACES and line not in known
    ]
    if len(split_words(" ".join(missing))) < _MIN_MISSING_SHARE * len(split_words(" ".join(found))):
        return found
    positioned = [(prose[line][0], line) for line in missing]
    position = -1
    for line in found:
        # A line that is not a paragraph, such as a heading, stays after the preceding paragraph.
        position = prose[line][0] if line in prose else position
        positioned.append((position, line))
    return [line for _, line in sorted(positioned, key=itemgetter(0))]


def _read_style(element: HtmlElement) -> tuple[tuple[str, str], ...]:
    boxes = (element, *islice(element.iterancestors(), 2))
    return tuple((box.tag, box.get("class", "")) for box in boxes)


def _apply_declared_text(found: list[str], declared: list[str]) -> list[str]:
    """Correct the paragraphs found on the page by the text that its structured data declares.

    A declared text that is much longer replaces them. If it repeats most of them, the paragraphs it lacks
    are boilerplate, except for the lead above the first one that it has.
    """
    if len(split_words(" ".join(declared))) > _MIN_DECLARED_GAIN * len(split_words(" ".join(found))):
        return declared
    known = hash_shingles(" ".join(declared), _SHINGLE_WORDS)
    if _compute_overlap(" ".join(found), known) < _MIN_TEXT_OVERLAP:
        return found
    kept: list[str] = []
    was_confirmed = False
    for paragraph in found:
        is_known = _compute_overlap(paragraph, known) >= _MIN_PARAGRAPH_OVERLAP
        was_confirmed = was_confirmed or is_known
        if is_known or not was_confirmed:
            kept.append(paragraph)
    return kept


def _compute_overlap(text: str, known: frozenset[int]) -> float:
    own = hash_shingles(text, _SHINGLE_WORDS)
    return len(own & known) / len(own) if own else 0.0


def _is_article(text: str, page: Metadata, tree: HtmlElement) -> bool:
    size = len(split_words(text))
    if page.is_article or tree.find(".//article") is not None:
        return size >= _MIN_DECLARED_WORDS
    titles = " ".join(page.titles)
    if next(tree.iter(*_ACTIVE_TAGS), None) is None:
        # Nothing to click or to run: no cookie wall, and no bot check.
        if size >= _MIN_BARE_WORDS and _count_paragraphs(tree) >= _MIN_BARE_PARAGRAPHS:
            return True
        titles = f"{titles} {tree.findtext('.//h2') or ''}"
    return size >= (_MIN_WORDS if mentions_title(titles, text, page.language) else _CERTAIN_WORDS)


def _count_paragraphs(tree: HtmlElement) -> int:
    """Count the paragraphs that differ in more than numbers."""
    return len({tuple(filter(str.isalpha, split_words(p.text_content()))) for p in tree.iter("p")} - {()})
