"""Everything that the store provides for one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from digest.models.rule_effects import RuleEffects
from digest.models.story import Corrections

if TYPE_CHECKING:
    from digest.models.article import Article, Headline, LeftOut
    from digest.models.edition import EarlierEdition, PreviousSummary
    from digest.models.source_health import SourceHealth
    from digest.models.story import Published


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """Everything that the store provides for one edition.

    first_visits: {source key: time of its first visit}. published: {article id: its story and first date},
    in editions before this day; published_through_today: the same with an edition that this day has already.
    previous_summaries: {story id: how the last edition before this day showed it}. weights: {source key: how
    much its voice counts}. left_out: reports that the readers of the sources skipped. headlines: of the last
    weeks, published or not; an article that the edition has stands for its headline. sections: of the
    sources. peak: the highest quarter hour of the last weeks. missed: the dates since the last edition that
    should have had one. effects: of the rules. elsewhere: ids of articles that other editions of the store
    have published before this day, sorted; None if the configuration has no others. companions: articles
    that the other editions of the same hour group.
    """

    articles: tuple[Article, ...]
    first_visits: Mapping[str, datetime] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)
    published_through_today: Mapping[str, Published] = field(default_factory=dict)
    previous_summaries: Mapping[str, PreviousSummary] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)
    weights: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    earlier: tuple[EarlierEdition, ...] = ()
    headlines: tuple[Article | Headline, ...] = ()
    sections: tuple[str, ...] = ()
    peak: int = 0
    missed: tuple[date, ...] = ()
    effects: RuleEffects = field(default_factory=RuleEffects)
    elsewhere: tuple[str, ...] | None = None
    companions: tuple[Article, ...] = ()
