"""An edition as plain data: what the store keeps, what templates get, what the JSON output holds.

Everything that a page shows is settled here, from the Edition alone, so that a stored edition can be
rendered again byte for byte. templates/edition.schema.json describes every field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest.editions.chart_data import skyline_data
from digest.editions.data_values import iso_time, reading_minutes, text_direction, web_address
from digest.editions.story_data import story_data, told_texts
from digest.models import Edition

VERSION = 1
QUIET_STORIES = 3
"""An edition with fewer stories told in full is a quiet one."""


def edition_data(edition: Edition) -> dict[str, Any]:
    """Return an edition as JSON-safe values, with everything that a template shows worked out.

    Times are ISO 8601 in UTC ("2026-03-12T05:40:00Z"), dates "2026-03-12". Stories stay in rank order;
    `sections` says where on the page each one told in full stands. Citation numbers count the outlets
    of one story in reading order, the headline first; marks ("1a": outlet, sentence) count those of
    the whole edition. The same edition always gives the same data. Cost: linear in the texts quoted.
    """
    start, end = edition.window
    zone, peers = ZoneInfo(edition.timezone), dict(edition.peers)
    stories = [
        {
            **story_data(summary, rank, start, end, zone),
            "others": max(0, peers.get(summary.story.lead.language, 0) - 1),
        }
        for rank, summary in enumerate(edition.stories, start=1)
    ]
    kind = edition_kind(edition)
    sections = arrange_sections(stories, edition.sections, with_lead=kind == "full")
    reasons = Counter(left.why for left in edition.left_out)
    return {
        "version": VERSION,
        "kind": kind,
        "title": edition.title,
        "date": edition.date.isoformat(),
        "made": iso_time(edition.made),
        "timezone": edition.timezone,
        "language": edition.language,
        "window": {"from": iso_time(start), "to": iso_time(end), "days": window_days(start, end)},
        "minutes": reading_minutes(text for story in stories for text in told_texts(story)),
        "reports": edition.reports,
        "used": max(edition.reports - len({left.id for left in edition.left_out}), 0),
        "sections": sections,
        "outlets": mark_quotations(stories, sections),
        "stories": stories,
        "sources": [
            {
                "name": source.name,
                "status": source.status,
                "articles": source.articles,
                "message": source.message,
                "advice": source.advice,
                "since": iso_time(source.since),
                "failures": source.failures,
            }
            for source in edition.sources
        ],
        "reasons": [
            {"why": why, "n": reasons[why]} for why in sorted(reasons, key=lambda why: (-reasons[why], why))
        ],
        "left_out": [
            {
                "id": left.id,
                "title": left.title,
                "source": left.source,
                "why": left.why,
                "detail": left.detail,
                "url": web_address(left.url),
            }
            for left in edition.left_out
        ],
        "quiet": [
            {"id": story, "title": title, "language": language, "direction": text_direction(language)}
            for story, title, language in edition.quiet
        ],
        "skyline": skyline_data(edition.skyline) if edition.skyline else None,
        "catch_up": {"since": edition.missed[0].isoformat(), "editions": len(edition.missed)}
        if edition.missed
        else None,
        "earlier": [{"date": past.date.isoformat(), "headline": past.headline} for past in edition.earlier],
    }


def edition_kind(edition: Edition) -> str:
    """ "error": nothing to tell and no source answered; "quiet": a handful of stories; else "full"."""
    if not edition.stories and edition.sources and all(source.status != "ok" for source in edition.sources):
        return "error"
    in_full = sum(not summary.brief for summary in edition.stories)
    return "quiet" if in_full < QUIET_STORIES and not edition.only else "full"


def window_days(start: datetime | None, end: datetime) -> int:
    """How many days the window spans, at least one."""
    return max(round((end - start) / timedelta(days=1)), 1) if start else 1


def arrange_sections(
    stories: Sequence[dict[str, Any]], order: Sequence[str], with_lead: bool
) -> list[dict[str, Any]]:
    """The sections of the page with the places in `stories` of those told in full.

    The lead story makes the first section. The others come in the given order, those it does not name
    after it by their best story.
    """
    in_full = [place for place, story in enumerate(stories) if not story["brief"]]
    lead = in_full[: int(with_lead)]
    places: dict[str, list[int]] = {name: [] for name in order}
    for place in in_full[len(lead) :]:
        places.setdefault(stories[place]["section"], []).append(place)
    sections = [{"name": name, "lead": False, "stories": held} for name, held in places.items() if held]
    first = [{"name": stories[place]["section"], "lead": True, "stories": [place]} for place in lead]
    return first + sections


def mark_quotations(stories: Sequence[dict[str, Any]], sections: Sequence[dict[str, Any]]) -> list[str]:
    """Give every quotation its `mark` in the order of the page; return the outlets, first one number 1."""
    in_full = [place for section in sections for place in section["stories"]]
    briefs = [place for place, story in enumerate(stories) if story["brief"]]
    numbers: dict[str, int] = {}
    quoted: dict[str, int] = {}
    for place in in_full + briefs:
        story = stories[place]
        for quotation in quotations(story):
            outlet = story["articles"][quotation["article"]]["source"]
            number = numbers.setdefault(outlet, len(numbers) + 1)
            quoted[outlet] = quoted.get(outlet, 0) + 1
            quotation["mark"] = f"{number}{letters(quoted[outlet])}"
    return list(numbers)


def quotations(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that a story quotes, in the order of the page."""
    figures = (said for difference in story["differences"] for said in difference["figures"])
    yield from (story["headline"], *story["summary"], *figures, *story["known"], *story["days"])


def letters(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa, as spreadsheets name columns."""
    name = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        name = chr(ord("a") + digit) + name
    return name
