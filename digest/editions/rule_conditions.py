"""Compare articles with the conditions of [[rules]]: phrases and patterns for their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from digest.config.rule_schema import RuleRow, is_pattern
from digest.models import Article
from digest.text import contains_phrase, fold_text
from digest.text.user_patterns import compile_user_pattern

Condition = Callable[["RuleSubject"], bool]

_LONG_FIELDS = ("text", "words")
"""Compared last."""


class RuleSubject:
    """An article as conditions see it; each field is folded once, however many rules ask for it.

    source_name: the name of the configured source it came from, beside the outlet that it names. tags: that
    earlier rules gave it.
    """

    def __init__(self, article: Article, source_name: str, tags: Sequence[str]) -> None:
        self._article, self._source_name, self._tags = article, source_name, tags
        self._values: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    def read_field(self, field: str) -> str:
        """Return the value of a field; several values stand on lines of their own."""
        if field not in self._values:
            self._values[field] = self._find_value(field)
        return self._values[field]

    def fold_field(self, field: str) -> str:
        """Return the value of a field as phrases are compared with it."""
        if field not in self._folded:
            self._folded[field] = fold_text(self.read_field(field))
        return self._folded[field]

    def _find_value(self, field: str) -> str:
        article = self._article
        match field:
            case "words":
                return f"{article.title}\n{article.text}"
            case "category":
                return "\n".join(article.categories)
            case "source":
                return f"{article.source}\n{self._source_name}"
            case "address":
                return article.url
            case "tag":
                return "\n".join(self._tags)
            case _:  # title, text, author, section, language
                return str(getattr(article, field))


def compile_conditions(row: RuleRow) -> Condition:
    """Return a function that says whether an article fulfils the conditions of a rule.

    Cost of a call: linear in the fields for each phrase and pattern.
    """
    every, any_, none = map(_compile_fields, (row.match, row.match_any, row.unless))

    def matches(subject: RuleSubject) -> bool:
        return (
            all(condition(subject) for condition in every)
            and (not any_ or any(condition(subject) for condition in any_))
            and not any(condition(subject) for condition in none)
        )

    return matches


def _compile_fields(fields: Mapping[str, Sequence[str]]) -> tuple[Condition, ...]:
    names = sorted(fields, key=lambda field: field in _LONG_FIELDS)
    return tuple(partial(_matches_field, field, *_split_patterns(fields[field])) for field in names)


def _split_patterns(values: Sequence[str]) -> tuple[list[str], list[Callable[[str], bool]]]:
    """Return the phrases and the compiled patterns among the values of a condition."""
    phrases = [value for value in values if not is_pattern(value)]
    return phrases, [compile_user_pattern(value[1:-1]) for value in values if is_pattern(value)]


def _matches_field(
    field: str, phrases: Sequence[str], patterns: Sequence[Callable[[str], bool]], subject: RuleSubject
) -> bool:
    return any(contains_phrase(subject.fold_field(field), phrase) for phrase in phrases) or any(
        occurs(subject.read_field(field)) for occurs in patterns
    )
