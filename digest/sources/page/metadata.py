"""What a web page says about itself: title, time, author, outlet, language, address, picture."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from digest.sources.dates import read_date
from digest.text import clean_line, fingerprint
from digest.text.urls import canonical_address

# Structured data: a JSON object, as it comes.
Facts = Mapping[str, Any]

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|ClaimReview|Recipe)$")
_NOT_LETTERS = re.compile("[^a-z]+")
_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»«/-]|::)\s+|\s*\|\s*")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)", re.MULTILINE)
_DATE_NAMES = (
    "articlepublishedtime",
    "ogpublishedtime",
    "datepublished",
    "articlepublished",
    "parselypubdate",
    "sailthrudate",
    "publishdate",
    "publicationdate",
    "pubdate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "dcdate",
    "date",
)
_AUTHOR_NAMES = ("author", "articleauthor", "parselyauthor", "byl", "dccreator")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; "" or None where it says nothing.

    titles: what each place on the page gives as its title. is_article: its structured data or Open
    Graph call the page an article. body: the article's text where the structured data carries it.
    """

    title: str = ""
    titles: tuple[str, ...] = ()
    published: datetime | None = None
    author: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    image: str = ""
    is_article: bool = False
    body: str = ""


def read_metadata(tree: HtmlElement, address: str = "") -> Metadata:
    """Read what a page says about itself.

    tree: the parsed page. address: where it came from, for relative links; "" when unknown.
    The title is elected: Open Graph, structured data and the first heading have a vote each. The time
    is that of publication, never that of a change, and None when the page does not tell it.
    Cost: linear in the page.
    """
    names = _read_names(tree)
    url = _read_address(tree, names, address)
    article = _find_article(tree, url)
    site = names.get("ogsitename") or _text(article.get("publisher"), "name")
    titles = _read_titles(tree, names, article)
    image = names.get("ogimage") or _text(article.get("image"), "url")
    return Metadata(
        title=_elect_title(titles, site),
        titles=titles,
        published=_read_published(tree, names, article),
        author=_read_author(tree, names, article),
        site=site,
        language=tree.get("lang") or names.get("oglocale") or names.get("contentlanguage") or "",
        url=url,
        image=canonical_address(image, url or address) if image else "",
        is_article=bool(article) or names.get("ogtype") == "article",
        body=_text(article.get("articleBody")),
    )


def _read_names(tree: HtmlElement) -> dict[str, str]:
    """The page's <meta> elements by the letters of their names ("ogtitle"); the first of a name stands."""
    names: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = clean_line(meta.get("content") or "")
        if name and content:
            names.setdefault(_NOT_LETTERS.sub("", name.lower()), content)
    return names


def _read_address(tree: HtmlElement, names: Mapping[str, str], address: str) -> str:
    """Where the page says that it is; a canonical link to the front page is a mistake of the site."""
    links = [link.get("href", "") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"]
    saved = _SAVED_FROM.search(_first_comments(tree))
    links += [names.get("ogurl", ""), (saved[1] or saved[2]) if saved else ""]
    for said in links:
        url = canonical_address(said, address) if said else ""
        if url.startswith("http") and re.search(r"//[^/]+/.", url):
            return url
    return canonical_address(address) if address else ""


def _first_comments(tree: HtmlElement) -> str:
    """The comments before the page's root, where browsers and SingleFile note the address saved."""
    before = tree.getroottree().getroot().itersiblings(preceding=True)
    inside = (node for node in tree[:1] if not isinstance(node.tag, str))
    return "\n".join(node.text or "" for node in (*before, *inside))


def _find_article(tree: HtmlElement, url: str) -> Facts:
    """The structured data of the page's article: the one at its address, else the first."""
    found = [
        facts
        for facts in _structured_data(tree)
        if any(_ARTICLE_TYPE.search(kind) for kind in _texts(facts.get("@type")))
        and any(facts.get(key) for key in ("headline", "articleBody", "datePublished"))
    ]
    at_home = (facts for facts in found if url and url in _addresses(facts))
    return next(at_home, found[0] if found else {})


def _addresses(facts: Facts) -> list[str]:
    said = (facts.get("url"), facts.get("mainEntityOfPage"), facts.get("@id"))
    return [canonical_address(_text(place, "@id")) for place in said]


def _structured_data(tree: HtmlElement) -> Iterator[Facts]:
    """Every object in the page's JSON-LD, outer ones first; what is not JSON is passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for value in waiting:
            if isinstance(value, dict):
                yield value
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def _read_titles(tree: HtmlElement, names: Mapping[str, str], article: Facts) -> tuple[str, ...]:
    """What Open Graph, the structured data, the first headline and <title> say, "" where they do not."""
    heading = next(tree.iter("h1"), None)
    return (
        names.get("ogtitle", ""),
        clean_line(unescape(_text(article.get("headline")))),
        clean_line(heading.text_content()) if heading is not None else "",
        clean_line(tree.findtext(".//title") or ""),
    )


def _elect_title(titles: tuple[str, ...], site: str) -> str:
    """The title of a page, from what Open Graph, structured data, the first headline and <title> say.

    Where the structured data or Open Graph alone say something else than all others, that was written to
    stand without the page around it, as titles here do. Else it is what most places agree on, among
    equals the one whose place is named first; of its spellings the one that stands there most often.
    """
    said = {fingerprint(title) for title in titles if title}
    cut = [cut_suffix(title, site, said) for title in titles]
    og, structured, heading, whole = cut
    candidates = [title for title in (og, structured, heading) if title]
    if not candidates:
        return _cut_last(whole)
    places = Counter(fingerprint(title) for title in cut if title)
    if max(places.values()) > 1:
        alone = [title for title in (structured, og) if title and places[fingerprint(title)] == 1]
        if alone:
            return alone[0]
    votes = Counter(fingerprint(title) for title in candidates)
    chosen = max(votes, key=lambda meant: votes[meant])
    spellings = Counter(title for title in cut if title and fingerprint(title) == chosen)
    return max(spellings, key=lambda title: spellings[title])


def cut_suffix(title: str, site: str, said: Collection[str]) -> str:
    """A title without the site's name at its end.

    site: the name, or "". said: fingerprints of the page's other titles; what stands there without the
    end needs no end here.
    """
    name, shortest = fingerprint(site) if site else "", title
    for part in _SEPARATOR.finditer(title):
        before, after = title[: part.start()], title[part.end() :]
        if before and (fingerprint(before) in said or fingerprint(after) == name):
            shortest = min(shortest, before, key=len)
    return shortest


def _cut_last(title: str) -> str:
    """A <title> that is the only witness, without its last part where that is the shorter one."""
    *_, last = [None, *_SEPARATOR.finditer(title)]
    return title[: last.start()] if last and len(title) - last.end() < last.start() else title


def _read_published(tree: HtmlElement, names: Mapping[str, str], article: Facts) -> datetime | None:
    said = [_text(article.get("datePublished")), *(names.get(name, "") for name in _DATE_NAMES)]
    marked = tree.xpath("//*[@itemprop='datePublished']")
    said += [
        element.get("datetime") or element.get("content") or element.text_content() for element in marked
    ]
    # A lone <time> is the article's; among several the first one stands, above the text.
    said += [element.get("datetime", "") for element in tree.iter("time")][:1]
    return next((date for text in said if text and (date := read_date(text))), None)


def _read_author(tree: HtmlElement, names: Mapping[str, str], article: Facts) -> str:
    said = _texts(article.get("author"), "name")
    said = said or [names[name] for name in _AUTHOR_NAMES if name in names][:1]
    if not said:
        said = [link.text_content() for link in tree.xpath("//*[@rel='author' or @itemprop='author']")][:3]
    lines = (clean_line(unescape(name)) for name in said)
    return ", ".join(dict.fromkeys(name for name in lines if name and "://" not in name))


def _texts(value: Any, key: str = "") -> list[str]:
    """The strings in a value of structured data: itself, its items, or what they hold under `key`."""
    items = value if isinstance(value, list) else [value]
    held = (item.get(key) if isinstance(item, dict) else item for item in items)
    return [text for text in held if isinstance(text, str) and text.strip()]


def _text(value: Any, key: str = "") -> str:
    return next(iter(_texts(value, key)), "")
