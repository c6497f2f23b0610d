"""What the store holds for one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from digest.models.edition import Earlier, PreviousSummary, SourceHealth
from digest.models.source import Article, Headline, LeftOut
from digest.models.story import Corrections, Published


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """What the store holds for one edition.

    published: where articles stood in editions before this day; stood: this day's first making
    included. told: {story id: how the last edition before this day told it}. left_out: what the
    sources' readers passed over. weights: {key of a source: how much its voice counts}. headlines: of
    the last weeks, told or not. sections: of the sources. peak: the highest quarter hour of the last weeks.
    missed: the dates since the last edition that should have had one.
    """

    articles: tuple[Article, ...]
    first_visits: Mapping[str, datetime] = field(default_factory=dict)
    published: Mapping[str, Published] = field(default_factory=dict)
    stood: Mapping[str, Published] = field(default_factory=dict)
    told: Mapping[str, PreviousSummary] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)
    weights: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    health: tuple[SourceHealth, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    headlines: tuple[Headline, ...] = ()
    sections: tuple[str, ...] = ()
    peak: int = 0
    missed: tuple[date, ...] = ()
