"""The last step: groups of articles to stories, each with its lead, its copies and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest.address import article_id
from digest.model import Article, Story
from digest.text import find_copies

MOST_LINKS = 10

Link = tuple[str, str, float]
"""(article id, article id, similarity 0..1)"""


def by_time(article: Article) -> tuple[float, str]:
    """The order of articles in a story."""
    return article.moment.timestamp(), article.id


def tell_alone(article: Article) -> Story:
    """The story of an article that resembles no other."""
    return Story(id=name_story([article]), articles=(article,), new=(article.id,))


def make_story(
    articles: Iterable[Article], links: Sequence[Link], terms: tuple[tuple[str, float], ...]
) -> Story:
    """The story of a group: its lead first, then by time; the strongest links; who copied from whom.

    links: all those between the articles. Cost: linear in texts and links.
    """
    ordered = sorted(articles, key=by_time)
    copies = tuple(
        (ordered[place].id, ordered[original].id)
        for place, original in enumerate(find_copies([article.text for article in ordered]))
        if original is not None
    )
    copied = {copy for copy, _ in copies}
    lead = choose_lead([article for article in ordered if article.id not in copied], links)
    strongest = sorted(links, key=lambda link: (-link[2], link[0], link[1]))[:MOST_LINKS]
    return Story(
        id=name_story(ordered),
        articles=(lead, *(article for article in ordered if article is not lead)),
        new=tuple(sorted(article.id for article in ordered)),
        terms=terms,
        links=tuple((one, other, round(similarity, 3)) for one, other, similarity in strongest),
        copies=copies,
    )


def choose_lead(articles: Iterable[Article], links: Iterable[Link]) -> Article:
    """The article that is most like the others, of those with a title of their own and a text."""
    likeness: dict[str, float] = {}
    for one, other, similarity in links:
        likeness[one] = likeness.get(one, 0) + similarity
        likeness[other] = likeness.get(other, 0) + similarity

    def preference(article: Article) -> tuple[bool, bool, float, tuple[float, str]]:
        untitled = article.title_derived or not article.title
        return untitled, not article.text, -round(likeness.get(article.id, 0), 6), by_time(article)

    return min(articles, key=preference)


def name_story(articles: Iterable[Article]) -> str:
    """The id of a story that no earlier edition has named: from the id of its earliest article."""
    return article_id(f"story:{min(articles, key=by_time).id}")
