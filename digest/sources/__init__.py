"""The registry of source kinds, and one visit to a source of any kind."""

from digest.sources.article_drafts import Draft, make_article
from digest.sources.collector import (
    SOURCES,
    collect_source,
)

__all__ = [
    "SOURCES",
    "Draft",
    "collect_source",
    "make_article",
]
