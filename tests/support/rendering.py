"""Render editions in tests, and look into the result."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import lxml.html

from digest.editions.serialize import serialize_edition
from digest.models import Edition, Summary
from digest.rendering import RenderSettings, render_edition
from tests.support.golden_edition import golden_edition


def render(edition: Edition, kind: str = "html", **settings: Any) -> str:
    """Return the text of one output."""
    chosen = RenderSettings(formats=(kind,), **settings)
    # Only templates of a test's own can change while it runs.
    return _render(edition, chosen) if chosen.templates else _render_once(edition, chosen)


def _render(edition: Edition, settings: RenderSettings) -> str:
    (text,) = render_edition(serialize_edition(edition), settings).values()
    assert isinstance(text, str)
    return text


_render_once = cache(_render)


def parse_page(edition: Edition, **settings: Any) -> Any:
    """Return the parsed HTML page."""
    return lxml.html.document_fromstring(render(edition, **settings))


def edit_edition(*summaries: Summary, **fields: Any) -> Edition:
    """Return the golden edition with other stories."""
    return replace(golden_edition(), stories=summaries, **fields)


def read_text(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.text_content().split())


def find_one(tree: Any, selector: str) -> Any:
    """Return the only element that a CSS selector finds."""
    (found,) = tree.cssselect(selector)
    return found
