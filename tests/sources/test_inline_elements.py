"""Inline elements of pages."""

from __future__ import annotations

import lxml.html
import pytest

from digest.sources.inline_elements import MAX_REPLACED, flatten_inline_elements


@pytest.mark.parametrize(
    ("element", "count", "left"),
    [
        ("10<sup>6</sup> cars", 5, 0),
        ("10<sup>6</sup> cars", MAX_REPLACED + 7, 7),
        ("on <time>3 May</time> it rained", 5, 0),
        ("on <time>3 May</time> it rained", MAX_REPLACED + 7, 7),
        ("<del>ten</del> nine", MAX_REPLACED + 7, 0),
    ],
)
def test_a_paragraph_has_a_limit_of_elements_that_are_replaced(element: str, count: int, left: int) -> None:
    page = lxml.html.document_fromstring(f"<p>The bridge of Ambel {f'{element}, ' * count} is shut.</p>")
    flatten_inline_elements(page)
    assert len(list(page.iter("sup", "time", "del"))) == left
