"""Serialize one story of an edition: its summary, its outlets, and when they reported it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.editions.recordings import is_recording
from digest.editions.serialize_charts import serialize_coverage
from digest.editions.serialize_values import (
    count_reading_minutes,
    escape_url,
    format_optional_time,
    format_time,
)
from digest.languages import find_direction
from digest.models import (
    Article,
    ArticleData,
    CopyData,
    DayData,
    DifferenceData,
    FigureData,
    MediaData,
    OtherOutletData,
    QuotationData,
    QuotedOutletData,
    Sentence,
    SentenceData,
    Story,
    StoryData,
    Summary,
)
from digest.text.text_pieces import is_cut_off
from digest.text.urls import make_sentence_url

UNMARKED = ""
"""The `mark` of a quotation until the marks of the whole edition are set."""


def serialize_story(
    summary: Summary, rank: int, start: datetime | None, end: datetime, zone: ZoneInfo, others: int = 0
) -> StoryData:
    """Return the data of one story; quotations are numbered, but not yet marked; tier and tags come later.

    Args:
        summary: the story and its sentences.
        rank: from 1.
        start: of the edition's window, None when it is open.
        end: of the edition's window.
        zone: the reader's.
        others: how many other sources answered and have news in its language.
    """
    story = summary.story
    numbers: dict[str, int] = {}
    headline: QuotationData = {
        "article": 0,
        "n": numbers.setdefault(story.lead.source, 1),
        "url": escape_url(story.lead.url),
        "mark": UNMARKED,
    }
    sentences = [quote_sentence(sentence, story, numbers) for sentence in summary.sentences]
    differences = serialize_differences(summary, numbers)
    figures = [figure for difference in differences for figure in difference["figures"]]
    known = [quote_sentence(sentence, story, numbers) for sentence in summary.known]
    days = [] if summary.brief else list_days(story, numbers, zone)
    also, copies = list_other_outlets(story, numbers)
    times = sorted(article.published for article in story.articles if article.published)
    new, originals = set(story.new), dict(story.copies)
    return {
        "id": story.id,
        "rank": rank,
        "section": story.section,
        "title": story.lead.title,
        "headline": headline,
        "language": story.lead.language,
        "direction": find_direction(story.lead.language),
        "continuing": story.continuing,
        "since": story.since.isoformat() if story.since else None,
        "brief": summary.brief,
        "recording": is_recording(story),
        "tier": "brief" if summary.brief else "second",
        "order": 1,
        "columns": 1,
        "wide": False,
        "folded": False,
        "under": "",
        "method": summary.method,
        "score": {
            "total": round(story.total, 4),
            "parts": {part: round(points, 4) for part, points in story.score},
        },
        "reports": len(story.articles),
        "voices": story.voices,
        "latest": format_time(times[-1]) if times else None,
        "minutes": count_reading_minutes(list_read_texts(story.lead.title, sentences)),
        "why": {
            "terms": [[word, round(weight, 4)] for word, weight in story.terms],
            "links": [[one, other, round(similarity, 4)] for one, other, similarity in story.links],
            "span_hours": round((times[-1] - times[0]) / timedelta(hours=1), 2) if len(times) > 1 else None,
            "copies": len(story.copies),
        },
        "summary": sentences,
        "differences": differences,
        "keywords": list(summary.keywords),
        "tags": [],
        "known": known,
        "known_on": summary.known_on.isoformat() if summary.known_on else None,
        "merged": list(summary.merged),
        "split_from": summary.split_from,
        "related": list(summary.related),
        "topic": "",
        "other_languages": [],
        "days": days,
        "quoted": list_quoted_outlets([headline, *sentences, *figures, *known, *days]),
        "also": also,
        "copies": copies,
        "coverage": serialize_coverage(times, start, end),
        "picture": None,
        "articles": [serialize_article(article, new, originals) for article in story.articles],
        "others": others,
    }


def serialize_differences(summary: Summary, numbers: dict[str, int]) -> list[DifferenceData]:
    """Return the differences of a summary; `numbers` gains the outlets that they quote first."""
    return [
        {
            "about": difference.about,
            "figures": [
                _quote_figure(row.figure, quote_sentence(row.sentence, summary.story, numbers))
                for row in difference.figures
            ],
        }
        for difference in summary.differences
    ]


def _quote_figure(figure: str, sentence: SentenceData) -> FigureData:
    return {"figure": figure, **sentence}


def list_days(story: Story, numbers: dict[str, int], zone: ZoneInfo) -> list[DayData]:
    """Return a headline for each day of a continuing story, with the number of the day's reports.

    The lead's headline stands for its own day, that of the first report for every other day. A report
    without a time counts for no day. A story of a single day gives []. numbers: {outlet: its number}, gains
    the outlets quoted here first.
    """
    by_day: dict[date, list[int]] = {}
    for place, article in enumerate(story.articles):
        if article.published:
            by_day.setdefault(article.published.astimezone(zone).date(), []).append(place)
    if not story.continuing or len(by_day) < 2:
        return []
    copies = dict(story.copies)
    days: list[DayData] = []
    for day, places in sorted(by_day.items()):
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
                "url": escape_url(article.url),
                "mark": UNMARKED,
            }
        )
    return days


def serialize_article(article: Article, new: set[str], originals: dict[str, str]) -> ArticleData:
    """Return one article of a story, without its text. originals: {copy: the article it repeats}."""
    return {
        "id": article.id,
        "title": article.title,
        "title_derived": article.title_derived,
        "url": escape_url(article.url),
        "source": article.source,
        "published": format_optional_time(article.published),
        "first_seen": format_time(article.first_seen),
        "language": article.language,
        "direction": find_direction(article.language),
        "new": article.id in new,
        "duplicate_of": originals.get(article.id),
        "media": serialize_media(article),
    }


def serialize_media(article: Article) -> MediaData | None:
    """Return the sound or film of an article, None without one."""
    if not article.media_url or article.media_kind == "":
        return None
    return {
        "kind": article.media_kind,
        "url": escape_url(article.media_url),
        "seconds": article.media_seconds,
    }


def quote_sentence(sentence: Sentence, story: Story, numbers: dict[str, int]) -> SentenceData:
    """Return a sentence with the number of its outlet (a new outlet gets the next one) and its own URL."""
    article = story.articles[sentence.article]
    address = escape_url(article.url)
    is_headline = sentence.kind == "headline"
    quoted: SentenceData = {
        "kind": sentence.kind,
        "text": sentence.text,
        "article": sentence.article,
        "position": sentence.position,
        "new": sentence.new,
        "n": numbers.setdefault(article.source, len(numbers) + 1),
        "url": address if is_headline else make_sentence_url(address, sentence.text, article.text),
        "mark": UNMARKED,
    }
    if not is_headline and is_cut_off(sentence.text, article.text):
        quoted["cut"] = True
    return quoted


def list_quoted_outlets(quotations: Iterable[QuotationData]) -> list[QuotedOutletData]:
    """Return the number of each outlet quoted, with its first quoted article, in reading order."""
    first: dict[int, int] = {}
    for quotation in quotations:
        first.setdefault(quotation["n"], quotation["article"])
    return [{"n": number, "article": article} for number, article in first.items()]


def list_other_outlets(story: Story, quoted: dict[str, int]) -> tuple[list[OtherOutletData], list[CopyData]]:
    """Return the outlets that are not quoted, each with its first article: (those with a text of their own,
    those that only repeat another's)."""
    by_id = {article.id: article for article in story.articles}
    originals = dict(story.copies)
    own: dict[str, OtherOutletData] = {}
    repeated: dict[str, CopyData] = {}
    for place, article in enumerate(story.articles):
        if article.source in quoted:
            continue
        if article.id in originals:
            of = by_id[originals[article.id]].source
            repeated.setdefault(article.source, {"source": article.source, "article": place, "of": of})
        else:
            own.setdefault(article.source, {"source": article.source, "article": place})
    return list(own.values()), [copy for source, copy in repeated.items() if source not in own]


def list_read_texts(title: str, sentences: Sequence[SentenceData]) -> Iterator[str]:
    """Yield the texts of a story that count as reading: its headline and its sentences."""
    yield title
    for sentence in sentences:
        yield sentence["text"]
