"""Measure how well each constant of the grouping holds on labeled articles that it was not chosen on.

For each constant, the value with the highest mean over all sets but one is scored on the set left out. The
mean of these scores is what may be expected of new articles; the mean of the value that is best on all sets
together, the fitted one, is too high. A change of the default is worth making when it raises the mean and
no set loses more than MAX_LOSS.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from digest.grouping import DEFAULT_SETTINGS, GroupingSettings

FACTORS = (1 / 2, 2 / 3, 4 / 5, 5 / 4, 3 / 2, 2)
"""The candidate values of a constant are its default and its default times these."""

MAX_LOSS = 0.005
"""How much a single set may lose when a default changes."""

TOGETHER = "together"
"""Stands for all constants among the results."""

Scores = Mapping[str, float]
"""{set: B-cubed F1 of its grouping}"""

ScoreSets = Callable[[GroupingSettings], Scores]
"""Groups all sets with some settings and scores each."""

Measured = Mapping[str, Sequence[tuple[float, Scores]]]
"""{constant: (a value, its scores with all others at their defaults), the default first}"""


def list_candidates(name: str, default: GroupingSettings = DEFAULT_SETTINGS) -> list[float]:
    """Return the values to try for a constant, the default first, then ascending.

    Whole numbers stay whole, and what is at most 1 stays at most 1.
    """
    value = getattr(default, name)
    kind = type(value)
    products = {value * factor for factor in FACTORS if value * factor <= 1 or value > 1}
    candidates = {max(1, round(product)) if kind is int else product for product in products}
    return [value, *sorted(candidates - {value})]


def leave_one_out(score: ScoreSets, names: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """Measure constants one after the other, each with all others at their defaults, then all at once.

    Args:
        score: takes as long as all groupings.
        names: the constants to measure; none given: all of them.

    Returns:
        {constant: its figures}, see `judge_candidates`; with several constants, those of `choose_together`
        as TOGETHER.

    Raises:
        ValueError: a name is not that of a constant.
    """
    known = asdict(DEFAULT_SETTINGS)
    if unknown := sorted(set(names) - set(known)):
        raise ValueError(f"no constant of the grouping is called {unknown[0]}: {', '.join(known)}")
    default = score(DEFAULT_SETTINGS)
    result: dict[str, dict[str, Any]] = {}
    measured: dict[str, list[tuple[float, Scores]]] = {}
    for name in names or known:
        candidates = list_candidates(name)
        changes: list[dict[str, Any]] = [{name: value} for value in candidates[1:]]
        scores = [default, *(score(replace(DEFAULT_SETTINGS, **change)) for change in changes)]
        measured[name] = list(zip(candidates, scores, strict=True))
        result[name] = judge_candidates(candidates, scores)
        _print_figures(name, result[name])
    if len(measured) > 1:
        result[TOGETHER] = choose_together(score, measured)
        _print_figures(TOGETHER, result[TOGETHER])
    return result


def choose_together(score: ScoreSets, measured: Measured) -> dict[str, Any]:
    """Choose all constants at once without the set that they are scored on.

    The constants take their best values one after the other, those first that gain most by themselves, each
    only if the mean of the sets rises. (Trying all combinations is out of reach.)

    Returns:
        default, fitted, left_out: as `judge_candidates`. chosen: {set left out: {constant: value}}, without
        defaults.
    """
    (_, default), *_ = next(iter(measured.values()))
    sets = list(default)
    fitted, _ = _climb(score, measured, sets)
    chosen, left_out = {}, 0.0
    for name in sets:
        scores, chosen[name] = _climb(score, measured, [other for other in sets if other != name])
        left_out += scores[name] / len(sets)
    return {
        "default": round(_average(default, sets), 4),
        "fitted": round(_average(fitted, sets), 4),
        "left_out": round(left_out, 4),
        "chosen": chosen,
    }


def _climb(score: ScoreSets, measured: Measured, sets: Collection[str]) -> tuple[Scores, dict[str, Any]]:
    """Return (the scores of the values chosen on some sets, {constant: chosen value})."""
    (_, scores), *_ = next(iter(measured.values()))
    best = {name: max(rows, key=lambda row: _average(row[1], sets)) for name, rows in measured.items()}
    by_gain = sorted(best, key=lambda name: -_average(best[name][1], sets))
    chosen: dict[str, Any] = {}
    for name in by_gain:
        value = best[name][0]
        if value == measured[name][0][0]:
            continue
        found = score(replace(DEFAULT_SETTINGS, **{**chosen, name: value}))
        if _average(found, sets) > _average(scores, sets):
            chosen[name], scores = value, found
    return scores, chosen


def _average(scores: Scores, sets: Collection[str]) -> float:
    return sum(scores[name] for name in sets) / len(sets)


def _print_figures(name: str, figures: Mapping[str, Any]) -> None:
    print(name, *(f"{key} {value}" for key, value in figures.items()), flush=True)


def judge_candidates(candidates: Sequence[float], scores: Sequence[Scores]) -> dict[str, Any]:
    """Choose a value for a constant without the set that it is scored on.

    Args:
        candidates: values, the default first.
        scores: for each candidate the scores of the same sets, at least two.

    Returns:
        means: {candidate: its mean over all sets}. default, fitted, left_out: the mean of the default, of
        the value that is best on all sets, and of the values chosen for each set on the others. chosen:
        {set left out: value}. change: the value that should replace the default, or None.
    """
    sets = list(scores[0])
    chosen = {left_out: _find_best(scores, [name for name in sets if name != left_out]) for left_out in sets}
    left_out = sum(scores[place][name] for name, place in chosen.items()) / len(sets)
    best = _find_best(scores, sets)
    means = [sum(row.values()) / len(sets) for row in scores]
    is_better = left_out > means[0] and all(scores[best][name] >= scores[0][name] - MAX_LOSS for name in sets)
    return {
        "default": round(means[0], 4),
        "fitted": round(means[best], 4),
        "left_out": round(left_out, 4),
        "means": {f"{value:g}": round(mean, 4) for value, mean in zip(candidates, means, strict=True)},
        "chosen": {name: candidates[place] for name, place in chosen.items()},
        "change": candidates[best] if best and is_better else None,
    }


def _find_best(scores: Sequence[Scores], sets: Collection[str]) -> int:
    """Return the place of the scores with the highest sum over some sets; the first of equal ones."""
    sums = [sum(row[name] for name in sets) for row in scores]
    return sums.index(max(sums))
