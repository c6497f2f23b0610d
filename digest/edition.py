"""An edition as plain data: what the store keeps, what templates get, what the JSON output holds.

Everything that a page shows is settled here, from the Edition alone, so that a stored edition can be
rendered again byte for byte. templates/edition.schema.json describes every field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from math import ceil
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from digest.address import SCHEMES, sentence_address
from digest.model import Article, Edition, Sentence, Skyline, Story, Summary
from digest.text import words

VERSION = 1
WORDS_PER_MINUTE = 200
COVERAGE_HOURS = 48
QUIET_STORIES = 3
"""An edition with fewer stories told in full is a quiet one."""
NO_ADDRESS = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
"""Characters that stand in no address."""
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def edition_data(edition: Edition) -> dict[str, Any]:
    """Return an edition as JSON-safe values, with everything that a template shows worked out.

    Times are ISO 8601 in UTC ("2026-03-12T05:40:00Z"), dates "2026-03-12". Stories stay in rank order;
    `sections` says where on the page each one told in full stands. Citation numbers count the outlets
    of one story in reading order, the headline first; marks ("1a": outlet, sentence) count those of
    the whole edition. The same edition always gives the same data. Cost: linear in the texts quoted.
    """
    start, end = edition.window
    zone = ZoneInfo(edition.timezone)
    stories = [
        story_data(summary, rank, start, end, zone) for rank, summary in enumerate(edition.stories, start=1)
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
    return "quiet" if in_full < QUIET_STORIES else "full"


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


def story_data(
    summary: Summary, rank: int, start: datetime | None, end: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """One story and its summary. start, end: the edition's window. zone: the reader's."""
    story = summary.story
    new, originals = set(story.new), dict(story.copies)
    numbers: dict[str, int] = {}
    headline = {
        "article": 0,
        "n": numbers.setdefault(story.lead.source, 1),
        "url": web_address(story.lead.url),
    }
    sentences = [quote_sentence(sentence, story, numbers) for sentence in summary.sentences]
    differences: list[dict[str, Any]] = [
        {
            "about": difference.about,
            "figures": [
                {"figure": said.figure, **quote_sentence(said.sentence, story, numbers)}
                for said in difference.figures
            ],
        }
        for difference in summary.differences
    ]
    figures = list(chain.from_iterable(difference["figures"] for difference in differences))
    known = [quote_sentence(sentence, story, numbers) for sentence in summary.known]
    days = [] if summary.brief else day_by_day(story, numbers, zone)
    also, copies = other_outlets(story, numbers)
    times = sorted(article.published for article in story.articles if article.published)
    return {
        "id": story.id,
        "rank": rank,
        "section": story.section,
        "title": story.lead.title,
        "headline": headline,
        "language": story.lead.language,
        "direction": text_direction(story.lead.language),
        "continuing": story.continuing,
        "since": story.since.isoformat() if story.since else None,
        "brief": summary.brief,
        "method": summary.method,
        "score": {
            "total": round(story.total, 4),
            "parts": {part: round(points, 4) for part, points in story.score},
        },
        "reports": len(story.articles),
        "voices": story.voices,
        "latest": iso_time(times[-1]) if times else None,
        "minutes": reading_minutes(told_texts({"title": story.lead.title, "summary": sentences})),
        "why": {
            "terms": [[word, round(weight, 4)] for word, weight in story.terms],
            "links": [[one, other, round(similarity, 4)] for one, other, similarity in story.links],
            "span_hours": round((times[-1] - times[0]) / timedelta(hours=1), 2) if len(times) > 1 else None,
            "copies": len(story.copies),
        },
        "summary": sentences,
        "differences": differences,
        "keywords": list(summary.keywords),
        "known": known,
        "known_on": summary.known_on.isoformat() if summary.known_on else None,
        "merged": list(summary.merged),
        "split_from": summary.split_from,
        "related": list(summary.related),
        "days": days,
        "quoted": first_quotations([headline, *sentences, *figures, *known, *days]),
        "also": also,
        "copies": copies,
        "coverage": coverage_data(times, start, end),
        "picture": None,
        "articles": [article_data(article, new, originals) for article in story.articles],
    }


def day_by_day(story: Story, numbers: dict[str, int], zone: ZoneInfo) -> list[dict[str, Any]]:
    """A headline for each day of a story that goes on, with the number of its outlet and of the reports.

    The lead's headline stands for its own day, that of the first report for every other. A report
    without a time counts for no day; a story of one day has none of this.
    """
    held: dict[date, list[int]] = {}
    for index, article in enumerate(story.articles):
        if article.published:
            held.setdefault(article.published.astimezone(zone).date(), []).append(index)
    if not story.continuing or len(held) < 2:
        return []
    copies = dict(story.copies)
    days = []
    for day, places in sorted(held.items()):
        own = [place for place in places if story.articles[place].id not in copies] or places
        shown = 0 if 0 in own else min(own, key=lambda place: (story.articles[place].moment, place))
        article = story.articles[shown]
        days.append(
            {
                "date": day.isoformat(),
                "reports": len(places),
                "article": shown,
                "title": article.title,
                "n": numbers.setdefault(article.source, len(numbers) + 1),
                "url": web_address(article.url),
            }
        )
    return days


def article_data(article: Article, new: set[str], originals: dict[str, str]) -> dict[str, Any]:
    """One article of a story, without its text. originals: {copy: the article it repeats}."""
    return {
        "id": article.id,
        "title": article.title,
        "title_derived": article.title_derived,
        "url": web_address(article.url),
        "source": article.source,
        "published": iso_time(article.published),
        "first_seen": iso_time(article.first_seen),
        "language": article.language,
        "direction": text_direction(article.language),
        "new": article.id in new,
        "duplicate_of": originals.get(article.id),
    }


def quote_sentence(sentence: Sentence, story: Story, numbers: dict[str, int]) -> dict[str, Any]:
    """A sentence with the number of its outlet (a new outlet gets the next one) and its own address."""
    article = story.articles[sentence.article]
    return {
        "text": sentence.text,
        "article": sentence.article,
        "position": sentence.position,
        "new": sentence.new,
        "n": numbers.setdefault(article.source, len(numbers) + 1),
        "url": sentence_address(web_address(article.url), sentence.text, article.text),
    }


def first_quotations(quotations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first quoted article of each outlet, by the outlet's number."""
    first: dict[int, int] = {}
    for quotation in quotations:
        first.setdefault(quotation["n"], quotation["article"])
    return [{"n": number, "article": article} for number, article in first.items()]


def other_outlets(story: Story, quoted: dict[str, int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The outlets that are not quoted, each with its first article: those with a text of their own, and
    those that only repeat another's."""
    by_id = {article.id: article for article in story.articles}
    originals = dict(story.copies)
    own: dict[str, dict[str, Any]] = {}
    repeated: dict[str, dict[str, Any]] = {}
    for place, article in enumerate(story.articles):
        if article.source in quoted:
            continue
        if article.id in originals:
            of = by_id[originals[article.id]].source
            repeated.setdefault(article.source, {"source": article.source, "article": place, "of": of})
        else:
            own.setdefault(article.source, {"source": article.source, "article": place})
    return list(own.values()), [copy for source, copy in repeated.items() if source not in own]


def coverage_data(times: Sequence[datetime], start: datetime | None, end: datetime) -> dict[str, Any] | None:
    """Reports per hour up to the end of the window, or None when fewer than two of them fall there.

    split: the first hour of this edition's window; what stands before it was there for the last one.
    """
    begin = end - timedelta(hours=COVERAGE_HOURS)
    hours = [0] * COVERAGE_HOURS
    for time in times:
        if begin <= time <= end:
            hours[min(int((time - begin) / timedelta(hours=1)), COVERAGE_HOURS - 1)] += 1
    if sum(hours) < 2:
        return None
    split = max(int((start - begin) / timedelta(hours=1)), 0) if start else 0
    return {"from": iso_time(begin), "to": iso_time(end), "hours": hours, "split": split}


def skyline_data(skyline: Skyline) -> dict[str, Any]:
    """The skyline with its times written out."""
    return {
        "from": iso_time(skyline.start),
        "to": iso_time(skyline.end),
        "reports": list(skyline.reports),
        "used": list(skyline.used),
        "peak": skyline.peak,
    }


def told_texts(story: dict[str, Any]) -> Iterator[str]:
    """What a reader of the story reads: its headline and its sentences."""
    yield story["title"]
    for sentence in story["summary"]:
        yield sentence["text"]


def reading_minutes(texts: Iterator[str]) -> int:
    """Whole minutes, at least one."""
    return max(ceil(sum(len(words(text)) for text in texts) / WORDS_PER_MINUTE), 1)


def text_direction(language: str) -> str:
    """ "rtl", "ltr", or "auto" for a language that is not known."""
    return "auto" if language == "und" else "rtl" if language in RIGHT_TO_LEFT else "ltr"


def web_address(url: str) -> str:
    """The address when a reader can safely follow it, what none may hold percent-encoded; else ""."""
    return NO_ADDRESS.sub(lambda found: quote(found[0]), url) if url.partition(":")[0] in SCHEMES else ""


def iso_time(time: datetime | None) -> str | None:
    """2026-03-12T05:40:00Z; None stays None."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else None
