"""Serialize an edition: the data that the store saves, templates get and the JSON output contains.

Everything that a page shows is computed here, from the Edition alone, so that a stored edition can be
rendered again byte for byte. templates/edition.schema.json describes every field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from digest.editions.article_selection import leave_out
from digest.editions.serialize_charts import serialize_skyline
from digest.editions.serialize_story import list_read_texts, serialize_story
from digest.editions.serialize_values import (
    count_reading_minutes,
    escape_url,
    format_optional_time,
    format_time,
)
from digest.languages import find_direction
from digest.models import (
    Edition,
    EditionData,
    LeftOut,
    QuotationData,
    SectionData,
    StoryData,
    Topic,
    TopicData,
)
from digest.models.edition_data import CatchUpData, EditionKind, LeftOutData, QuietStoryData, SourceHealthData
from digest.models.story_tiers import tier_stories
from digest.runtime.fault_isolation import describe_fault

VERSION: Literal[1] = 1
QUIET_STORIES = 3
"""An edition with fewer stories in full is a quiet one."""


def serialize_edition(edition: Edition) -> EditionData:
    """Return an edition as JSON-safe values, with everything that a template shows worked out.

    Times are ISO 8601 in UTC ("2026-03-12T05:40:00Z"), dates "2026-03-12". Stories stay in rank order;
    `sections` gives the place on the page of each story in full. Citation numbers count the outlets
    of one story in reading order, the headline first; marks ("1a": outlet, sentence) count those of
    the whole edition. The same edition always gives the same data. Cost: linear in the texts quoted.
    """
    start, end = edition.window
    zone, peers = ZoneInfo(edition.timezone), dict(edition.peers)
    stories: list[StoryData] = []
    failed: list[LeftOut] = []
    for summary in edition.stories:
        others = max(0, peers.get(summary.story.lead.language, 0) - 1)
        try:
            stories.append(serialize_story(summary, len(stories) + 1, start, end, zone, others))
        except Exception as error:
            fault = describe_fault("writing the data of the story", summary.story.id, error)
            failed += [leave_out(article, "failed", fault) for article in summary.story.articles]
    if failed:
        shown = {story["id"] for story in stories}
        stories = [{**row, "related": [id_ for id_ in row["related"] if id_ in shown]} for row in stories]
        edition = replace(edition, topics=_keep_topics(edition.topics, shown))
        kept = tuple(summary for summary in edition.stories if summary.story.id in shown)
        edition = replace(edition, stories=kept, left_out=(*edition.left_out, *failed))
    topics = _serialize_topics(edition, stories)
    kind = classify_edition(edition)
    _set_tags(edition, stories)
    _set_counterparts(edition, stories)
    stories = tier_stories(stories, with_lead=kind == "full")
    sections = arrange_sections(stories, edition.sections, with_lead=kind == "full")
    reasons = Counter(left.why for left in edition.left_out)
    if edition.unlisted:
        reasons["below_cut"] += edition.unlisted
    data: EditionData = {
        "version": VERSION,
        "kind": kind,
        "title": edition.title,
        "date": edition.date.isoformat(),
        "made": format_time(edition.made),
        "timezone": edition.timezone,
        "language": edition.language,
        "window": {
            "from": format_optional_time(start),
            "to": format_time(end),
            "days": count_window_days(start, end),
        },
        "minutes": count_reading_minutes(
            text for story in stories for text in list_read_texts(story["title"], story["summary"])
        ),
        "reports": edition.reports,
        "used": max(edition.reports - len({left.id for left in edition.left_out}) - edition.unlisted, 0),
        "sections": sections,
        "outlets": mark_quotations(stories, sections),
        "stories": stories,
        "topics": topics,
        "sources": list(_serialize_health(edition)),
        "reasons": [
            {"why": why, "n": reasons[why]} for why in sorted(reasons, key=lambda why: (-reasons[why], why))
        ],
        "left_out": list(_serialize_left_out(edition)),
        "quiet": list(_serialize_quiet(edition)),
        "skyline": serialize_skyline(edition.skyline) if edition.skyline else None,
        "catch_up": _serialize_catch_up(edition),
        "earlier": [{"date": past.date.isoformat(), "headline": past.headline} for past in edition.earlier],
    }
    if edition.name:
        data["name"] = edition.name
    return data


def _keep_topics(topics: Iterable[Topic], shown: Collection[str]) -> tuple[Topic, ...]:
    """Return the topics with the stories that are shown, if they are two or more."""
    kept = (replace(topic, stories=tuple(id_ for id_ in topic.stories if id_ in shown)) for topic in topics)
    return tuple(topic for topic in kept if len(topic.stories) > 1)


def _set_tags(edition: Edition, stories: Sequence[StoryData]) -> None:
    """Set the tags of the stories: those of their articles, each once."""
    tags = dict(edition.tags)
    for story in stories:
        found = (tag for article in story["articles"] for tag in tags.get(article["id"], ()))
        story["tags"] = list(dict.fromkeys(found))


def _set_counterparts(edition: Edition, stories: Sequence[StoryData]) -> None:
    """Set the `other_languages` of the stories, in the order of the page."""
    pairs = {*edition.counterparts, *((other, one) for one, other in edition.counterparts)}
    for story in stories:
        story["other_languages"] = [other["id"] for other in stories if (story["id"], other["id"]) in pairs]


def _serialize_topics(edition: Edition, stories: Sequence[StoryData]) -> list[TopicData]:
    """Return the topics of an edition, and set `topic` in their stories."""
    by_id = {story["id"]: story for story in stories}
    for topic in edition.topics:
        for id_ in topic.stories:
            by_id[id_]["topic"] = topic.id
    return [
        {
            "id": topic.id,
            "title": topic.title,
            "language": by_id[topic.stories[0]]["language"],
            "direction": by_id[topic.stories[0]]["direction"],
            "terms": list(topic.terms),
            "stories": list(topic.stories),
        }
        for topic in edition.topics
    ]


def _serialize_health(edition: Edition) -> Iterator[SourceHealthData]:
    for source in edition.sources:
        yield {
            "name": source.name,
            "status": source.status,
            "articles": source.articles,
            "message": source.message,
            "advice": source.advice,
            "since": format_optional_time(source.since),
            "failures": source.failures,
        }


def _serialize_left_out(edition: Edition) -> Iterator[LeftOutData]:
    for left in edition.left_out:
        yield {
            "id": left.id,
            "title": left.title,
            "source": left.source,
            "why": left.why,
            "detail": left.detail,
            "url": escape_url(left.url),
        }


def _serialize_quiet(edition: Edition) -> Iterator[QuietStoryData]:
    for story, title, language in edition.quiet:
        yield {"id": story, "title": title, "language": language, "direction": find_direction(language)}


def _serialize_catch_up(edition: Edition) -> CatchUpData | None:
    missed = edition.missed
    return {"since": missed[0].isoformat(), "editions": len(missed)} if missed else None


def classify_edition(edition: Edition) -> EditionKind:
    """Return "error" when there is no story and no source answered, "quiet" for a few, else "full"."""
    if not edition.stories and edition.sources and all(source.status != "ok" for source in edition.sources):
        return "error"
    in_full = sum(not summary.brief for summary in edition.stories)
    return "quiet" if in_full < QUIET_STORIES and not edition.only else "full"


def count_window_days(start: datetime | None, end: datetime) -> int:
    """Return how many days the window spans, at least one."""
    return max(round((end - start) / timedelta(days=1)), 1) if start else 1


def arrange_sections(
    stories: Sequence[StoryData], order: Sequence[str], with_lead: bool
) -> list[SectionData]:
    """Return the sections of the page with the indices in `stories` of those in full.

    The lead story makes the first section. The others come in the given order; sections that it does not
    name follow, ordered by their best story.
    """
    in_full = [place for place, story in enumerate(stories) if not story["brief"]]
    lead = in_full[: int(with_lead)]
    places: dict[str, list[int]] = {name: [] for name in order}
    for place in in_full[len(lead) :]:
        places.setdefault(stories[place]["section"], []).append(place)
    first: list[SectionData] = [
        {"name": stories[place]["section"], "lead": True, "stories": [place]} for place in lead
    ]
    sections: list[SectionData] = [
        {"name": name, "lead": False, "stories": found} for name, found in places.items() if found
    ]
    return first + sections


def mark_quotations(stories: Sequence[StoryData], sections: Sequence[SectionData]) -> list[str]:
    """Set the `mark` of every quotation in the order of the page; return the outlets, number 1 first."""
    in_full = [place for section in sections for place in section["stories"]]
    briefs = [place for place, story in enumerate(stories) if story["brief"]]
    numbers: dict[str, int] = {}
    quoted: dict[str, int] = {}
    for place in in_full + briefs:
        story = stories[place]
        for quotation in list_quotations(story):
            outlet = story["articles"][quotation["article"]]["source"]
            number = numbers.setdefault(outlet, len(numbers) + 1)
            quoted[outlet] = quoted.get(outlet, 0) + 1
            quotation["mark"] = f"{number}{format_letters(quoted[outlet])}"
    return list(numbers)


def list_quotations(story: StoryData) -> Iterator[QuotationData]:
    """Yield every quotation of a story in the order of the page."""
    figures = (figure for difference in story["differences"] for figure in difference["figures"])
    yield from (story["headline"], *story["summary"], *figures, *story["known"], *story["days"])


def format_letters(number: int) -> str:
    """Format 1 as a, 26 as z, 27 as aa, as spreadsheets name columns."""
    name = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        name = chr(ord("a") + digit) + name
    return name
