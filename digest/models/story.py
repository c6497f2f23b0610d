"""What articles make: stories, and what was said of them before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digest.models.source import Article


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one event.

    id: stable over days. articles: never empty; the lead (the one whose title is shown) first, then
    by time and id. new: ids of the articles that no earlier edition has published, sorted. since: the
    date of the first edition that told it, None for a new story. terms: (word, weight) that hold it together,
    heaviest first. links: (article id, article id, similarity 0..1), strongest first. copies: (id of
    a copy, id of the article whose text it repeats). score: (part, points), whose sum ranks it.
    """

    id: str
    articles: tuple[Article, ...]
    new: tuple[str, ...] = ()
    since: date | None = None
    terms: tuple[tuple[str, float], ...] = ()
    links: tuple[tuple[str, str, float], ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    score: tuple[tuple[str, float], ...] = ()
    section: str = ""

    @property
    def lead(self) -> Article:
        return self.articles[0]

    @property
    def originals(self) -> tuple[Article, ...]:
        """The articles that are nobody's copy."""
        copied = {copy for copy, _ in self.copies}
        return tuple(article for article in self.articles if article.id not in copied)

    @property
    def voices(self) -> int:
        """How many outlets tell it in a text of their own."""
        return len({article.source for article in self.originals})

    @property
    def continuing(self) -> bool:
        return self.since is not None

    @property
    def total(self) -> float:
        return sum(points for _, points in self.score)


@dataclass(frozen=True, slots=True)
class Published:
    """That an article has stood in an edition: in which story, and when first."""

    story_id: str
    date: date


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the reader said of stories; it holds from then on.

    moved: (article id, the story it was taken out of, the story it is now). joined: (story id, the
    story it is part of). muted: (story not to be told any more, its headline when that was said).
    """

    moved: tuple[tuple[str, str, str], ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    muted: tuple[tuple[str, str], ...] = ()
