"""Plain text as it is saved from the web or written by hand, made drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digest.sources.draft import Contents, Draft, Fault
from digest.sources.segmentation.segment import Segment, take_apart
from digest.text import clean_line, clean_text

_OPENING = 40
_TOLD = 5


def read_articles(text: str, moment: datetime | None) -> Contents:
    """Return the articles in a text as draft_articles does, and which lines began too little for one."""
    drafts, teasers = _take_drafts(text, moment)
    if not teasers:
        return drafts
    more = f" and {len(teasers) - _TOLD} more" if len(teasers) > _TOLD else ""
    lines = f"line{'s' if teasers[1:] else ''} {', '.join(map(str, teasers[:_TOLD]))}{more}"
    return (*drafts, Fault("not_an_article", f"{lines}: too little for an article"))


def draft_articles(text: str, moment: datetime | None) -> tuple[Draft, ...]:
    """Return the articles in a text: several where it is a saved page of several, else the whole of it.

    moment: when the text was as it is, from which an age ("2 hours ago") counts back; None when nobody
    knows, and then such an article's time is unknown. A date alone is its midnight in UTC.
    """
    return _take_drafts(text, moment)[0]


def _take_drafts(text: str, moment: datetime | None) -> tuple[tuple[Draft, ...], tuple[int, ...]]:
    page = take_apart(text)
    first, _, rest = clean_text(text).partition("\n\n")
    if not page.articles:
        # Nothing in it reads as sentences: a note, a list. Its first line stands above the rest.
        note = Draft(title=clean_line(first), text=rest) if rest else Draft(text=first)
        return ((note,) if first else ()), ()
    drafts = tuple(draft_segment(segment, moment) for segment in page.articles)
    if len(drafts) == 1 and drafts[0].title_derived and rest.startswith(drafts[0].text[:_OPENING]):
        # Too short to be known as a headline, but what else can stand above a lone text?
        drafts = (replace(drafts[0], title=clean_line(first), title_derived=False),)
    return drafts, page.teasers


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
