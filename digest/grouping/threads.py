"""Picking up the thread: today's reports of a story that was told before, in other words than then.

Grouping asks whether articles report one event. The next day's report of a trial or a storm is of
another stage, with other words around the same names; what it shares with the story so far is many
rare words, spread over whole texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from digest.grouping.corrections import rebuild_story
from digest.grouping.sagas import weigh_terms
from digest.model import Published, Story
from digest.text import stem, stop_words, words

ALIKE = 0.2
"""A story goes on in another when the likeness (cosine, 0..1) of their texts is at least this."""

SHARED = 5
"""So many rare words they share at least: frames of headlines and an outlet's own phrases are fewer."""

READ = 3_000
"""So many characters of a text are read."""

RARE, RARE_SHARE = 6, 0.03
"""A word is rare that stands in at most this many stories, or in this share of all of them."""

PHRASE = 3
"""A word that one outlet alone uses, in so many stories, is a phrase of the house."""


def pick_up_threads(stories: Sequence[Story], stood: Mapping[str, Published]) -> tuple[Story, ...]:
    """The stories, each that is new joined to the one told before that it goes on with, if there is one.

    stood: {article id: the story it stood in}. Of several told stories the most alike is taken, ties by
    id. Nothing is joined to a story in another language. Cost: linear in texts; the told stories are
    looked up by rare words.
    """
    told = [at for at, story in enumerate(stories) if any(article.id in stood for article in story.articles)]
    if not told or len(told) == len(stories):
        return tuple(stories)
    counted = [read_words(story) for story in stories]
    common = Counter(chain.from_iterable(counted))
    telling = find_telling(stories, counted, common)
    rare = [Counter({word: count for word, count in counts.items() if word in telling}) for counts in counted]
    vectors = [weigh_terms(counts, common, len(stories)) for counts in rare]
    holders: dict[str, list[int]] = {}
    for at in told:
        for word in vectors[at]:
            holders.setdefault(word, []).append(at)
    groups: dict[int, list[int]] = {at: [at] for at in range(len(stories))}
    for at in sorted(set(groups) - set(told)):
        home = find_thread(stories, vectors, holders, at)
        if home is not None:
            groups[home] += groups.pop(at)
    return tuple(
        stories[group[0]]
        if len(group) == 1
        else rebuild_story(
            [article for at in group for article in stories[at].articles], [stories[at] for at in group]
        )
        for group in groups.values()
    )


def find_thread(
    stories: Sequence[Story],
    vectors: Sequence[Mapping[str, float]],
    holders: Mapping[str, Sequence[int]],
    at: int,
) -> int | None:
    """The told story that the story at this place goes on with, or None."""
    alike: dict[int, float] = {}
    shared: Counter[int] = Counter()
    for word, weight in vectors[at].items():
        for other in holders.get(word, ()):
            alike[other] = alike.get(other, 0.0) + weight * vectors[other][word]
            shared[other] += 1
    language = stories[at].lead.language
    near = [
        other
        for other, likeness in alike.items()
        if likeness >= ALIKE and shared[other] >= SHARED and stories[other].lead.language == language
    ]
    return min(near, key=lambda other: (-round(alike[other], 6), stories[other].id), default=None)


def find_telling(
    stories: Sequence[Story], counted: Sequence[Mapping[str, int]], common: Mapping[str, int]
) -> set[str]:
    """The words that tell one story from others: rare ones, but not those that one outlet keeps using."""
    most = max(RARE, RARE_SHARE * len(stories))
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
