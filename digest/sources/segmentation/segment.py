"""Split a text that may be a saved page into articles with headline, outlet, time and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from digest.sources.article_drafts import derive_title
from digest.sources.segmentation.boundaries import group_blocks
from digest.sources.segmentation.lines import SENTENCE_END, TextLine, split_lines, strip_bullet
from digest.sources.segmentation.page_layout import BYLINE, PageLayout
from digest.text import find_sentence_spans, split_words

# An article with a lower score is a teaser, unless the best of the text scores low itself.
_TEASER_SCORE, _MIN_SCORE = 130, 40
# How likely a line is the headline: its words occur below, it is repeated; against it: few words, distance.
_FOR_BELOW, _FOR_REPEATED, _AGAINST_SHORT, _AGAINST_DISTANCE = 3.5, 2.0, 1.0, 0.03
_SHORT_TITLE, _MAX_DISTANCE, _LIKELY = 5, 60, 0.6
_STANDFIRST_LINES = 5
_OUTLET_WORDS, _SECTION_WORDS = 4, 2
_LINK_WORDS = 25

MAX_CHARACTERS, MAX_LINES = 500_000, 8_000
"""As much of a text is read: fifty long articles. Each line costs time."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One article in a text.

    title: as it is in the text, else the first sentence (title_derived). text: paragraphs separated by blank
    lines; on a saved page without the headings, captions and links between them. line: where it begins,
    from 1. source, author, section: "" when not given. published: aware, in UTC, midnight for a date without
    a time; None when no date is given. age: as written ("10 minutes ago") or ""; age_seconds: the same as a
    number, or None.
    """

    title: str
    text: str
    line: int
    title_derived: bool = False
    source: str = ""
    author: str = ""
    section: str = ""
    published: datetime | None = None
    age: str = ""
    age_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class SegmentedText:
    """The articles in a text, in order, and the lines that belong to the text of none.

    teaser_lines: numbers, from 1, of the lines where prose begins that is too short for an article.
    """

    articles: tuple[Segment, ...]
    boilerplate: tuple[str, ...]
    teaser_lines: tuple[int, ...]


class _ArticleLayout(NamedTuple):
    """Where an article is: its header (the lines above), its blocks, the lines of its headline and time."""

    header: range
    blocks: Sequence[range]
    title: int | None
    time: int | None


def split_articles(text: str) -> tuple[Segment, ...]:
    """Return the articles in a text, in order; none when no line of it reads as sentences.

    A single article is returned whole, with or without a title line. An article that occurs twice is returned
    twice. Of a very long text the beginning is read; see limit_text. Cost: linear.
    """
    return segment_text(text).articles


def limit_text(text: str) -> str:
    """Return a text, or its first 500,000 characters and 8,000 lines if it is longer."""
    if len(text) <= MAX_CHARACTERS and text.count("\n") < MAX_LINES:
        return text
    return "\n".join(text[:MAX_CHARACTERS].split("\n", MAX_LINES)[:MAX_LINES])


def segment_text(text: str) -> SegmentedText:
    """Return the articles in a text, and the lines that were left out of them.

    Of a very long text the beginning is read; see limit_text. Cost: linear.
    """
    layout = PageLayout(split_lines(limit_text(text)))
    groups = group_blocks(layout)
    if len(groups) == 1 and layout.is_single_article():
        whole = range(layout.blocks[0].start, len(layout.lines))
        articles = [_locate_article(layout, range(whole.start), [whole])]
    else:
        articles = _choose_articles(layout, groups)
    used = {index for article in articles for block in article.blocks for index in block}
    boilerplate = tuple(line.text for index, line in enumerate(layout.lines) if index not in used)
    unused = [group[0].start for group in groups if not any(block.start in used for block in group)]
    teaser_lines = tuple(layout.lines[index].number for index in unused)
    return SegmentedText(_make_segments(layout, articles), boilerplate, teaser_lines)


def _choose_articles(layout: PageLayout, groups: Sequence[Sequence[range]]) -> list[_ArticleLayout]:
    """The groups of blocks that are articles, and not teasers, lists of teasers, or small print."""
    runs = [layout.find_best_run(group) for group in groups]
    best_score = max((score for score, _ in runs), default=0)
    min_score = max(_MIN_SCORE, min(_TEASER_SCORE, best_score // 3))
    articles: list[_ArticleLayout] = []
    top = 0
    for score, run in runs:
        if score == best_score or (score >= min_score and layout.is_coherent(run)):
            articles.append(_locate_article(layout, range(top, run[0].start), run))
        top = run[-1].stop
    return articles


def _locate_article(layout: PageLayout, header: range, blocks: Sequence[range]) -> _ArticleLayout:
    title = _choose_title(layout, header)
    center = header.stop if title is None else title
    times = [index for index in header if layout.lines[index].has_time]
    time = min(times, key=lambda index: (abs(index - center), -index), default=None)
    return _ArticleLayout(header, blocks, title, time)


def _choose_title(layout: PageLayout, header: range) -> int | None:
    """The index of the line above an article that is most likely its headline, or None."""
    scores = {
        title.line_index: _FOR_BELOW * title.share_below
        + _FOR_REPEATED * title.is_repeated
        - _AGAINST_SHORT * (title.word_count < _SHORT_TITLE)
        - _AGAINST_DISTANCE * min(header.stop - title.line_index, _MAX_DISTANCE)
        for title in layout.find_title_candidates(header)
    }
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    if best is None or (scores[best] < _LIKELY and len(header) > 1):
        return None
    chosen = best
    for index in range(best - 1, max(best - _STANDFIRST_LINES, header.start) - 1, -1):
        # A standfirst says the same as the headline above it in more words.
        if layout.lines[index].is_prose:
            break
        if scores.get(index, 0.0) >= _LIKELY and layout.lines[index].word_count >= _SHORT_TITLE:
            chosen = index
    return next(index for index in header if layout.lines[index].key == layout.lines[chosen].key)


def _make_segments(layout: PageLayout, articles: Sequence[_ArticleLayout]) -> tuple[Segment, ...]:
    """The articles. Positions of outlets and sections are trusted only when several articles have them."""
    outlets = [_find_name_above(layout, article, article.time, _OUTLET_WORDS) for article in articles]
    sections = [_find_name_above(layout, article, article.title, _SECTION_WORDS) for article in articles]
    if len(set(filter(None, outlets))) < 2:
        outlets = [""] * len(articles)
    if sum(map(bool, sections)) < max(2, len(articles) - 1):
        sections = [""] * len(articles)
    return tuple(map(_make_segment, [layout] * len(articles), articles, outlets, sections))


def _make_segment(layout: PageLayout, article: _ArticleLayout, outlet: str, section: str) -> Segment:
    lines = [layout.lines[index] for block in article.blocks for index in block]
    text = "\n\n".join(_strip_trailing_link(line.text) for line in lines if line.key)
    title = None if article.title is None else layout.lines[article.title]
    time = None if article.time is None else layout.lines[article.time]
    return Segment(
        title=strip_bullet(title.text) if title else derive_title(text),
        text=text,
        line=(title or lines[0]).number,
        title_derived=title is None,
        source=_find_outlet(layout, article) or outlet,
        author=_find_author(layout, article),
        section=section,
        published=time.published if time else None,
        age=time.age if time else "",
        age_seconds=time.age_seconds if time else None,
    )


def _find_name_above(layout: PageLayout, article: _ArticleLayout, index: int | None, max_words: int) -> str:
    """The short line directly above the time or the headline of an article, or ""."""
    if index is None or index - 1 not in article.header or index - 1 in (article.title, article.time):
        return ""
    line = layout.lines[index - 1]
    is_name = 0 < line.word_count <= max_words and not line.is_prose and not line.has_time
    return line.text if is_name and not _has_bullet(line) else ""


def _find_outlet(layout: PageLayout, article: _ArticleLayout) -> str:
    """A name near the time that is repeated there with a bullet, or precedes the date on its line; or ""."""
    if article.time is None:
        return ""
    indexes = range(article.time - 2, article.time + 3)
    near = [layout.lines[index] for index in indexes if index in article.header]
    marked = {line.key for line in near if line.word_count and _has_bullet(line)}
    for line in near:
        if line.key in marked and not _has_bullet(line):
            return line.text
    time = layout.lines[article.time]
    is_name = 0 < len(split_words(time.label)) <= _OUTLET_WORDS and not BYLINE.match(time.label)
    if time.published is None or not is_name:
        return ""
    between = time.text.partition(time.label)[2]
    is_adjoining = time.label[-1].isalpha() and between[:1].isdigit()
    is_separated = between.lstrip()[:1] in ("|", "·", "•")
    return time.label if is_adjoining or is_separated else ""


def _find_author(layout: PageLayout, article: _ArticleLayout) -> str:
    for index in reversed(article.header):
        line = layout.lines[index]
        found = BYLINE.fullmatch(line.label or line.text)
        if found and all(name[0].isupper() for name in found[1].split() if len(name) > 3):
            return found[1].strip()
    return ""


def _has_bullet(line: TextLine) -> bool:
    return strip_bullet(line.text) != line.text


def _strip_trailing_link(text: str) -> str:
    """A paragraph without the link that directly follows its last full stop ("… on Friday.Read more: …")."""
    if SENTENCE_END.search(text):
        return text
    start, end = find_sentence_spans(text)[-1]
    is_attached = start > 0 and not text[start - 1].isspace()
    return text[:start] if is_attached and len(text[start:end].split()) <= _LINK_WORDS else text
