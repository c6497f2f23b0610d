"""Split compounds by the words that the day itself holds: "Brandhaus" where "Brand" and "Haus" stand alone.

One outlet writes "Tunnelsperrung", another that the tunnel stays closed. Without a dictionary, the texts of
the day are the best evidence of what the parts of a compound are: both occur in them as words.
"""

from __future__ import annotations

from collections.abc import Collection

LANGUAGES = frozenset({"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word."""

LINKING_ELEMENTS = ("", "s", "es", "n", "en", "e")
"""Letters between the parts of a compound, which belong to neither."""

MIN_PART_LETTERS = 4
"""Shorter words are too often part of another word by chance."""


def find_compounds(words: Collection[str], ignored: Collection[str] = ()) -> dict[str, tuple[str, str]]:
    """Find the words that consist of two others, with or without a linking element between them.

    Args:
        words: all words of the texts, casefolded.
        ignored: stop words, which are no parts.

    Returns:
        {compound: (first part, second part)}. Of several ways to split a word, the one whose shorter part is
        the longest is taken, then the one with the longer second part. Cost: linear in the letters.
    """
    parts = {word for word in words if len(word) >= MIN_PART_LETTERS and word.isalpha()}.difference(ignored)
    return {
        word: split
        for word in parts
        if len(word) >= 2 * MIN_PART_LETTERS and (split := _split_compound(word, parts))
    }


def _split_compound(word: str, parts: Collection[str]) -> tuple[str, str] | None:
    """Return the two parts of a word, or None."""
    found = [
        (word[: start - len(link)], word[start:])
        for start in range(MIN_PART_LETTERS, len(word) - MIN_PART_LETTERS + 1)
        if word[start:] in parts
        for link in LINKING_ELEMENTS
        if word[:start].endswith(link) and word[: start - len(link)] in parts
    ]
    return max(found, key=lambda split: (min(map(len, split)), len(split[1])), default=None)
