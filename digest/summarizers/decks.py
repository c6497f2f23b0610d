"""Find decks: lines under headlines that newspapers set without a full stop, and no outlet has cut off."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from digest.models import Article, Story
from digest.summarizers.length import count_words
from digest.summarizers.redundancy import find_content_stems
from digest.summarizers.standalone_sentences import (
    MAX_DECK_CHARACTERS,
    MIN_WORDS,
    may_lack_full_stop,
    writes_no_full_stops,
)
from digest.text import iterate_sentence_spans, list_stop_words

MAX_CUT_SHARE = 0.25
"""An outlet cuts its texts off if so many of those without a full stop end in the middle of a sentence."""

READ_CHARACTERS = 400
"""How much of each text is read: a teaser is no longer."""

SAME_HEADLINE = 0.6
"""The share of a headline's words from which on another headline says the same."""

MIN_SHARED = 2
"""A deck that shares so many words with a headline is clear under it, too."""

_WORD = re.compile(r"[^\W_]+")


def find_decks(articles: Sequence[Article]) -> frozenset[str]:
    """Return the ids of the articles whose whole text is a deck.

    A deck is a line of at most 150 characters without a full stop that ends with a whole word: "The mayor
    resigned after a vo" does not, if other texts know "vote" but not "vo". Where too many of an outlet's
    texts end in the middle of a sentence, none of them is a deck.

    Cost: linear in the first 400 characters of each text.
    """
    open_ended: dict[str, list[Article]] = {}
    for article in articles:
        if _is_open_ended(article):
            open_ended.setdefault(article.source, []).append(article)
    open_ended = {name: texts for name, texts in open_ended.items() if any(map(_has_length_of_deck, texts))}
    if not open_ended:
        return frozenset()
    words = _list_words(articles)
    decks: set[str] = set()
    for texts in open_ended.values():
        whole = [article for article in texts if not _is_cut(article, words)]
        if len(texts) - len(whole) <= MAX_CUT_SHARE * len(texts):
            decks.update(article.id for article in whole if _has_length_of_deck(article))
    return frozenset(decks)


def find_introduced_decks(story: Story, decks: Iterable[int]) -> frozenset[int]:
    """Return those of a story's articles whose decks its headline introduces.

    A deck leans on its own headline: "The city had never seen a larger one". It can stand under another one
    that says the same, or that shares two words with the deck. decks: indices into the story's articles.
    """
    headline = find_content_stems(story.lead.title, story.lead.language)

    def is_introduced(article: Article) -> bool:
        title = find_content_stems(article.title, article.language)
        text = find_content_stems(article.text, article.language)
        return len(title & headline) >= SAME_HEADLINE * len(headline) or len(text & headline) >= MIN_SHARED

    return frozenset(index for index in decks if index == 0 or is_introduced(story.articles[index]))


def _is_open_ended(article: Article) -> bool:
    text, language = article.text.strip(), article.language
    return (
        0 < len(text) <= READ_CHARACTERS
        and may_lack_full_stop(text, language)
        and not writes_no_full_stops(language)
    )


def _list_words(articles: Iterable[Article]) -> list[str]:
    """Return the sorted words of the beginnings of all texts; the last word of each may be cut off."""
    words: set[str] = set()
    for article in articles:
        found = _WORD.findall(article.text[:READ_CHARACTERS].casefold())
        words.update(found[:-1])
        words.update(_WORD.findall(article.title.casefold()))
    return sorted(words)


def _is_cut(article: Article, words: Sequence[str]) -> bool:
    """Return whether a text without a full stop ends in the middle of a sentence. words: of other texts."""
    text = article.text.strip()
    found = _WORD.findall(text.casefold())
    sentences = sum(1 for _ in iterate_sentence_spans(text, article.language))
    return (
        not found
        or sentences > 1
        or text[-1] in ",:;–—-"
        or _is_beginning_only(found[-1], words)
        or found[-1] in list_stop_words(article.language)
    )


def _is_beginning_only(word: str, words: Sequence[str]) -> bool:
    """Return whether a word occurs nowhere, but longer ones that begin like it do. words: sorted."""
    place = bisect_left(words, word)
    return place < len(words) and words[place] != word and words[place].startswith(word)


def _has_length_of_deck(article: Article) -> bool:
    text = article.text.strip()
    return len(text) <= MAX_DECK_CHARACTERS and count_words(text) >= MIN_WORDS
