"""Read the metadata of a web page: title, date, author, outlet, language, address, image."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from digest.sources.inline_elements import read_heading
from digest.sources.page.publication_date import find_publication_date
from digest.sources.page.site_names import SEPARATOR, list_site_letters, remove_site_name
from digest.sources.page.structured_data import JsonObject, find_article, read_text, read_texts
from digest.text import clean_line, fingerprint_text
from digest.text.clean import unescape_entities
from digest.text.urls import canonicalize_url

_NOT_LETTERS = re.compile("[^a-z]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# How many times more than it should a title may be escaped.
_MAX_ESCAPED = 2
_FRONT_PAGE = re.compile(r"(?:https?:)?//[^/?#]+/?|\.?/|(?:\.?/)?index\.\w+")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|^[^\S\n]*+url:\s*+(\S+)", re.MULTILINE)
_AUTHOR_NAMES = ("author", "articleauthor", "parselyauthor", "byl", "dccreator")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; "" or None where it has none.

    titles: the title by each of its sources on the page. is_article: the structured data or Open Graph
    declare the page an article. body: the text of the article if the structured data contains it.
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
    """Read the metadata of a page.

    tree: the parsed page. address: where it came from, for relative links; "" if unknown. The title is
    chosen by votes of Open Graph, the structured data and the first heading. The date is that of
    publication, never that of a modification, and None if the page does not give it. Cost: linear in the
    page.
    """
    names = _read_meta_names(tree)
    url = _read_address(tree, names, address)
    article = find_article(tree, url)
    site = _unescape_again(names.get("ogsitename") or read_text(article.get("publisher"), "name"), "")
    titles = _read_titles(tree, names, article, _list_site_names(names, article, site))
    title = _choose_title(titles, list_site_letters([site, names.get("applicationname", "")], url))
    language = tree.get("lang") or names.get("oglocale") or names.get("contentlanguage") or ""
    image = names.get("ogimage") or read_text(article.get("image"), "url")
    return Metadata(
        title=title,
        titles=titles,
        published=find_publication_date(tree, names, article, url, title, language),
        author=_read_author(tree, names, article),
        site=site,
        language=language,
        url=url,
        image=canonicalize_url(image, url or address) if image else "",
        is_article=bool(article) or names.get("ogtype") == "article",
        body=read_text(article.get("articleBody")),
    )


def _list_site_names(names: Mapping[str, str], article: JsonObject, site: str) -> frozenset[str]:
    """Return the fingerprints of the names that the page gives its site."""
    found = (site, read_text(article.get("publisher"), "name"), names.get("applicationname", ""))
    return frozenset(fingerprint_text(name) for name in found if name)


def _read_meta_names(tree: HtmlElement) -> dict[str, str]:
    """Return the <meta> contents by the letters of their names ("ogtitle"); the first of each name counts."""
    names: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = clean_line(meta.get("content") or "")
        if name and content:
            names.setdefault(_NOT_LETTERS.sub("", name.lower()), content)
    return names


def _read_address(tree: HtmlElement, names: Mapping[str, str], address: str) -> str:
    """Return the address that the page declares; a canonical link to the front page is ignored."""
    canonical = (link for link in tree.iter("link") if link.get("rel", "").lower() == "canonical")
    links = [link.get("href", "") for link in canonical]
    saved = _SAVED_FROM.search(_read_leading_comments(tree))
    links += [names.get("ogurl", ""), (saved[1] or saved[2]) if saved else ""]
    for link in links:
        url = canonicalize_url(link, address) if link else ""
        if url.startswith("http") and re.search(r"//[^/]+/.", url):
            return url
    return canonicalize_url(address) if address else ""


def _read_leading_comments(tree: HtmlElement) -> str:
    """Return the comments before the content, in which browsers and SingleFile note the saved address."""
    preceding = tree.getroottree().getroot().itersiblings(preceding=True)
    leading = (node for node in tree[:1] if not isinstance(node.tag, str))
    return "\n".join(node.text or "" for node in (*preceding, *leading))


def _read_titles(
    tree: HtmlElement, names: Mapping[str, str], article: JsonObject, site_names: Collection[str]
) -> tuple[str, ...]:
    """Return the titles by Open Graph, the structured data, the heading and <title>, "" if missing.

    site_names: fingerprints; a title that is nothing but the name of the site is missing, too.
    """
    page_title = clean_line(tree.findtext(".//title") or "")
    headings = [heading for h1 in tree.iter("h1") if (heading := read_heading(h1, page_title))]
    subheadings = [heading for h2 in tree.iter("h2") if (heading := read_heading(h2, page_title))]
    headings += [heading for heading in subheadings if heading in page_title]
    logos = {fingerprint_text(read_heading(h1)) for h1 in tree.iter("h1") if _leads_home(h1)}
    names_only = {*site_names, *logos, *_find_site_parts(page_title, headings)} - {""}
    if fingerprint_text(page_title) in {"", *names_only}:
        headings += [read_heading(h2) for h2 in tree.iter("h2")]
    heading = next(
        (heading for heading in headings if fingerprint_text(heading) not in {"", *names_only}), ""
    )
    structured = clean_line(unescape_entities(read_text(article.get("headline"))))
    og, structured, page_title = (
        _unescape_again(title, heading) for title in (names.get("ogtitle", ""), structured, page_title)
    )
    og, structured = ("" if fingerprint_text(title) in names_only else title for title in (og, structured))
    return og, structured, heading, page_title


def _leads_home(heading: HtmlElement) -> bool:
    """Return whether a heading is or contains a link to the front page: it is the name of the site."""
    links = (*heading.iterancestors("a"), *heading.iter("a"))
    return any(_FRONT_PAGE.fullmatch(link.get("href", "-")) for link in links)


def _find_site_parts(page_title: str, headings: Iterable[str]) -> set[str]:
    """Return the fingerprints of the parts of <title> that are beside the text of a heading."""
    known = {fingerprint_text(heading) for heading in headings}
    parts: set[str] = set()
    for separator in SEPARATOR.finditer(page_title):
        before = fingerprint_text(page_title[: separator.start()])
        after = fingerprint_text(page_title[separator.end() :])
        # The name of the site comes last, if both parts are headings of the page.
        if before in known:
            parts.add(after)
        elif after in known and len(after) > len(before):
            parts.add(before)
    return parts - {""}


def _unescape_again(title: str, heading: str) -> str:
    """Return a title without entities that were escaped twice; the heading shows whether they are meant."""
    for _ in range(_MAX_ESCAPED):
        if not _ENTITY.search(title) or _ENTITY.search(heading):
            break
        title = clean_line(unescape_entities(title))
    return title


def _choose_title(titles: tuple[str, ...], site: Collection[str]) -> str:
    """Choose the title among those of Open Graph, the structured data, the first heading and <title>.

    site: the letters of the names of the site.

    If only the structured data or only Open Graph differs from all others, that title was written to stand
    without the page around it, as titles do here. Otherwise it is the title that most sources agree on; of
    equals, the one whose source comes first. Of its spellings the most frequent one is returned.
    """
    fingerprints = {fingerprint_text(title) for title in titles if title}
    cut = [remove_site_name(title, site, fingerprints) for title in titles]
    og, structured, heading, page_title = cut
    candidates = [title for title in (og, structured, heading) if title]
    if not candidates:
        return page_title if page_title != titles[-1] else _remove_last_part(page_title)
    counts = Counter(fingerprint_text(title) for title in cut if title)
    if max(counts.values()) > 1:
        unique = [title for title in (structured, og) if title and counts[fingerprint_text(title)] == 1]
        if unique:
            return unique[0]
    votes = Counter(fingerprint_text(title) for title in candidates)
    chosen = max(votes, key=lambda candidate: votes[candidate])
    spellings = Counter(title for title in cut if title and fingerprint_text(title) == chosen)
    return max(spellings, key=lambda title: spellings[title])


def _remove_last_part(title: str) -> str:
    """Remove the last part of a <title> that is the only source, if it is the shorter part."""
    *_, last = [None, *SEPARATOR.finditer(title)]
    return title[: last.start()] if last and len(title) - last.end() < last.start() else title


def _read_author(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> str:
    values = read_texts(article.get("author"), "name")
    values = values or [names[name] for name in _AUTHOR_NAMES if name in names][:1]
    if not values:
        values = [link.text_content() for link in tree.xpath("//*[@rel='author' or @itemprop='author']")][:3]
    lines = (clean_line(unescape_entities(name)) for name in values)
    return ", ".join(dict.fromkeys(name for name in lines if name and "://" not in name))
