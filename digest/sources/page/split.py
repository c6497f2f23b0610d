"""Split a page into its articles: in elements of their own, or below one another in its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from lxml.html import HtmlElement, document_fromstring, tostring

from digest.sources.article_drafts import Draft
from digest.sources.inline_elements import read_heading
from digest.sources.page.metadata import Metadata, read_metadata
from digest.sources.segmentation.segment import split_articles
from digest.sources.segmentation.text_articles import draft_segment
from digest.text import fingerprint_text, html_to_text, list_stop_words, split_words
from digest.text.urls import canonicalize_url

# An <article> with fewer words in paragraphs is a teaser card, not a separate article.
_BLOCK_WORDS = 40
_MATCH_LENGTH = 40
# Forms of a word agree in so many letters.
_STEM_LETTERS = 6


def split_article_elements(tree: HtmlElement, page: Metadata) -> list[tuple[HtmlElement, Metadata]]:
    """Return each <article> of a page with several as a page of its own, with its metadata.

    page: the metadata of the whole page. Nothing is returned if the page has one article. Posts of a live
    blog and cards of related articles are not separate articles: on a page that declares itself an article,
    each needs an <h1>; on a page with a headline, an <h1> or a heading that links to its own page.
    """
    found = []
    for block in tree.xpath("//article[not(ancestor::article)]"):
        heading = next((element for element in block.iter("h1", "h2", "h3")), None)
        if (
            heading is not None
            and sum(len(split_words(p.text_content())) for p in block.iter("p")) >= _BLOCK_WORDS
        ):
            found.append((block, heading))
    has_headline = any(all(headline is not heading for _, heading in found) for headline in tree.iter("h1"))
    if page.is_article:
        found = [(block, heading) for block, heading in found if heading.tag == "h1"]
    elif has_headline:
        found = [(block, heading) for block, heading in found if heading.tag == "h1" or _find_link(heading)]
    return [_make_page(block, heading, page) for block, heading in found] if len(found) > 1 else []


def split_page_text(
    html: str, tree: HtmlElement, page: Metadata, moment: datetime | None
) -> tuple[Draft, ...]:
    """Return the articles below one another in the text of a page; none if it has one or none.

    Each must follow a heading of the page: otherwise it is a part of an article, or an advertisement.
    """
    headings = {
        fingerprint_text(heading.text_content()): heading for heading in tree.iter("h1", "h2", "h3", "h4")
    }
    text = html_to_text(html)
    drafts, end = [], 0
    for segment in split_articles(text):
        start = max(text.find(segment.text[:_MATCH_LENGTH], end), end)
        above = [
            headings[key] for key in map(fingerprint_text, text[end:start].split("\n")) if key in headings
        ]
        end = start
        if not above:
            continue
        heading = headings.get(fingerprint_text(segment.title), above[-1])
        title, link = read_heading(heading), _find_link(heading)
        if len(split_words(segment.text)) < _BLOCK_WORDS or not mentions_title(
            title, segment.text, page.language
        ):
            continue
        draft = draft_segment(replace(segment, title=title, title_derived=False), moment)
        url = canonicalize_url(link, page.url) if link else ""
        drafts.append(replace(draft, url=url, source=draft.source or page.site, language=page.language))
    return tuple(drafts) if len(drafts) > 1 else ()


def mentions_title(title: str, text: str, language: str) -> bool:
    """Whether a text has a content word of its title, in any form; true for a title without content words."""
    content_words = set(split_words(title)) - list_stop_words(language[:2].lower())
    stems = {word[:_STEM_LETTERS] for word in content_words}
    return not stems or not stems.isdisjoint(word[:_STEM_LETTERS] for word in split_words(text))


def _make_page(block: HtmlElement, heading: HtmlElement, page: Metadata) -> tuple[HtmlElement, Metadata]:
    tree = document_fromstring(tostring(block, encoding="unicode", with_tail=False))
    title = read_heading(heading)
    if fingerprint_text(title) == fingerprint_text(page.title):
        return tree, page
    url = canonicalize_url(_find_link(heading), page.url) if _find_link(heading) else ""
    metadata = replace(read_metadata(tree), title=title, url=url, is_article=True)
    return tree, replace(metadata, site=page.site, language=page.language)


def _find_link(heading: HtmlElement) -> str:
    """Return the target of a link in or around a heading, "" if it leads nowhere but to this page."""
    links = [link.get("href", "") for link in (*heading.iter("a"), *heading.iterancestors("a"))]
    return next((link for link in links if link and not link.startswith("#")), "")
