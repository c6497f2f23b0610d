"""What an edition is about: the stories of some sections, or about some words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from digest.config import EditionRow
from digest.editions.article_selection import Selection
from digest.models import Story

READ_CHARACTERS = 600
"""What an article is about stands in its headline and the beginning of its text, of this length."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an edition is about: the stories of some sections and those about some words.

    sections: casefolded names. words: words and phrases.
    """

    sections: frozenset[str]
    words: tuple[str, ...]

    def covers(self, story: Story) -> bool:
        """Whether a story is in one of the sections, or half of its articles are about one of the words."""
        if story.section.casefold() in self.sections:
            return True
        from digest.text import find_phrase  # late: most editions are about everything

        found = sum(
            bool(find_phrase(f"{article.title}\n{article.text[:READ_CHARACTERS]}", self.words))
            for article in story.articles
        )
        return bool(self.words) and 2 * found >= len(story.articles)


def make_subject(row: EditionRow | None) -> Subject | None:
    """Return the subject of a row of [[editions]]; None if it is about everything."""
    if row is None or not (row.sections or row.words):
        return None
    return Subject(frozenset(name.casefold() for name in row.sections), row.words)


def select_covered(selected: Selection, stories: Iterable[Story]) -> Selection:
    """Return a selection with the articles of some stories only.

    What was left out before stories were made is dropped: nobody knows whether it was on the subject.
    """
    covered = {article.id for story in stories for article in story.articles}
    return replace(
        selected,
        fresh=tuple(article for article in selected.fresh if article.id in covered),
        context=tuple(article for article in selected.context if article.id in covered),
        left_out=(),
    )
