"""Pages that would take too long to read."""

from __future__ import annotations

import pytest

from digest.sources.page.page_reader import extract_articles
from digest.sources.page_links import find_feed_links
from digest.sources.page_size import limit_page

_PARAGRAPH = "<p>The lamp of the pier is lit again after {} nights, and boats come in by its light.</p>"


def test_a_page_of_usual_size_is_read_whole() -> None:
    page = "<h1>The lamp</h1>" + "".join(map(_PARAGRAPH.format, range(5_000)))
    assert limit_page(page) == page


def test_of_a_page_with_very_many_elements_the_beginning_is_read() -> None:
    page = "<h1>The lamp</h1>" + "".join(map(_PARAGRAPH.format, range(60_000)))
    limited = limit_page(page)
    assert page.startswith(limited)
    assert 20_000 <= limited.count("<p>") < 22_000


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", "a{}='>'", 'data-{}="<b>"'])
def test_a_page_with_very_many_attributes_is_not_read(attribute: str) -> None:
    attributes = " ".join(map(attribute.format, range(100_000)))
    page = f"<html><body {attributes}><link rel=alternate type=application/rss+xml href=/a>{_PARAGRAPH * 20}"
    assert extract_articles(page) == ()
    assert find_feed_links(page, "https://pier.example/") == ()


def test_a_picture_in_the_page_costs_no_elements() -> None:
    page = f"<h1>The lamp</h1><img src='data:image/png;base64,{'A' * 2_000_000}'>" + _PARAGRAPH.format(3) * 20
    assert limit_page(page) == page
