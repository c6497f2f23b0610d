"""Keep the terms of the stories of a grouping in a file until some are asked for: an edition shows forty."""

from __future__ import annotations

import pickle
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

from digest.grouping.cluster import Grouping
from digest.grouping.shards.grouping_steps import StoryRow
from digest.grouping.story_builder import Terms, merge_terms
from digest.models import Story


class FiledTerms:
    """The terms of stories, in a file without a name."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="digest-terms-")  # noqa: SIM115

    def __del__(self) -> None:
        with suppress(OSError):  # on a full disk, what could not be written is tried once more
            self._file.close()

    def take(self, rows: Iterable[StoryRow]) -> Iterator[StoryRow]:
        """Yield rows without their terms, which are written."""
        for row in rows:
            if row.terms:
                pickle.dump((row.articles, row.terms), self._file, pickle.HIGHEST_PROTOCOL)
            yield replace(row, terms=())

    def find(self, ids: Container[str]) -> dict[str, Terms]:
        """Return {id of an article: the terms of its story} for those of these that have some.

        Cost: reads all that was written.
        """
        found: dict[str, Terms] = {}
        self._file.seek(0)
        while True:
            try:
                articles, terms = pickle.load(self._file)
            except EOFError:
                return found
            found |= {id_: terms for id_ in articles if id_ in ids}


@dataclass(frozen=True, slots=True, eq=False)
class ShardedGrouping(Grouping):
    """A grouping whose terms the workers have found. filed: the terms."""

    filed: FiledTerms | None = None

    def explain(self, stories: Iterable[Story]) -> tuple[Story, ...]:
        """Return stories with their terms; see `Grouping.explain`."""
        wanted = tuple(stories)
        ids = {article.id for story in wanted for article in story.articles}
        found = self.filed.find(ids) if self.filed else {}
        return tuple(_explain_story(story, found) for story in wanted)


def _explain_story(story: Story, found: dict[str, Terms]) -> Story:
    terms = merge_terms(list(dict.fromkeys(found.get(article.id, ()) for article in story.articles)))
    return replace(story, terms=terms) if terms else story
