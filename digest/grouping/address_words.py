"""Read the words of an article's address: "/sport/handball/cup-final-injury-update-4711.html".

Editors write the keywords of an article into its address, often other ones than into its headline, and its
folders name the section, the tournament or the show. Under a short text, these are worth reading.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import numpy as np

from digest.grouping.spelling import list_ascii_spellings

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.\w{2,5}$")

MAX_CHARACTERS = 500
"""Longer paths are not read to their end."""


def split_address(url: str) -> list[str]:
    """Return the words of a web address's path, casefolded, in their order.

    Words with a digit are left out: they are dates and numbers of articles. The path of a file has none:
    what folders are called on a computer changes no story.
    """
    try:
        address = urlsplit(url)
    except ValueError:
        return []
    if address.scheme not in {"http", "https"}:
        return []
    words = _WORD.findall(_EXTENSION.sub("", unquote(address.path[:MAX_CHARACTERS])).casefold())
    return [word for word in words if len(word) > 1 and not any(map(str.isdigit, word))]


def find_address_terms(
    urls: Sequence[str],
    vocabulary: Mapping[str, int],
    spellings: Mapping[str, str],
    compounds: Mapping[str, tuple[str, str]],
    terms: np.ndarray,
    sizes: np.ndarray,
    opening: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the terms that an article's address adds to its title and text, if other outlets use them.

    Args:
        urls: of some articles of the pool.
        vocabulary: {word: its term, or -1 for a stop word}, with all words of the pool's titles and texts.
        spellings: of the vocabulary, from `list_spellings`.
        compounds: {word: the two words to read instead}.
        terms: of the first title, of its text, of the second title ...
        sizes: how many terms each title and each text has.
        opening: texts of more terms than this need no address.

    Returns:
        (row, term), each pair once. Cost: linear in the addresses.
    """
    rows, columns = array("i"), array("i")
    ends = np.cumsum(sizes)[1::2]
    starts = ends - sizes[::2] - sizes[1::2]
    for row in np.flatnonzero(sizes[1::2] <= opening).tolist():
        words = [spellings.get(word, word) for word in split_address(urls[row])]
        parts = [part for word in words for part in compounds.get(word, (word,))]
        known = {-1, *terms[starts[row] : ends[row]].tolist()} if parts else set()
        found = dict.fromkeys(vocabulary.get(part, -1) for part in parts)
        added = [column for column in found if column not in known]
        rows.fromlist([row] * len(added))
        columns.fromlist(added)
    return np.array(rows, np.int32), np.array(columns, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class TermOutlets:
    """Which outlets use a term in titles and texts.

    first: |terms|, the number of the outlet that uses it first, -1 for none. by_several: |terms|, whether
    another one uses it, too.
    """

    first: np.ndarray
    by_several: np.ndarray

    @staticmethod
    def find(terms: np.ndarray, outlets: np.ndarray, columns: int) -> TermOutlets:
        """Find the outlets of terms. outlets: of each of `terms`. columns: how many terms differ."""
        first = np.full(columns, -1)
        first[terms[::-1]] = outlets[::-1]
        by_several = np.zeros(columns, bool)
        by_several[terms[outlets != first[terms]]] = True
        return TermOutlets(first, by_several)

    def join(self, later: TermOutlets) -> TermOutlets:
        """Return the outlets of these articles and of later ones."""
        is_used = self.first >= 0
        differs = is_used & (later.first >= 0) & (self.first != later.first)
        first = np.where(is_used, self.first, later.first)
        return TermOutlets(first, self.by_several | later.by_several | differs)

    def select_used(
        self, rows: np.ndarray, terms: np.ndarray, outlets: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return those of (row, term) whose term is used by an outlet other than the row's own.

        A word of an address says something only then: what only the outlet itself uses is how it files its
        articles. outlets: of the rows.
        """
        is_used = self.by_several[terms] | (self.first[terms] != outlets[rows])
        return rows[is_used], terms[is_used]


def list_spellings(words: Mapping[str, int]) -> dict[str, str]:
    """Return {spelling in an address: word} for the words with other letters than those of ASCII.

    A spelling that is itself a word is left out. Of several words with one spelling, the first in the
    alphabet is taken.
    """
    found: dict[str, str] = {}
    for word in words:
        for spelling in () if word.isascii() else list_ascii_spellings(word):
            if spelling not in words:
                found[spelling] = min(word, found.get(spelling, word))
    return found
