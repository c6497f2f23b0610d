"""Turn plain text, saved from the web or written by hand, into drafts of the articles in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digest.sources.article_drafts import Contents, Draft, Fault, mark_last_cut
from digest.sources.segmentation.segment import Segment, limit_text, segment_text
from digest.text import clean_line, clean_text

# How many characters are compared to decide whether an article begins after the first paragraph.
_OPENING = 40
# At most this many teasers are listed with their line numbers.
_MAX_LISTED = 5


def read_articles(text: str, saved_at: datetime | None) -> Contents:
    """Return the drafts of draft_articles, then a fault that lists the lines of teasers, if there are any."""
    drafts, teaser_lines = _draft_text(text, saved_at)
    if not teaser_lines:
        return drafts
    more = f" and {len(teaser_lines) - _MAX_LISTED} more" if len(teaser_lines) > _MAX_LISTED else ""
    lines = f"line{'s' if teaser_lines[1:] else ''} {', '.join(map(str, teaser_lines[:_MAX_LISTED]))}{more}"
    return (*drafts, Fault("not_an_article", f"{lines}: too short for an article"))


def draft_articles(text: str, saved_at: datetime | None) -> tuple[Draft, ...]:
    """Return the articles in a text: several if it is a saved page with several, else the whole text as one.

    saved_at: when the text was saved; ages ("2 hours ago") are subtracted from it. If None, an article with
    only an age has no time of publication. A date without a time means midnight UTC. Of a very long text the
    beginning is read, and its last draft says so (cut). Cost: linear.
    """
    return _draft_text(text, saved_at)[0]


def _draft_text(text: str, saved_at: datetime | None) -> tuple[tuple[Draft, ...], tuple[int, ...]]:
    limited = limit_text(text)
    drafts, teaser_lines = _draft_limited_text(limited, saved_at)
    return mark_last_cut(drafts) if len(limited) < len(text) else drafts, teaser_lines


def _draft_limited_text(text: str, saved_at: datetime | None) -> tuple[tuple[Draft, ...], tuple[int, ...]]:
    segmented = segment_text(text)
    first, _, rest = clean_text(text).partition("\n\n")
    if not segmented.articles:
        # It contains no article, so it is a note or a list: the first paragraph is the title of the rest.
        note = Draft(title=clean_line(first), text=rest) if rest else Draft(text=first)
        return ((note,) if first else ()), ()
    drafts = tuple(draft_segment(segment, saved_at) for segment in segmented.articles)
    if len(drafts) == 1 and drafts[0].title_derived and rest.startswith(drafts[0].text[:_OPENING]):
        # The first line is too short to be recognized as a headline, but above a single article it must be
        # one.
        drafts = (replace(drafts[0], title=clean_line(first), title_derived=False),)
    return drafts, segmented.teaser_lines


def draft_segment(segment: Segment, saved_at: datetime | None) -> Draft:
    """Return one segment of a text as a draft. saved_at: as for draft_articles."""
    published = segment.published
    if published is None and saved_at and segment.age_seconds is not None:
        published = (saved_at - timedelta(seconds=segment.age_seconds)).replace(microsecond=0)
    return Draft(
        title=segment.title,
        text=segment.text,
        source=segment.source,
        published=published,
        author=segment.author,
        section=segment.section,
        title_derived=segment.title_derived,
        line=segment.line,
    )
