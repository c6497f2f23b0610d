"""Stories: articles on one event, where articles were published before, and the reader's corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.models.article import Article


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one event.

    id: stable over days. articles: never empty; the lead (the one whose title is shown) first, then by
    time and id. new: sorted ids of the articles that no earlier edition published. since: the date of the
    first edition that published the story, None for a new story. terms: (word, weight), the words that
    the articles share, heaviest first; found only for stories that are shown. links: (article id, article
    id, similarity 0..1), strongest first. copies: (id of a copy, id of the article whose text it repeats).
    score: (part, points); the sum of the points ranks the story. section: the name of its section, or "".
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
        """The article that represents the story."""
        return self.articles[0]

    @property
    def originals(self) -> tuple[Article, ...]:
        """The articles that copy no other."""
        if not self.copies:
            return self.articles
        copied = {copy for copy, _ in self.copies}
        return tuple(article for article in self.articles if article.id not in copied)

    @property
    def voices(self) -> int:
        """The number of independent voices: outlets that report the story in a text of their own."""
        # Most stories have one article.
        return len({article.source for article in self.originals}) if len(self.articles) > 1 else 1

    @property
    def continuing(self) -> bool:
        """Whether an earlier edition published the story."""
        return self.since is not None

    @property
    def has_news(self) -> bool:
        """Whether it holds an article that no earlier edition published and that copies no other."""
        new = set(self.new)
        return any(article.id in new for article in self.originals)

    @property
    def total(self) -> float:
        """The sum of the score's points."""
        return sum(points for _, points in self.score)


@dataclass(frozen=True, slots=True)
class Topic:
    """Stories on one large event.

    id: that of its core, the story that most outlets report. stories: their ids, the core first. terms: words
    that its stories share, as the core's titles write them. title: its heading, "" as long as it has none.
    """

    id: str
    stories: tuple[str, ...]
    terms: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """Where an article was published: the id of its story and the date of the first edition with it."""

    story_id: str
    date: date


@dataclass(frozen=True, slots=True)
class Corrections:
    """The reader's corrections of stories; they apply to all later editions.

    moved: (article id, id of the story it was taken out of, id of the story it belongs to). joined: (story
    id, id of the story it is now part of). muted: (id of a story that is no longer shown, its headline at
    the time).
    """

    moved: tuple[tuple[str, str, str], ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    muted: tuple[tuple[str, str], ...] = ()
