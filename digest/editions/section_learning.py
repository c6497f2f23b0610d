"""Learn which section of a newspaper each article belongs to, where nobody says so.

Outlets name sections in their categories and in the paths of their addresses ("/sport/football/…"). From
the articles that have such a name, a naive Bayes classifier learns the words and the sources of each section,
and finds the section of the others. See C. D. Manning, P. Raghavan, H. Schütze, Introduction to Information
Retrieval, chapter 13.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import inf, log
from urllib.parse import unquote

from digest.languages.news_sections import HARD_NEWS, SECTION_KEYS, get_section_title, map_section_names
from digest.models import Article
from digest.text import list_stop_words, split_words, stem_word
from digest.text.urls import find_path

MIN_EVIDENCE = 20
"""Articles with a section of their own that are needed to learn from."""

MAX_KNOWN = 20_000
"""How many addresses and labels are remembered: several steps, and several editions, read each."""

READ_WORDS = 60
"""Words of an article that are read, from its beginning: what it is about stands there."""

SMOOTHING = 0.5
"""Added to each count (Jeffreys prior)."""

MIN_MARGIN = 4.0
"""How much more probable, as a natural logarithm, the best section must be than the second."""

MIN_DESK_ARTICLES, MIN_DESK_SHARE = 2, 0.1
"""The fewest articles, and the smallest share of its articles, by which an outlet reports on a section."""

MIN_TRADE_SHARE = 0.75
"""The smallest share of its articles by which an outlet reports on one subject only."""

_SEPARATORS = re.compile(r"[/>|,:&]|\b(?:and|und|et|y|e|en|i)\b")
_FILLERS = re.compile(r"\b(?:news|nachrichten|actualités?|noticias|notizie|notícias|nieuws|wiadomości)\b")
_HYPHENS = re.compile(r"[-_+\s]+")


def learn_sections(articles: Sequence[Article], language: str, known: Iterable[str] = ()) -> dict[str, str]:
    """Return {article id: section} for the articles whose section is certain enough.

    Args:
        articles: of all sources; those with a section of their own are the evidence.
        language: of the edition, ISO 639-1, in which sections are named.
        known: the sections that the reader or the sources name. If there are any, only those are used, each
            for what its name says ("Sport" and "Fútbol" for sports).

    Cost: linear in the articles, times the number of sections.
    """
    titles = _find_titles(language, known)
    evidence = {article.id: key for article in articles if (key := find_named_section(article))}
    learned = dict(evidence)
    others = [article for article in articles if article.id not in evidence]
    if others and len(evidence) >= MIN_EVIDENCE:
        model = _SectionModel(articles, evidence)
        learned |= {article.id: model.classify(article) for article in others}
    return {id_: titles[key] for id_, key in learned.items() if key in titles}


def find_named_section(article: Article) -> str:
    """Return the known section that an article's section, categories or address name, or ""."""
    names = map_section_names(article.language)
    return next((names[label] for label in _list_labels(article) if label in names), "")


def find_address_section(article: Article) -> str:
    """Return the known section that the folders of an article's address name, or ""."""
    names = map_section_names(article.language)
    return next((names[label] for label in _list_folder_labels(article.url) if label in names), "")


def find_specific_sections(
    articles: Iterable[Article], language: str, known: Iterable[str], broad: Container[str]
) -> dict[str, str]:
    """Return {article id: section} for articles of a broad section whose addresses name a narrower one.

    Many outlets send sports and culture with the news of the world.

    Args:
        articles: of all sources.
        language: of the edition, ISO 639-1.
        known: the sections that the reader or the sources name; only those are found.
        broad: sections of hard news and of all news.
    """
    titles = {key: title for key, title in _find_titles(language, known).items() if key not in HARD_NEWS}
    found = ((row.id, find_address_section(row)) for row in articles if row.section in broad)
    return {id_: titles[key] for id_, key in found if key in titles}


def _find_titles(language: str, known: Iterable[str]) -> dict[str, str]:
    """Return {section: what the edition calls it}; one with two known names is left out."""
    known = sorted({name for name in known if name})
    if not known:
        return {key: get_section_title(key, language) for key in SECTION_KEYS}
    names = map_section_names(language)
    keys = [(names[name.casefold()], name) for name in known if name.casefold() in names]
    counts = Counter(key for key, _ in keys)
    return {key: name for key, name in keys if counts[key] == 1}


def _list_labels(article: Article) -> Iterator[str]:
    """Yield what could name the section, the most certain first: casefolded, with single spaces."""
    for label in (article.section, *article.categories):
        yield from _split_label(label)
    yield from _list_folder_labels(article.url)


@lru_cache(maxsize=MAX_KNOWN)
def _list_folder_labels(url: str) -> tuple[str, ...]:
    folders = unquote(find_path(url)).split("/")[1:-1]
    return tuple(label for folder in folders for label in _split_label(folder))


@lru_cache(maxsize=MAX_KNOWN)
def _split_label(label: str) -> tuple[str, ...]:
    """Return a label, casefolded and with single spaces, and its parts; cached, because most come again."""
    folded = _HYPHENS.sub(" ", label.casefold()).strip()
    return folded, *map(str.strip, _SEPARATORS.split(_FILLERS.sub("", folded)))


class _SectionModel:
    """How often words and sources occur in the articles of each section."""

    def __init__(self, articles: Iterable[Article], evidence: Mapping[str, str]) -> None:
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        sources: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for article in articles:
            if key := evidence.get(article.id):
                words[key].update(_list_features(article))
                sources[key][article.source] += 1
        self._keys = [key for key in SECTION_KEYS if key in words]
        self._vocabulary = frozenset(word for counts in words.values() for word in counts)
        self._sources = sources
        self._words = words
        self._totals = {
            key: log(counts.total() + SMOOTHING * len(self._vocabulary)) for key, counts in words.items()
        }

    def classify(self, article: Article) -> str:
        """Return the section that is clearly the most probable, or "" if none is."""
        words = [word for word in _list_features(article) if word in self._vocabulary]
        scores = [(self._score(key, article.source, words), key) for key in self._keys]
        best, second = heapq.nlargest(2, [*scores, (-inf, ""), (-inf, "")])
        return best[1] if best[0] - second[0] >= MIN_MARGIN else ""

    def _score(self, key: str, source: str, words: Sequence[str]) -> float:
        counts, total = self._words[key], self._totals[key]
        from_source = log(self._sources[key][source] + SMOOTHING)
        return from_source + sum(log(counts[word] + SMOOTHING) - total for word in words)


def _list_features(article: Article) -> list[str]:
    """Return the different stems of the content words at the beginning of an article, sorted."""
    stop = list_stop_words(article.language)
    words = islice(split_words(f"{article.title} {article.text[: READ_WORDS * 12]}"), READ_WORDS)
    return sorted(
        {stem_word(word, article.language) for word in words if word not in stop and not word[0].isdigit()}
    )


def count_desks(articles: Iterable[Article], find_section: Callable[[Article], str]) -> dict[str, int]:
    """Return {section: how many outlets usually report such news}.

    An outlet does if a tenth of its articles, and at least two, belong to the section. Cost: linear.

    find_section: returns the section of an article, or "".
    """
    totals: Counter[str] = Counter()
    filed: Counter[tuple[str, str]] = Counter()
    for article in articles:
        totals[article.source] += 1
        if section := find_section(article):
            filed[section, article.source] += 1
    desks: Counter[str] = Counter()
    for (section, source), count in filed.items():
        desks[section] += count >= max(MIN_DESK_ARTICLES, MIN_DESK_SHARE * totals[source])
    return dict(desks)


def find_trade_outlets(
    articles: Iterable[Article], find_section: Callable[[Article], str], hard_news: Container[str]
) -> frozenset[str]:
    """Return the outlets of one subject that is no hard news, if there are also outlets of hard news.

    An outlet has one subject if three quarters of its articles with a section, and at least two, belong to
    it. Cost: linear.

    Args:
        articles: of all outlets.
        find_section: returns the section of an article, or "".
        hard_news: the sections of hard news.
    """
    filed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        if section := find_section(article):
            filed[article.source][section] += 1
    subjects = {
        source: max(counts, key=lambda section: (counts[section], section))
        for source, counts in filed.items()
        if counts.total() >= MIN_DESK_ARTICLES and max(counts.values()) >= MIN_TRADE_SHARE * counts.total()
    }
    hard = sum(counts[section] for counts in filed.values() for section in counts if section in hard_news)
    return frozenset(source for source, section in subjects.items() if hard and section not in hard_news)
