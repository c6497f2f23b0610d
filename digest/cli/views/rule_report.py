"""Report what the rules of the configuration do to stored articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from digest.cli.views.console import count
from digest.config import Config
from digest.editions.article_rules import (
    DROPPED,
    ArticleRule,
    RuleMatch,
    load_article_rules,
    rule_articles,
)
from digest.editions.article_selection import leave_out
from digest.models import Article, LeftOut
from digest.sources.configured_sources import list_sources
from digest.store import Store

SHOWN = 5
"""Articles of a rule that are shown."""

WEEK_HOURS = 168
"""How far back the dropped articles are listed, if editions reach back without a limit."""


@dataclass(frozen=True, slots=True)
class RuleReport:
    """A rule and the articles that it matched, newest first."""

    rule: ArticleRule
    matches: tuple[RuleMatch, ...]

    def list_values(self) -> dict[str, Any]:
        """Return the report as JSON-safe values."""
        return {
            "rule": self.rule.number,
            "name": self.rule.name,
            "does": describe_actions(self.rule),
            "articles": [
                {
                    "id": match.article.id,
                    "title": match.article.title,
                    "source": match.article.source,
                    "url": match.article.url,
                    "moment": match.article.moment.isoformat(),
                    "dropped": match.is_dropped,
                    "changed": match.is_changed,
                }
                for match in self.matches
            ],
        }


def report_rules(
    config: Config, store: Store, now: datetime, days: int
) -> tuple[int, tuple[RuleReport, ...]]:
    """Apply the rules to the articles of some days: (number of articles, a report for each rule).

    Raises ConfigError if a plug-in cannot be loaded or fails. Cost: linear in the texts for each rule.
    """
    rules = load_article_rules(config)
    total, matches = _apply(config, store, now - timedelta(days=days), rules)
    by_number = {
        number: tuple(found)
        for number, found in groupby(
            sorted(matches, key=lambda match: match.rule.number), lambda match: match.rule.number
        )
    }
    return total, tuple(RuleReport(rule, by_number.get(rule.number, ())) for rule in rules)


def list_dropped(config: Config, store: Store, now: datetime) -> tuple[LeftOut, ...]:
    """Return what the rules drop of the articles within the window of an edition that is made now."""
    rules = load_article_rules(config)
    if not rules:
        return ()
    hours = config.digest.window_hours or WEEK_HOURS
    _, matches = _apply(config, store, now - timedelta(hours=hours), rules)
    return tuple(leave_out(match.article, DROPPED, match.rule.name) for match in matches if match.is_dropped)


def _apply(
    config: Config, store: Store, since: datetime, rules: Sequence[ArticleRule]
) -> tuple[int, list[RuleMatch]]:
    """Apply rules to the articles since a time: (their number, the matches, those of new articles first)."""
    sources, failed = list_sources(config)
    names = {source.key: source.name for source in sources}
    articles: list[Article] = [
        article
        for article in store.articles.find(since)
        if article.moment >= since and (failed or article.feed in names)
    ]
    articles.sort(key=lambda article: article.id)
    articles.sort(key=lambda article: article.moment, reverse=True)
    return len(articles), list(rule_articles(articles, rules, names).matches)


def describe_actions(rule: ArticleRule) -> str:
    """Describe what a rule does, in the words of the configuration: "section World, boost +1.5"."""
    row = rule.row
    actions = {
        "drop": row.drop,
        "keep": row.keep,
        f"section {row.section}": row.section,
        f"boost {row.boost:+g}": row.boost,
        f"weight {row.weight:g}": row.weight != 1,
        f"tag {row.tag}": row.tag,
        f"filter {row.filter}": row.filter,
    }
    return ", ".join(text for text, is_set in actions.items() if is_set)


def describe_reports(
    reports: Sequence[RuleReport], total: int, days: int, zone: ZoneInfo, is_long: bool = False
) -> Iterator[str]:
    """Yield the lines of some reports. total: number of articles. is_long: show all, not only the first."""
    if not reports:
        yield "There are no [[rules]] in the configuration; docs/rules.md shows how to write one."
        return
    yield f"{count(total, 'article', 'articles')} of {count(days, 'day', 'days')}"
    for report in reports:
        yield ""
        found = report.matches
        yield f"{report.rule.number}. {report.rule.name} ({describe_actions(report.rule)}): {len(found)}"
        for match in found if is_long else found[:SHOWN]:
            moment = match.article.moment.astimezone(zone)
            is_filtered = report.rule.change is not None
            result = "dropped" if match.is_dropped else "changed" if match.is_changed else "unchanged"
            note = f" ({result})" if is_filtered else ""
            yield f"   {moment:%Y-%m-%d %H:%M}  {match.article.source}: {match.article.title}{note}"
        if len(found) > SHOWN and not is_long:
            yield f"   and {len(found) - SHOWN} more"
