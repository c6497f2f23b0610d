"""The terms of all stories of a day, as numbers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from digest.grouping.tracking.story_terms import StoryTerms
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_story(text: str) -> Story:
    return Story(text, (Article(text, "Post", "https://post.example", text, "", NOW, NOW),))


def test_terms_of_stories_with_different_labels_are_found() -> None:
    stories = [make_story(text) for text in ("ferry tide", "tide crane", "crane crane", "quay", "ferry lamp")]
    terms = StoryTerms(stories, lambda story: Counter(story.lead.title.split()))

    def find(*labels: int | None) -> set[str]:
        is_shared = terms.find_shared(labels)
        words: set[str] = set()
        for place, story in enumerate(stories):
            columns, _ = terms.list_columns(place)
            own = Counter(story.lead.title.split())
            words |= {word for word, column in zip(own, columns, strict=True) if is_shared[column]}
        return words

    assert find(0, 0, 0, 0, 0) == set()
    assert find(0, 1, 1, 1, 0) == {"tide"}
    assert find(0, 0, 1, 2, 3) == {"crane", "ferry"}
    assert find(0, 0, 0, None, 0) == {"quay"}
    assert find(None, 2, 2, 2, 2) == {"ferry", "tide"}
