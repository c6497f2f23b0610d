"""Where articles come from: the kinds of source, and one visit to any of them."""

from digest.sources.collector import (
    SOURCES,
    collect_source,
)

__all__ = [
    "SOURCES",
    "collect_source",
]
