"""Fingerprints: which texts are the same, and which repeat most of another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from digest.text.latin import is_latin, translate
from digest.text.words import TYPOGRAPHY, words

SHINGLE_WORDS = 5
COPY_SHARE = 0.75
LEAST_WORDS = 40
LEAST_WORDS_EXACT = 12

_NOT_LETTERS = re.compile(r"[\W_]+")
_ASCII_NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
# One shingle in six stands for the text in the index; which ones depends on their hash alone, so two
# texts always keep the same ones of what they share (Broder 1997, "modulo" sketches).
_SAMPLED = 6
# A shingle of more texts than this is a formula, not a sign of copying.
_COMMON = 40
_CANDIDATES = 8
# The share of a sketch errs by a tenth: look closer from well below the border.
_SKETCH_SHARE = 0.45


def fingerprint(text: str) -> str:
    """Return 16 hex digits that are equal for texts differing only in case, space and punctuation."""
    return _digest(bare_letters(text))


def bare_letters(text: str) -> str:
    """Return what a fingerprint is taken of: the letters and digits, in small letters, NFKC."""
    plain = text.lower() if text.isascii() else TYPOGRAPHY.sub("", text.casefold())
    if is_latin(plain):
        return translate(plain, None, drop=_ASCII_NOT_LETTERS)
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def shingles(text: str, size: int = SHINGLE_WORDS) -> frozenset[int]:
    """Return the 64-bit hashes of every run of `size` words; a shorter text is one run. Cost: linear."""
    return frozenset(_hash_runs(words(text), size))


def resemblance(a: str, b: str) -> float:
    """Return which share (0..1) of the shorter text's five-word runs stands in the other text, too.

    A text with another lead paragraph, or cut short, still resembles its original.
    """
    return _share(shingles(a), shingles(b))


def find_copies(texts: Sequence[str]) -> list[int | None]:
    """For each text, return the index of the earlier original that it repeats, or None.

    A copy shares at least three quarters of the five-word runs of the shorter of the two. Texts under
    40 words are copies only when all their words are the same, those under 12 words never. Every copy
    points at an original, never at another copy. Cost: near linear; 10,000 articles of 300 words take
    two seconds. After Broder (1997), "On the resemblance and containment of documents".
    """
    copies: list[int | None] = []
    by_words: dict[str, int] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    sketches: dict[int, int] = {}
    reread = lru_cache(maxsize=256)(lambda number: shingles(texts[number]))
    for number, text in enumerate(texts):
        tokens = words(text)
        original = None
        exact = _digest("".join(tokens))
        if len(tokens) >= LEAST_WORDS_EXACT:
            original = by_words.setdefault(exact, number)
        if original == number and len(tokens) >= LEAST_WORDS:
            runs = _hash_runs(tokens, SHINGLE_WORDS)
            sketch = {run for run in runs if run % _SAMPLED == 0}
            candidates = _find_candidates(sketch, holders, sketches)
            if candidates:
                whole = frozenset(runs)
                likest = (other for other in candidates if _share(whole, reread(other)) >= COPY_SHARE)
                original = next(likest, number)
            if original == number:
                sketches[number] = len(sketch)
                for run in sketch:
                    if len(holders[run]) <= _COMMON:
                        holders[run].append(number)
            else:
                by_words[exact] = original
        copies.append(None if original == number else original)
    return copies


def _find_candidates(
    sketch: set[int], holders: Mapping[int, list[int]], sketches: Mapping[int, int]
) -> list[int]:
    """Earlier originals that share enough of the sketch, most shared first, then earliest."""
    shared: dict[int, int] = {}
    for run in sketch:
        found = holders.get(run, ())
        if len(found) <= _COMMON:
            for number in found:
                shared[number] = shared.get(number, 0) + 1
    likely = [
        (-count, number)
        for number, count in shared.items()
        if count >= _SKETCH_SHARE * min(len(sketch), sketches[number])
    ]
    return [number for _, number in sorted(likely)[:_CANDIDATES]]


def _share(a: frozenset[int], b: frozenset[int]) -> float:
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def _digest(letters: str) -> str:
    return blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    return int(_digest(word), 16)


def _hash_runs(tokens: list[str], size: int) -> list[int]:
    hashes = [_hash_word(token) for token in tokens]
    columns = (hashes[place:] for place in range(min(size, len(hashes))))
    # The hash of a tuple of integers, unlike that of a string, is the same in every process.
    return list(map(hash, zip(*columns, strict=False)))
