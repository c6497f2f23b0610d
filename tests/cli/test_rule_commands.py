"""rules test, and dropped articles in archive left-out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import CONFIG, run_digest

RULES = """
[[rules]]
name = "No ferries"
match = { title = "ferry" }
drop = true

[[rules]]
match = { words = "library" }
tag = "to read"
boost = 1.5

[[rules]]
match = { title = "airship" }
section = "Sky"
"""


@pytest.fixture
def ruled(home: Path) -> Path:
    (home / "digest.toml").write_text(CONFIG + RULES, "utf-8")
    assert run_digest(home, "collect").returncode == 0
    return home


def test_rules_test_shows_what_each_rule_would_do(ruled: Path) -> None:
    result = run_digest(ruled, "rules", "test")
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "3 articles of 7 days"
    assert "1. No ferries (drop): 2" in lines
    assert "2. rules[2] (boost +1.5, tag to read): 1" in lines
    assert "3. rules[3] (section Sky): 0" in lines
    assert sum("ferry" in line.casefold() for line in lines) == 2
    found = json.loads(run_digest(ruled, "rules", "test", "--json").stdout)
    assert [len(rule["articles"]) for rule in found["rules"]] == [2, 1, 0]
    assert [row["dropped"] for row in found["rules"][0]["articles"]] == [True, True]
    assert not (ruled / "editions").exists()


def test_without_rules_it_says_so(home: Path) -> None:
    shown = run_digest(home, "rules", "test").stdout
    assert shown == "There are no [[rules]] in the configuration; docs/rules.md shows how to write one.\n"


def test_before_the_first_visit_it_says_that_there_is_no_article(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[rules]]\nmatch = { words = "ferry" }\ndrop = true\n')
    tested = run_digest(home, "rules", "test")
    assert tested.returncode == 0
    assert tested.stderr == "The store has no article yet: `digest collect` fetches some.\n"


def test_dropped_articles_are_listed_and_come_back_without_the_rule(ruled: Path) -> None:
    published = json.loads(run_digest(ruled, "run", "--json").stdout)["edition"]
    assert len(published["stories"]) == 1
    left_out = run_digest(ruled, "archive", "left-out").stdout
    assert left_out.count("(rule: No ferries)") == 2
    page = next((ruled / "editions").glob("digest-*.html")).read_text("utf-8")
    assert "Dropped by your rules" in page
    assert "No ferries" in page
    assert "to read" in page
    (ruled / "digest.toml").write_text(CONFIG, "utf-8")
    assert len(json.loads(run_digest(ruled, "run", "--json").stdout)["edition"]["stories"]) == 2
    assert "rule:" not in run_digest(ruled, "archive", "left-out").stdout


def test_check_loads_the_filters(ruled: Path) -> None:
    with (ruled / "digest.toml").open("a", encoding="utf-8") as file:
        file.write('[[rules]]\nfilter = "no_such_module:change"\n')
    result = run_digest(ruled, "check")
    assert result.returncode == 2
    assert "rules[4].filter" in result.stderr
    failed = run_digest(ruled, "run")
    assert failed.returncode == 2
    assert "no module no_such_module" in failed.stderr
