"""Several articles on one page: each in an element of its own, or one below the other in its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from lxml.html import HtmlElement, document_fromstring, tostring

from digest.sources.draft import Draft
from digest.sources.page.metadata import Metadata, read_metadata
from digest.sources.segmentation.plaintext import draft_segment
from digest.sources.segmentation.segment import split_articles
from digest.text import clean_line, fingerprint, plain_text, stop_words, words
from digest.text.urls import canonical_address

# An <article> with fewer words in paragraphs than this is a teaser card, not an article of its own.
_BLOCK_WORDS = 40
_OPENING = 40


def cut_blocks(tree: HtmlElement, page: Metadata) -> list[tuple[HtmlElement, Metadata]]:
    """Return each <article> of a page that holds several as a page of its own, with what it says of itself.

    page: what the whole page says. Nothing comes back when it holds one article. Posts of a live blog and
    cards of related articles are no articles of their own: on a page that calls itself an article each
    needs a headline of the first rank, under a headline a page of its own that it leads to.
    """
    found = []
    for block in tree.xpath("//article[not(ancestor::article)]"):
        heading = next((element for element in block.iter("h1", "h2", "h3")), None)
        if heading is not None and sum(len(words(p.text_content())) for p in block.iter("p")) >= _BLOCK_WORDS:
            found.append((block, heading))
    headed = any(all(headline is not heading for _, heading in found) for headline in tree.iter("h1"))
    if page.is_article:
        found = [(block, heading) for block, heading in found if heading.tag == "h1"]
    elif headed:
        found = [(block, heading) for block, heading in found if heading.tag == "h1" or _find_link(heading)]
    return [_cut_out(block, heading, page) for block, heading in found] if len(found) > 1 else []


def part_text(html: str, tree: HtmlElement, page: Metadata, moment: datetime | None) -> tuple[Draft, ...]:
    """The articles below one another in the text of a page; none when it holds one or none.

    Each must stand under a heading of the page: else it is a part of one, or an advertisement.
    """
    headings = {fingerprint(heading.text_content()): heading for heading in tree.iter("h1", "h2", "h3", "h4")}
    text = plain_text(html)
    drafts, end = [], 0
    for segment in split_articles(text):
        start = max(text.find(segment.text[:_OPENING], end), end)
        above = [headings[key] for key in map(fingerprint, text[end:start].split("\n")) if key in headings]
        end = start
        if not above:
            continue
        heading = headings.get(fingerprint(segment.title), above[-1])
        title, link = clean_line(heading.text_content()), _find_link(heading)
        if len(words(segment.text)) < _BLOCK_WORDS or not speaks_of(title, segment.text, page.language):
            continue
        draft = draft_segment(replace(segment, title=title, title_derived=False), moment)
        url = canonical_address(link, page.url) if link else ""
        drafts.append(replace(draft, url=url, source=draft.source or page.site, language=page.language))
    return tuple(drafts) if len(drafts) > 1 else ()


def speaks_of(title: str, text: str, language: str) -> bool:
    """Whether a text has a word of its title that says something; true of no title."""
    telling = set(words(title)) - stop_words(language[:2].lower())
    return not telling or not telling.isdisjoint(words(text))


def _cut_out(block: HtmlElement, heading: HtmlElement, page: Metadata) -> tuple[HtmlElement, Metadata]:
    tree = document_fromstring(tostring(block, encoding="unicode", with_tail=False))
    title = clean_line(heading.text_content())
    if fingerprint(title) == fingerprint(page.title):
        return tree, page
    url = canonical_address(_find_link(heading), page.url) if _find_link(heading) else ""
    facts = replace(read_metadata(tree), title=title, url=url, is_article=True)
    return tree, replace(facts, site=page.site, language=page.language)


def _find_link(heading: HtmlElement) -> str:
    """Where a heading, or the link around it, leads; "" when nowhere but this page."""
    links = [link.get("href", "") for link in (*heading.iter("a"), *heading.iterancestors("a"))]
    return next((link for link in links if link and not link.startswith("#")), "")
