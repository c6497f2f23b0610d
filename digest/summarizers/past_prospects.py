"""Leave out sentences that events have overtaken: on what lay ahead, and of hours before the headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from digest.languages.patterns import is_announcement, is_prospect
from digest.models import Article, Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.figure_extraction import DATE, find_figures
from digest.summarizers.redundancy import are_teasers, find_content_stems

MIN_LATER = timedelta(hours=3)
"""Headlines closer in time are reports of the same state."""

MIN_SHARED_STEMS = 2

OLD_STATE = timedelta(hours=8)
"""A teaser so much older than the headline tells of an earlier state of things."""


def drop_past_prospects(candidates: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the candidates without prospects on which a later headline of the story reports.

    A sentence is a prospect by the words of its language ("set to", "will"). It is left out when a headline
    that is at least three hours newer, and is no prospect itself, is the story's or shares two stems with it;
    not if it names a date that is still to come. Cost: prospects times headlines.
    """
    latest = max(article.moment for article in story.articles)
    headlines: list[tuple[Article, frozenset[str]]] | None = None
    kept = []
    for candidate in candidates:
        article = story.articles[candidate.article]
        if latest - article.moment >= MIN_LATER and is_prospect(candidate.text, candidate.language):
            headlines = headlines if headlines is not None else list(_list_settled_headlines(story))
            stems = find_content_stems(candidate.text, candidate.language)
            is_past = any(
                other is story.lead or len(stems & other_stems) >= MIN_SHARED_STEMS
                for other, other_stems in headlines
                if other.moment - article.moment >= MIN_LATER
            )
            if is_past and not names_coming_date(candidate, story):
                continue
        kept.append(candidate)
    return kept


def drop_old_states(candidates: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the candidates without what was written long before the story's headline.

    Teasers say how things stand; those of the morning say so wrongly in the evening. Nothing is left out
    where fewer than two outlets have a newer sentence. Cost: linear.
    """
    newer = [
        candidate
        for candidate in candidates
        if story.lead.moment - story.articles[candidate.article].moment < OLD_STATE
    ]
    has_two_voices = len({candidate.source for candidate in newer}) > 1
    return newer if has_two_voices and are_teasers(candidates) else list(candidates)


def _list_settled_headlines(story: Story) -> Iterable[tuple[Article, frozenset[str]]]:
    """Yield the articles with headlines that are neither prospects nor questions, each with its stems."""
    for article in story.articles:
        if "?" not in article.title and not is_announcement(article.title, article.language):
            yield article, find_content_stems(article.title, article.language)


def names_coming_date(candidate: Candidate, story: Story) -> bool:
    """Return whether a sentence names a day of this year after the latest report."""
    latest = max(article.moment for article in story.articles)
    today = 100 * latest.month + latest.day
    figures = find_figures(candidate.text, candidate.language)
    return any(figure.unit == DATE and figure.value > today for figure in figures)
