"""Choose the article whose headline stands above a story: the newest plain report that most others share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from digest.grouping.headline_types import (
    ends_with_quotation,
    has_plain_headline,
    is_cut_off,
    is_plain_report,
)
from digest.languages import get_language
from digest.languages.patterns import is_announcement
from digest.models import Article
from digest.text import list_stop_words, split_words, stem_word

USUAL_TITLE = 8
"""Words added to a title's length when its overlap with other titles is measured: a long title shares
words with others by its length alone."""

BURST_AFTER = timedelta(hours=4)
"""Headlines so much later that share new words report on something that has happened since."""

PROSPECT_AFTER = timedelta(hours=3)
"""After this time a headline on what lies ahead gives way to one on what has happened."""

MIN_OUTLETS = 2
MIN_SHARED_STEMS = 2

MAX_STEPS = 3
"""How often events may overtake a headline."""

Link = tuple[str, str, float]
"""(article id, article id, similarity 0..1)"""

_COUNT = re.compile(r"(?<![\w.,:$€£-])(?!(?:19|20)\d\d\b)\d{1,3}(?:,\d{3})*(?![\w.:%-]|,\d)")


def by_time(article: Article) -> tuple[datetime, str, str, str]:
    """Return the sort key of an article in a story: its time, then its outlet and title, then its id.

    The id is made from the address, which may change while the report stays the same.
    """
    return article.moment, article.source, article.title, article.id


def find_earliest(articles: Iterable[Article]) -> Article:
    """Return the first of articles in the order of `by_time`. articles: at least one."""
    listed = list(articles)
    first = min(article.moment for article in listed)
    same = [article for article in listed if article.moment == first]
    return same[0] if len(same) == 1 else min(same, key=by_time)


def choose_lead(articles: Iterable[Article], links: Iterable[Link]) -> Article:
    """Choose the article whose title and text represent a story.

    Preferred in this order: a title that was not derived from the text; a plain report; a headline like that
    of one, though its page may be a video; one that is not cut off; a text; a title that shares most words
    with those of other outlets; the highest sum of similarities to the others; the earliest. With two
    articles the shared words decide nothing: both titles share the same ones. A later headline takes the
    place of one that events have overtaken, see find_newer_lead().

    Args:
        articles: candidates, at least one.
        links: between articles of the story.
    """
    candidates = tuple(articles)
    similarity_sums: dict[str, float] = {}
    for one, other, similarity in links:
        similarity_sums[one] = similarity_sums.get(one, 0) + similarity
        similarity_sums[other] = similarity_sums.get(other, 0) + similarity
    titles = {article.id: _stem_title(article) for article in candidates}
    plain = {article.id for article in candidates if is_plain_report(article)}
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for article in candidates if len(candidates) > 2 else ():
        for stem in titles[article.id]:
            outlets[stem].add(article.source)

    def preference(
        article: Article,
    ) -> tuple[bool, bool, bool, bool, bool, bool, float, float, tuple[datetime, str, str, str]]:
        title = titles[article.id]
        others = sum(len(outlets[stem] - {article.source}) for stem in title)
        return (
            article.title_derived or not article.title,
            article.id not in plain,
            article.id not in plain and not has_plain_headline(article),
            ends_with_quotation(article.title),
            is_cut_off(article.title),
            not article.text,
            -round(others / (len(title) + USUAL_TITLE), 6),
            -round(similarity_sums.get(article.id, 0), 6),
            by_time(article),
        )

    ranked = sorted(candidates, key=preference)
    reports = [
        article
        for article in ranked
        if article.id in plain
        and not article.title_derived
        and not is_cut_off(article.title)
        and not ends_with_quotation(article.title)
    ]
    lead = ranked[0]
    for _ in range(MAX_STEPS):
        newer = find_newer_lead(lead, ranked, reports)
        if newer is None:
            break
        lead = newer
    return lead


def find_newer_lead(lead: Article, ranked: Sequence[Article], reports: Sequence[Article]) -> Article | None:
    """Return the article whose headline reports what has happened since that of the lead, None if none does.

    Three signs show that events have overtaken a headline. Two or more outlets share words in headlines at
    least four hours later that nothing said before (a burst, cf. Kleinberg 2002, "Bursty and hierarchical
    structure in streams"). Or it speaks of what lies ahead, and a headline three hours later that shares two
    stems with it does not. Or it counts something, and a later headline like it counts more.

    Args:
        lead: one of the candidates.
        ranked: all candidates, the preferred ones first.
        reports: those of them that are plain reports with titles of their own, in the same order.
    """
    later = [article for article in reports if article.moment > lead.moment]
    return _find_burst(lead, ranked, later) or _find_outcome(lead, later) or _find_higher_count(lead, later)


def _find_burst(lead: Article, ranked: Sequence[Article], later: Sequence[Article]) -> Article | None:
    after = [article for article in later if article.moment - lead.moment >= BURST_AFTER]
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for article in after:
        for stem in _stem_title(article):
            outlets[stem].add(article.source)
    burst = {stem: len(by) for stem, by in outlets.items() if len(by) >= MIN_OUTLETS}
    before = [article for article in ranked if article.moment - lead.moment < BURST_AFTER]
    # Reading texts takes most of the time, and most headlines say nothing that is new.
    for read in (_stem_title, _stem_text):
        for article in before:
            if not burst:
                return None
            for stem in burst.keys() & read(article):
                del burst[stem]
    if not burst:
        return None
    best = max(after, key=lambda article: sum(burst.get(stem, 0) for stem in _stem_title(article)))
    stems = _stem_title(best)
    return best if stems & burst.keys() and stems & _stem_title(lead) else None


def _find_outcome(lead: Article, later: Sequence[Article]) -> Article | None:
    if not is_announcement(lead.title, lead.language):
        return None
    outcomes = [
        article
        for article in later
        if article.moment - lead.moment >= PROSPECT_AFTER
        and not is_announcement(article.title, article.language)
        and len(_stem_title(article) & _stem_title(lead)) >= MIN_SHARED_STEMS
    ]
    return outcomes[0] if outcomes else None


def _find_higher_count(lead: Article, later: Sequence[Article]) -> Article | None:
    count = _read_count(lead)
    higher = [
        (other, article)
        for article in later
        if count is not None
        and (other := _read_count(article)) is not None
        and other > count
        and len(_stem_title(article) & _stem_title(lead)) > MIN_SHARED_STEMS
    ]
    return max(higher, key=lambda pair: pair[0])[1] if higher else None


def _read_count(article: Article) -> int | None:
    """Return the one number that a headline counts something with, in digits or as a word."""
    counts = [int(digits.replace(",", "")) for digits in _COUNT.findall(article.title)]
    words = get_language(article.language).figures
    names = words.numbers.split() if words else []
    for word in split_words(article.title):
        counts += (place for place, forms in enumerate(names, start=2) if word in forms.split("|"))
    return counts[0] if len(counts) == 1 else None


def _stem_title(article: Article) -> frozenset[str]:
    return _stem_line(article.title, article.language)


def _stem_text(article: Article) -> set[str]:
    return _stem(article.text, article.language)


@lru_cache(maxsize=10_000)
def _stem_line(text: str, language: str) -> frozenset[str]:
    return frozenset(_stem(text, language))


def _stem(text: str, language: str) -> set[str]:
    words = set(split_words(text)) - list_stop_words(language)
    return {stem_word(word, language) for word in words if len(word) > 1}
