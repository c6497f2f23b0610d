"""Build stories from groups of articles: choose the lead, mark copies, keep the strongest links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from digest.grouping.headline_types import is_plain_report
from digest.models import Article, Story
from digest.text import find_duplicate_texts, split_words
from digest.text.urls import make_article_id

MAX_LINKS = 10
MAX_TERMS = 8
USUAL_TITLE = 8
"""Words added to a title's length when its overlap with other titles is measured: a long title shares
words with others by its length alone."""

Link = tuple[str, str, float]
"""(article id, article id, similarity 0..1)"""


def by_time(article: Article) -> tuple[float, str, str, str]:
    """Return the sort key of an article in a story: its time, then its outlet and title, then its id.

    The id is made from the address, which may change while the report stays the same.
    """
    return article.moment.timestamp(), article.source, article.title, article.id


def build_single_story(article: Article) -> Story:
    """Build the story of an article that resembles no other."""
    return Story(id=make_story_id([article]), articles=(article,), new=(article.id,))


def build_story(
    articles: Iterable[Article], links: Sequence[Link], terms: tuple[tuple[str, float], ...]
) -> Story:
    """Build the story of a group of articles.

    Args:
        articles: of one story, at least one, in any order.
        links: all those between the articles; the MAX_LINKS strongest are kept.
        terms: (word, share), heaviest first, from `reasons.find_shared_terms`.

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
    return _assemble_story(ordered, _choose_original_lead(ordered, copies, links), terms, rounded, copies)


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
    weights = dict[str, float]()
    for origin in origins:
        for word, weight in origin.terms:
            weights[word] = max(weight, weights.get(word, 0))
    terms = tuple(sorted(weights.items(), key=lambda term: (-term[1], term[0])))[:MAX_TERMS]
    lead = _choose_original_lead(ordered, copies, links)
    return _assemble_story(ordered, lead, terms, tuple(links), copies)


def _assemble_story(
    ordered: Sequence[Article],
    lead: Article,
    terms: tuple[tuple[str, float], ...],
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


def choose_lead(articles: Iterable[Article], links: Iterable[Link]) -> Article:
    """Choose the article whose title and text represent a story.

    Preferred in this order: a title that was not derived from the text; a headline that is a plain report;
    a text; the highest sum of similarities to the others; a title that shares words with the other titles;
    the earliest. With two articles the shared words decide nothing: both titles share the same ones.

    Args:
        articles: candidates, at least one.
        links: between articles of the story.
    """
    candidates = tuple(articles)
    similarity_sums: dict[str, float] = {}
    for one, other, similarity in links:
        similarity_sums[one] = similarity_sums.get(one, 0) + similarity
        similarity_sums[other] = similarity_sums.get(other, 0) + similarity
    titles = {article.id: set(split_words(article.title)) for article in candidates}
    word_counts = Counter(chain.from_iterable(titles.values()) if len(candidates) > 2 else ())

    def preference(article: Article) -> tuple[bool, bool, bool, float, float, tuple[float, str, str, str]]:
        title = titles[article.id]
        overlap = sum(word_counts[word] for word in title) / (len(title) + USUAL_TITLE)
        return (
            article.title_derived or not article.title,
            not is_plain_report(article),
            not article.text,
            -round(similarity_sums.get(article.id, 0), 6),
            -round(overlap, 6),
            by_time(article),
        )

    return min(candidates, key=preference)


def make_story_id(articles: Iterable[Article]) -> str:
    """Return the id of a story that no earlier edition contains, made from its earliest article's id."""
    return make_article_id(f"story:{min(articles, key=by_time).id}")
