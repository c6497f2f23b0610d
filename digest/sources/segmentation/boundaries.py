"""Find where one article ends and the next begins, by the header between them and the change of words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from digest.sources.segmentation.page_layout import PageLayout, TitleCandidate, word_cosine

# How many content words on either side of a gap are compared: all of them, those nearest to the gap, and the
# first ones below it.
_CONTEXT_WORDS, _NEAR_WORDS, _FIRST_WORDS = 400, 150, 60
# Weights of the evidence for and against a new article, and the score from which on there is one. They come
# from a logistic regression on the gaps of several hundred pages of news, single and joined in five forms, in
# a dozen languages, rounded; at this threshold 99 of 100 single articles stay whole. A time and a repeated
# headline weigh more than the regression gave: pages that collect articles on one subject have little else.
_FOR_SHARE_BELOW, _FOR_WORD, _FOR_REPEATED = 5.5, 1.05, 3.0
_FOR_TIME, _FOR_RULE, _FOR_SPACING, _FOR_BOILERPLATE = 4.0, 2.5, 2.8, 1.6
_AGAINST_SHARE_ABOVE, _AGAINST_SIMILARITY, _AGAINST_COHESION, _AGAINST_KNOWN = 6.0, 32.0, 3.5, 4.5
_MAX_WORDS, _MAX_BOILERPLATE = 6, 5
_MAX_SIMILARITY, _MAX_COHESION, _MAX_KNOWN = 0.15, 2.0, 0.4
_MIN_COHESION = 0.05
_THRESHOLD = 5.2


def group_blocks(layout: PageLayout) -> list[list[range]]:
    """Return the blocks of prose in order, grouped into articles: a group for each. Cost: linear."""
    groups = [layout.blocks[:1]] if layout.blocks else []
    for previous, block in pairwise(layout.blocks):
        if _starts_article(layout, range(previous.stop, block.start)):
            groups.append([])
        groups[-1].append(block)
    return groups


def _starts_article(layout: PageLayout, gap: range) -> bool:
    """Whether a gap between two blocks of prose contains the header of a new article."""
    title = max(map(_score_title, layout.find_title_candidates(gap)), default=None)
    return title is not None and title + _score_header(layout, gap) - _score_unity(layout, gap) >= _THRESHOLD


def _score_title(title: TitleCandidate) -> float:
    """How strongly a headline suggests a new article; the words of a subheading occur above it as well."""
    length = _FOR_WORD * min(title.word_count, _MAX_WORDS)
    shares = _FOR_SHARE_BELOW * title.share_below - _AGAINST_SHARE_ABOVE * title.share_above
    return length + shares + _FOR_REPEATED * title.is_repeated


def _score_header(layout: PageLayout, gap: range) -> float:
    """How much a gap contains of what usually surrounds articles: a time, a rule, space, boilerplate."""
    lines = [layout.lines[index] for index in gap]
    boilerplate = {line.key for line in lines} & layout.outer_boilerplate
    return (
        _FOR_TIME * any(line.has_time for line in lines)
        + _FOR_RULE * any(not line.key for line in lines)
        + _FOR_SPACING * any(line.blank_lines > layout.usual_spacing for line in lines)
        + _FOR_BOILERPLATE * min(len(boilerplate), _MAX_BOILERPLATE)
    )


def _score_unity(layout: PageLayout, gap: range) -> float:
    """How much the prose above and below a gap is about the same things.

    Cohesion: their similarity divided by that of their own halves, so that texts of few words do not seem to
    be two (after Hearst 1997, "TextTiling"). Known: the share of the first words below that occur above.
    """
    above, below = layout.collect_context(gap, _CONTEXT_WORDS)
    own_similarity = math.sqrt(_compare_halves(above) * _compare_halves(below))
    first, vocabulary = below[:_FIRST_WORDS], set(above)
    known = sum(word in vocabulary for word in first) / max(len(first), 1)
    near_similarity = word_cosine(above[:_NEAR_WORDS], below[:_NEAR_WORDS])
    return (
        _AGAINST_SIMILARITY * min(near_similarity, _MAX_SIMILARITY)
        + _AGAINST_COHESION * min(word_cosine(above, below) / own_similarity, _MAX_COHESION)
        + _AGAINST_KNOWN * min(known, _MAX_KNOWN)
    )


def _compare_halves(content: Sequence[str]) -> float:
    half = len(content) // 2
    return max(word_cosine(content[:half], content[half:]), _MIN_COHESION)
