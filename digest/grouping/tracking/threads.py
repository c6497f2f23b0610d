"""Picking up the thread: today's reports of a story that was told before, in other words than then.

Grouping asks whether articles report one event. The next day's report of a trial or a storm is of
another stage, with other words around the same names; what it shares with the story so far is many
rare words, spread over whole texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from digest.grouping.tracking.corrections import rebuild_story
from digest.grouping.tracking.topics import weigh_terms
from digest.models import Published, Story
from digest.text import stem, stop_words, words

ALIKE = 0.2
"""A story goes on in another when the likeness (cosine, 0..1) of their texts is at least this."""

SHARED = 5
"""So many rare words they share at least: frames of headlines and an outlet's own phrases are fewer."""

READ = 3_000
"""So many characters of a text are read."""

RARE, RARE_SHARE, RARE_MOST = 6, 0.03, 150
"""A word is rare that stands in at most this many stories, or in this share of all, or at the very most."""

PHRASE = 3
"""A word that one outlet alone uses, in so many stories, is a phrase of the house."""


CELLS = 4_000_000
"""So many pairs of stories are compared at once."""


def pick_up_threads(stories: Sequence[Story], stood: Mapping[str, Published]) -> tuple[Story, ...]:
    """The stories, each that is new joined to the one told before that it goes on with, if there is one.

    stood: {article id: the story it stood in}. Of several told stories the most alike is taken, ties by
    id. Nothing is joined to a story in another language. Cost: linear in texts, and at most RARE_MOST
    multiplications for each rare word of a story.
    """
    told = [at for at, story in enumerate(stories) if any(article.id in stood for article in story.articles)]
    if not told or len(told) == len(stories):
        return tuple(stories)
    counted = [read_words(story) for story in stories]
    common = Counter(chain.from_iterable(counted))
    telling = find_telling(stories, counted, common)
    rare = [Counter({word: count for word, count in counts.items() if word in telling}) for counts in counted]
    vectors = [weigh_terms(counts, common, len(stories)) for counts in rare]
    groups: dict[int, list[int]] = {at: [at] for at in range(len(stories))}
    for at, home in find_homes(stories, vectors, told):
        groups[home] += groups.pop(at)
    return tuple(
        stories[group[0]]
        if len(group) == 1
        else rebuild_story(
            [article for at in group for article in stories[at].articles], [stories[at] for at in group]
        )
        for group in groups.values()
    )


def find_homes(
    stories: Sequence[Story], vectors: Sequence[Mapping[str, float]], told: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """(place of a new story, place of the told one that it goes on with), for each that goes on."""
    import numpy as np
    from scipy import sparse

    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(word, len(numbers)) for vector in vectors for word in vector]
    weights = [weight for vector in vectors for weight in vector.values()]
    ends = np.cumsum([0, *map(len, vectors)])
    matrix = sparse.csr_array((weights, columns, ends), (len(vectors), len(numbers)))
    known = matrix[told].T.tocsr()
    fresh = np.setdiff1d(np.arange(len(stories)), told)
    step = max(1, CELLS // len(told))
    for start in range(0, len(fresh), step):
        products = (matrix[fresh[start : start + step]] @ known).tocoo()
        near = np.flatnonzero(products.data >= ALIKE).tolist()
        homes: dict[int, list[tuple[float, str, int]]] = {}
        for place in near:
            at, home = int(fresh[start + products.row[place]]), told[int(products.col[place])]
            same = stories[at].lead.language == stories[home].lead.language
            if same and len(vectors[at].keys() & vectors[home].keys()) >= SHARED:
                homes.setdefault(at, []).append((-round(products.data[place], 6), stories[home].id, home))
        yield from ((at, min(homes[at])[-1]) for at in sorted(homes))


def find_telling(
    stories: Sequence[Story], counted: Sequence[Mapping[str, int]], common: Mapping[str, int]
) -> set[str]:
    """The words that tell one story from others: rare ones, but not those that one outlet keeps using."""
    most = min(max(RARE, RARE_SHARE * len(stories)), RARE_MOST)
    outlets: dict[str, set[str]] = {}
    for story, counts in zip(stories, counted, strict=True):
        sources = {article.source for article in story.articles}
        for word in counts:
            outlets.setdefault(word, set()).update(sources)
    return {
        word for word, count in common.items() if count <= most and (count < PHRASE or len(outlets[word]) > 1)
    }


def read_words(story: Story) -> Counter[str]:
    """{stem: in how many of the story's articles it stands}"""
    language = story.lead.language
    stops = stop_words(language)
    counts: Counter[str] = Counter()
    for article in story.articles:
        found = dict.fromkeys(words(f"{article.title} {article.text[:READ]}"))
        counts.update({stem(word, language) for word in found if word not in stops})
    return counts
