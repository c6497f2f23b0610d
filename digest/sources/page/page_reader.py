"""Web pages: the articles in one, without what surrounds them. The one door to trafilatura."""

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
from digest.sources.conditional_fetch import visit_address
from digest.sources.diagnosis import find_feeds
from digest.sources.draft import Draft
from digest.sources.entries import Feed
from digest.sources.page.metadata import Metadata, read_metadata
from digest.sources.page.split import cut_blocks, part_text, speaks_of
from digest.text import clean_line, clean_text, fingerprint, plain_text, shingles, words
from digest.text.decoding import decode_bytes
from digest.text.urls import without_password

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

_UNSEEN = (
    "//noscript | //template | //*[@hidden or contains(translate(@style, ' ', ''), 'display:none')"
    " or contains(translate(@style, ' ', ''), 'visibility:hidden')][not(self::html or self::body)]"
)
_PROSE = "//p[@class or ../@class or ../../@class]"

# What does not call itself an article needs this many words to be one; what does may be a notice.
_LEAST_WORDS, _LEAST_DECLARED_WORDS = 25, 8
# Longer than any cookie wall or error page: an article, whether or not it speaks of its title.
_CERTAIN_WORDS = 400
# Paragraphs of the same make as those found, so many times as long together, are the rest of them; a
# line with fewer spaces than this is none.
_REST = 0.8
_SPACES = 4
# Structured data with this many times the words found on the page knows the article better.
_FULLER = 1.5
# It confirms a text when so much of the text stands in it, and a paragraph when so much of that does.
_CONFIRMED_TEXT, _CONFIRMED_PARAGRAPH = 0.75, 0.3
_RUN = 3


def decode_page(body: bytes, label: str = "") -> str:
    """Return the bytes of a page as text. label: the encoding that the server names, or ""."""
    declared = _CHARSET.search(body[:4096])
    return decode_bytes(body, label, declared[1].decode("ascii") if declared else "")


def read_page(visit: Visit, client: Client) -> Collected:
    """Ask for a web page, only if it changed, and return the articles on it, newest first.

    A refusal of the server is a failure in what comes back. Raises SourceError when there is no answer,
    or no article on the page. Cost: linear.
    """

    def parse(response: Response) -> Feed:
        html = decode_page(response.body, response.charset)
        drafts = extract_articles(html, response.url, visit.now)
        if drafts:
            return Feed(drafts)
        feeds = find_feeds(html, response.url)
        advice = f"Its feed is {feeds[0]}" if feeds else "Look for its feed, or name another page."
        raise SourceError(without_password(visit.source.location), "there is no article on this page", advice)

    return visit_address(visit, client, "text/html, application/xhtml+xml;q=0.9, */*;q=0.5", parse)


def extract_articles(html: str, address: str = "", moment: datetime | None = None) -> tuple[Draft, ...]:
    """Return the articles of a page, in reading order; none when the page is not an article.

    html: the decoded page. address: where it came from, or "". moment: when it was as it is, for ages
    ("2 hours ago") on it; None when unknown. A page may hold several articles: each in an <article>
    element of its own, or one below the other on a page that does not call itself an article; the
    first is the one that the page is about. What is no article: a page of fewer than a few sentences,
    unless it calls itself one, and a page whose text never speaks of its own title (cookie walls, bot
    checks, soft errors). Never raises on broken markup. Cost: linear, some 20 ms a page.
    """
    tree = _parse(html)
    if tree is None:
        return ()
    page = read_metadata(tree, address)
    for element in tree.xpath(_UNSEEN):
        element.drop_tree()
    parts = cut_blocks(tree, page)
    if not parts and not page.is_article and (drafts := part_text(html, tree, page, moment)):
        return drafts
    return tuple(draft for part in parts or [(tree, page)] if (draft := _read_article(*part)))


def _parse(html: str) -> HtmlElement | None:
    # As bytes, because lxml refuses a str that declares an encoding.
    try:
        parser = HTMLParser(encoding="utf-8", remove_pis=True)
        return document_fromstring(html.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _read_article(tree: HtmlElement, page: Metadata) -> Draft | None:
    """The one article of a page, or None when it is none."""
    paragraphs = _complete(_find_paragraphs(tree), tree)
    if page.body:
        paragraphs = _mend(paragraphs, [line for line in plain_text(page.body).split("\n") if line])
    titles = {fingerprint(title) for title in (page.title, *page.titles)}
    while paragraphs and fingerprint(paragraphs[0]) in titles:
        paragraphs = paragraphs[1:]
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
        image=page.image,
    )


def _find_paragraphs(tree: HtmlElement) -> list[str]:
    text = _load_extract()(tree, fast=True, include_comments=False) or ""
    # trafilatura parts cells by bars and begins items with a dash.
    lines = [clean_line(line.strip("|").replace(" | ", " ").removeprefix("- ")) for line in text.split("\n")]
    prose = [line for p in tree.iter("p") if (line := clean_line(p.text_content()))]
    # Of a short page it makes one line, headline and all.
    glued = len(lines) == 1 and prose and lines[0].endswith(" ".join(prose))
    return prose if glued else [line for line in lines if line]


@cache
def _load_extract() -> Callable[..., str | None]:
    from trafilatura import extract

    # It warns of every page that has no text; here that is an answer like any other.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return cast("Callable[..., str | None]", extract)


def _complete(found: list[str], tree: HtmlElement) -> list[str]:
    """The paragraphs found, with the rest of them where the page breaks its text into several boxes.

    The rest are the paragraphs in boxes of the same make (element and class, two levels up), when
    they are long enough together not to be a few teasers or notes.
    """
    prose: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {}
    for place, p in enumerate(tree.xpath(_PROSE)):
        prose.setdefault(clean_line(p.text_content()), (place, _make(p)))
    known = set(found)
    makes = {prose[line][1] for line in found if line in prose}
    rest = [
        line for line in prose if prose[line][1] in makes and line.count(" ") >= _SPACES and line not in known
    ]
    if len(words(" ".join(rest))) < _REST * len(words(" ".join(found))):
        return found
    placed = [(prose[line][0], line) for line in rest]
    place = -1
    for line in found:
        # What is no paragraph, such as a heading, stays behind the paragraph before it.
        place = prose[line][0] if line in prose else place
        placed.append((place, line))
    return [line for _, line in sorted(placed, key=itemgetter(0))]


def _make(element: HtmlElement) -> tuple[tuple[str, str], ...]:
    boxes = (element, *islice(element.iterancestors(), 2))
    return tuple((box.tag, box.get("class", "")) for box in boxes)


def _mend(found: list[str], declared: list[str]) -> list[str]:
    """The paragraphs found on the page, mended by those that its structured data declares.

    The declared text stands where it is much fuller. Where it repeats most of what was found, the
    paragraphs it lacks are furniture, but for the lead above the first that it has.
    """
    if len(words(" ".join(declared))) > _FULLER * len(words(" ".join(found))):
        return declared
    known = shingles(" ".join(declared), _RUN)
    if _share(" ".join(found), known) < _CONFIRMED_TEXT:
        return found
    kept: list[str] = []
    confirmed = False
    for paragraph in found:
        is_known = _share(paragraph, known) >= _CONFIRMED_PARAGRAPH
        confirmed = confirmed or is_known
        if is_known or not confirmed:
            kept.append(paragraph)
    return kept


def _share(text: str, known: frozenset[int]) -> float:
    runs = shingles(text, _RUN)
    return len(runs & known) / len(runs) if runs else 0.0


def _is_article(text: str, page: Metadata, tree: HtmlElement) -> bool:
    size = len(words(text))
    if page.is_article or tree.find(".//article") is not None:
        return size >= _LEAST_DECLARED_WORDS
    titles = " ".join(page.titles)
    return size >= (_LEAST_WORDS if speaks_of(titles, text, page.language) else _CERTAIN_WORDS)
