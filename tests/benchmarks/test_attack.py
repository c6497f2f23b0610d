"""The frame of the attacks: what it measures, and what it calls a failure."""

from __future__ import annotations

import re
import sys
import time
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from benchmarks.attack.cases import Case, run_case, run_cases
from benchmarks.attack.families import FAMILIES, load_cases
from benchmarks.attack.patterns import FoundPattern, find_slow_text
from digest.errors import SourceError


def fail(value: object) -> str:
    raise ZeroDivisionError(value)


def refuse(value: object) -> str:
    raise SourceError("a.xml", f"it is not a feed: {value}")


def test_an_error_of_the_program_is_an_outcome_and_any_other_exception_is_a_fault() -> None:
    refused = run_case(Case("refused", lambda size, _: size, refuse), 7, 1)
    assert (refused.outcome, refused.fault) == ("a.xml: it is not a feed: 7", "")
    assert run_case(Case("broken", lambda *_: 7, fail), 1, 1).fault == "ZeroDivisionError: 7"
    unexpected = Case("unexpected", lambda *_: "", lambda _: "the program failed with an unexpected error")
    assert run_case(unexpected, 1, 1).fault


def test_the_memory_of_a_case_is_measured() -> None:
    result = run_case(
        Case("memory", lambda size, _: size, lambda size: str(len(b"x" * size))), 400_000_000, 1
    )
    assert 390 < result.megabytes < 450
    assert result.fault == "more than 300 MB"


def test_a_case_gets_the_same_input_for_the_same_seed() -> None:
    def make(size: int, random: Random) -> list[int]:
        return [random.randrange(1_000) for _ in range(size)]

    case = Case("random", make, str)
    first, again, other = (run_case(case, 5, seed).outcome for seed in (1, 1, 2))
    assert first == again != other


def test_cases_run_at_the_same_time_and_their_results_are_in_order(tmp_path: Path) -> None:
    """Each of the two waits for the file of the other one."""

    def meet(names: tuple[str, str]) -> str:
        (tmp_path / names[0]).touch()
        while not (tmp_path / names[1]).exists():
            time.sleep(0.01)
        return names[0]

    pairs = (("a", "b"), ("b", "a"), ("c", "c"))
    cases = [Case(pair[0], lambda *_, pair=pair: pair, meet) for pair in pairs]
    assert [result.outcome for result in run_cases(cases, 1, 1, 2)] == ["a", "b", "c"]


def test_a_module_that_a_case_has_imported_is_not_imported_by_the_next(tmp_path: Path) -> None:
    def read(_: object) -> str:
        loaded = "this_case" in sys.modules
        import_module("this_case")
        return str(loaded)

    (tmp_path / "this_case.py").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        case = Case("import", lambda *_: None, read)
        assert [run_case(case, 1, 1).outcome for _ in range(2)] == ["False", "True"]
        patch.delitem(sys.modules, "this_case")


@pytest.mark.parametrize("family", FAMILIES)
def test_cases_have_names_of_their_own(family: str) -> None:
    names = [case.name for case in load_cases(family)]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize("pattern", [r"(?:a|a)*b", r"\s+$", r"<a[^>]*>", r"(\w+\s?)+!", r"x.*y.*z", r"a*a*b"])
def test_a_pattern_that_is_not_linear_is_found(pattern: str) -> None:
    assert find_slow_text(FoundPattern("here", re.compile(pattern)))


@pytest.mark.parametrize("pattern", [r"a+", r"<a[^<>]*+>", r"(?:ab|cd)++", "[.!?]+", r"\w+"])
def test_a_linear_pattern_is_not_blamed(pattern: str) -> None:
    assert not find_slow_text(FoundPattern("here", re.compile(pattern), ("search", "finditer", "match")))
