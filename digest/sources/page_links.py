"""Find what a web page or its response links to: its feeds, and the page that it sends its visitors to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from lxml import etree

from digest.sources.feed_entries import resolve_web_address
from digest.sources.page_size import limit_page
from digest.text import clean_line
from digest.text.urls import resolve_feed_scheme

# "application/rss+xml", "text/atom", "application/xml+rss", "application/x-json-feed" …
_FEED_TYPE = re.compile(r"rss|atom|rdf|feed")
_FEED_RELATIONS = frozenset({"feed", "rss", "atom", "service.feed"})
# A link with the type of a feed and one of these relations, or none, leads to a feed.
_TYPED_RELATIONS = _FEED_RELATIONS | {"alternate", "self", "home"}
# Types of anything, a feed among them.
_COMMON_TYPES = frozenset(
    {"application/json", "text/json", "application/ld+json", "application/xml", "text/xml", "text/plain"}
)
# Not \b: in "RSSで購読" and "rss_feed", no word begins or ends there.
_FEED_WORD = re.compile(
    r"(?<![a-z])(?:rss|atom|(?:news|web|json)?feeds?|xml|syndication|flux|flöden?|syöte|besleme|umpan)(?![a-z])"
    r"|фид|стрічка|лента|फ\u093c?ीड|आरएसएस|ফিড|خوراک|خلاصات|הזנ[הת]|ฟีด|フィード|피드|订阅|訂閱",
)
_ADDRESS_WORD = re.compile(r"(?<![a-z])(?:rss|atom|feeds?)(?![a-z])|\.rdf$")
_COMMENTS = re.compile(
    r"[ck]omment|comentario|comentário|komentar|komentář|reacties|коммент|комент|yorum|σχόλι|コメント|评论|評論|댓글|تعليق"
)
_CLASS_WORD = re.compile(r"(?<![a-z])rss(?![a-z])")
# https://html.spec.whatwg.org/#attr-meta-http-equiv-refresh
_REFRESH = re.compile(r"\s*(\d{1,6})[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
MAX_REFRESH_SECONDS = 30
"""A page that waits longer reloads itself, or says something first."""
# A link with more words is a headline about such things.
_MAX_WORDS = 60
# Only in short pages, which exist to send their visitors on.
_MAX_SCRIPT_PAGE = 5_000
_SCRIPT_TARGET = re.compile(
    r"\blocation(?:\.href)?\s*+(?:=\s*+|\.(?:replace|assign)\(\s*+)(?:\"([^\"\s]++)\"|'([^'\s]++)')"
)
_HEADER_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)", re.ASCII)
_HEADER_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.ASCII)


_Link = tuple[str, dict[str, str]]
_FEED, _POSSIBLE, _ANCHOR, _OTHER = range(4)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to, each address once, in the order of the page and comments last.

    feeds: declared as feeds. possible_feeds: declared with a type that feeds share with other documents.
    anchors: links that may lead to a feed by their address, words or picture, and alternates of an unknown
    kind. refresh: where the page sends its visitors at once, or "". forward: the same, or where it sends them
    later, by a script or in a frame, or "".
    """

    feeds: tuple[str, ...] = ()
    possible_feeds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    refresh: str = ""
    forward: str = ""


def find_page_links(html: str, address: str, link_header: str = "") -> PageLinks:
    """Return the links of a page; of the response's own address and its Link header (RFC 8288), too.

    html: the decoded page. address: where it came from, for relative links. Cost: linear, a millisecond.
    """
    declared: list[_Link] = [
        (resolve_web_address(url, address), parameters) for url, parameters in _read_header(link_header)
    ]
    elements = list(_list_elements(html))
    bases = (
        resolve_web_address(str(element.get("href", "")), address)
        for element in elements
        if element.tag == "base"
    )
    # The first one counts for the whole page, also for what stands before it.
    base = next(filter(None, bases), address)
    anchors, refreshes, frames = [], [], []
    for element in elements:
        attributes = {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
        href = attributes.get("href", "")
        if element.tag == "meta":
            if attributes.get("http-equiv", "").lower() == "refresh":
                target, seconds = read_refresh(attributes.get("content", ""), base)
                is_followed = seconds <= MAX_REFRESH_SECONDS and not _is_in_noscript(element)
                refreshes.append((target, is_followed))
        elif element.tag == "frame":
            frames.append(_resolve(attributes.get("src", ""), base))
        elif href and (element.tag == "link" or _is_feed(attributes)):
            declared.append((_resolve(href, base), attributes))
        elif href and _names_feed(href, element, attributes):
            anchors.append((_resolve(href, base), attributes))
    refresh = next((target for target, is_followed in refreshes if is_followed and target), "")
    scripted = _SCRIPT_TARGET.search(html) if len(html) <= _MAX_SCRIPT_PAGE else None
    forwards = [target for target, _ in refreshes]
    forwards += [_resolve(scripted[1] or scripted[2], base)] if scripted else []
    kinds: dict[int, list[_Link]] = {_FEED: [], _POSSIBLE: [], _ANCHOR: anchors, _OTHER: []}
    for link in declared:
        kinds[_classify(*link)].append(link)
    forward = next(filter(None, (refresh, *forwards, *frames)), "")
    feeds, possible, others = (_order(kinds[kind]) for kind in (_FEED, _POSSIBLE, _ANCHOR))
    return PageLinks(feeds, possible, others, refresh, forward)


def find_feed_links(html: str, address: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a web page declares, the most certain first, each once."""
    links = find_page_links(html, address)
    return tuple(dict.fromkeys((*links.feeds, *links.possible_feeds)))


def read_refresh(content: str, base: str) -> tuple[str, int]:
    """Return the address that a refresh leads to, or "", and its delay in seconds: ("https://…", 0).

    content: the value of the Refresh header or of the meta element. base: for relative addresses.
    """
    found = _REFRESH.match(content)
    if found is None:
        return "", 0
    target = found[2].strip()
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return _resolve(target, base), int(found[1])


def _list_elements(html: str) -> Iterator[etree._Element]:
    """Yield the elements that may link elsewhere."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(limit_page(html).encode("utf-8", "ignore"), parser)
    if root is not None:  # an empty page has none
        yield from root.iter("base", "link", "a", "area", "meta", "frame")


def _is_in_noscript(element: etree._Element) -> bool:
    """Whether an element is for visitors without scripts only; most of such refreshes lead to a complaint."""
    return next(element.iterancestors("noscript"), None) is not None


def _resolve(href: str, base: str) -> str:
    return resolve_web_address(resolve_feed_scheme(href), base)


def _read_header(header: str) -> Iterator[_Link]:
    for url, parameters in _HEADER_LINK.findall(header):
        found = _HEADER_PARAMETER.findall(parameters)
        yield url, {name.lower(): quoted or plain.strip("'") for name, quoted, plain in reversed(found)}


def _is_feed(attributes: dict[str, str]) -> bool:
    relations = set(attributes.get("rel", "").lower().split())
    kind = _get_type(attributes)
    if relations & _FEED_RELATIONS:
        return kind != "text/html"
    return _FEED_TYPE.search(kind) is not None and (not relations or bool(relations & _TYPED_RELATIONS))


def _classify(url: str, attributes: dict[str, str]) -> int:
    """Return what a declared link is: _FEED, _POSSIBLE (by its type or words), _ANCHOR or _OTHER."""
    if _is_feed(attributes):
        return _FEED
    relations, kind = attributes.get("rel", "").lower().split(), _get_type(attributes)
    if "feed" in relations:
        return _ANCHOR
    if "alternate" not in relations:
        return _OTHER
    title = attributes.get("title", "")
    # Without a type, most alternates are translations.
    if kind in _COMMON_TYPES or (not kind and _has_feed_word(f"{url} {title}")):
        return _POSSIBLE
    is_page = any(map(attributes.get, ("type", "hreflang", "media")))
    return _OTHER if is_page and not _has_feed_word(title) else _ANCHOR


def _get_type(attributes: dict[str, str]) -> str:
    return attributes.get("type", "").partition(";")[0].strip().lower()


def _has_feed_word(text: str) -> bool:
    return _FEED_WORD.search(normalize("NFKC", text).lower()) is not None


def _names_feed(href: str, element: etree._Element, attributes: dict[str, str]) -> bool:
    """Whether a link looks like one to a feed by its address, its words, or the words of its picture."""
    if _ADDRESS_WORD.search(href.lower()) or resolve_feed_scheme(href) != href:
        return True
    words = [attributes.get(name, "") for name in ("title", "aria-label", "alt")] + list(element.itertext())
    classes = [attributes.get("class", "")]
    for child in element.iterdescendants("img", "i", "span", "svg", "use"):
        words += [str(child.get(name, "")) for name in ("alt", "title", "aria-label")]
        classes += [str(child.get(name, "")) for name in ("class", "href", "xlink:href")]
    text = clean_line(" ".join(words))
    if len(text) > _MAX_WORDS:
        return False
    return _has_feed_word(text) or _CLASS_WORD.search(" ".join(classes).lower()) is not None


def _order(links: Iterable[_Link]) -> tuple[str, ...]:
    """Return the addresses, each once; those of comments come last."""
    found: dict[str, bool] = {}
    for url, attributes in links:
        if url:
            words = f"{url} {attributes.get('title', '')}".lower()
            found.setdefault(url, _COMMENTS.search(words) is not None)
    return tuple(sorted(found, key=lambda url: found[url]))
