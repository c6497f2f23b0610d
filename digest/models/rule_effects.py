"""What the rules of the reader give to articles, apart from the changes of the articles themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RuleEffects:
    """What [[rules]] give to articles.

    boosts: {article id: (number of the rule, points)}; each rule counts once for a story. weights: {article
    id: factor of its voice}. tags: {article id: its tags}. Articles without are missing.
    """

    boosts: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
