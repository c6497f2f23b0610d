"""Find where sources differ: sentences that agree except in a figure or a date."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, takewhile

from digest.models import Difference, ReportedFigure, Sentence, Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.figure_extraction import (
    CLAUSE_BOUNDARY,
    DATE,
    Figure,
    find_figures,
    find_neighbors,
    has_figures,
    is_rounded,
    list_word_stems,
)
from digest.summarizers.redundancy import cosine
from digest.summarizers.standalone_sentences import find_faults
from digest.text import list_stop_words

MATCH_SIMILARITY = 0.6
"""Two sentences report the same from this cosine of their stems on, figures aside."""

MIN_SHARED_STEMS = 4
MAX_FIGURES = 3
"""Figures of a sentence that are compared; more of them are a row of statistics."""

MAX_DIFFERENCES = 3

REACH = 10
"""Sentences of an article that are compared, from its beginning: what matters comes early."""

OTHER_TIME = re.compile(
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
"""The figure of such a sentence may be that of another time."""

TOLERATED_FAULTS = frozenset({"long", "no full stop"})
"""A sentence with any other fault may be about somebody or something that it does not name."""

_WORD = re.compile(r"\w+")
# A capitalized word that is not the first of the sentence.
_NAME = re.compile(r"(?<=[\w,;] )(?=[^\W\d_a-z])\w+")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A figure with the sentence that gives it.

    stems: of the sentence, without numbers and stop words. names: the stems of its capitalized words.
    before, after: the stems of the words next to the figure, or "".
    """

    figure: Figure
    candidate: Candidate
    stems: Counter[str]
    names: frozenset[str]
    before: str
    after: str

    @property
    def source(self) -> str:
        return self.candidate.source


def find_differences(candidates: Sequence[Candidate], story: Story) -> tuple[Difference, ...]:
    """Return the figures on which independent sources differ, those with most sources first, at most three.

    Two figures differ when they count the same thing next to the same word ("killed") in sentences that match
    otherwise, neither is the other one rounded, and neither source gives the other's figure anywhere. Only
    sentences that stand alone are compared, in languages of has_figures(). Of a source that gives several
    figures, the latest counts. Cost: linear in the sentences, quadratic in those that count the same thing.
    """
    if len({candidate.source for candidate in candidates}) <= 1:
        return ()
    differences: list[Difference] = []
    for counted in _group_by_unit(candidates).values():
        values_by_source: defaultdict[str, set[float]] = defaultdict(set)
        for figure, candidate in counted:
            values_by_source[candidate.source].add(figure.value)
        if len(values_by_source) > 1 and len(set.union(*values_by_source.values())) > 1:
            statements = [_make_statement(*pair) for pair in counted if is_comparable(pair[1])]
            for group in _group_matching(statements, story):
                difference = _compare_sources(group, values_by_source, story)
                if difference:
                    differences.append(difference)
    return tuple(sorted(differences, key=lambda found: -len(found.figures))[:MAX_DIFFERENCES])


def _group_by_unit(candidates: Iterable[Candidate]) -> dict[str, list[tuple[Figure, Candidate]]]:
    """Return {unit: the figures in it, each with its sentence}, of units that a sentence uses once only."""
    by_unit: defaultdict[str, list[tuple[Figure, Candidate]]] = defaultdict(list)
    for candidate in candidates:
        if has_figures(candidate.language) and candidate.position < REACH:
            figures = find_figures(candidate.text, candidate.language)
            times = Counter(figure.unit for figure in figures)
            for figure in figures[:MAX_FIGURES]:
                if times[figure.unit] == 1:
                    by_unit[figure.unit].append((figure, candidate))
    return by_unit


def is_comparable(candidate: Candidate) -> bool:
    """Return whether a sentence is clear by itself and about the time of its article."""
    faults = find_faults(candidate.text, candidate.language)
    return TOLERATED_FAULTS.issuperset(faults) and not OTHER_TIME.search(candidate.text)


def _make_statement(figure: Figure, candidate: Candidate) -> _Statement:
    text, language = candidate.text, candidate.language
    before, after = find_neighbors(text, figure, language)
    return _Statement(
        figure=figure,
        candidate=candidate,
        stems=Counter(list_word_stems(text, language)),
        names=frozenset(list_word_stems(" ".join(_NAME.findall(text)), language)),
        before=before,
        after=after,
    )


def _group_matching(statements: Iterable[_Statement], story: Story) -> list[list[_Statement]]:
    """Return groups of statements that match one another, with only the latest one of each source."""
    groups: list[list[_Statement]] = []
    for statement in sorted(statements, key=lambda statement: _sort_key(statement, story), reverse=True):
        is_outdated = any(
            statement.source == other.source and _matches(statement, other)
            for group in groups
            for other in group
        )
        if is_outdated:
            continue
        for group in groups:
            if all(_matches(statement, other) for other in group):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return groups


def _sort_key(statement: _Statement, story: Story) -> tuple[float, int, int]:
    """Return a key that sorts statements by the time of their articles, the lead and early sentences last."""
    candidate = statement.candidate
    moment = story.articles[candidate.article].moment
    return moment.timestamp(), -candidate.article, -candidate.position


def _matches(one: _Statement, other: _Statement) -> bool:
    """Return whether two sentences report the same, so that only their figures may differ."""
    shared = one.stems.keys() & other.stems.keys()
    has_same_neighbor = (
        # the same word governs both figures, be it "killed 16 people" and "19 people were killed"
        (one.before == other.before and bool(one.before or one.after == other.after != ""))
        or one.before == other.after != ""
        or one.after == other.before != ""
    )
    is_contained = len(shared) == min(len(one.stems), len(other.stems))
    return (
        (has_same_neighbor or is_contained)
        and len(shared) >= MIN_SHARED_STEMS
        and (one.names <= other.stems.keys() or other.names <= one.stems.keys())
        and cosine(one.stems, other.stems) >= MATCH_SIMILARITY
    )


def _compare_sources(
    group: Sequence[_Statement], values_by_source: Mapping[str, set[float]], story: Story
) -> Difference | None:
    """Return the difference between statements that match, or None when it is not certain that there is one.

    values_by_source: every figure that a source gives of the same unit. A source that gives figures of
    several statements of the group is left out.
    """
    values = {statement.figure.value for statement in group}
    certain = [
        statement
        for statement in group
        if values_by_source[statement.source] & values == {statement.figure.value}
    ]
    if not any(_differs(one.figure, other.figure) for one, other in combinations(certain, 2)):
        return None
    certain.sort(key=lambda statement: (-statement.figure.value, _sort_key(statement, story)))
    return Difference(
        _describe_subject(certain), tuple(_report_figure(statement, story) for statement in certain)
    )


def _report_figure(statement: _Statement, story: Story) -> ReportedFigure:
    figure, candidate = statement.figure, statement.candidate
    return ReportedFigure(
        candidate.text[figure.start : figure.end],
        Sentence(candidate.text, candidate.article, candidate.position, story.continuing),
    )


def _differs(one: Figure, other: Figure) -> bool:
    if one.unit == DATE:
        return one.value != other.value
    return not (is_rounded(one.value, other.value) or is_rounded(other.value, one.value))


def _describe_subject(statements: Sequence[_Statement]) -> str:
    """Return what is counted: the words that follow every one of the figures.

    Where that is one word or none, the word that governs all figures is added ("people … killed").
    """
    first = statements[0]
    language = first.candidate.language
    tails = [
        CLAUSE_BOUNDARY.split(statement.candidate.text[statement.figure.end :])[0].split()
        for statement in statements
    ]
    common = takewhile(lambda row: len({word.casefold() for word in row}) == 1, zip(*tails, strict=False))
    subject = [row[0] for row in common]
    while subject and subject[-1].casefold() in list_stop_words(language):
        subject.pop()
    if len(subject) > 1 or first.figure.unit == DATE:
        return " ".join(subject)
    neighbors = set.intersection(*({statement.before, statement.after} - {""} for statement in statements))
    others = (word for word in _WORD.findall(first.candidate.text) if word not in subject)
    governing = next((word for word in others if neighbors & {*list_word_stems(word, language)}), "")
    return " … ".join(filter(None, (*subject, governing)))
