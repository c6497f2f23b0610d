"""Where one article ends and the next begins, told by the head between them and by the change of words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from digest.sources.segmentation.layout import Sheet, Title, likeness

# Content words on either side of a gap that are compared, those nearest to it, and the first below it.
_REACH, _NEAR, _FIRST = 400, 150, 60
# What speaks for a new article, what against it, and how much is enough: the weights of a logistic
# regression on the gaps of several hundred pages of news, lone and joined in five forms, in a dozen
# languages, rounded, and a border at which 99 of 100 lone articles stay whole. A time and a repeated
# headline weigh more than was learnt: pages that collect articles on one subject have little else.
_FOR_TOLD_BELOW, _FOR_WORD, _FOR_REPEATED = 5.5, 1.05, 3.0
_FOR_TIME, _FOR_RULE, _FOR_SPACE, _FOR_FRAME = 4.0, 2.5, 2.8, 1.6
_AGAINST_TOLD_ABOVE, _AGAINST_LIKENESS, _AGAINST_COHESION, _AGAINST_KNOWN = 6.0, 32.0, 3.5, 4.5
_WORDS_AT_MOST, _KINDS_AT_MOST = 6, 5
_LIKENESS_AT_MOST, _COHESION_AT_MOST, _KNOWN_AT_MOST = 0.15, 2.0, 0.4
_LEAST_COHESION = 0.05
_ENOUGH = 5.2


def part_blocks(sheet: Sheet) -> list[list[range]]:
    """Return the blocks of a sheet, parted at the gaps where a new article begins. Cost: linear."""
    parts = [sheet.blocks[:1]] if sheet.blocks else []
    for before, block in pairwise(sheet.blocks):
        if _begins_article(sheet, range(before.stop, block.start)):
            parts.append([])
        parts[-1].append(block)
    return parts


def _begins_article(sheet: Sheet, gap: range) -> bool:
    """Whether a gap between two blocks of prose holds the head of a new article."""
    title = max(map(_weigh_title, sheet.find_titles(gap)), default=None)
    return title is not None and title + _weigh_head(sheet, gap) - _weigh_unity(sheet, gap) >= _ENOUGH


def _weigh_title(title: Title) -> float:
    """How strongly a headline speaks for a new article: a subheading is told of above it as well."""
    length = _FOR_WORD * min(title.size, _WORDS_AT_MOST)
    told = _FOR_TOLD_BELOW * title.below - _AGAINST_TOLD_ABOVE * title.above
    return length + told + _FOR_REPEATED * title.repeated


def _weigh_head(sheet: Sheet, gap: range) -> float:
    """How much of what stands around articles stands in a gap."""
    lines = [sheet.lines[place] for place in gap]
    kinds = {line.key for line in lines} & sheet.frame
    return (
        _FOR_TIME * any(line.tells_time for line in lines)
        + _FOR_RULE * any(not line.key for line in lines)
        + _FOR_SPACE * any(line.space > sheet.usual_space for line in lines)
        + _FOR_FRAME * min(len(kinds), _KINDS_AT_MOST)
    )


def _weigh_unity(sheet: Sheet, gap: range) -> float:
    """How much the prose above and below a gap speaks of the same things.

    Cohesion: their likeness over that of their own halves, so that texts of few words do not seem parted
    (after Hearst 1997, "TextTiling"). Known: which share of the first words below stands above.
    """
    above, below = sheet.gather_around(gap, _REACH)
    own = math.sqrt(_liken_halves(above) * _liken_halves(below))
    first, told = below[:_FIRST], set(above)
    known = sum(word in told for word in first) / max(len(first), 1)
    return (
        _AGAINST_LIKENESS * min(likeness(above[:_NEAR], below[:_NEAR]), _LIKENESS_AT_MOST)
        + _AGAINST_COHESION * min(likeness(above, below) / own, _COHESION_AT_MOST)
        + _AGAINST_KNOWN * min(known, _KNOWN_AT_MOST)
    )


def _liken_halves(content: Sequence[str]) -> float:
    half = len(content) // 2
    return max(likeness(content[:half], content[half:]), _LEAST_COHESION)
