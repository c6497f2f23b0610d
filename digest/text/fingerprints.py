"""Find equal texts by fingerprints, and near duplicates by shingles (runs of words)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from hashlib import blake2b
from itertools import compress, islice

from digest.text.latin_script import is_latin
from digest.text.words import TYPOGRAPHY, split_words

SHINGLE_WORDS = 5
MIN_OVERLAP = 0.75
MIN_WORDS = 40
MIN_WORDS_IF_EQUAL = 12

_NOT_LETTERS = re.compile(r"[\W_]+")
_ASCII_NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
# Of the shingles, those are indexed that begin with every sixth word of the vocabulary, so that two texts
# always index the same ones of those they share (after the "modulo" sketches of Broder 1997).
_SKETCH_MODULUS = 6
# A shingle of more texts than this is a stock phrase, not a sign of copying.
_MAX_TEXTS_PER_SHINGLE = 40
_MAX_CANDIDATES = 8
# The overlap of sketches is inexact by a tenth: compare the whole texts from well below the threshold.
_MIN_SKETCH_OVERLAP = 0.45


Run = tuple[str, ...]
"""Successive words."""


class _SampledWords(dict[str, bool]):
    """Map words to whether runs that begin with them are indexed; filled on first use."""

    def __missing__(self, word: str) -> bool:
        self[word] = is_sampled = len(self) % _SKETCH_MODULUS == 0
        return is_sampled


def fingerprint_text(text: str) -> str:
    """Return 16 hex digits, the same for texts that differ only in case, white space and punctuation."""
    return _hash_bytes(_encode_letters(text))


def normalize_letters(text: str) -> str:
    """Return the letters and digits of a text, casefolded and in NFKC: what its fingerprint is made of."""
    return _encode_letters(text).decode("utf-8", "surrogatepass")


def _encode_letters(text: str) -> bytes:
    """Return the letters and digits of a text, casefolded and in NFKC, in UTF-8."""
    plain = text.lower() if text.isascii() else TYPOGRAPHY.sub("", text.casefold())
    if is_latin(plain):
        return plain.encode().translate(None, _ASCII_NOT_LETTERS)
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return letters.encode("utf-8", "surrogatepass")


def hash_shingles(text: str, size: int = SHINGLE_WORDS) -> frozenset[int]:
    """Return the 64-bit hashes of all runs of `size` words; a shorter text is one run. Cost: linear."""
    return frozenset(_hash_runs(split_words(text), size))


def measure_overlap(a: str, b: str) -> float:
    """Return the share (0..1) of the shorter text's five-word runs that occur in the other text.

    So a text with another first paragraph, or one cut short, still overlaps its original.
    """
    return _share(hash_shingles(a), hash_shingles(b))


def find_duplicate_texts(texts: Sequence[str]) -> list[int | None]:
    """Find near duplicates: for each text, return the index of the earlier original, or None.

    A duplicate shares at least three quarters of the five-word runs of the shorter text. Texts under 40 words
    are duplicates only if all their words are equal, those under 12 words never. A duplicate always refers to
    an original, never to another duplicate. Cost: near linear; 10,000 articles of 300 words take two seconds.
    After Broder (1997), "On the resemblance and containment of documents".
    """
    originals: list[int | None] = []
    first_by_words: dict[str, int] = {}
    texts_by_run: defaultdict[Run, list[int]] = defaultdict(list)
    sketches: dict[int, int] = {}
    load_runs = lru_cache(maxsize=256)(lambda number: frozenset(_iterate_runs(split_words(texts[number]))))
    starts_sketch = _SampledWords()
    for number, text in enumerate(texts):
        tokens = split_words(text)
        original = None
        words = "".join(tokens)
        if len(tokens) >= MIN_WORDS_IF_EQUAL:
            original = first_by_words.setdefault(words, number)
        if original == number and len(tokens) >= MIN_WORDS:
            sketch = set(compress(_iterate_runs(tokens), map(starts_sketch.__getitem__, tokens)))
            candidates = _find_candidates(sketch, texts_by_run, sketches)
            if candidates:
                runs = frozenset(_iterate_runs(tokens))
                matches = (other for other in candidates if _share(runs, load_runs(other)) >= MIN_OVERLAP)
                original = next(matches, number)
            if original == number:
                sketches[number] = len(sketch)
                for run in sketch:
                    if len(texts_by_run[run]) <= _MAX_TEXTS_PER_SHINGLE:
                        texts_by_run[run].append(number)
            else:
                first_by_words[words] = original
        originals.append(None if original == number else original)
    return originals


def _find_candidates(
    sketch: set[Run], texts_by_run: Mapping[Run, list[int]], sketches: Mapping[int, int]
) -> list[int]:
    """Return earlier originals that share enough of the sketch, most shared runs first, then the earliest."""
    shared: dict[int, int] = {}
    for run in sketch & texts_by_run.keys():
        found = texts_by_run[run]
        if len(found) <= _MAX_TEXTS_PER_SHINGLE:
            for number in found:
                shared[number] = shared.get(number, 0) + 1
    likely = [
        (-count, number)
        for number, count in shared.items()
        if count >= _MIN_SKETCH_OVERLAP * min(len(sketch), sketches[number])
    ]
    return [number for _, number in sorted(likely)[:_MAX_CANDIDATES]]


def _share(a: Set[object], b: Set[object]) -> float:
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def _hash_bytes(letters: bytes) -> str:
    return blake2b(letters, digest_size=8).hexdigest()


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    return int(_hash_bytes(word.encode("utf-8", "surrogatepass")), 16)


def _iterate_runs(tokens: list[str]) -> Iterator[Run]:
    """Yield the runs of SHINGLE_WORDS successive words."""
    return zip(*(islice(tokens, place, None) for place in range(SHINGLE_WORDS)), strict=False)


def _hash_runs(tokens: list[str], size: int) -> list[int]:
    hashes = list(map(_hash_word, tokens))
    columns = (hashes[place:] for place in range(min(size, len(hashes))))
    # The hash of a tuple of integers, unlike that of a string, is the same in every process.
    return list(map(hash, zip(*columns, strict=False)))
