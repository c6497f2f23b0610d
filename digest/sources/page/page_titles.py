"""Find the headline of a page among its titles: Open Graph, structured data, heading, <title>."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from digest.sources.inline_elements import read_heading
from digest.sources.page.site_names import SEPARATOR, read_letters, remove_site_name
from digest.sources.page.structured_data import JsonObject, read_text
from digest.text import clean_line, fingerprint_text
from digest.text.markup_text import unescape_entities

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
# How many times more than it should a title may be escaped.
_MAX_ESCAPED = 2
_FRONT_PAGE = re.compile(r"(?:https?:)?//[^/?#]+/?|\.?/|(?:\.?/)?index\.\w+")
# An entity that stands for a letter or a mark within a word is no example of code.
_GLUED_ENTITY = re.compile(rf"(?<=\w){_ENTITY.pattern}|{_ENTITY.pattern}(?=\w)")
_PUNCTUATION = re.compile(
    r"&(?:amp|quot|apos|[lrbs][sdb]quo|[lr]aquo|[mn]dash|hellip|euro|pound|#(?:34|38|39|82\d\d|8364));"
)
# "Holm Gazette: Granary burns": a site before its headline.
_COLON = re.compile(r"(?<=\S):\s")
# A title with less than this share of the letters of the one that the others agree on is no headline.
_MIN_LENGTH_SHARE = 0.5
_MAX_CUTS = 6
_HEADING_TAGS = ("h1", "h2", "h3", "h4")


def read_titles(
    tree: HtmlElement,
    names: Mapping[str, str],
    article: JsonObject,
    site_names: Collection[str],
    site: Collection[str],
) -> tuple[str, ...]:
    """Return the titles by Open Graph, the structured data, the heading and <title>, "" if missing.

    site_names: fingerprints; site: letters, with those of the host. A title that is nothing but the name of
    the site is missing, too. Without any, the titles for other services are taken for that of Open Graph.
    """
    page_title = clean_line(tree.findtext(".//title") or "")
    by_level = [_read_headings(tree, tag, page_title) for tag in _HEADING_TAGS]
    headings = [*by_level[0], *(heading for heading in by_level[1] if heading in page_title)]
    lower = [heading for level in by_level[1:] for heading in level if heading in page_title]
    logos = {fingerprint_text(read_heading(h1)) for h1 in tree.iter("h1") if _leads_home(h1)}
    names_only = {*site_names, *logos, *_find_site_parts(page_title, [*headings, *lower])}

    def is_missing(title: str) -> bool:
        return not title or fingerprint_text(title) in names_only or read_letters(title) in site

    if is_missing(page_title):
        headings += by_level[1]
    headings = [heading for heading in (*headings, *lower) if not is_missing(heading)]
    # What most of <title> repeats is the headline, and a heading above it the name of a section.
    half = _MIN_LENGTH_SHARE * len(page_title)
    repeated = (heading for heading in headings if heading in page_title and len(heading) >= half)
    heading = next(repeated, next(iter(headings), ""))
    heading = unescape_again(heading, heading)
    structured = clean_line(unescape_entities(read_text(article.get("headline"))))
    structured = structured or ("" if heading else _read_property(tree))
    og, structured, page_title = (
        unescape_again(title, heading) for title in (names.get("ogtitle", ""), structured, page_title)
    )
    og, structured = ("" if is_missing(title) else title for title in (og, structured))
    if not (og or structured or heading) and is_missing(page_title):
        og = unescape_again(names.get("twittertitle") or names.get("dctitle") or "", "")
    return og, structured, heading, page_title


def _read_headings(tree: HtmlElement, tag: str, page_title: str) -> list[str]:
    found = (read_heading(heading, page_title) for heading in tree.iter(tag))
    return [heading for heading in found if heading]


def _read_property(tree: HtmlElement) -> str:
    """Return the headline of structured data in the page itself (microdata), or ""."""
    element = next(iter(tree.xpath("//body//*[@itemprop='headline']")), None)
    if element is None:
        return ""
    return clean_line(element.get("content") or read_heading(element))


def _leads_home(heading: HtmlElement) -> bool:
    """Return whether a heading is or contains a link to the front page: it is the name of the site."""
    links = (*heading.iterancestors("a"), *heading.iter("a"))
    return any(_FRONT_PAGE.fullmatch(link.get("href", "-")) for link in links)


def _find_site_parts(page_title: str, headings: Sequence[str]) -> set[str]:
    """Return the fingerprints of the parts of <title> that are beside the text of a heading.

    If several headings of the page are in it, the longest is the headline; if two make up all of it, the
    name of the site comes last.
    """
    known = {fingerprint_text(heading) for heading in headings}
    cuts = sorted([*_find_cuts(page_title, SEPARATOR), *_find_cuts(page_title, _COLON)])
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(page_title)]
    ranges = [
        (start, end)
        for start in range(len(starts))
        for end in range(start, len(starts))
        if (start, end) != (0, len(starts) - 1)
        and fingerprint_text(page_title[starts[start] : ends[end]]) in known
    ]
    if not ranges:
        return set()
    first, last = max(ranges, key=lambda found: ends[found[1]] - starts[found[0]])
    if len(ranges) == 2 and len(starts) == 2 and SEPARATOR.search(page_title):
        first, last = 0, 0
    before, after = page_title[: ends[first - 1]] if first else "", page_title[ends[last] :]
    parts = {before, after, *SEPARATOR.split(before), *SEPARATOR.split(after)}
    return {fingerprint_text(part) for part in parts if part}


def _find_cuts(title: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where the first separators of a title are; each part more is one of a menu."""
    return [found.span() for found in islice(pattern.finditer(title), _MAX_CUTS)]


def unescape_again(title: str, heading: str) -> str:
    """Return a title without entities that were escaped twice.

    The heading shows whether they are meant ("How to write &nbsp;"), unless they stand within a word. Without
    a heading, those of an ampersand, quotation marks, dashes and sums are not.
    """
    for _ in range(_MAX_ESCAPED):
        if not _ENTITY.search(title):
            break
        is_code = _ENTITY.search(heading) if heading else not _PUNCTUATION.search(title)
        if is_code and not _GLUED_ENTITY.search(title):
            break
        title = clean_line(unescape_entities(title))
    return title


def choose_title(titles: tuple[str, ...], site: Collection[str]) -> str:
    """Choose the title among those of Open Graph, the structured data, the first heading and <title>.

    site: the letters of the names of the site.

    If only the structured data or only Open Graph differs from all others, that title was written to stand
    without the page around it, as titles do here, unless it is too short for that, or what stands behind the
    name of the site: that is a motto. Otherwise it is the title that most sources agree on; of equals, the
    one whose source comes first. Of its spellings the most frequent one is returned.
    """
    fingerprints = {fingerprint_text(title) for title in titles if title}
    cut = [remove_site_name(title, site, fingerprints) for title in titles]
    og, structured, heading, page_title = cut
    candidates = [title for title in (og, structured, heading) if title]
    if not candidates:
        return page_title if page_title != titles[-1] else _remove_last_part(page_title)
    keys = [fingerprint_text(title) for title in cut if title]
    agreed, count = Counter(keys).most_common(1)[0]
    if count > 1:
        shortest = _MIN_LENGTH_SHARE * min(len(title) for title in cut if fingerprint_text(title) == agreed)
        single = {title for title in cut if title and keys.count(fingerprint_text(title)) == 1}
        mottoes = {
            title
            for title, whole in zip(cut, titles, strict=True)
            if title in single and (not whole.startswith(title) or _begins_with_site(whole, site))
        }
        candidates = [title for title in candidates if len(title) >= shortest and title not in mottoes]
        unique = [title for title in (structured, og) if title in candidates and title in single]
        if unique:
            return unique[0]
    votes = Counter(fingerprint_text(title) for title in candidates)
    chosen = max(votes, key=lambda candidate: votes[candidate])
    spellings = Counter(title for title in cut if title and fingerprint_text(title) == chosen)
    return max(spellings, key=lambda title: spellings[title])


def _begins_with_site(title: str, site: Collection[str]) -> bool:
    """Return whether the name of the site and a colon begin a title."""
    name, *rest = _COLON.split(title, maxsplit=1)
    return bool(rest) and read_letters(name) in site


def _remove_last_part(title: str) -> str:
    """Remove the last part of a <title> that is the only source, if it is the shorter part."""
    *_, last = [None, *SEPARATOR.finditer(title)]
    return title[: last.start()] if last and len(title) - last.end() < last.start() else title
