"""Let the next stories take the places of briefs of which there is nothing to say but their headlines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from digest.editions.story_scoring import has_service_score
from digest.models import Story, Summary

MAX_SPARES = 5
"""The most stories below the cut that are summarized in case a place becomes free."""


def find_spares(kept: Iterable[Story], wider: Iterable[Story], topic_of: Mapping[str, str]) -> list[Story]:
    """Return the stories that may take a free place, the best first: at most MAX_SPARES.

    Args:
        kept: the stories of the edition.
        wider: those of an edition with MAX_SPARES more places.
        topic_of: {story id: the topic it is on}. A story on a topic would have to stand with the others.
            Services are no better than what makes room.
    """
    kept_ids = {story.id for story in kept}
    below = [story for story in wider if story.id not in kept_ids]
    spares = [story for story in below if story.id not in topic_of and not has_service_score(story)]
    return spares[:MAX_SPARES]


def replace_silent(
    summaries: Sequence[Summary], briefs: Collection[str], spares: Collection[str]
) -> tuple[tuple[Summary, ...], list[Story]]:
    """Return the stories of the edition, and those that have no place in it.

    A brief is silent if its articles have texts, but none of their sentences can stand under the headline and
    tell something new: live pages, puzzles, texts that were cut, reports of what was known. It makes room if
    there is a spare story that is not silent; of several, those that rank lowest do. Where articles have
    headlines only, none is silent. Cost: linear.

    Args:
        summaries: of all stories, in rank order, those of the spare stories last.
        briefs: ids of the stories that were planned as briefs and that the reader has not marked; others
            never make room.
        spares: ids of the spare stories.
    """
    own = [summary for summary in summaries if summary.story.id not in spares]
    spare = [summary for summary in summaries if summary.story.id in spares]
    silent = [summary for summary in own if summary.story.id in briefs and _is_silent(summary)]
    used = [summary for summary in spare if not _is_silent(summary)][: len(silent)]
    gone = {summary.story.id for summary in silent[len(silent) - len(used) :]}
    shown = [summary for summary in (*own, *used) if summary.story.id not in gone]
    ids = {summary.story.id for summary in shown}
    related = (tuple(id_ for id_ in summary.related if id_ in ids) for summary in shown)
    return (
        tuple(replace(summary, related=rest) for summary, rest in zip(shown, related, strict=True)),
        [summary.story for summary in summaries if summary.story.id not in ids],
    )


def _is_silent(summary: Summary) -> bool:
    return not summary.sentences and any(article.text for article in summary.story.articles)
