"""How each story of an edition is told: in full or in brief, and against what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digest.editions.ranking import is_teaser
from digest.models import EditionInputs, PreviousSummary, Sentence, Story, Summary
from digest.summarizers import SummarySettings, annotate_summary, summarize_story

MOST_RELATED = 3
FRONT_PAGE = 3


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """One story to be told, and what is known of it: the single argument of a mapped task."""

    story: Story
    known: tuple[Sentence, ...]
    brief: bool
    known_on: date | None = None
    merged: tuple[str, ...] = ()
    split_from: str = ""
    related: tuple[str, ...] = ()


def plan_stories(
    kept: Sequence[Story],
    stories: Iterable[Story],
    inputs: EditionInputs,
    related: Mapping[str, Sequence[str]],
    in_full: int,
) -> list[StoryPlan]:
    """How each story is told: what the reader knows of it already, and whether it is told in brief.

    stories: all of today's, to see which earlier story went into which. related: the stories of one
    saga. in_full: so many stories are told in full, of lone teasers, which a brief holds whole, as many as
    make a front page; what has no text never is.
    """
    shown = {story.id for story in kept}
    alive = {story.id for story in stories}
    plans: list[StoryPlan] = []
    full = 0
    for story in kept:
        room = min(in_full, FRONT_PAGE) if is_teaser(story) else in_full
        brief = full >= room or not any(article.text for article in story.articles)
        full += not brief
        homes = Counter(
            inputs.published[article.id].story_id
            for article in story.articles
            if article.id in inputs.published
        )
        others = [
            id_
            for id_, count in homes.items()
            if id_ != story.id and 2 * count >= homes[story.id] and id_ in inputs.told
        ]
        last = inputs.told.get(story.id)
        plans.append(
            StoryPlan(
                story,
                recall_sentences(story, last) if last else (),
                brief,
                known_on=last.date if last else None,
                merged=tuple(inputs.told[id_].headline for id_ in others if id_ not in alive),
                related=tuple(id_ for id_ in related.get(story.id, ()) if id_ in shown)[:MOST_RELATED],
                split_from=next((inputs.told[id_].headline for id_ in others if id_ in alive), ""),
            )
        )
    return plans


def recall_sentences(story: Story, told: PreviousSummary) -> tuple[Sentence, ...]:
    """The sentences of an earlier edition whose articles the story still holds."""
    at = {article.id: index for index, article in enumerate(story.articles)}
    return tuple(
        Sentence(text, at[article], position) for article, text, position in told.sentences if article in at
    )


def summarize_plan(telling: StoryPlan, settings: SummarySettings) -> Summary:
    """A story and its summary."""
    if telling.brief:
        settings = replace(settings, words=settings.brief_words, single_words=settings.brief_words)
    summary = summarize_story(telling.story, settings, telling.known)
    if not telling.brief:
        summary = annotate_summary(summary)
    return replace(
        summary,
        brief=telling.brief or not summary.sentences,
        known_on=telling.known_on,
        merged=telling.merged,
        split_from=telling.split_from,
        related=telling.related,
    )


def find_quiet(inputs: EditionInputs, moving: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """(story id, headline, language) of what the last edition told in full and that brings nothing new today.

    moving: ids of the stories that do. In the order of that edition; muted stories are not named.
    """
    if not inputs.earlier:
        return ()
    last = inputs.earlier[0].date
    muted, joined = dict(inputs.corrections.muted), dict(inputs.corrections.joined)
    gone = {*moving, *muted, *joined}
    return tuple(
        (story, told.headline, told.language)
        for story, told in inputs.told.items()
        if told.date == last and not told.brief and story not in gone
    )
