"""Leave out an article that shares too little with the others of its story to be read for the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.models import Story
from digest.summarizers.redundancy import find_content_stems, find_name_stems

MIN_ARTICLES = 3
"""Of two articles, neither can be told to be the odd one."""

MIN_NAMES, MIN_STEMS = 2, 4
"""An article that shares fewer names, and fewer of the stems that the others have in common, is about
something else."""

READ_CHARACTERS = 500
"""How much of each text is read, from its beginning."""


def drop_unrelated(articles: Sequence[int], story: Story) -> list[int]:
    """Return the articles without those that share too little with the rest.

    The article that supplies the headline stays, and all stay unless most of them are related.

    An article is left out when it shares fewer than two names and fewer than four of the stems that at least
    half of the others use. articles: indices into the story's articles. Cost: linear in what is read.
    """
    if len(articles) < MIN_ARTICLES:
        return list(articles)
    stems: list[frozenset[str]] = []
    names: list[frozenset[str]] = []
    for index in articles:
        article = story.articles[index]
        text = f"{article.title}. {article.text[:READ_CHARACTERS]}"
        stems.append(find_content_stems(text, article.language))
        names.append(stems[-1] & find_name_stems(text, article.language))
    counts = Counter(stem for own in stems for stem in own)
    name_counts = Counter(name for own in names for name in own)

    def is_related(place: int) -> bool:
        shared_names = sum(name_counts[name] > 1 for name in names[place])
        common = sum(2 * (counts[stem] - 1) >= len(articles) - 1 for stem in stems[place])
        return shared_names >= MIN_NAMES or common >= MIN_STEMS

    has_headline = bool(story.lead.title)
    related = [
        index for place, index in enumerate(articles) if (index == 0 and has_headline) or is_related(place)
    ]
    return related if 2 * len(related) > len(articles) else list(articles)
