"""Build stories from groups of articles: choose the lead, mark copies, keep the strongest links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from digest.grouping.lead_article import Link, by_time, choose_lead, find_earliest
from digest.models import Article, Story
from digest.text import find_duplicate_texts
from digest.text.urls import make_article_id

MAX_LINKS = 10
MAX_TERMS = 8

Terms = tuple[tuple[str, float], ...]
"""(word, its share of what the articles of a story have in common, 0..1), the heaviest first"""


def build_single_story(article: Article) -> Story:
    """Build the story of an article that resembles no other."""
    return Story(id=make_story_id([article]), articles=(article,), new=(article.id,))


def build_story(articles: Iterable[Article], links: Sequence[Link]) -> Story:
    """Build the story of a group of articles, without terms: see `reasons.explain_story`.

    Args:
        articles: of one story, at least one, in any order.
        links: all those between the articles; the MAX_LINKS strongest are kept.

    Cost: linear in texts and links.
    """
    ordered = sorted(articles, key=by_time)
    copies = tuple(
        (ordered[place].id, ordered[original].id)
        for place, original in enumerate(find_duplicate_texts([article.text for article in ordered]))
        if original is not None
    )
    strongest = sorted(links, key=lambda link: (-link[2], link[0], link[1]))[:MAX_LINKS]
    rounded = tuple((one, other, round(similarity, 3)) for one, other, similarity in strongest)
    return _assemble_story(ordered, _choose_original_lead(ordered, copies, links), (), rounded, copies)


def rebuild_story(articles: Iterable[Article], origins: Sequence[Story]) -> Story:
    """Build a story from the articles of other stories, when stories are split or joined.

    Args:
        articles: those of the new story, in any order; each is in one of the origins.
        origins: their links and copies are kept as far as they are between these articles, and the
            MAX_TERMS heaviest of their terms.

    Cost: linear in articles and links.
    """
    ordered = sorted(articles, key=by_time)
    ids = {article.id for article in ordered}
    links = sorted(
        (link for origin in origins for link in origin.links if link[0] in ids and link[1] in ids),
        key=lambda link: (-link[2], link[0], link[1]),
    )
    copies = tuple(pair for origin in origins for pair in origin.copies if pair[0] in ids and pair[1] in ids)
    terms = merge_terms([origin.terms for origin in origins])
    lead = _choose_original_lead(ordered, copies, links)
    return _assemble_story(ordered, lead, terms, tuple(links), copies)


def merge_terms(origins: Sequence[Terms]) -> Terms:
    """Return the MAX_TERMS heaviest terms of several stories, ties by word; of a single one, its own."""
    if len(origins) == 1:
        return origins[0]
    weights = dict[str, float]()
    for terms in origins:
        for word, weight in terms:
            weights[word] = max(weight, weights.get(word, 0))
    return tuple(sorted(weights.items(), key=lambda term: (-term[1], term[0])))[:MAX_TERMS]


def _assemble_story(
    ordered: Sequence[Article],
    lead: Article,
    terms: Terms,
    links: tuple[Link, ...],
    copies: tuple[tuple[str, str], ...],
) -> Story:
    """Put a story together from articles in time order and what is known of them."""
    return Story(
        id=make_story_id(ordered),
        articles=(lead, *(article for article in ordered if article is not lead)),
        new=tuple(sorted(article.id for article in ordered)),
        terms=terms,
        links=links,
        copies=copies,
    )


def _choose_original_lead(
    articles: Iterable[Article], copies: Iterable[tuple[str, str]], links: Iterable[Link]
) -> Article:
    """Choose the lead among the articles that copy no other."""
    copied = {copy for copy, _ in copies}
    return choose_lead([article for article in articles if article.id not in copied], links)


def make_story_id(articles: Iterable[Article]) -> str:
    """Return the id of a story that no earlier edition contains, made from its earliest article's id."""
    return make_article_id(f"story:{find_earliest(articles).id}")


def sort_stories(
    stories: Iterable[Story], rank: Callable[[Story], tuple[int, ...]] = lambda story: ()
) -> list[Story]:
    """Return stories by a rank, the lowest first, and those of one rank by their earliest articles.

    Titles are compared, and so in memory, only where ranks and times are equal.
    """

    def find_place(story: Story) -> tuple[tuple[int, ...], datetime]:
        return rank(story), min(article.moment for article in story.articles)

    ordered: list[Story] = []
    placed = sorted(((find_place(story), story) for story in stories), key=itemgetter(0))
    for _, same in groupby(placed, itemgetter(0)):
        equals = [story for _, story in same]
        if len(equals) > 1:
            equals.sort(key=lambda story: by_time(find_earliest(story.articles)))
        ordered += equals
    return ordered
