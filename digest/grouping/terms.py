"""Count the terms of articles in one language.

A term is the beginning of a word's stem. Two adjacent terms form a further term, a word pair (bigram).
Counts are kept in one sparse matrix, |articles| x |terms|: the columns of words come first, those of word
pairs after them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from scipy import sparse

from digest.grouping.address_words import TermOutlets, find_address_terms, list_spellings
from digest.grouping.compounds import LANGUAGES, find_compounds
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.spelling import SpellingFolder
from digest.models import Article
from digest.text import list_stop_words, split_words, stem_word

# In a pool of this many articles, word pairs that occur once are dropped: most do, and in such a pool they
# add almost nothing to a vector's length (see vectors.SMALL_POOL).
LARGE_POOL = 2_000
# Longer texts are read up to here: about ten times the length of a long article.
MAX_CHARACTERS = 100_000
# No more characters of a text than this for each wanted term are read: enough for long words and many
# stop words.
_CHARACTERS_PER_TERM = 14
# So many rows of a matrix are filled at once.
_BLOCK_ROWS = 5_000


class Vocabulary(dict[str, int]):
    """Map words to columns: {word: column of its term}, filled on first use. A stop word has column -1.

    columns: {term: its column}. examples: for each column, the first word seen that belongs to it.
    compounds: {word: the two words to read instead}.
    """

    def __init__(
        self,
        language: str,
        settings: GroupingSettings = DEFAULT_SETTINGS,
        compounds: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.columns: dict[str, int] = {}
        self.examples: list[str] = []
        self.compounds = compounds
        self._language = language
        self._letters = settings.stem_letters_of_compounds if language in LANGUAGES else settings.stem_letters
        self._ignored = list_stop_words(language)
        self._spelling = SpellingFolder(self._ignored)

    def restore(self, words: Sequence[str], columns: Sequence[int], terms: Sequence[str]) -> None:
        """Fill an empty vocabulary with the keys, the values and the terms of another one, in their order."""
        self.update(zip(words, columns, strict=True))
        self.columns.update({term: column for column, term in enumerate(terms)})
        for word, column in self.items():
            if column == len(self.examples):
                self.examples.append(word)

    def __missing__(self, word: str) -> int:
        column = -1
        if word not in self._ignored and not (len(word) == 1 and word.isascii()):
            term = stem_word(self._spelling.fold(word), self._language)[: self._letters]
            column = self.columns.setdefault(term, len(self.columns))
            if column == len(self.examples):
                self.examples.append(word)
        self[word] = column
        return column

    def read(self, text: str) -> list[int]:
        """Return the columns of a text's terms, in text order, without stop words."""
        words = split_words(text)
        if self.compounds:
            words = [part for word in words for part in self.compounds.get(word, (word,))]
        return [column for column in map(self.__getitem__, words) if column >= 0]


class SurfaceForms(dict[str, int]):
    """Map words as they are written to columns: {surface form: column of its term}, filled on first use.

    The column is -1 when the form is not exactly one term.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, form: str) -> int:
        found = self.vocabulary.read(form)
        self[form] = column = found[0] if len(found) == 1 else -1
        return column


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """The term counts of a pool of articles.

    matrix: |articles| x |terms|, how often each article has each term; words of the title count twice,
    those that only its address has, half.
    titles: |articles| x |words|, 1 where the title has the word. word_columns: the number of columns that
    are words; the columns after them are word pairs. lengths: |articles|, the words counted in each.
    title_only: |articles|, whether the article has no text. outlets: |articles|, the number of its outlet.
    """

    matrix: sparse.csr_array
    titles: sparse.csr_array
    word_columns: int
    lengths: np.ndarray
    title_only: np.ndarray
    outlets: np.ndarray
    vocabulary: Vocabulary

    def select(self, rows: np.ndarray) -> TermCounts:
        """Return the counts of some of the articles, given by their row numbers."""
        return TermCounts(
            self.matrix[rows],
            self.titles[rows],
            self.word_columns,
            self.lengths[rows],
            self.title_only[rows],
            self.outlets[rows],
            self.vocabulary,
        )

    def without_pairs(self) -> TermCounts:
        """Return the counts of words alone."""
        return replace(self, matrix=self.matrix[:, : self.word_columns])


def count_terms(
    articles: Sequence[Article], language: str, settings: GroupingSettings = DEFAULT_SETTINGS
) -> TermCounts:
    """Count the words and word pairs of articles in one language.

    Args:
        articles: any number. Rows of the result are in their order.
        language: ISO 639-1 code, or "und".

    Cost: linear in the text that is read.
    """
    compounds = (
        find_compounds(collect_words(articles), list_stop_words(language)) if language in LANGUAGES else {}
    )
    vocabulary = Vocabulary(language, settings, compounds)
    runs = read_terms(articles, vocabulary, settings.opening)
    outlets = number_distinct([article.source for article in articles])
    columns = len(vocabulary.columns)
    frequent = find_frequent_pairs(*np.unique(runs.list_pairs(columns)[1], return_counts=True), len(articles))
    address = find_address_terms(
        [article.url for article in articles],
        vocabulary,
        list_spellings(vocabulary),
        compounds,
        runs.terms,
        runs.sizes,
        settings.opening,
    )
    if len(address[0]):
        used = TermOutlets.find(runs.terms, runs.repeat(outlets), columns)
        address = used.select_used(*address, outlets)
    return fill_counts(runs, address, outlets, frequent, vocabulary, settings)


@dataclass(frozen=True, slots=True, eq=False)
class TermRuns:
    """The terms of articles, in the order of their titles and texts.

    terms: those of the first title, of its text, of the second title and so on, as columns. sizes: how many
    each title and each text has. title_only: |articles|, whether the article has no text.
    """

    terms: np.ndarray
    sizes: np.ndarray
    title_only: np.ndarray

    def repeat(self, of_articles: np.ndarray) -> np.ndarray:
        """Return for each term a value of its article. of_articles: |articles|."""
        return np.repeat(of_articles, 2).repeat(self.sizes)

    def list_pairs(self, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (the places of terms that another one follows in a title or text, a key of each such pair).

        columns: how many different terms there are. The keys of two pairs are ordered as their terms are.
        """
        is_followed = np.ones(len(self.terms), bool)
        is_followed[np.cumsum(self.sizes)[self.sizes > 0] - 1] = False
        starts = np.flatnonzero(is_followed).astype(np.int32)
        keys = self.terms[starts].astype(np.int64)
        keys *= columns
        keys += self.terms[starts + 1]
        return starts, keys


def find_frequent_pairs(keys: np.ndarray, counts: np.ndarray, articles: int) -> np.ndarray:
    """Return the keys of the word pairs that a pool counts.

    keys, counts: from `TermRuns.list_pairs` of the pool, each once, and how often it occurs. articles: the
    size of the pool.
    """
    return keys[counts >= (1 if articles < LARGE_POOL else 2)]


def fill_counts(
    runs: TermRuns,
    address: tuple[np.ndarray, np.ndarray],
    outlets: np.ndarray,
    frequent: np.ndarray,
    vocabulary: Vocabulary,
    settings: GroupingSettings,
) -> TermCounts:
    """Count terms that were read, for all articles of a pool or some of them.

    Args:
        runs: the terms of these articles.
        address: from `find_address_terms` for them, those that other outlets use.
        outlets: |articles|, of these articles.
        frequent: the word pairs of the pool, from `find_frequent_pairs`, sorted.
        vocabulary: of the pool.
    """
    columns, articles = len(vocabulary.columns), len(outlets)
    # An address adds nothing to the length of its article: most of its words repeat the title.
    address_rows, address_terms = address
    starts, pairs = _number_word_pairs(*runs.list_pairs(columns), frequent)
    # Titles and texts alternate: a title has an even number, a text an odd one.
    places = np.repeat(np.arange(len(runs.sizes), dtype=np.int32), runs.sizes)
    weights = np.where(places % 2, np.float32(1), np.float32(settings.title_weight))
    address_weights = np.full(len(address_rows), settings.address_weight, np.float32)
    in_title = places % 2 == 0
    return TermCounts(
        _sum_entries(
            (articles, columns + len(frequent)),
            (places // 2, runs.terms, weights),
            (places[starts] // 2, columns + pairs, weights[starts]),
            (address_rows, address_terms, address_weights),
        ),
        _sum_entries(
            (articles, columns), (places[in_title] // 2, runs.terms[in_title], weights[in_title])
        ).sign(),
        columns,
        lengths=np.bincount(places // 2, weights, articles),
        title_only=runs.title_only,
        outlets=outlets,
        vocabulary=vocabulary,
    )


def _sum_entries(
    shape: tuple[int, int], *entries: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> sparse.csr_array:
    """Return a matrix with the sum of the values at each place.

    entries: (rows, columns, values), each sorted by row. The matrix is made in blocks of rows, which takes
    half of the memory that it takes to make it at once.
    """
    blocks = []
    for start in range(0, max(shape[0], 1), _BLOCK_ROWS):
        end = min(start + _BLOCK_ROWS, shape[0])
        parts = [slice(*np.searchsorted(rows, [start, end]).tolist()) for rows, _, _ in entries]
        rows, columns, values = (
            np.concatenate([entry[place][part] for entry, part in zip(entries, parts, strict=True)])
            for place in range(3)
        )
        blocks.append(sparse.coo_array((values, (rows - start, columns)), (end - start, shape[1])).tocsr())
    stacked: sparse.csr_array = sparse.vstack(blocks, "csr")
    return stacked


def read_terms(articles: Iterable[Article], vocabulary: Vocabulary, opening: int) -> TermRuns:
    """Read the terms of articles that are counted. opening: see `choose_terms`."""
    terms, sizes, title_only = array("i"), array("i"), []
    for article in articles:
        title = vocabulary.read(article.title)
        text = choose_terms(vocabulary.read(article.text[:MAX_CHARACTERS]), opening)
        terms.fromlist(title + text)
        sizes.fromlist([len(title), len(text)])
        title_only.append(not article.text)
    return TermRuns(
        np.frombuffer(terms, np.int32), np.frombuffer(sizes, np.int32), np.array(title_only, bool)
    )


def choose_terms(terms: list[int], opening: int) -> list[int]:
    """Return the terms of a text that say what it is about, in their order.

    These are those of its opening, because news names the event first, and of what follows each term that
    the text uses more than once, once. What a long text mentions once is background that other events
    share. And what it repeats twenty times says no more about the event than what it repeats twice.

    terms: of the whole text. opening: how many terms that is. Cost: linear.
    """
    if len(terms) <= opening:
        return terms
    uses = Counter(terms)
    return terms[:opening] + [term for term in dict.fromkeys(terms[opening:]) if uses[term] > 1]


def collect_words(articles: Iterable[Article]) -> set[str]:
    """Return all words of the titles and texts."""
    words = set[str]()
    for article in articles:
        words.update(split_words(article.title), split_words(article.text[:MAX_CHARACTERS]))
    return words


def _number_word_pairs(
    starts: np.ndarray, keys: np.ndarray, frequent: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (the starts of frequent word pairs, the number of the pair at each).

    starts, keys: from `TermRuns.list_pairs`. frequent: keys, sorted.
    """
    # Looking the keys up takes a third of the memory that it takes to have all of them numbered.
    numbers = np.searchsorted(frequent, keys).astype(np.int32)
    kept = np.append(frequent, -1)[numbers] == keys
    return starts[kept], numbers[kept]


def read_start(article: Article, first_terms: int) -> str:
    """Return as much of an article's text as can contain its first terms."""
    return article.text[: first_terms * _CHARACTERS_PER_TERM]


def number_distinct(names: Sequence[str]) -> np.ndarray:
    """Number names: equal names get equal numbers; each unknown name "" gets a number of its own."""
    numbers: dict[str, int] = {}
    return np.array(
        [numbers.setdefault(name or f"\0{place}", len(numbers)) for place, name in enumerate(names)]
    )
