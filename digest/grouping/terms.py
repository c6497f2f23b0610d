"""The first step: articles of one language to counted terms.

A term is the start of a word's stem; two neighbouring terms are a further one, a pair. Counts come as
one sparse matrix, an article a row: the columns of words first, those of pairs after them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.models import Article
from digest.text import stem, stop_words, words

TITLE_WEIGHT = 2
LETTERS = 5
LETTERS_OF_COMPOUNDS = 8
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word, where five letters would throw many words together."""

# In a pool of so many articles a pair of terms that occurs once is left out: most do, and next to nothing
# of it counts there (see vectors.SMALL_POOL).
LARGE_POOL = 2_000
# No text is read further than this for each term wanted: enough for long words and many stop words.
_CHARACTERS_PER_TERM = 14


class Vocabulary(dict[str, int]):
    """{word: column of its term}, filled as words are met; a word that says nothing has column -1.

    columns: {term: its column}. examples: for each column the first word met that belongs to it.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.columns: dict[str, int] = {}
        self.examples: list[str] = []
        self._language = language
        self._letters = LETTERS_OF_COMPOUNDS if language in COMPOUNDING else LETTERS
        self._ignored = stop_words(language)

    def __missing__(self, word: str) -> int:
        column = -1
        if word not in self._ignored and not (len(word) == 1 and word.isascii()):
            start = stem(word, self._language)[: self._letters]
            column = self.columns.setdefault(start, len(self.columns))
            if column == len(self.examples):
                self.examples.append(word)
        self[word] = column
        return column

    def read(self, text: str) -> list[int]:
        """The columns of a text's terms, in order."""
        return [column for column in map(self.__getitem__, words(text)) if column >= 0]


class Forms(dict[str, int]):
    """{word as it is written: column of its term}, filled as forms are met; -1 when it is not one term."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, form: str) -> int:
        found = words(form)
        self[form] = column = self.vocabulary[found[0]] if len(found) == 1 else -1
        return column


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """matrix: articles by terms, how often each article says each term (its title counts twice).

    titles: articles by words, 1 where a title has the word. word_columns: so many of the columns are
    words, the others pairs. lengths: the words counted in each article. bare: which articles are nothing
    but a title. outlets: for each the number of its outlet.
    """

    matrix: sparse.csr_array
    titles: sparse.csr_array
    word_columns: int
    lengths: np.ndarray
    bare: np.ndarray
    outlets: np.ndarray
    vocabulary: Vocabulary

    def only(self, rows: np.ndarray) -> Counts:
        """The counts of some of the articles, by their rows."""
        return Counts(
            self.matrix[rows],
            self.titles[rows],
            self.word_columns,
            self.lengths[rows],
            self.bare[rows],
            self.outlets[rows],
            self.vocabulary,
        )


def count_terms(articles: Sequence[Article], language: str, first_terms: int) -> Counts:
    """Count the terms of articles of one language.

    first_terms: so many terms of each text are read (at least 1). Rows come in the order of the
    articles. Cost: linear in what is read.
    """
    vocabulary = Vocabulary(language)
    terms, sizes = read_terms(articles, vocabulary, first_terms)
    runs = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    least = 1 if len(articles) < LARGE_POOL else 2
    pair_starts, pairs = number_pairs(terms, np.flatnonzero(runs[:-1] == runs[1:]).astype(np.int32), least)
    titled = runs % 2 == 0
    rows, weights = runs // 2, np.where(titled, np.float32(TITLE_WEIGHT), np.float32(1))
    word_columns = len(vocabulary.columns)
    shape = (len(articles), word_columns + int(pairs.max(initial=-1)) + 1)
    counted = np.concatenate([weights, weights[pair_starts]])
    places = (np.concatenate([rows, rows[pair_starts]]), np.concatenate([terms, word_columns + pairs]))
    return Counts(
        sparse.coo_array((counted, places), shape).tocsr(),
        mark_words(rows[titled], terms[titled], (len(articles), word_columns)),
        word_columns,
        lengths=np.bincount(rows, weights, len(articles)),
        bare=np.array([not article.text for article in articles]),
        outlets=number_distinct([article.source for article in articles]),
        vocabulary=vocabulary,
    )


def mark_words(rows: np.ndarray, words: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    """A matrix with a 1 where a row has a word, however often."""
    counted = sparse.coo_array((np.ones(len(rows), np.float32), (rows, words)), shape).tocsr()
    return counted.sign()


def read_terms(
    articles: Iterable[Article], vocabulary: Vocabulary, first_terms: int
) -> tuple[np.ndarray, np.ndarray]:
    """The terms of a title, of the start of its text, of the next title …; how many each of these has."""
    terms, sizes = array("i"), array("i")
    for article in articles:
        title = vocabulary.read(article.title)
        start = vocabulary.read(read_start(article, first_terms))[:first_terms]
        terms.fromlist(title + start)
        sizes.fromlist([len(title), len(start)])
    return np.frombuffer(terms, np.int32), np.frombuffer(sizes, np.int32)


def number_pairs(terms: np.ndarray, starts: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the pairs of terms that start here those that occur so often: where, and the number of each."""
    keys = terms[starts].astype(np.int64)
    keys *= int(terms.max(initial=0)) + 1
    keys += terms[starts + 1]
    _, numbers, times = np.unique(keys, return_inverse=True, return_counts=True)
    kept = times >= least
    often = kept[numbers]
    return starts[often], (np.cumsum(kept, dtype=np.int32) - 1)[numbers[often]]


def read_start(article: Article, first_terms: int) -> str:
    """As much of an article's text as can hold its first terms."""
    return article.text[: first_terms * _CHARACTERS_PER_TERM]


def number_distinct(names: Sequence[str]) -> np.ndarray:
    """A number for each name, the same for equal names; the unknown name "" equals no other."""
    numbers: dict[str, int] = {}
    return np.array(
        [numbers.setdefault(name or f"\0{place}", len(numbers)) for place, name in enumerate(names)]
    )
