"""The first step: articles of one language to counted terms.

A term is the start of a word's stem; two neighbouring terms are a further one, a pair. Counts come as
one sparse matrix, an article a row: the columns of words first, those of pairs after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.model import Article
from digest.text import stem, stop_words, words

TITLE_WEIGHT = 2
LETTERS = 5
LETTERS_OF_COMPOUNDS = 8
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word, where five letters would throw many words together."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """matrix: articles by terms, how often each article says each term (its title counts twice).

    word_columns: so many of the columns are words, the others pairs. lengths: the words counted in each
    article.
    """

    matrix: sparse.csr_array
    word_columns: int
    lengths: np.ndarray
    vocabulary: Vocabulary


def count_terms(articles: Sequence[Article], language: str, first_terms: int) -> Counts:
    """Count the terms of articles of one language.

    first_terms: so many terms of each text are read (at least 1). Rows come in the order of the
    articles. Cost: linear in what is read.
    """
    vocabulary = Vocabulary(language)
    runs: list[list[int]] = []
    for article in articles:
        runs.append(vocabulary.read(article.title))
        runs.append(vocabulary.read(read_start(article, first_terms))[:first_terms])
    sizes = np.fromiter(map(len, runs), np.int64, len(runs))
    terms = np.fromiter((term for run in runs for term in run), np.int64, int(sizes.sum()))
    run = np.repeat(np.arange(len(runs)), sizes)
    rows, weights = run // 2, np.where(run % 2 == 0, TITLE_WEIGHT, 1)
    beside = run[:-1] == run[1:]
    pairs, columns = np.unique(
        terms[:-1][beside] * (len(vocabulary.columns) + 1) + terms[1:][beside], return_inverse=True
    )
    word_columns = len(vocabulary.columns)
    shape = (len(articles), word_columns + len(pairs))
    counted = np.concatenate([weights, weights[:-1][beside]]).astype(np.float64)
    places = (
        np.concatenate([rows, rows[:-1][beside]]).astype(np.int32),
        np.concatenate([terms, word_columns + columns]).astype(np.int32),
    )
    matrix = sparse.coo_array((counted, places), shape).tocsr()
    return Counts(matrix, word_columns, np.bincount(rows, weights, len(articles)), vocabulary)


def read_start(article: Article, first_terms: int) -> str:
    """As much of an article's text as can hold its first terms."""
    return article.text[: first_terms * _CHARACTERS_PER_TERM]
