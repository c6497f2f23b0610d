"""One story of an edition as plain data: what is told of it, who says so, and when they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from digest.editions.chart_data import coverage_data
from digest.editions.data_values import iso_time, reading_minutes, text_direction, web_address
from digest.models import Article, Sentence, Story, Summary
from digest.text.urls import sentence_address


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


def told_texts(story: dict[str, Any]) -> Iterator[str]:
    """What a reader of the story reads: its headline and its sentences."""
    yield story["title"]
    for sentence in story["summary"]:
        yield sentence["text"]
