"""Apply the rules of the reader ([[rules]]) to articles: leave out, move, raise, tag or change them.

Rules apply to stored articles each time an edition is made, not when articles are collected: a changed rule
counts for everything that is still in the store, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod

from digest.config import Config, RuleRow
from digest.editions.article_selection import Window, is_new_to_edition, leave_out
from digest.editions.edition_subject import make_subject
from digest.editions.rule_conditions import Condition, RuleSubject, compile_conditions
from digest.errors import ConfigError
from digest.models import Article, EditionInputs, RuleEffects
from digest.runtime.plugins import load_function
from digest.sources.sanitize import sanitize_article
from digest.text import clean_line

DROPPED = "rule"
"""The reason in the list of what was left out; its detail is the name of the rule."""

_TEXT_FIELDS = ("source", "url", "title", "text", "language", "author", "image", "section")


@dataclass(frozen=True, slots=True)
class ArticleRule:
    """A rule that is ready to be applied. number: of its row, from 1. change: its plug-in, or None."""

    number: int
    name: str
    row: RuleRow
    matches: Condition
    change: Callable[[Article], Article | None] | None = None


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that matched an article. is_dropped: the rule left it out. is_changed: its plug-in did that."""

    rule: ArticleRule
    article: Article
    is_dropped: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class RuledArticles:
    """articles: those that are left, changed, in the order given. matches: in the order of the articles."""

    articles: tuple[Article, ...]
    effects: RuleEffects
    matches: tuple[RuleMatch, ...]


def load_article_rules(config: Config) -> tuple[ArticleRule, ...]:
    """Return the rules of a configuration. Raises ConfigError if a plug-in cannot be loaded."""
    return tuple(load_rule(row, number) for number, row in enumerate(config.rules, start=1))


def load_rule(row: RuleRow, number: int) -> ArticleRule:
    """Return the rule of a row. number: from 1. Raises ConfigError if its plug-in cannot be loaded."""
    change = None
    if row.filter:
        try:
            change = load_function(row.filter, "article")
        except LookupError as error:
            raise ConfigError(f"rules[{number}].filter", str(error)) from error
    return ArticleRule(
        number, clean_line(row.name) or f"rules[{number}]", row, compile_conditions(row), change
    )


def apply_rules(inputs: EditionInputs, config: Config, window: Window) -> EditionInputs:
    """Return the inputs of an edition after the rules.

    A dropped article takes part in nothing, not even as the earlier report of a story that goes on. It is
    listed as left out if it would be new to this edition. Raises ConfigError if a plug-in fails.

    Cost: linear in the texts for each rule.
    """
    rules = load_article_rules(config)
    if not rules:
        return inputs
    names = {row.key: row.name for row in inputs.health}
    ruled = rule_articles(inputs.articles, rules, names)
    dropped = (
        leave_out(match.article, DROPPED, match.rule.name)
        for match in ruled.matches
        if match.is_dropped
        and is_new_to_edition(match.article, inputs.published, window)
        # Whether it is on the subject of an edition shows only in its story.
        and not make_subject(config.edition_row)
    )
    return replace(
        inputs,
        articles=ruled.articles,
        left_out=(*inputs.left_out, *dropped),
        effects=ruled.effects,
    )


def rule_articles(
    articles: Iterable[Article], rules: Iterable[ArticleRule], source_names: Mapping[str, str]
) -> RuledArticles:
    """Apply rules to articles, each article by itself and each rule to what the rules before it made.

    source_names: {key of a configured source: its name}.
    """
    rules = tuple(rules)
    kept: list[Article] = []
    matches: list[RuleMatch] = []
    boosts: dict[str, tuple[tuple[int, float], ...]] = {}
    weights: dict[str, float] = {}
    tags: dict[str, tuple[str, ...]] = {}
    for article in articles:
        ruled, found = _rule_article(article, rules, source_names.get(article.feed, ""))
        matches += found
        if ruled is None:
            continue
        kept.append(ruled)
        rows = [match.rule for match in found]
        if points := tuple((rule.number, rule.row.boost) for rule in rows if rule.row.boost):
            boosts[article.id] = points
        if (weight := prod(rule.row.weight for rule in rows)) != 1:
            weights[article.id] = weight
        if names := _list_tags(found):
            tags[article.id] = names
    return RuledArticles(tuple(kept), RuleEffects(boosts, weights, tags), tuple(matches))


def _rule_article(
    article: Article, rules: Iterable[ArticleRule], source_name: str
) -> tuple[Article | None, list[RuleMatch]]:
    """Return an article after the rules (None: dropped), and the rules that matched it."""
    matches: list[RuleMatch] = []
    subject = RuleSubject(article, source_name, ())
    for rule in rules:
        if not rule.matches(subject):
            continue
        changed = _change_article(article, rule)
        if changed is None:
            return None, [*matches, RuleMatch(rule, article, is_dropped=True)]
        is_changed = rule.change is not None and changed != article
        article = replace(changed, section=rule.row.section) if rule.row.section else changed
        matches.append(RuleMatch(rule, article, is_changed=is_changed))
        if rule.row.keep:
            break
        if is_changed or rule.row.section or rule.row.tag:
            subject = RuleSubject(article, source_name, _list_tags(matches))
    return article, matches


def _list_tags(matches: Iterable[RuleMatch]) -> tuple[str, ...]:
    """Return the tags of the rules that matched, each once."""
    return tuple(dict.fromkeys(match.rule.row.tag for match in matches if match.rule.row.tag))


def _change_article(article: Article, rule: ArticleRule) -> Article | None:
    """Return what the plug-in of a rule makes of an article; None if the plug-in or the rule drops it.

    What identifies an article stays: its id, its source and when it was first seen.
    """
    if rule.row.drop:
        return None
    if rule.change is None:
        return article
    try:
        changed = rule.change(article)
        if changed is None:
            return None
        _check_article(changed)
    except Exception as error:
        message = (
            f"{rule.row.filter} failed on “{clean_line(article.title)}” ({type(error).__name__}: {error})"
        )
        raise ConfigError(f"rules[{rule.number}].filter", message) from error
    identity = {name: getattr(article, name) for name in ("id", "feed", "first_seen", "arrived", "guid")}
    return sanitize_article(replace(changed, **identity))


def _check_article(changed: object) -> None:
    """Raise TypeError if a plug-in returned something that is no usable article."""
    if not isinstance(changed, Article):
        raise TypeError(f"it returned {type(changed).__name__}, not an Article or None")
    wrong = [name for name in _TEXT_FIELDS if not isinstance(getattr(changed, name), str)]
    if wrong:
        raise TypeError(f"it returned an Article whose {wrong[0]} is no text")
    if not all(isinstance(name, str) for name in changed.categories):
        raise TypeError("it returned an Article whose categories are no texts")
    if changed.published and changed.published.tzinfo is None:
        raise TypeError("it returned an Article whose published has no time zone")
