"""Summarize a story with sentences quoted verbatim from its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest.models import Sentence, Story, Summary
from digest.summarizers.candidates import list_candidates
from digest.summarizers.differing_figures import find_differences
from digest.summarizers.keywords import find_keywords
from digest.summarizers.length import Length
from digest.summarizers.ordering import order_sentences
from digest.summarizers.redundancy import drop_known
from digest.summarizers.summarizer_registry import choose_sentences


def summarize_story(
    story: Story,
    *,
    method: str,
    words: int,
    single_words: int,
    known: Sequence[Sentence] = (),
    annotate: bool = False,
) -> Summary:
    """Return a story with the sentences that summarize it, in reading order.

    Near-duplicates are skipped. In a continuing story, only the new articles are read, and sentences that
    repeat a known one are left out. A story that has only headlines gets no sentences. Cost: that of the
    method for at most 300 sentences, and of find_differences() and find_keywords() if it is annotated.

    Args:
        method: a key of SUMMARIZERS or a dotted path.
        words: target length of the summary in words, at least 1, if several articles are read.
        single_words: target length in words, at least 1, if a single article is read.
        known: the sentences of the story that earlier editions published.
        annotate: add the keywords, and the figures on which the sources differ.

    Raises:
        ConfigError: the method cannot be loaded, or it is not one of SUMMARIZERS and failed.
    """
    listed = list_candidates(story, _select_articles(story))
    candidates = drop_known(listed, known) if known else listed
    is_single = len({candidate.article for candidate in candidates}) <= 1
    chosen = choose_sentences(method, candidates, Length(single_words if is_single else words))
    sentences = tuple(
        Sentence(sentence.text, sentence.article, sentence.position, new=story.continuing)
        for sentence in order_sentences(chosen, story)
    )
    summary = Summary(story, sentences, tuple(known), method)
    if not annotate:
        return summary
    return replace(summary, differences=find_differences(listed, story), keywords=find_keywords(listed))


def _select_articles(story: Story) -> list[int]:
    """Return the indices of the articles to read: no near-duplicates; only new ones in a continuing story."""
    originals = {article.id for article in story.originals}
    return [
        index
        for index, article in enumerate(story.articles)
        if article.id in originals and (not story.continuing or article.id in story.new)
    ]
