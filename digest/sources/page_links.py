"""Find what a web page or its response links to: its feeds, and the page that it sends its visitors to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.sources.feed_entries import resolve_web_address
from digest.sources.page_size import limit_page
from digest.text import clean_line
from digest.text.urls import resolve_feed_scheme

FEED_TYPES = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"),
        *("application/x-rss+xml", "application/x-atom+xml", "application/rss", "application/atom"),
        *("text/rss", "text/atom", "text/rss+xml", "text/atom+xml", "application/x.atom+xml"),
    }
)
# Types of anything, a feed among them.
_COMMON_TYPES = frozenset({"application/json", "text/json", "application/xml", "text/xml"})
_FEED_WORD = re.compile(
    r"\b(?:rss|atom|(?:news|web|json)?feeds?|xml|syndication)\b|\.(?:rss|atom|rdf)\b|フィード|피드|фид|订阅|訂閱",
    re.IGNORECASE,
)
_ADDRESS_WORD = re.compile(r"\b(?:rss|atom|feeds?)\b|\.(?:rss|atom|rdf)$", re.IGNORECASE)
# https://html.spec.whatwg.org/#attr-meta-http-equiv-refresh
_REFRESH = re.compile(r"\s*(\d{1,6})[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
_MAX_REFRESH_SECONDS = 30
# A link with more words is a headline about such things.
_MAX_WORDS = 60
_MAX_REFRESHES = 2
_REFRESH_HEAD = 16_000
_HEADER_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)", re.ASCII)
_HEADER_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to, each address once, in the order of the page and comments last.

    feeds: declared as feeds. possible_feeds: declared with a type that feeds share with other documents.
    anchors: links whose address or words name a feed. refresh: where the page sends its visitors, or "".
    """

    feeds: tuple[str, ...] = ()
    possible_feeds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    refresh: str = ""


def find_page_links(html: str, address: str, link_header: str = "") -> PageLinks:
    """Return the links of a page; of the response's own address and its Link header (RFC 8288), too.

    html: the decoded page. address: where it came from, for relative links. Cost: linear, a millisecond.
    """
    declared = [
        (resolve_web_address(url, address), parameters) for url, parameters in _read_header(link_header)
    ]
    base, anchors, refresh = address, [], ""
    for element in _list_elements(html):
        attributes = {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
        href = attributes.get("href", "")
        if element.tag == "base" and base == address:
            base = resolve_web_address(href, address) or address
        elif element.tag == "link" and href:
            declared.append((_resolve(href, base), attributes))
        elif element.tag == "a" and href and _names_feed(href, element, attributes):
            anchors.append(_resolve(href, base))
        elif element.tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            refresh = refresh or _read_refresh(attributes.get("content", ""), base)
    feeds = [link for link in declared if _is_feed(link[1])]
    possible = [link for link in declared if link not in feeds and _is_possible_feed(*link)]
    return PageLinks(_order(feeds), _order(possible), tuple(dict.fromkeys(filter(None, anchors))), refresh)


def find_feed_links(html: str, address: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a web page declares, the most certain first, each once."""
    links = find_page_links(html, address)
    return tuple(dict.fromkeys((*links.feeds, *links.possible_feeds)))


def fetch_through_refresh(client: Client, request: Request) -> tuple[Response, bool]:
    """Fetch an address and whatever its page sends its visitors on to; return whether it did.

    At most two pages are followed, as temporary redirects; see Client.fetch for the errors. A page that
    leads nowhere is returned itself.
    """
    response = first = client.fetch(request)
    seen = {response.url}
    for _ in range(_MAX_REFRESHES):
        target = _find_refresh(response)
        if not target or target in seen:
            break
        seen.add(target)
        origin = request.origin or request.url
        try:
            response = client.fetch(replace(request, url=target, origin=origin, etag="", modified=""))
        except SourceError:
            return first, False
    if response is first or response.error:
        return first, False
    return replace(response, moved_to=first.moved_to), True


def _find_refresh(response: Response) -> str:
    """Return the address to which a response sends its visitors at once, or ""."""
    if response.status == 304:
        return ""
    if target := _read_refresh(response.header("refresh"), response.url):
        return target
    head = response.body[:_REFRESH_HEAD]
    if not re.search(rb"http-equiv\s*+=\s*+[\"']?\s*+refresh", head, re.IGNORECASE) or re.search(
        rb"<(?:rss|feed|rdf:rdf|channel)[\s>]", head, re.IGNORECASE
    ):
        return ""
    return find_page_links(head.decode("utf-8", "ignore"), response.url).refresh


def _list_elements(html: str) -> Iterator[etree._Element]:
    """Yield the elements that may link elsewhere; what stands in <noscript> is for others."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(limit_page(html).encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:
        return
    if root is not None:
        for element in root.iter("base", "link", "a", "meta"):
            if element.tag != "meta" or next(element.iterancestors("noscript"), None) is None:
                yield element


def _resolve(href: str, base: str) -> str:
    return resolve_web_address(resolve_feed_scheme(href), base)


def _read_header(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    for url, parameters in _HEADER_LINK.findall(header):
        found = _HEADER_PARAMETER.findall(parameters)
        yield url, {name.lower(): quoted or plain for name, quoted, plain in reversed(found)}


def _read_refresh(content: str, base: str) -> str:
    found = _REFRESH.match(content)
    if found is None or int(found[1]) > _MAX_REFRESH_SECONDS:
        return ""
    target = found[2].strip()
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return resolve_web_address(target, base)


def _is_feed(attributes: dict[str, str]) -> bool:
    relations = attributes.get("rel", "").lower().split()
    kind = _get_type(attributes)
    if "feed" in relations:
        return kind != "text/html"
    return "alternate" in relations and kind in FEED_TYPES


def _is_possible_feed(url: str, attributes: dict[str, str]) -> bool:
    if "alternate" not in attributes.get("rel", "").lower().split():
        return False
    kind = _get_type(attributes)
    # Without a type, most alternates are translations.
    return kind in _COMMON_TYPES or (
        not kind and _FEED_WORD.search(f"{url} {attributes.get('title', '')}") is not None
    )


def _get_type(attributes: dict[str, str]) -> str:
    return attributes.get("type", "").partition(";")[0].strip().lower()


def _names_feed(href: str, element: etree._Element, attributes: dict[str, str]) -> bool:
    """Whether a link looks like one to a feed by its address, its words, or the words of its picture."""
    if _ADDRESS_WORD.search(href) or href.lower().startswith("feed:"):
        return True
    words = [attributes.get("title", ""), attributes.get("aria-label", ""), "".join(element.itertext())]
    words += [str(image.get("alt", "")) for image in element.iter("img")]
    text = clean_line(" ".join(words))
    return len(text) <= _MAX_WORDS and _FEED_WORD.search(text) is not None


def _order(links: Iterable[tuple[str, dict[str, str]]]) -> tuple[str, ...]:
    """Return the addresses, each once; those of comments come last."""
    found: dict[str, bool] = {}
    for url, attributes in links:
        if url:
            found.setdefault(url, "comment" in (url + attributes.get("title", "")).lower())
    return tuple(sorted(found, key=lambda url: found[url]))
