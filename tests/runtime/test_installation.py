"""Comparing what is installed on the machines of a cluster."""

from __future__ import annotations

from digest.runtime.installation import LIBRARIES, describe_differences, describe_installation


def test_an_installation_has_the_program_python_and_the_libraries() -> None:
    described = describe_installation()
    assert described.keys() >= {"daily-news-digest", "code and word lists", "Python", *LIBRARIES}
    assert described["numpy"] != "none"


def test_equal_machines_do_not_differ() -> None:
    own = describe_installation()
    assert describe_differences(own, {"one": dict(own), "two": dict(own)}) == ""


def test_machines_with_one_difference_are_listed_together() -> None:
    own = {"lxml": "6.0", "numpy": "2.1"}
    others = {"b": {"lxml": "5.4", "numpy": "2.1"}, "a": {"lxml": "5.4"}, "c": own}
    assert describe_differences(own, others) == (
        "lxml 5.4 instead of 6.0 at a, b, numpy none instead of 2.1 at a"
    )


def test_a_different_machine_is_described_in_one_line() -> None:
    own = {f"part {number}": "1" for number in range(9)}
    assert describe_differences(own, {"a": {}}).endswith(", and 5 more")
