"""Find where independent sources count different numbers of victims of one event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.models import Difference, ReportedFigure, Sentence, Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.differing_figures import REACH, is_comparable
from digest.summarizers.figure_extraction import is_rounded, list_word_stems
from digest.summarizers.tolls import MIN_SHARED_STEMS, Toll, find_tolls

MAX_RATIO = 3
"""Numbers further apart count the victims of different events."""

# A capitalized word that is not the first of the line. Where every word is capitalized, none is a name.
_NAME = re.compile(r"(?<=[\w,;:] )(?=[^\W\d_a-z])\w+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_UNIT = re.compile(r" ([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class _Count:
    """A toll with the line that gives it.

    stems: of the line, without the unit. names: the stems of its names. unit: the stem of the word behind the
    number, "" where that is the word that counts, or none.
    """

    toll: Toll
    candidate: Candidate
    stems: frozenset[str]
    names: frozenset[str]
    unit: str

    @property
    def source(self) -> str:
        return self.candidate.source


def find_toll_differences(candidates: Sequence[Candidate], story: Story) -> list[Difference]:
    """Return the tolls on which independent sources differ, highest number first; at most one of each kind.

    Headlines count, too: reports are brief about victims. Counts belong together when their lines share three
    stems, the names of one occur in the other, and they count the same. Of a source that gives several, the
    latest counts, unless it gives both. A rounded number is no difference, and neither is one that is more
    than three times as high: it counts something else.

    candidates: sentences and quoted headlines. Cost: linear, and quadratic in the lines with tolls.
    """
    by_kind: defaultdict[str, list[_Count]] = defaultdict(list)
    for count in sorted(_list_counts(candidates), key=lambda count: _sort_key(count, story), reverse=True):
        by_kind[count.toll.kind].append(count)
    differences = (_compare(counts, story) for _, counts in sorted(by_kind.items()))
    return [difference for difference in differences if difference]


def _list_counts(candidates: Sequence[Candidate]) -> Iterator[_Count]:
    for candidate in candidates:
        text, language = candidate.text, candidate.language
        if candidate.position < REACH:
            tolls = find_tolls(text, language)
            if tolls and (candidate.is_headline or is_comparable(candidate)):
                long_words = _LONG_WORD.findall(text)
                is_title_case = all(word[0].isupper() for word in long_words)
                names = "" if is_title_case else " ".join(_NAME.findall(text))
                for toll in tolls:
                    unit = _find_unit(text, toll, language)
                    stems = frozenset(list_word_stems(text, language)) - {unit}
                    yield _Count(toll, candidate, stems, frozenset(list_word_stems(names, language)), unit)


def _find_unit(text: str, toll: Toll, language: str) -> str:
    word = _UNIT.match(text, toll.end)
    unit = "".join(list_word_stems(word[1], language)[:1]) if word else ""
    return unit if unit not in list_word_stems(toll.word, language) else ""


def _sort_key(count: _Count, story: Story) -> tuple[float, bool, int, int]:
    """Return a key that sorts counts by time, headlines before sentences."""
    candidate = count.candidate
    moment = story.articles[candidate.article].moment.timestamp()
    return moment, not candidate.is_headline, -candidate.article, -candidate.position


def _matches(one: _Count, other: _Count) -> bool:
    return (
        len(one.stems & other.stems) >= MIN_SHARED_STEMS
        and (one.names <= other.stems or other.names <= one.stems)
        and (one.unit == other.unit or not (one.unit and other.unit))
    )


def _compare(counts: Sequence[_Count], story: Story) -> Difference | None:
    """Return the difference between the latest counts of the sources, None if there is none.

    counts: of one kind, the newest first.
    """
    values: defaultdict[str, set[int]] = defaultdict(set)
    for count in counts:
        values[count.source].add(count.toll.value)
    latest: dict[str, _Count] = {}
    for count in counts:
        if all(_matches(count, other) for other in latest.values()):
            latest.setdefault(count.source, count)
    given = {count.toll.value for count in latest.values()}
    certain = [count for count in latest.values() if values[count.source] & given == {count.toll.value}]
    rows = sorted(certain, key=lambda count: (-count.toll.value, _sort_key(count, story)))
    if len(rows) < 2:
        return None
    highest, lowest = rows[0].toll.value, rows[-1].toll.value
    if highest > MAX_RATIO * lowest or highest == lowest or is_rounded(highest, lowest):
        return None
    if is_rounded(lowest, highest):
        return None
    return Difference(rows[0].toll.word, tuple(_report(count, story) for count in rows))


def _report(count: _Count, story: Story) -> ReportedFigure:
    candidate, toll = count.candidate, count.toll
    return ReportedFigure(
        candidate.text[toll.start : toll.end],
        Sentence(
            candidate.text,
            candidate.article,
            candidate.position,
            story.continuing,
            "headline" if candidate.is_headline else "sentence",
        ),
    )
