"""Find and drop boilerplate that only shows across files: lines that recur in many texts of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby

from digest.text import split_words

# A paragraph of at most _MAX_CHARACTERS that occurs in at least _MIN_FILES files is boilerplate, unless it is
# part of a run of more than _MAX_RUN_WORDS such words: that is an article contained in all of these files.
_MIN_FILES, _MAX_CHARACTERS, _MAX_RUN_WORDS = 5, 300, 60


def find_recurring(files: Iterable[Iterable[str]]) -> frozenset[str]:
    """Find the short paragraphs that occur in many files.

    files: for each file, its texts. Cost: linear in the length of the texts.
    """
    counts: Counter[str] = Counter()
    for texts in files:
        counts.update({line for text in texts for line in text.split("\n\n") if len(line) <= _MAX_CHARACTERS})
    return frozenset(line for line, count in counts.items() if line and count >= _MIN_FILES)


def drop_recurring(text: str, recurring: Collection[str]) -> str:
    """Drop the recurring paragraphs from a text; a text that has no others is returned whole.

    Cost: linear in the length of the text.
    """
    kept: list[str] = []
    for is_recurring, group in groupby(text.split("\n\n"), recurring.__contains__):
        run = list(group)
        if not is_recurring or len(split_words(" ".join(run))) > _MAX_RUN_WORDS:
            kept += run
    return "\n\n".join(kept) or text
