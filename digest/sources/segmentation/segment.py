"""The articles in a text that may be a saved page: each with its headline, outlet, time and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from digest.sources.draft import derive_title
from digest.sources.segmentation.boundaries import part_blocks
from digest.sources.segmentation.layout import BYLINE, Sheet
from digest.sources.segmentation.lines import SENTENCE_END, Line, read_lines, without_bullet
from digest.text import sentence_spans, words

# Articles worth fewer words are teasers, unless the longest of the text is short itself.
_TEASER_WORDS, _LEAST_WORDS = 130, 40
# How likely a line is the headline: words told below it, standing twice, against few words and distance.
_FOR_BELOW, _FOR_REPEATED, _AGAINST_SHORT, _AGAINST_DISTANCE = 3.5, 2.0, 1.0, 0.03
_SHORT_TITLE, _DISTANCE_AT_MOST, _LIKELY = 5, 60, 0.6
_STANDFIRST_REACH = 5
_NAME_WORDS, _SECTION_WORDS = 4, 2
_LINK_WORDS = 25


@dataclass(frozen=True, slots=True)
class Segment:
    """One article in a text.

    title: as it stands there, else the first sentence (title_derived). text: paragraphs parted by blank
    lines; on a saved page without the headings, captions and links between them. line: where it begins,
    from 1. source, author, section: "" when not told. published: aware, in UTC, a date alone being its
    midnight; None when no date is told. age: as written ("10 minutes ago") or ""; age_seconds: the same
    as a number, or None.
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
class Page:
    """A text taken apart: its articles in order, and the lines that belong to the text of none.

    teasers: numbers of the lines where prose begins that is too little for an article, from 1.
    """

    articles: tuple[Segment, ...]
    furniture: tuple[str, ...]
    teasers: tuple[int, ...]


class _Head(NamedTuple):
    """Where an article stands: the lines above it, its blocks, its headline and the line with its time."""

    lines: range
    blocks: Sequence[range]
    title: int | None
    clock: int | None


def split_articles(text: str) -> tuple[Segment, ...]:
    """Return the articles in a text, in order; none when no line of it reads as sentences.

    A lone article comes back whole, with or without a title line. An article that stands there twice
    comes back twice. Cost: linear.
    """
    return take_apart(text).articles


def take_apart(text: str) -> Page:
    """Return the articles in a text, and the lines that were left out of their texts. Cost: linear."""
    sheet = Sheet(read_lines(text))
    parts = part_blocks(sheet)
    if len(parts) == 1 and sheet.is_clean():
        whole = range(sheet.blocks[0].start, len(sheet.lines))
        heads = [_read_head(sheet, range(whole.start), [whole])]
    else:
        heads = _choose_articles(sheet, parts)
    used = {place for head in heads for block in head.blocks for place in block}
    furniture = tuple(line.text for place, line in enumerate(sheet.lines) if place not in used)
    unused = [part[0].start for part in parts if not any(block.start in used for block in part)]
    teasers = tuple(sheet.lines[place].number for place in unused)
    return Page(_read_segments(sheet, heads), furniture, teasers)


def _choose_articles(sheet: Sheet, parts: Sequence[Sequence[range]]) -> list[_Head]:
    """The parts that are articles and not teasers, lists of teasers, or small print."""
    runs = [sheet.choose_blocks(part) for part in parts]
    most = max((worth for worth, _ in runs), default=0)
    least = max(_LEAST_WORDS, min(_TEASER_WORDS, most // 3))
    heads: list[_Head] = []
    top = 0
    for worth, run in runs:
        if worth == most or (worth >= least and sheet.holds_together(run)):
            heads.append(_read_head(sheet, range(top, run[0].start), run))
        top = run[-1].stop
    return heads


def _read_head(sheet: Sheet, lines: range, blocks: Sequence[range]) -> _Head:
    title = _choose_title(sheet, lines)
    middle = lines.stop if title is None else title
    times = [place for place in lines if sheet.lines[place].tells_time]
    clock = min(times, key=lambda place: (abs(place - middle), -place), default=None)
    return _Head(lines, blocks, title, clock)


def _choose_title(sheet: Sheet, lines: range) -> int | None:
    """The place of the line above an article that is most likely its headline, or None."""
    scores = {
        title.place: _FOR_BELOW * title.below
        + _FOR_REPEATED * title.repeated
        - _AGAINST_SHORT * (title.size < _SHORT_TITLE)
        - _AGAINST_DISTANCE * min(lines.stop - title.place, _DISTANCE_AT_MOST)
        for title in sheet.find_titles(lines)
    }
    best = max(scores, key=lambda place: (scores[place], -place), default=None)
    if best is None or (scores[best] < _LIKELY and len(lines) > 1):
        return None
    found = best
    for place in range(best - 1, max(best - _STANDFIRST_REACH, lines.start) - 1, -1):
        # A standfirst says the same as the headline above it, in more words.
        if sheet.lines[place].prose:
            break
        if scores.get(place, 0.0) >= _LIKELY and sheet.lines[place].size >= _SHORT_TITLE:
            found = place
    return next(place for place in lines if sheet.lines[place].key == sheet.lines[found].key)


def _read_segments(sheet: Sheet, heads: Sequence[_Head]) -> tuple[Segment, ...]:
    """The articles. Where outlets and sections stand shows only in several heads, so one tells none."""
    outlets = [_name_above(sheet, head, head.clock, _NAME_WORDS) for head in heads]
    sections = [_name_above(sheet, head, head.title, _SECTION_WORDS) for head in heads]
    if len(set(filter(None, outlets))) < 2:
        outlets = [""] * len(heads)
    if sum(map(bool, sections)) < max(2, len(heads) - 1):
        sections = [""] * len(heads)
    return tuple(map(_read_segment, [sheet] * len(heads), heads, outlets, sections))


def _read_segment(sheet: Sheet, head: _Head, outlet: str, section: str) -> Segment:
    lines = [sheet.lines[place] for block in head.blocks for place in block]
    text = "\n\n".join(_cut_link(line.text) for line in lines if line.key)
    title = None if head.title is None else sheet.lines[head.title]
    clock = None if head.clock is None else sheet.lines[head.clock]
    return Segment(
        title=without_bullet(title.text) if title else derive_title(text),
        text=text,
        line=(title or lines[0]).number,
        title_derived=title is None,
        source=_find_outlet(sheet, head) or outlet,
        author=_find_author(sheet, head),
        section=section,
        published=clock.moment if clock else None,
        age=clock.age if clock else "",
        age_seconds=clock.age_seconds if clock else None,
    )


def _name_above(sheet: Sheet, head: _Head, place: int | None, most_words: int) -> str:
    """The short line right above the time or the headline of an article, or ""."""
    if place is None or place - 1 not in head.lines or place - 1 in (head.title, head.clock):
        return ""
    line = sheet.lines[place - 1]
    is_name = 0 < line.size <= most_words and not line.prose and not line.tells_time
    return line.text if is_name and not _has_bullet(line) else ""


def _find_outlet(sheet: Sheet, head: _Head) -> str:
    """A name near the time that stands there again with a bullet, or before a date on its line; or ""."""
    if head.clock is None:
        return ""
    near = [sheet.lines[place] for place in range(head.clock - 2, head.clock + 3) if place in head.lines]
    marked = {line.key for line in near if line.size and _has_bullet(line)}
    for line in near:
        if line.key in marked and not _has_bullet(line):
            return line.text
    clock = sheet.lines[head.clock]
    if clock.moment is None or not 0 < len(words(clock.label)) <= _NAME_WORDS or BYLINE.match(clock.label):
        return ""
    between = clock.text.partition(clock.label)[2]
    glued = clock.label[-1].isalpha() and between[:1].isdigit()
    parted = between.lstrip()[:1] in ("|", "·", "•")
    return clock.label if glued or parted else ""


def _find_author(sheet: Sheet, head: _Head) -> str:
    for place in reversed(head.lines):
        line = sheet.lines[place]
        found = BYLINE.fullmatch(line.label or line.text)
        if found and all(name[0].isupper() for name in found[1].split() if len(name) > 3):
            return found[1].strip()
    return ""


def _has_bullet(line: Line) -> bool:
    return without_bullet(line.text) != line.text


def _cut_link(text: str) -> str:
    """A paragraph without the link that hangs at its last full stop ("… on Friday.Read more: …")."""
    if SENTENCE_END.search(text):
        return text
    start, end = sentence_spans(text)[-1]
    hangs = start > 0 and not text[start - 1].isspace()
    return text[:start] if hangs and len(text[start:end].split()) <= _LINK_WORDS else text
