"""[[rules]]: what a row may hold, and what is said of mistakes in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import RuleRow, parse_config
from digest.errors import ConfigError


def read_rule(text: str) -> RuleRow:
    (row,) = parse_config(f"version = 1\n[[rules]]\n{text}\n", Path("digest.toml"), {}, {}).rules
    return row


def test_one_phrase_and_a_list_of_phrases_are_the_same() -> None:
    one = read_rule('match = { title = "ferry" }\ndrop = true')
    several = read_rule('match = { title = ["ferry"] }\ndrop = true')
    table = read_rule('drop = true\n[rules.match]\ntitle = "ferry"')
    assert one == several == table
    assert one.match == {"title": ("ferry",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'match = { titel = "x" }\ndrop = true',
            r"digest.toml:3: .*expected words, .*found titel \(did",
        ),
        ('match = { title = "" }\ndrop = true', "expected words or a /pattern/ for title"),
        ("match = { title = [] }\ndrop = true", "expected words or a /pattern/ for title"),
        ("match = { title = 3 }\ndrop = true", r"digest.toml:3: rules\[1\].match.title: expected"),
        ('match = { title = "x" }', r"digest.toml:2: rules\[1\]: expected what to do"),
        ('match = { title = "x" }\ndrop = true\nboost = 1', "expected drop alone"),
        ('match = { title = "x" }\ndrop = true\nkeep = true', "expected drop alone"),
        ('match = { title = "x" }\ndrop = "yes"', "expected true or false"),
        ('match = { title = "x" }\nboost = 11', "expected at most 10"),
        ('match = { title = "x" }\nweight = -1', "expected at least 0"),
        ('match = { title = "x" }\ndropp = true', r"no such key \(did you mean drop"),
        ('match = { title = "x" }\nfilter = "a b"', "expected a plug-in"),
        ("drop = true", "expected match or match_any"),
        ("boost = 2", "expected match or match_any"),
        ('unless = { title = "x" }\nsection = "World"', "expected match or match_any"),
        ('filter = "mine:change"\ntag = "x"', "expected match or match_any"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_rule(text)


def test_a_wrong_pattern_is_a_mistake_of_the_configuration() -> None:
    pytest.importorskip("re2", reason="patterns need google-re2 (extra patterns)")
    with pytest.raises(ConfigError, match=r"rules\[1\].match: .*missing \).*, found /\(x/"):
        read_rule('match = { title = "/(x/" }\ndrop = true')


def test_without_re2_a_pattern_asks_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "re2", None)
    with pytest.raises(ConfigError, match=r"pip install 'daily-news-digest\[patterns\]'"):
        read_rule('match = { title = "/never seen before/" }\ndrop = true')
    assert read_rule('match = { title = "ferry" }\ndrop = true').drop


def test_a_filter_needs_no_condition() -> None:
    assert read_rule('filter = "mine:change"').filter == "mine:change"
