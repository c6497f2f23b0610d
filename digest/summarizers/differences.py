"""Where sources differ: sentences that agree but for a figure or a date."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, takewhile

from digest.models import Difference, ReportedFigure, Sentence, Story
from digest.summarizers.candidates import Candidate, cosine
from digest.summarizers.figures import (
    BORDER,
    DATE,
    FIGURE_LANGUAGES,
    Figure,
    find_figures,
    find_neighbors,
    list_stems,
)
from digest.summarizers.standalone import find_faults
from digest.text import stop_words

MATCHING = 0.6
"""From this cosine of their words on, figures aside, two sentences tell of the same."""

LEAST_SHARED = 4
MOST_FIGURES = 3
"""So many are looked at in a sentence; the rest is a row of statistics."""

MOST_DIFFERENCES = 3

REACH = 10
"""So many first sentences of an article are looked at: what matters comes early."""

ELSEWHEN = re.compile(
    r"\b(?:(?:1[89]|20)\d\d|last (?:year|month|week|time)|compared (?:with|to)|(?:up|down) from"
    r"|previous(?:ly)?|earlier"
    r"|vorjahr\w*|vormonat\w*|im vergleich|zuvor|bisher"
    r"|l['’]an dernier|l['’]année dernière|par rapport|précédent\w*|auparavant"
    r"|el año pasado|en comparación|frente a|anterior\w*"
    r"|l['’]anno scorso|lo scorso anno|rispetto a\w*|in precedenza|precedent[ei]"
    r"|ano passado|em comparação|em relação|anteriormente"
    r"|vorige? (?:jaar|maand|week|keer)|vergeleken met|ten opzichte van|eerder)\b",
    re.IGNORECASE,
)
"""The figure may be that of another time."""

BORNE = frozenset({"long", "no stop"})
"""A sentence with any other fault may speak of whom or what it does not name."""


_WORD = re.compile(r"\w+")
# With a capital, and not at the start of the sentence.
_NAME = re.compile(r"(?<=[\w,;] )(?=[^\W\d_a-z])\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure where it was said.

    stems: of its sentence, figures aside; names: those with a capital. before, after: the stems next to it.
    """

    figure: Figure
    candidate: Candidate
    stems: Counter[str]
    names: frozenset[str]
    before: str
    after: str


def find_differences(candidates: Sequence[Candidate], story: Story) -> tuple[Difference, ...]:
    """The figures on which independent sources differ, those with most voices first, at most three.

    Two figures differ when they count the same thing under the same word ("killed") in sentences that match
    otherwise, neither is the other rounded, and neither source gives the other's figure anywhere. Only
    sentences that stand alone are compared, in the languages in which that can be told. Of a source that
    gives several, the latest counts. Cost: linear in the sentences, quadratic in those that count the same.
    """
    by_unit: defaultdict[str, list[tuple[Figure, Candidate]]] = defaultdict(list)
    several = len({candidate.source for candidate in candidates}) > 1
    for candidate in candidates if several else ():
        if candidate.language in FIGURE_LANGUAGES and candidate.position < REACH:
            figures = find_figures(candidate.text, candidate.language)
            kinds = Counter(figure.unit for figure in figures)
            for figure in figures[:MOST_FIGURES]:
                if kinds[figure.unit] == 1:
                    by_unit[figure.unit].append((figure, candidate))
    found: list[Difference | None] = []
    for counted in by_unit.values():
        given: defaultdict[str, set[float]] = defaultdict(set)
        for figure, candidate in counted:
            given[candidate.source].add(figure.value)
        if len(given) > 1 and len(set.union(*given.values())) > 1:
            told = [_hear(figure, candidate) for figure, candidate in counted if _is_clear(candidate)]
            found += (_compare(group, given, story) for group in _gather(told, story))
    differences = [difference for difference in found if difference]
    return tuple(sorted(differences, key=lambda found: -len(found.figures))[:MOST_DIFFERENCES])


def _is_clear(candidate: Candidate) -> bool:
    faults = find_faults(candidate.text, candidate.language)
    return BORNE.issuperset(faults) and not ELSEWHEN.search(candidate.text)


def _hear(figure: Figure, candidate: Candidate) -> _Said:
    text, language = candidate.text, candidate.language
    names = frozenset(list_stems(" ".join(_NAME.findall(text)), language))
    neighbors = find_neighbors(text, figure, language)
    return _Said(figure, candidate, Counter(list_stems(text, language)), names, *neighbors)


def _gather(told: Iterable[_Said], story: Story) -> list[list[_Said]]:
    """Sentences that match one another, each source's latest one only."""
    groups: list[list[_Said]] = []
    for said in sorted(told, key=lambda said: _moment(said, story), reverse=True):
        if any(
            said.candidate.source == other.candidate.source and _match(said, other)
            for group in groups
            for other in group
        ):
            continue
        home = next((group for group in groups if all(_match(said, other) for other in group)), None)
        if home is None:
            groups.append([said])
        else:
            home.append(said)
    return groups


def _moment(said: _Said, story: Story) -> tuple[float, int, int]:
    article = story.articles[said.candidate.article]
    return article.moment.timestamp(), -said.candidate.article, -said.candidate.position


def _match(one: _Said, other: _Said) -> bool:
    """Whether two sentences say of the same what may differ in its figure only."""
    shared = one.stems.keys() & other.stems.keys()
    return (
        (
            # the same word rules both figures, be it "killed 16 people" and "19 people were killed"
            (one.before == other.before and bool(one.before or one.after == other.after != ""))
            or one.before == other.after != ""
            or one.after == other.before != ""
            or len(shared) == min(len(one.stems), len(other.stems))
        )
        and len(shared) >= LEAST_SHARED
        and (one.names <= other.stems.keys() or other.names <= one.stems.keys())
        and cosine(one.stems, other.stems) >= MATCHING
    )


def _compare(group: list[_Said], given: Mapping[str, set[float]], story: Story) -> Difference | None:
    """The difference between sentences that match, if there is one for sure.

    given: {source: every figure that it gives of the same thing}.
    """
    values = {said.figure.value for said in group}
    sure = [said for said in group if given[said.candidate.source] & values == {said.figure.value}]
    if not any(_differ(one.figure, other.figure) for one, other in combinations(sure, 2)):
        return None
    sure.sort(key=lambda said: (-said.figure.value, _moment(said, story)))
    return Difference(
        _name(sure),
        tuple(
            ReportedFigure(
                said.candidate.text[said.figure.start : said.figure.end],
                Sentence(
                    said.candidate.text, said.candidate.article, said.candidate.position, story.continuing
                ),
            )
            for said in sure
        ),
    )


def _differ(one: Figure, other: Figure) -> bool:
    if one.unit == DATE:
        return one.value != other.value
    return not (_rounds(one.value, other.value) or _rounds(other.value, one.value))


def _rounds(rough: float, exact: float) -> bool:
    """Whether one figure may be the other, rounded to the digits it is given in: 12,000 and 11,800."""
    digits = len(f"{Decimal(str(rough)):f}".replace(".", "").strip("0")) or 1
    return float(f"{exact:.{digits}g}") == rough


def _name(told: Sequence[_Said]) -> str:
    """What is counted: the words that stand behind every one of the figures; where that is one word or none,
    the word that rules them all, too ("people … killed")."""
    language = told[0].candidate.language
    tails = [BORDER.split(said.candidate.text[said.figure.end :])[0].split() for said in told]
    common = takewhile(lambda row: len({word.casefold() for word in row}) == 1, zip(*tails, strict=False))
    name = [row[0] for row in common]
    while name and name[-1].casefold() in stop_words(language):
        name.pop()
    if len(name) > 1 or told[0].figure.unit == DATE:
        return " ".join(name)
    ruling = set.intersection(*({said.before, said.after} - {""} for said in told))
    spoken = (word for word in _WORD.findall(told[0].candidate.text) if word not in name)
    rules = next((word for word in spoken if ruling & {*list_stems(word, language)}), "")
    return " … ".join(filter(None, (*name, rules)))
