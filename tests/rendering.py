"""How tests look at what an edition is made into."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import lxml.html

from digest.edition import edition_data
from digest.model import Edition, Summary
from digest.render import RenderSettings, render_edition
from tests.golden_edition import golden_edition


def render(edition: Edition, kind: str = "html", **settings: Any) -> str:
    """The text of one output."""
    (text,) = render_edition(edition_data(edition), RenderSettings(formats=(kind,), **settings)).values()
    return text


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
