"""Plain text as it is saved from the web or written by hand, made drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digest.sources.draft import Draft
from digest.sources.segment import Segment, split_articles
from digest.text import clean_line, clean_text

_OPENING = 40


def draft_articles(text: str, moment: datetime | None) -> tuple[Draft, ...]:
    """Return the articles in a text: several where it is a saved page of several, else the whole of it.

    moment: when the text was as it is, from which an age ("2 hours ago") counts back; None when nobody
    knows, and then such an article's time is unknown. A date alone is its midnight in UTC.
    """
    segments = split_articles(text)
    first, _, rest = clean_text(text).partition("\n\n")
    if not segments:
        # Nothing in it reads as sentences: a note, a list. Its first line stands above the rest.
        return (Draft(title=clean_line(first), text=rest) if rest else Draft(text=first),) if first else ()
    drafts = tuple(draft_segment(segment, moment) for segment in segments)
    if len(drafts) == 1 and drafts[0].title_derived and rest.startswith(drafts[0].text[:_OPENING]):
        # Too short to be known as a headline, but what else can stand above a lone text?
        return (replace(drafts[0], title=clean_line(first), title_derived=False),)
    return drafts


def draft_segment(segment: Segment, moment: datetime | None) -> Draft:
    """Return one article in a text as a draft. moment: as for draft_articles."""
    published = segment.published
    if published is None and moment and segment.age_seconds is not None:
        published = (moment - timedelta(seconds=segment.age_seconds)).replace(microsecond=0)
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
