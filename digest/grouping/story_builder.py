"""The last step: groups of articles to stories, each with its lead, its copies and its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from digest.grouping.headline_types import is_plain
from digest.models import Article, Story
from digest.text import find_copies, words
from digest.text.urls import article_id

MOST_LINKS = 10
USUAL_TITLE = 8
"""Words: what a long title has in common with others it has by its length."""

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
    """The article that is most like the others, of those that have a title of their own, tell the news in
    it, and have a text; of equals the one whose title says what the others' say, then the earliest.

    Of two, both titles have in common what they have.
    """
    candidates = tuple(articles)
    likeness: dict[str, float] = {}
    for one, other, similarity in links:
        likeness[one] = likeness.get(one, 0) + similarity
        likeness[other] = likeness.get(other, 0) + similarity
    titles = {article.id: set(words(article.title)) for article in candidates}
    said = Counter(chain.from_iterable(titles.values()) if len(candidates) > 2 else ())

    def preference(article: Article) -> tuple[bool, bool, bool, float, float, tuple[float, str]]:
        untitled = article.title_derived or not article.title
        title = titles[article.id]
        common = sum(said[word] for word in title) / (len(title) + USUAL_TITLE)
        alike = round(likeness.get(article.id, 0), 6)
        return untitled, not is_plain(article), not article.text, -alike, -round(common, 6), by_time(article)

    return min(candidates, key=preference)


def name_story(articles: Iterable[Article]) -> str:
    """The id of a story that no earlier edition has named: from the id of its earliest article."""
    return article_id(f"story:{min(articles, key=by_time).id}")
