"""Summarize texts from Python, without a configuration, a store or a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from digest.models import Article, Sentence, Story
from digest.summarizers.decks import find_decks
from digest.summarizers.summarize import summarize_story
from digest.text import detect_language, find_duplicate_texts

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def summarize_texts(
    texts: Sequence[str],
    words: int = 80,
    method: str = "news",
    language: str | None = None,
    sources: Sequence[str] = (),
    titles: Sequence[str] = (),
) -> tuple[Sentence, ...]:
    """Return the sentences that summarize some texts on one event, in reading order.

    A text that nearly repeats another one counts with it as one source. Cost: that of the method, and of
    finding near-copies.

    Args:
        texts: plain texts with paragraphs separated by blank lines, the earliest first.
        words: target length in words, 1 or more.
        method: a key of SUMMARIZERS or a dotted path.
        language: ISO 639-1; None to detect it for each text.
        sources: the source of each text; what two sources say weighs more than what one says twice. By
        default
            every text has a source of its own.
        titles: the headline of each text; its first sentence may refer to it.

    Returns:
        Sentences word for word from the texts: `article` is the index of the text in `texts`, `position` the
        index of the sentence in that text.

    Raises:
        ConfigError: the method cannot be loaded, or one that is not in SUMMARIZERS failed.
        ValueError: sources or titles are given, but not as many as texts.

    >>> [(sentence.article, sentence.text) for sentence in summarize_texts(
    ...     ["The swing bridge at Port Ellis jammed on Monday. It will be repaired.",
    ...      "Divers will look at the swing bridge at Port Ellis, which jammed on Monday."], words=10)]
    [(0, 'The swing bridge at Port Ellis jammed on Monday.')]
    """
    if not texts:
        return ()
    articles = tuple(
        Article(
            id=f"{number}",
            source=source,
            url="",
            title=title,
            text=text,
            published=None,
            first_seen=_NO_DATE,
            language=detect_language(text, language),
        )
        for number, (text, source, title) in enumerate(
            zip(
                texts,
                sources or [f"{number}" for number in range(len(texts))],
                titles or [""] * len(texts),
                strict=True,
            )
        )
    )
    copies = tuple(
        (f"{number}", f"{original}")
        for number, original in enumerate(find_duplicate_texts(texts))
        if original is not None
    )
    story = Story("texts", articles, copies=copies)
    found = find_decks(articles)
    decks = [index for index, article in enumerate(articles) if article.id in found]
    return summarize_story(story, method=method, words=words, single_words=words, decks=decks).sentences
