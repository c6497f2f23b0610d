"""The schema of the rows of [[rules]]: conditions on an article, and what happens to it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from digest.config.diagnostics import suggest_name
from digest.config.schema import PLUGIN, Section, Switch, Text, Words
from digest.text.user_patterns import PatternError, compile_user_pattern

RULE_FIELDS = (
    *("words", "title", "text", "author", "category"),
    *("address", "source", "section", "language", "tag"),
)
"""What a condition may look at. "words" are those of the title and the text."""

MAX_BOOST = 10


def is_pattern(value: str) -> bool:
    """Whether a value of a condition is a pattern: it stands between slashes."""
    return len(value) > 2 and value.startswith("/") and value.endswith("/")


def _make_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Conditions = Annotated[dict[str, Annotated[Words, BeforeValidator(_make_list)]], Field(default_factory=dict)]
"""{field: phrases or /patterns/}; a field matches when one of its values does."""

Factor = Annotated[float, Field(strict=True, ge=0, le=10)]


class RuleRow(Section):
    """[[rules]] What happens to the articles that match, in the order of the rows.

    name: in the list of what was left out. match: all of its fields match; match_any: at least one does;
    unless: none does. drop: leave the article out. keep: no later rule applies to it. section: of the
    article. boost: points for its story. weight: a factor of its voice. tag: shown beside its story. filter:
    a plug-in that may change or reject it.
    """

    name: Text = ""
    match: Conditions
    match_any: Conditions
    unless: Conditions
    drop: Switch = False
    keep: Switch = False
    section: Text = ""
    boost: Annotated[float, Field(strict=True, ge=-MAX_BOOST, le=MAX_BOOST)] = 0
    weight: Factor = 1
    tag: Text = ""
    filter: Text = ""

    @field_validator("match", "match_any", "unless")
    @classmethod
    def check_conditions(cls, value: Conditions) -> Conditions:
        for field, phrases in value.items():
            if field not in RULE_FIELDS:
                known = ", ".join(RULE_FIELDS)
                raise ValueError(f"expected {known}, found {field}{suggest_name(field, RULE_FIELDS)}")
            if not phrases or not all(map(str.strip, phrases)):
                raise ValueError(f"expected words or a /pattern/ for {field}, found none")
            for phrase in phrases:
                _check_pattern(phrase)
        return value

    @field_validator("filter")
    @classmethod
    def check_filter(cls, value: str) -> str:
        if value and not PLUGIN.fullmatch(value) and not value.replace("-", "_").isidentifier():
            raise ValueError('expected a plug-in such as "mymodule:change"')
        return value

    @model_validator(mode="after")
    def check_actions(self) -> RuleRow:
        changes = [key for key in ("section", "boost", "weight", "tag", "filter") if self._is_set(key)]
        if not (changes or self.drop or self.keep):
            raise ValueError(
                "expected what to do: drop, keep, section, boost, weight, tag or filter, found none of them"
            )
        if self.drop and (changes or self.keep):
            others = " and ".join([*changes, *(("keep",) if self.keep else ())])
            raise ValueError(f"expected drop alone, because a dropped article has no {others}; found both")
        if not (self.match or self.match_any) and (self.drop or self.keep or changes != ["filter"]):
            raise ValueError("expected match or match_any, found neither: it would apply to every article")
        return self

    def _is_set(self, key: str) -> bool:
        return bool(getattr(self, key) != type(self).model_fields[key].default)


def _check_pattern(phrase: str) -> None:
    if is_pattern(phrase):
        try:
            compile_user_pattern(phrase[1:-1])
        except PatternError as error:
            raise ValueError(f"{error}, found {phrase}") from None
