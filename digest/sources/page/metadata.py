"""Read the metadata of a web page: title, date, author, outlet, language, address, image."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from digest.sources.page.page_titles import choose_title, read_titles, unescape_again
from digest.sources.page.publication_date import find_publication_date
from digest.sources.page.site_names import list_site_letters
from digest.sources.page.structured_data import JsonObject, find_article, read_text, read_texts
from digest.text import clean_line, fingerprint_text
from digest.text.markup_text import unescape_entities
from digest.text.urls import canonicalize_url

_NOT_LETTERS = re.compile("[^a-z]+")
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
    image_alt: str = ""
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
    site = unescape_again(names.get("ogsitename") or read_text(article.get("publisher"), "name"), "")
    letters = list_site_letters([site, names.get("applicationname", "")], url)
    titles = read_titles(tree, names, article, _list_site_names(names, article, site), letters)
    title = choose_title(titles, letters)
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
        image_alt=clean_line(names.get("ogimagealt", "")) if image else "",
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


def _read_author(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> str:
    values = read_texts(article.get("author"), "name")
    values = values or [names[name] for name in _AUTHOR_NAMES if name in names][:1]
    if not values:
        values = [link.text_content() for link in tree.xpath("//*[@rel='author' or @itemprop='author']")][:3]
    lines = (clean_line(unescape_entities(name)) for name in values)
    return ", ".join(dict.fromkeys(name for name in lines if name and "://" not in name))
