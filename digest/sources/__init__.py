"""The registry of source kinds, and one visit to a source of any kind.

Names are imported when they are first used: listing the sources of a configuration needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.sources.article_drafts import Draft, make_article
    from digest.sources.collector import SOURCES, collect_source, collect_whole_sources

__all__ = [
    "SOURCES",
    "Draft",
    "collect_source",
    "collect_whole_sources",
    "make_article",
]

_MODULES = {
    "SOURCES": "collector",
    "Draft": "article_drafts",
    "collect_source": "collector",
    "collect_whole_sources": "collector",
    "make_article": "article_drafts",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
