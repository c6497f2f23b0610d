"""Tell the stories to watch or listen to from those to read, and keep them apart in an edition."""

from __future__ import annotations

from collections.abc import Iterable

from digest.models import Article, Story

MAX_RECORDINGS = 8
"""How many recordings an edition has besides the stories to read; more where these leave room."""

LETTERS_PER_SECOND = 15
"""About so many letters of a text are read aloud in a second (150 words a minute)."""

TEXT_SHARE = 0.5
"""An article whose text tells at least this share of its recording is one to read: it has a clip, or is read
aloud."""


def split_recordings(stories: Iterable[Story]) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Return (the stories to read, those to watch or listen to), both in the order given."""
    to_read: list[Story] = []
    recorded: list[Story] = []
    for story in stories:
        (recorded if is_recording(story) else to_read).append(story)
    return tuple(to_read), tuple(recorded)


def is_recording(story: Story) -> bool:
    """Whether there is nothing to read about a story: each of its reports is a recording."""
    return all(is_recorded(article) for article in story.articles)


def is_recorded(article: Article) -> bool:
    """Whether an article is a sound or film that its text only announces.

    One of unknown length is, if there is no page besides it.
    """
    if not article.media_url:
        return False
    if not article.media_seconds:
        return article.url in ("", article.media_url)
    return len(article.text) / LETTERS_PER_SECOND < TEXT_SHARE * article.media_seconds
