"""A text as a saved page: its prose, its furniture, and the lines that can be headlines.

No list of any site's words is used: furniture is known by coming back, a headline by what is told below
it. So the same page with all its furniture in another language is read the same way.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise
from statistics import mode
from typing import NamedTuple

from digest.languages.stop_words import STOP_WORDS
from digest.sources.segmentation.lines import Line
from digest.text import stop_words, words

# Content words above and below a headline among which its words are looked for.
_REACH = 400
# Lines looked at for them: more are not needed, and without a limit sparse prose costs quadratic time.
_FAR = 600
# A short line among prose costs the article that many words; less when it comes back, more for a time.
_LINE_COST, _INSERT_COST, _TIME_COST = 12, 3, 60
# Halves of at least so many content words that are less alike than this speak of different things.
_HALF, _LEAST_LIKENESS = 40, 0.06
# Sentences that come back are furniture up to so many words in a row; beyond, an article stands twice.
_REPEATED_WORDS = 120
_LINES_AROUND = 5
_BANNER_WORDS, _BANNER_GAP = 40, 8
_TITLE_SIZES, _REPEATED_SIZES = range(2, 40), range(5, 40)
_DATED_LABEL_WORDS = 4
# The function words of all languages: a text may hold articles in several.
_COMMON = frozenset(chain.from_iterable(map(stop_words, STOP_WORDS)))
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v)\s+((?:[^\W\d_][\w.'’-]*\s?){1,5})"
)


class Title(NamedTuple):
    """A line that can be a headline.

    place: of the line. size: words. above, below: the share (0..1) of its words that are told above and
    below it. repeated: it stands there twice without prose between.
    """

    place: int
    size: int
    above: float
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
        self._above = _find_neighbors(self.lines)
        self.frame = self._find_frame()
        self.usual_space = mode([line.space for line in self.lines if line.prose] or [0])
        self._content = [_find_content(line.text) for line in self.lines]

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
        return half < _HALF or likeness(content[:half], content[half:]) >= _LEAST_LIKENESS

    def find_titles(self, gap: range) -> Iterator[Title]:
        """Yield the lines of a gap that can be a headline of what stands below it, in order."""
        above, below = map(set, self.gather_around(gap, _REACH))
        copies = Counter(self.lines[place].key for place in gap)
        for place in gap:
            line = self.lines[place]
            told = {word for word in self._content[place] if not word.isdigit()}
            if told and _can_be_title(line) and not self._stood_above(line, gap):
                share_above, share_below = (len(told & near) / (len(told) + 1) for near in (above, below))
                repeated = copies[line.key] > 1 and line.size in _REPEATED_SIZES
                yield Title(place, line.size, share_above, share_below, repeated)

    def gather_around(self, gap: range, count: int) -> tuple[list[str], list[str]]:
        """Return the content words nearest above a gap and nearest below it, `count` of each at most.

        None above, where an article stands below that stood further up already: the same words are no
        sign then that it goes on.
        """
        above = [] if self._starts_over(gap) else self._gather(range(gap.start - 1, -1, -1), count)
        return above, self._gather(range(gap.stop, len(self.lines)), count)

    def _starts_over(self, gap: range) -> bool:
        """Whether the prose below a gap stood further up already, below other prose."""
        key = self.lines[gap.stop].key if gap.stop < len(self.lines) else ""
        return gap.start > 0 and self._above.get(key) not in (None, self.lines[gap.start - 1].key)

    def _stood_above(self, line: Line, gap: range) -> bool:
        return line.key in self.furniture and self._first_places[line.key] < gap.start

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


def likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """Return the cosine (0..1) of two lists of words."""
    a, b = Counter(before), Counter(after)
    norms = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return sum(n * b[word] for word, n in a.items()) / norms if norms else 0.0


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


def _find_neighbors(lines: Sequence[Line]) -> dict[str, str]:
    """{key of a line of prose that comes back: key of the prose above its first copy, or ""}"""
    keys = [line.key for line in lines if line.prose]
    copies = Counter(keys)
    above: dict[str, str] = {}
    for before, key in pairwise(["", *keys]):
        if copies[key] > 1:
            above.setdefault(key, before)
    return above


def _find_content(text: str) -> list[str]:
    """The words that carry content; their first six letters stand for all their forms."""
    return [word[:6] for word in words(text) if word not in _COMMON and (len(word) > 3 or not word.isascii())]


def _can_be_title(line: Line) -> bool:
    if line.prose or line.size not in _TITLE_SIZES or line.text[-1] in ".:。":
        return False
    if line.tells_time and len(words(line.label)) < _DATED_LABEL_WORDS:
        return False
    return BYLINE.match(line.label or line.text) is None
