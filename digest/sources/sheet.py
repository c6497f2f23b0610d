"""A text as a saved page: which lines are furniture, and between which lines a new article begins.

No list of any site's words is used. Furniture is known by coming back, a headline by what is told below
it, a new article by its head and by the change of words. So the same page with all its furniture in
another language is parted the same way.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice, pairwise
from statistics import mode
from typing import NamedTuple

from digest.sources.lines import Line
from digest.text import detect_language, stop_words, words

# Content words on either side of a gap whose likeness tells whether the subject changes, and those below
# a headline among which its words are looked for.
_WINDOW, _REACH = 150, 400
# Lines looked at for them: more are not needed, and without a limit sparse prose costs quadratic time.
_FAR = 600
# What speaks for a new article, what against it, and how much is enough: the weights of a logistic
# regression on the gaps of several hundred pages of news, lone and joined, in a dozen languages, rounded,
# and a border at which nineteen of twenty lone pages stay whole.
_FOR_BELOW, _FOR_WORD, _FOR_REPEATED = 7.0, 1.25, 2.0
_FOR_TIME, _FOR_RULE, _FOR_SPACE, _FOR_FRAME = 3.4, 5.5, 2.5, 0.85
_AGAINST_BARE, _AGAINST_INSERT, _AGAINST_LIKENESS = 1.3, 1.35, 28.0
_WORDS_AT_MOST, _KINDS_AT_MOST, _LIKENESS_AT_MOST = 6, 5, 0.15
_ENOUGH = 11.5
# A short line among prose costs the article that many words; less when it comes back, more for a time.
_LINE_COST, _INSERT_COST, _TIME_COST = 12, 3, 60
# Halves of at least so many content words that are less alike than this speak of different things.
_HALF, _LEAST_LIKENESS = 40, 0.06
# Sentences that come back are furniture up to so many words in a row; beyond, an article stands twice.
_REPEATED_WORDS = 60
_LINES_AROUND = 5
_BANNER_WORDS, _BANNER_GAP = 40, 8
_TITLE_SIZES, _REPEATED_SIZES = range(2, 40), range(5, 40)
_DATED_LABEL_WORDS = 4
_LANGUAGE_LINES = 12
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v)\s+((?:[^\W\d_][\w.'’-]*\s?){1,5})"
)


class Title(NamedTuple):
    """A line that can be a headline.

    place: of the line. size: words. below: the share (0..1) of its words that are told below it.
    repeated: it stands there twice without prose between.
    """

    place: int
    size: int
    below: float
    repeated: bool


class Sheet:
    """The lines of a text, the blocks of prose among them, its furniture and its words that carry content.

    A place is an index of `lines`; a block and a gap are ranges of places. Building it is linear.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = _demote_repeated(lines)
        self.blocks = _find_blocks(self.lines)
        self.furniture = _find_furniture(self.lines)
        self._first_places: dict[str, int] = {}
        for place, line in enumerate(self.lines):
            self._first_places.setdefault(line.key, place)
        self._frame = self._find_frame()
        self._usual_space = mode([line.space for line in self.lines if line.prose] or [0])
        prose = islice((line.text for line in self.lines if line.prose), _LANGUAGE_LINES)
        common = stop_words(detect_language(" ".join(prose)))
        self._content = [_find_content(line.text, common) for line in self.lines]

    def part_blocks(self) -> list[list[range]]:
        """Return the blocks, parted at the gaps where a new article begins. Cost: linear."""
        parts = [self.blocks[:1]] if self.blocks else []
        for before, block in pairwise(self.blocks):
            if self._begins_article(range(before.stop, block.start)):
                parts.append([])
            parts[-1].append(block)
        return parts

    def choose_blocks(self, part: Sequence[range]) -> tuple[int, list[range]]:
        """Return the run of blocks with the most words at the least cost of lines between, its worth first.

        So a promotion below an article or a teaser above it falls off, a caption within it does not.
        """
        best, chosen = 0, list(part[:1])
        total = start = 0
        for number, block in enumerate(part):
            gap = range(part[number - 1].stop, block.start) if number else range(0)
            cost = sum(self._cost(self.lines[place]) for place in gap)
            if total <= cost:
                total, start, cost = 0, number, 0
            total += sum(self.lines[place].size for place in block) - cost
            if total > best:
                best, chosen = total, list(part[start : number + 1])
        return best, chosen

    def is_clean(self) -> bool:
        """Return whether nothing comes back and little stands around the prose: it is no saved page."""
        around = max(self.blocks[0].start, len(self.lines) - self.blocks[-1].stop)
        return not self.furniture and around <= _LINES_AROUND

    def holds_together(self, run: Sequence[range]) -> bool:
        """Return whether the halves of a run speak of the same things; those of a list of teasers do not."""
        content = [word for block in run for place in block for word in self._content[place]]
        half = len(content) // 2
        return half < _HALF or _likeness(content[:half], content[half:]) >= _LEAST_LIKENESS

    def find_titles(self, gap: range) -> Iterator[Title]:
        """Yield the lines of a gap that can be a headline of what stands below it, in order."""
        below = set(self._gather(range(gap.stop, len(self.lines)), _REACH))
        copies = Counter(self.lines[place].key for place in gap)
        for place in gap:
            line = self.lines[place]
            told = {word for word in self._content[place] if not word.isdigit()}
            if told and _can_be_title(line) and not self._stood_above(line, gap):
                share = len(told & below) / (len(told) + 1)
                yield Title(place, line.size, share, copies[line.key] > 1 and line.size in _REPEATED_SIZES)

    def _begins_article(self, gap: range) -> bool:
        """Whether a gap between two blocks of prose holds the head of a new article."""
        title = max((_weigh_title(title) for title in self.find_titles(gap)), default=None)
        if title is None:
            return False
        lines = [self.lines[place] for place in gap]
        kinds = {line.key for line in lines} & self.furniture
        inserts = [key for key in self._find_inserts(gap) if self._first_places[key] < gap.start]
        signs = (
            _FOR_TIME * any(line.tells_time for line in lines)
            + _FOR_RULE * any(not line.key for line in lines)
            + _FOR_SPACE * any(line.space > self._usual_space for line in lines)
            + _FOR_FRAME * min(len(kinds & self._frame), _KINDS_AT_MOST)
        )
        before = self._gather(range(gap.start - 1, -1, -1), _WINDOW)
        after = self._gather(range(gap.stop, len(self.lines)), _WINDOW)
        against = _AGAINST_INSERT * min(len(inserts), _KINDS_AT_MOST) + _AGAINST_LIKENESS * min(
            _likeness(before, after), _LIKENESS_AT_MOST
        )
        return title + (signs or -_AGAINST_BARE) - against >= _ENOUGH

    def _stood_above(self, line: Line, gap: range) -> bool:
        return line.key in self.furniture and self._first_places[line.key] < gap.start

    def _find_inserts(self, gap: range) -> set[str]:
        """The furniture in a gap that does not belong to the frame, nor beside a time: that is an outlet."""
        times = [place for place in gap if self.lines[place].tells_time]
        beside = {near for place in times for near in range(place - 2, place + 3)}
        return {self.lines[place].key for place in gap if place not in beside} & self.furniture - self._frame

    def _find_frame(self) -> set[str]:
        """The furniture that stands around articles and not within them.

        It also stands above the first article or below the last, or never without two such.
        """
        if not self.blocks:
            return set()
        edges = (*self.lines[: self._find_edge(1)], *self.lines[self._find_edge(-1) :])
        outer = {line.key for line in edges} & self.furniture
        gaps = (range(above.stop, below.start) for above, below in pairwise(self.blocks))
        kinds = [{self.lines[place].key for place in gap} & self.furniture for gap in gaps]
        inner = set().union(*(found for found in kinds if len(found & outer) < 2))
        return outer | (self.furniture - inner)

    def _find_edge(self, step: int) -> int:
        """Where the first article starts (step 1) or the last one ends (-1): a banner is passed over."""
        blocks = self.blocks[::step]
        for block, following in pairwise(blocks):
            apart = max(following.start - block.stop, block.start - following.stop)
            if apart < _BANNER_GAP or sum(self.lines[place].size for place in block) >= _BANNER_WORDS:
                return block.start if step > 0 else block.stop
        return blocks[-1].start if step > 0 else blocks[-1].stop

    def _gather(self, places: range, count: int) -> list[str]:
        """The content words of the prose at these places until there are `count`, in the places' order."""
        found: list[str] = []
        for place in places[:_FAR]:
            if len(found) >= count:
                break
            if self.lines[place].prose:
                content = self._content[place]
                found += content[: count - len(found)] if places.step > 0 else content[len(found) - count :]
        return found

    def _cost(self, line: Line) -> int:
        if line.tells_time:
            return _TIME_COST
        return _INSERT_COST if line.key in self.furniture else _LINE_COST


def _demote_repeated(lines: Sequence[Line]) -> list[Line]:
    """The lines, with sentences that come back alone taken for furniture, not for prose."""
    prose = [line for line in lines if line.prose]
    copies = Counter(line.key for line in prose)
    demoted: set[int] = set()
    for repeated, group in groupby(prose, lambda line: copies[line.key] > 1):
        stretch = list(group)
        if repeated and sum(line.size for line in stretch) < _REPEATED_WORDS:
            demoted.update(line.number for line in stretch)
    return [replace(line, prose=False) if line.number in demoted else line for line in lines]


def _find_blocks(lines: Sequence[Line]) -> list[range]:
    """The runs of lines that read as sentences."""
    blocks: list[range] = []
    for prose, group in groupby(enumerate(lines), lambda entry: entry[1].prose):
        places = [place for place, _ in group]
        if prose:
            blocks.append(range(places[0], places[-1] + 1))
    return blocks


def _find_furniture(lines: Sequence[Line]) -> frozenset[str]:
    """The keys of the short lines that come back with prose between their copies."""
    seen: dict[str, int] = {}
    furniture: set[str] = set()
    prose = 0
    for line in lines:
        if line.prose:
            prose += 1
        elif seen.setdefault(line.key, prose) < prose:
            furniture.add(line.key)
    return frozenset(furniture)


def _find_content(text: str, common: frozenset[str]) -> list[str]:
    """The words that carry content; their first six letters stand for all their forms."""
    return [word[:6] for word in words(text) if word not in common and (len(word) > 3 or not word.isascii())]


def _can_be_title(line: Line) -> bool:
    if line.prose or line.size not in _TITLE_SIZES or line.text[-1] in ".:。":
        return False
    if line.tells_time and len(words(line.label)) < _DATED_LABEL_WORDS:
        return False
    return BYLINE.match(line.label or line.text) is None


def _weigh_title(title: Title) -> float:
    """How strongly a headline speaks for a new article."""
    length = min(title.size, _WORDS_AT_MOST)
    return _FOR_BELOW * title.below + _FOR_WORD * length + _FOR_REPEATED * title.repeated


def _likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """The cosine of two lists of words."""
    a, b = Counter(before), Counter(after)
    norms = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return sum(n * b[word] for word, n in a.items()) / norms if norms else 0.0
