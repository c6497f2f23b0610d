"""Read the words of an article's address: "/sport/handball/cup-final-injury-update-4711.html".

Editors write the keywords of an article into its address, often other ones than into its headline, and its
folders name the section, the tournament or the show. Under a short text, these are worth reading.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

import numpy as np

from digest.grouping.spelling import list_ascii_spellings
from digest.models import Article

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
    articles: Sequence[Article],
    vocabulary: Mapping[str, int],
    compounds: Mapping[str, tuple[str, str]],
    terms: np.ndarray,
    sizes: np.ndarray,
    outlets: np.ndarray,
    opening: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Find the terms that an article's address adds to its title and text.

    Args:
        articles: the pool.
        vocabulary: {word: its term, or -1 for a stop word}, with all words of the titles and texts. A word of
            an address says something if the articles of another outlet have it: what only the outlet itself
            uses is how it files its articles.
        compounds: {word: the two words to read instead}.
        terms: of the first title, of its text, of the second title ...
        sizes: how many terms each title and each text has.
        outlets: |articles|, the number of each article's outlet.
        opening: texts of more terms than this need no address.

    Returns:
        (row, term), each pair once. Cost: linear in the words of the pool and in the addresses.
    """
    rows, columns = array("i"), array("i")
    spellings = _list_spellings(vocabulary)
    ends = np.cumsum(sizes)[1::2]
    starts = ends - sizes[::2] - sizes[1::2]
    for row in np.flatnonzero(sizes[1::2] <= opening).tolist():
        words = [spellings.get(word, word) for word in split_address(articles[row].url)]
        parts = [part for word in words for part in compounds.get(word, (word,))]
        known = {-1, *terms[starts[row] : ends[row]].tolist()} if parts else set()
        found = dict.fromkeys(vocabulary.get(part, -1) for part in parts)
        added = [column for column in found if column not in known]
        rows.fromlist([row] * len(added))
        columns.fromlist(added)
    if not rows:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    found_rows, found_terms = np.frombuffer(rows, np.int32), np.frombuffer(columns, np.int32)
    is_used = _is_used_elsewhere(found_terms, outlets[found_rows], terms, np.repeat(outlets, 2).repeat(sizes))
    return found_rows[is_used], found_terms[is_used]


def _is_used_elsewhere(
    found: np.ndarray, outlets: np.ndarray, terms: np.ndarray, term_outlets: np.ndarray
) -> np.ndarray:
    """Return for each found term whether an outlet other than its own uses it.

    found, outlets: the found terms and the outlets of the articles they were found for. terms, term_outlets:
    all terms of the titles and texts and the outlets they are from.
    """
    first = np.full(int(terms.max()) + 1, -1)
    first[terms[::-1]] = term_outlets[::-1]
    by_several = np.zeros(len(first), bool)
    by_several[terms[term_outlets != first[terms]]] = True
    used: np.ndarray = by_several[found] | (first[found] != outlets)
    return used


def _list_spellings(words: Mapping[str, int]) -> dict[str, str]:
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
