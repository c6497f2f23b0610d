"""Join today's reports to the published story that they continue in other words.

Grouping decides whether articles report one event. The next day's report of a trial or a storm is about
another stage of it, with other words around the same names. What it shares with the story so far is many
rare words, spread over whole texts. The task is story link detection in topic detection and tracking
(TDT, Allan 2002).

Only news continues news: a live page, an explanation or a review shares as many words with yesterday's story
of the same country, company or product as the next report of its event does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

from digest.grouping.headline_types import is_plain_report
from digest.grouping.story_builder import rebuild_story
from digest.grouping.tracking.content_stems import ArticleStems
from digest.grouping.tracking.story_terms import KEPT, StoryTerms, weigh_story_terms
from digest.models import Published, Story

if TYPE_CHECKING:
    import numpy as np

MIN_COSINE_OF_THREADS = 0.2
"""A new story continues a published one when the cosine (0..1) of their texts is at least this."""

MIN_SHARED_WORDS = 5
"""They also share at least this many rare words. Headline patterns and an outlet's own phrases have
fewer."""

RARE, RARE_SHARE, MAX_RARE = 6, 0.03, 150
"""A word is rare that occurs in at most RARE stories or in this share of all, and never in more than
MAX_RARE."""

PHRASE = 3
"""A word that one outlet alone uses, in this many stories or more, belongs to a phrase of that outlet."""

MAX_CELLS = 4_000_000
"""How many pairs of stories are compared at once."""


class StoryWords:
    """The rare words of the stories of a day, read on first use.

    They depend on no edition, so the editions of one hour have one of these.
    """

    def __init__(self, stories: Sequence[Story], stems: ArticleStems) -> None:
        self._stories, self._stems = stories, stems
        self._vectors: dict[int, dict[str, float]] = {}

    @cached_property
    def terms(self) -> StoryTerms:
        """The stems of the words of all stories."""
        return StoryTerms(self._stories, partial(_count_words, stems=self._stems))

    @cached_property
    def is_rare(self) -> np.ndarray:
        """|terms|, see `find_discriminating_terms`."""
        return find_discriminating_terms(self._stories, self.terms)

    def weigh(self, at: int) -> dict[str, float]:
        """Return the weights of the rare words of the story at a position; see `weigh_story_terms`."""
        if (vector := self._vectors.get(at)) is None:
            counts, frequency = self.terms.read(at)
            kept = self.is_rare[self.terms.list_columns(at)[0]].tolist()
            rare = {word: count for (word, count), keep in zip(counts.items(), kept, strict=True) if keep}
            vector = weigh_story_terms(rare, frequency, len(self.terms))
            if len(self._vectors) < KEPT:
                self._vectors[at] = vector
        return vector


def join_follow_ups(
    stories: Sequence[Story], published: Mapping[str, Published], words: StoryWords | None = None
) -> tuple[Story, ...]:
    """Join each new story to the published story that it continues, if there is one.

    Args:
        stories: of today. A story is published when any of its articles is.
        published: {article id: the story it was published in}.
        words: those of these stories, if other editions read them, too.

    Returns:
        The stories, joined ones at the place of the published story. Of several published stories the most
        similar one is chosen, ties by id. Stories in different languages are never joined, nor a story
        without a plain report. Cost: linear in the texts, and at most MAX_RARE multiplications for each
        rare word of a story.
    """
    known = [
        at for at, story in enumerate(stories) if any(article.id in published for article in story.articles)
    ]
    if not known or len(known) == len(stories):
        return tuple(stories)
    words = words or StoryWords(stories, ArticleStems())
    vectors = {at: words.weigh(at) for at in _find_comparable(words, known)}
    groups: dict[int, list[int]] = {at: [at] for at in range(len(stories))}
    for at, continued in _match_stories(stories, vectors, known):
        groups[continued] += groups.pop(at)
    return tuple(
        stories[group[0]]
        if len(group) == 1
        else rebuild_story(
            [article for at in group for article in stories[at].articles], [stories[at] for at in group]
        )
        for group in groups.values()
    )


def _find_comparable(words: StoryWords, known: Sequence[int]) -> list[int]:
    """Return the positions of the published stories, and of those that share enough rare words with one."""
    import numpy as np

    terms = words.terms
    of_known = np.zeros(len(words.is_rare), bool)
    for at in known:
        of_known[terms.list_columns(at)[0]] = True
    rows = terms.select(of_known & words.is_rare)
    known_columns = rows[known].T.tocsr()
    found = {*known}
    step = max(1, MAX_CELLS // len(known))
    for start in range(0, len(terms), step):
        shared = (rows[start : start + step] @ known_columns).tocoo()
        found.update((shared.row[shared.data >= MIN_SHARED_WORDS] + start).tolist())
    return sorted(found)


def _match_stories(
    stories: Sequence[Story], vectors: Mapping[int, Mapping[str, float]], known: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield (position of a new story, position of the published story that it continues).

    vectors: {position of a story: the weights of its rare words}. known: the positions of the published
    stories.
    """
    import numpy as np
    from scipy import sparse

    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(word, len(numbers)) for vector in vectors.values() for word in vector]
    weights = [weight for vector in vectors.values() for weight in vector.values()]
    ends = np.cumsum([0, *map(len, vectors.values())])
    matrix = sparse.csr_array((weights, columns, ends), (len(vectors), len(numbers)))
    positions = np.array(list(vectors))
    is_known = np.isin(positions, known)
    known_columns = matrix[np.flatnonzero(is_known)].T.tocsr()
    rows = np.flatnonzero(~is_known)
    step = max(1, MAX_CELLS // len(known))
    has_report = cache(lambda at: any(map(is_plain_report, stories[at].articles)))
    for start in range(0, len(rows), step):
        products = (matrix[rows[start : start + step]] @ known_columns).tocoo()
        near = np.flatnonzero(products.data >= MIN_COSINE_OF_THREADS).tolist()
        candidates: dict[int, list[tuple[float, str, int]]] = {}
        for place in near:
            at = int(positions[rows[start + products.row[place]]])
            other = known[int(products.col[place])]
            if stories[at].lead.language != stories[other].lead.language:
                continue
            shared_words = len(vectors[at].keys() & vectors[other].keys())
            if shared_words >= MIN_SHARED_WORDS and has_report(at) and has_report(other):
                candidate = (-round(products.data[place], 6), stories[other].id, other)
                candidates.setdefault(at, []).append(candidate)
        yield from ((at, min(candidates[at])[-1]) for at in sorted(candidates))


def find_discriminating_terms(stories: Sequence[Story], terms: StoryTerms) -> np.ndarray:
    """Find the terms that separate stories: rare ones, except those that one outlet keeps using.

    Returns:
        |terms|, whether a term is one of them.
    """
    max_frequency = min(max(RARE, RARE_SHARE * len(stories)), MAX_RARE)
    numbers: dict[str, int] = {}
    outlets = [
        {numbers.setdefault(article.source, len(numbers)) for article in story.articles} for story in stories
    ]
    is_common = terms.find_shared([min(some) if len(some) == 1 else None for some in outlets])
    found: np.ndarray = (terms.frequency <= max_frequency) & ((terms.frequency < PHRASE) | is_common)
    return found


def _count_words(story: Story, stems: ArticleStems) -> Counter[str]:
    """Return {stem: in how many of the story's articles it occurs}, without stop words."""
    language = story.lead.language
    return Counter(chain.from_iterable(stems.read_all(article, language) for article in story.articles))
