"""How the contents of an edition are described."""

from __future__ import annotations

import pytest

from digest.models.edition_data import describe_contents


@pytest.mark.parametrize(
    ("stories", "briefs", "text"),
    [(1, 0, "1 story and 0 briefs"), (0, 1, "0 stories and 1 brief"), (12, 18, "12 stories and 18 briefs")],
)
def test_one_story_is_no_plural(stories: int, briefs: int, text: str) -> None:
    assert describe_contents(stories, briefs) == text
