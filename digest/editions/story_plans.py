"""Plan how an edition shows each story: in full or in brief, and against what readers know already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digest.config import SummarySection
from digest.editions.article_selection import drop_articles
from digest.editions.recordings import is_recording
from digest.editions.story_scoring import has_service_score, is_lone_teaser
from digest.errors import DigestError
from digest.grouping.headline_types import is_plain_report
from digest.models import EditionInputs, PreviousSummary, Sentence, Story, Summary
from digest.runtime.fault_isolation import describe_fault, find_faulty_items
from digest.summarizers import summarize_story

MAX_RELATED = 3
BRIEF_WORDS = 25
"""Target length of a brief, in words."""

FRONT_PAGE = 3
"""Lone teasers and trade items in full, at most: as many stories as make a front page."""


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """One story and how to show it: the single argument of a mapped task.

    known: the sentences of the last edition that had it, and known_on that edition's date. reports: indices
    of the articles that are plain reports. decks: indices of the articles whose whole text is a deck. The
    other fields are those of Summary.
    """

    story: Story
    known: tuple[Sentence, ...]
    brief: bool
    known_on: date | None = None
    merged: tuple[str, ...] = ()
    split_from: str = ""
    related: tuple[str, ...] = ()
    reports: tuple[int, ...] = ()
    decks: tuple[int, ...] = ()


def plan_stories(
    kept: Sequence[Story],
    stories: Iterable[Story],
    inputs: EditionInputs,
    related: Mapping[str, Sequence[str]],
    in_full: int,
    angles: Mapping[str, str] | None = None,
    decks: Collection[str] = (),
    trade: Collection[str] = (),
) -> list[StoryPlan]:
    """Return a plan for each story, in the order given.

    Args:
        kept: the stories of the edition, in rank order.
        stories: all of today's, which show what became of earlier stories.
        inputs: what earlier editions published and showed.
        related: {story id: ids of the stories on the same topic}.
        in_full: how many stories are shown in full, at most. Lone teasers fit into a brief, and so does what
            a few trade papers report: only FRONT_PAGE stories may be in full when such a one comes next. A
            story without text, a service, and one to watch or listen to is always brief.
        angles: {story id: id of the best story on its topic}. Where that one is in full, the others are
            briefs that stand under it; otherwise they are shown as if they had no topic.
        decks: ids of the articles whose whole text is a deck.
        trade: ids of the stories that only a few trade papers report.
    """
    shown = {story.id for story in kept}
    current = {story.id for story in stories}
    plans: list[StoryPlan] = []
    full: set[str] = set()
    for story in kept:
        is_minor = story.id in trade or is_lone_teaser(story)
        limit = min(in_full, FRONT_PAGE) if is_minor else in_full
        is_angle = (angles or {}).get(story.id) in full
        is_fitting = len(full) < limit and not (is_angle or is_recording(story) or has_service_score(story))
        brief = not (is_fitting and any(article.text for article in story.articles))
        if not brief:
            full.add(story.id)
        absorbed = _find_absorbed_stories(story, inputs)
        last = inputs.previous_summaries.get(story.id)
        plans.append(
            StoryPlan(
                story,
                find_known_sentences(story, last) if last else (),
                brief,
                known_on=last.date if last else None,
                merged=tuple(past.headline for id_, past in absorbed.items() if id_ not in current),
                related=tuple(id_ for id_ in related.get(story.id, ()) if id_ in shown)[:MAX_RELATED],
                split_from=next((past.headline for id_, past in absorbed.items() if id_ in current), ""),
                reports=find_plain_reports(story),
                decks=tuple(n for n, article in enumerate(story.articles) if article.id in decks),
            )
        )
    return plans


def find_plain_reports(story: Story) -> tuple[int, ...]:
    """Return the indices of the articles whose headlines are plain reports, not derived from their texts."""
    return tuple(
        index
        for index, article in enumerate(story.articles)
        if not article.title_derived and is_plain_report(article)
    )


def _find_absorbed_stories(story: Story, inputs: EditionInputs) -> dict[str, PreviousSummary]:
    """Return {id: last summary} of other stories that brought at least half as many articles as its own."""
    origins = Counter(
        inputs.published[article.id].story_id for article in story.articles if article.id in inputs.published
    )
    return {
        id_: inputs.previous_summaries[id_]
        for id_, count in origins.items()
        if id_ != story.id and 2 * count >= origins[story.id] and id_ in inputs.previous_summaries
    }


def find_known_sentences(story: Story, previous: PreviousSummary) -> tuple[Sentence, ...]:
    """Return the sentences of an earlier edition whose articles still belong to the story."""
    places = {article.id: place for place, article in enumerate(story.articles)}
    return tuple(
        Sentence(text, places[article], position, kind="headline" if position < 0 else "sentence")
        for article, text, position in previous.sentences
        if article in places
    )


def summarize_plan(plan: StoryPlan, settings: SummarySection) -> Summary:
    """Summarize one story as planned. A story that yields no sentence becomes a brief."""
    summary = summarize_story(
        plan.story,
        method=settings.method,
        words=BRIEF_WORDS if plan.brief else settings.words,
        single_words=BRIEF_WORDS if plan.brief else settings.single_words,
        known=plan.known,
        annotate=not plan.brief,
        brief=plan.brief,
        reports=plan.reports,
        decks=plan.decks,
    )
    return replace(
        summary,
        brief=plan.brief or not summary.sentences,
        known_on=plan.known_on,
        merged=plan.merged,
        split_from=plan.split_from,
        related=plan.related,
    )


@dataclass(frozen=True, slots=True)
class SummaryFault:
    """A story that could not be summarized. articles: (id, fault) of the articles that are to blame."""

    articles: tuple[tuple[str, str], ...]


def try_summarizing(plan: StoryPlan, settings: SummarySection) -> Summary | SummaryFault:
    """Summarize one story as planned; never fail on what its articles contain.

    Raises:
        ConfigError: the method cannot be loaded, or a plug-in failed.
    """
    try:
        return summarize_plan(plan, settings)
    except DigestError:
        raise
    except Exception as error:
        return SummaryFault(_find_faulty_articles(plan, settings, error))


def _find_faulty_articles(
    plan: StoryPlan, settings: SummarySection, error: Exception
) -> tuple[tuple[str, str], ...]:
    """Return (id, fault) of the articles of a story that cannot be summarized; of all if none is to blame."""
    story, step = plan.story, "summarizing"
    titles = {article.id: article.title for article in story.articles}

    def summarize(ids: Collection[str]) -> Summary | None:
        part = drop_articles(story, titles.keys() - set(ids))
        return (
            summarize_plan(replace(plan, story=part, known=(), reports=(), decks=()), settings)
            if ids
            else None
        )

    try:
        _, faults = find_faulty_items(
            summarize, list(titles), lambda id_, fault: describe_fault(step, f"{titles[id_]} ({id_})", fault)
        )
    except DigestError:
        raise
    except Exception:
        faults = {}
    return tuple(
        faults.items() or ((id_, describe_fault(step, f"{titles[id_]} ({id_})", error)) for id_ in titles)
    )


def find_quiet_stories(inputs: EditionInputs, active: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Return what the last edition had in full and brings nothing new today, in the order of that edition.

    Muted stories are omitted.

    active: ids of the stories that do bring something new.

    Returns:
        (story id, headline, language) of each.
    """
    if not inputs.earlier:
        return ()
    last = inputs.earlier[0].date
    muted, joined = dict(inputs.corrections.muted), dict(inputs.corrections.joined)
    gone = {*active, *muted, *joined}
    return tuple(
        (story, past.headline, past.language)
        for story, past in inputs.previous_summaries.items()
        if past.date == last and not past.brief and story not in gone
    )
