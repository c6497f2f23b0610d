"""How tests look at what an edition is made into."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import lxml.html

from digest.editions.edition_data import edition_data
from digest.models import Edition, Summary
from digest.render import RenderSettings, render_edition
from tests.support.golden_edition import golden_edition


def render(edition: Edition, kind: str = "html", **settings: Any) -> str:
    """The text of one output."""
    chosen = RenderSettings(formats=(kind,), **settings)
    # Only templates of a test's own can change while it runs.
    return render_anew(edition, chosen) if chosen.templates else render_once(edition, chosen)


def render_anew(edition: Edition, settings: RenderSettings) -> str:
    (text,) = render_edition(edition_data(edition), settings).values()
    assert isinstance(text, str)
    return text


render_once = cache(render_anew)


def page(edition: Edition, **settings: Any) -> Any:
    """The HTML page, parsed."""
    return lxml.html.document_fromstring(render(edition, **settings))


def tell(*summaries: Summary, **fields: Any) -> Edition:
    """The golden edition with other stories."""
    return replace(golden_edition(), stories=summaries, **fields)


def read(element: Any) -> str:
    """Its text on one line."""
    return " ".join(element.text_content().split())


def one(tree: Any, selector: str) -> Any:
    """The only element that a CSS selector finds."""
    (found,) = tree.cssselect(selector)
    return found
