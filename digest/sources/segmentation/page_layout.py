"""Find the layout of a saved page in its text: its prose, its boilerplate, and its possible headlines.

No list of any site's words is used: boilerplate is recognized because it recurs, a headline because its words
occur in the text below it. So the result is the same when all boilerplate of a page is in another language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, groupby, pairwise
from statistics import mode
from typing import NamedTuple

from digest.languages import iterate_languages
from digest.sources.segmentation.lines import TextLine
from digest.text import list_stop_words, split_words

# The words of a headline are looked for among this many content words above and below it.
_CONTEXT_WORDS = 400
# The most lines searched for them. Without a limit, sparse prose would cost quadratic time.
_MAX_CONTEXT_LINES = 600
# A short line within prose lowers the score of a run by this many words: less if it recurs, more for a time.
_LINE_COST, _INSERT_COST, _TIME_COST = 12, 3, 60
# A run is incoherent when its halves have at least this many content words and a lower similarity than this.
_MIN_HALF_WORDS, _MIN_HALF_SIMILARITY = 40, 0.06
# Recurring sentences are boilerplate up to this many words in a row; beyond, an article occurs twice.
_MAX_REPEATED_WORDS = 120
_MAX_LINES_AROUND = 5
_MAX_LINE_CHARACTERS = 20_000
_BANNER_WORDS, _BANNER_GAP = 40, 8
_TITLE_WORDS, _REPEATED_TITLE_WORDS = range(2, 40), range(5, 40)
_DATED_LABEL_WORDS = 4
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v)\s++([^\W\d_][\w.'’-]*+(?:\s[^\W\d_][\w.'’-]*+){0,4}\s?)"
)


class TitleCandidate(NamedTuple):
    """A line that may be a headline.

    line_index, word_count: of the line. share_above, share_below: the share (0..1) of its content words that
    occur in the prose above and below it. is_repeated: it occurs twice without prose in between.
    """

    line_index: int
    word_count: int
    share_above: float
    share_below: float
    is_repeated: bool


class PageLayout:
    """The lines of a text, the blocks of prose among them, its boilerplate and its content words.

    A block and a gap between blocks are ranges of indexes of `lines`. boilerplate, outer_boilerplate: keys of
    lines that recur, and of those that stand around articles. usual_spacing: the usual number of blank lines
    above prose. Building it takes linear time.
    """

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = _demote_repeated(lines)
        self.blocks = _find_blocks(self.lines)
        self.boilerplate = _find_boilerplate(self.lines)
        self._first_indexes: dict[str, int] = {}
        for index, line in enumerate(self.lines):
            self._first_indexes.setdefault(line.key, index)
        self._preceding_prose = _find_preceding_prose(self.lines)
        self.outer_boilerplate = self._find_outer_boilerplate()
        self.usual_spacing = mode([line.blank_lines for line in self.lines if line.is_prose] or [0])
        self._content = [_find_content_words(line.text) for line in self.lines]

    def find_best_run(self, blocks: Sequence[range]) -> tuple[int, list[range]]:
        """Return the score and the blocks of the run with the most words at the least cost of lines between.

        So a promotion below an article or a teaser above it is dropped, a caption within it is not. Cost:
        linear.
        """
        best_score, best_run = 0, list(blocks[:1])
        score = start = 0
        for number, block in enumerate(blocks):
            gap = range(blocks[number - 1].stop, block.start) if number else range(0)
            cost = sum(self._get_cost(self.lines[index]) for index in gap)
            if score <= cost:
                score, start, cost = 0, number, 0
            score += sum(self.lines[index].word_count for index in block) - cost
            if score > best_score:
                best_score, best_run = score, list(blocks[start : number + 1])
        return best_score, best_run

    def is_single_article(self) -> bool:
        """Whether no line recurs and few lines surround the prose, unlike on a saved page."""
        around = max(self.blocks[0].start, len(self.lines) - self.blocks[-1].stop)
        return not self.boilerplate and around <= _MAX_LINES_AROUND

    def is_coherent(self, run: Sequence[range]) -> bool:
        """Whether the halves of a run share words; those of a list of teasers do not."""
        content = [word for block in run for index in block for word in self._content[index]]
        half = len(content) // 2
        return half < _MIN_HALF_WORDS or word_cosine(content[:half], content[half:]) >= _MIN_HALF_SIMILARITY

    def find_title_candidates(self, gap: range) -> Iterator[TitleCandidate]:
        """Yield the lines of a gap that may be a headline of the text below it, in order."""
        above, below = map(set, self.collect_context(gap, _CONTEXT_WORDS))
        counts = Counter(self.lines[index].key for index in gap)
        for index in gap:
            line = self.lines[index]
            content = {word for word in self._content[index] if not word.isdigit()}
            if content and _can_be_title(line) and not self._occurs_above(line, gap):
                share_above, share_below = (
                    len(content & context) / (len(content) + 1) for context in (above, below)
                )
                is_repeated = counts[line.key] > 1 and line.word_count in _REPEATED_TITLE_WORDS
                yield TitleCandidate(index, line.word_count, share_above, share_below, is_repeated)

    def collect_context(self, gap: range, count: int) -> tuple[list[str], list[str]]:
        """Return the content words nearest above a gap and nearest below it, at most `count` of each.

        None above when the prose below the gap has occurred further up before: then shared words do not mean
        that the text above goes on.
        """
        above = [] if self._is_repeated_below(gap) else self._collect(range(gap.start - 1, -1, -1), count)
        return above, self._collect(range(gap.stop, len(self.lines)), count)

    def _is_repeated_below(self, gap: range) -> bool:
        """Whether the prose below a gap has occurred further up before, below other prose."""
        key = self.lines[gap.stop].key if gap.stop < len(self.lines) else ""
        return gap.start > 0 and self._preceding_prose.get(key) not in (None, self.lines[gap.start - 1].key)

    def _occurs_above(self, line: TextLine, gap: range) -> bool:
        return line.key in self.boilerplate and self._first_indexes[line.key] < gap.start

    def _find_outer_boilerplate(self) -> set[str]:
        """The boilerplate around articles, as opposed to the boilerplate within them.

        It also occurs above the first article or below the last, or only in gaps with two such lines or more.
        """
        if not self.blocks:
            return set()
        edges = (*self.lines[: self._find_edge(1)], *self.lines[self._find_edge(-1) :])
        outer = {line.key for line in edges} & self.boilerplate
        gaps = (range(above.stop, below.start) for above, below in pairwise(self.blocks))
        keys = [{self.lines[index].key for index in gap} & self.boilerplate for gap in gaps]
        inner = set().union(*(found for found in keys if len(found & outer) < 2))
        return outer | (self.boilerplate - inner)

    def _find_edge(self, step: int) -> int:
        """Where the first article starts (step 1) or the last one ends (-1), banners not counted."""
        blocks = self.blocks[::step]
        for block, following in pairwise(blocks):
            distance = max(following.start - block.stop, block.start - following.stop)
            if (
                distance < _BANNER_GAP
                or sum(self.lines[index].word_count for index in block) >= _BANNER_WORDS
            ):
                return block.start if step > 0 else block.stop
        return blocks[-1].start if step > 0 else blocks[-1].stop

    def _collect(self, indexes: range, count: int) -> list[str]:
        """The first `count` content words of the prose at these indexes, in the order of the indexes."""
        collected: list[str] = []
        for index in indexes[:_MAX_CONTEXT_LINES]:
            if len(collected) >= count:
                break
            if self.lines[index].is_prose:
                content = self._content[index]
                missing = count - len(collected)
                collected += content[:missing] if indexes.step > 0 else content[-missing:]
        return collected

    def _get_cost(self, line: TextLine) -> int:
        if line.has_time:
            return _TIME_COST
        return _INSERT_COST if line.key in self.boilerplate else _LINE_COST


def word_cosine(before: Sequence[str], after: Sequence[str]) -> float:
    """Return the cosine similarity (0..1) of two lists of words. Cost: linear in their lengths."""
    a, b = Counter(before), Counter(after)
    norms = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return sum(n * b[word] for word, n in a.items()) / norms if norms else 0.0


def _demote_repeated(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, with short runs of sentences that recur no longer marked as prose."""
    prose = [line for line in lines if line.is_prose]
    counts = Counter(line.key for line in prose)
    demoted: set[int] = set()
    for is_repeated, group in groupby(prose, lambda line: counts[line.key] > 1):
        run = list(group)
        if is_repeated and sum(line.word_count for line in run) < _MAX_REPEATED_WORDS:
            demoted.update(line.number for line in run)
    return [replace(line, is_prose=False) if line.number in demoted else line for line in lines]


def _find_blocks(lines: Sequence[TextLine]) -> list[range]:
    """The runs of lines that read as sentences."""
    blocks: list[range] = []
    for is_prose, group in groupby(enumerate(lines), lambda entry: entry[1].is_prose):
        indexes = [index for index, _ in group]
        if is_prose:
            blocks.append(range(indexes[0], indexes[-1] + 1))
    return blocks


def _find_boilerplate(lines: Sequence[TextLine]) -> frozenset[str]:
    """The keys of the short lines that recur with prose in between."""
    seen: dict[str, int] = {}
    boilerplate: set[str] = set()
    prose_lines = 0
    for line in lines:
        if line.is_prose:
            prose_lines += 1
        elif seen.setdefault(line.key, prose_lines) < prose_lines:
            boilerplate.add(line.key)
    return frozenset(boilerplate)


def _find_preceding_prose(lines: Sequence[TextLine]) -> dict[str, str]:
    """{key of a recurring line of prose: key of the prose above its first occurrence, or ""}"""
    keys = [line.key for line in lines if line.is_prose]
    counts = Counter(keys)
    preceding: dict[str, str] = {}
    for before, key in pairwise(["", *keys]):
        if counts[key] > 1:
            preceding.setdefault(key, before)
    return preceding


def _find_content_words(text: str) -> list[str]:
    """The words of a line that carry content, cut to six letters so that inflected forms match.

    Of a line as long as a book, only the beginning counts.
    """
    function_words = _list_function_words()
    return [
        word[:6]
        for word in split_words(text[:_MAX_LINE_CHARACTERS])
        if word not in function_words and (len(word) > 3 or not word.isascii())
    ]


def _can_be_title(line: TextLine) -> bool:
    if line.is_prose or line.word_count not in _TITLE_WORDS or line.text[-1] in ".:。":
        return False
    if line.has_time and len(split_words(line.label)) < _DATED_LABEL_WORDS:
        return False
    return BYLINE.match(line.label or line.text) is None


@cache
def _list_function_words() -> frozenset[str]:
    """Return the function words of all languages, since a text may contain articles in several."""
    return frozenset(chain.from_iterable(list_stop_words(code) for code, _ in iterate_languages()))
