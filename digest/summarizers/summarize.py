"""Summarize a story with sentences quoted verbatim from its articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from digest.models import Sentence, Story, Summary
from digest.summarizers.candidates import Candidate, find_candidate_faults, list_candidates
from digest.summarizers.decks import find_introduced_decks
from digest.summarizers.differing_figures import MAX_DIFFERENCES, find_differences
from digest.summarizers.differing_tolls import find_toll_differences
from digest.summarizers.keywords import find_keywords
from digest.summarizers.known_sentences import select_known
from digest.summarizers.length import Length, count_words
from digest.summarizers.opening import open_with_event, quote_headline
from digest.summarizers.ordering import order_sentences
from digest.summarizers.page_references import find_unresolved
from digest.summarizers.past_prospects import drop_old_states, drop_past_prospects
from digest.summarizers.redundancy import are_teasers, drop_known
from digest.summarizers.related_articles import drop_unrelated
from digest.summarizers.retold_sentences import drop_headline_repeats, find_retold
from digest.summarizers.summarizer_registry import choose_sentences
from digest.summarizers.tolls import drop_outgrown_tolls

NO_SENTENCES = frozenset({"boilerplate", "short"})
"""Faults of what is no sentence of a report ("Follow the Post."): no keyword is taken from it."""

MAX_ROUNDS = 3
"""How often a method chooses, when some of its sentences cannot be understood where they would stand."""


def summarize_story(
    story: Story,
    *,
    method: str,
    words: int,
    single_words: int,
    known: Sequence[Sentence] = (),
    annotate: bool = False,
    brief: bool = False,
    reports: Collection[int] = (),
    decks: Collection[int] = (),
) -> Summary:
    """Return a story with the sentences that summarize it, in reading order.

    Near-duplicates are skipped. In a continuing story, only the new articles are read, and sentences that
    repeat a known one are left out. A story that has only headlines gets no sentences. Cost: that of the
    method for at most 300 sentences, and of find_differences() and find_keywords() if it is annotated.

    Args:
        method: a key of SUMMARIZERS or a dotted path.
        words: target length of the summary in words, at least 1, if several articles are read.
        single_words: target length in words, at least 1, if a single article is read.
        known: the sentences of the story that earlier editions published. The first one may stand below the
            new ones of a story in full.
        annotate: add the keywords and the figures on which the sources differ, and quote the headline of
            another outlet where no sentence states the event of the story's headline or goes on from it.
        brief: leave out sentences that only repeat the headline, if there are others.
        reports: indices of the articles that are plain reports. Where two outlets have one, questions, live
            pages, lists and services are not read. Only headlines of reports are quoted. Of a story in full,
            the first sentence of such a page may open where no report tells the event of the headline.
        decks: indices of the articles whose whole text is a deck, a line without a full stop. It is read if
            the story's headline introduces it.

    Raises:
        ConfigError: the method cannot be loaded, or it is not one of SUMMARIZERS and failed.
    """
    articles = _select_articles(story, reports)
    listed = list_candidates(story, articles, find_introduced_decks(story, decks))
    fresh = drop_known(listed, known) if known else listed
    quotable = [index for index in articles if annotate and index in reports]

    # Nothing of what is read has been left out where nothing is known.
    unused = set(_list_current(story)).difference(() if known else articles) if annotate else ()
    others = _list_first_sentences(story, unused, known)
    composed: list[Candidate] = []
    current = drop_old_states(fresh, story)
    # Where only older reports have sentences that can be understood, these are better than none.
    for pool in (*([drop_headline_repeats(current, story)] if brief else []), current, fresh):
        candidates = drop_outgrown_tolls(drop_past_prospects(pool, story), story)
        candidates = open_with_event(candidates, story, quotable, others, brief)
        is_single = len({candidate.article for candidate in candidates}) <= 1
        length = Length(single_words if is_single else words)
        if composed := compose_summary(method, candidates, length, story, brief):
            break
    sentences = tuple(
        Sentence(
            sentence.text,
            sentence.article,
            sentence.position,
            new=story.continuing,
            kind="headline" if sentence.is_headline else "sentence",
        )
        for sentence in composed
    )
    reminder = () if brief else select_known(known, sentences, story)
    summary = Summary(story, sentences, reminder, method)
    if not annotate:
        return summary
    headlines = [quote_headline(story.articles[index], index) for index in articles if index in reports]
    differences = find_differences(listed, story)
    compared = {row.sentence for difference in differences for row in difference.figures}
    tolls = (
        difference
        for difference in find_toll_differences([*headlines, *listed], story)
        if compared.isdisjoint(row.sentence for row in difference.figures)
    )
    complete = [line for line in listed if find_candidate_faults(line).isdisjoint(NO_SENTENCES)]
    shown = [story.lead.title, *(sentence.text for sentence in sentences)]
    return replace(
        summary,
        differences=(*differences, *tolls)[:MAX_DIFFERENCES],
        keywords=find_keywords(complete, shown=shown),
    )


def compose_summary(
    method: str, candidates: Sequence[Candidate], length: Length, story: Story, brief: bool = False
) -> list[Candidate]:
    """Return the sentences that a method chooses in reading order, each clear from what stands before it.

    A sentence that refers to something that the page does not name is left out, see find_unresolved(), and
    the method chooses again without it, at most MAX_ROUNDS times. Sentences of teasers that tell again what
    others tell are left out in the end. Raises ConfigError as choose_sentences() does.
    """
    ordered: list[Candidate] = []
    for _ in range(MAX_ROUNDS):
        chosen = choose_sentences(method, candidates, length)
        opening = next((candidate for candidate in candidates if candidate.opens), None)
        if opening and opening not in chosen:
            chosen = length.fill([opening, *chosen], lambda sentence: count_words(sentence.text))
        ordered = order_sentences(chosen, story)
        unresolved = find_unresolved(ordered, story, brief)
        if not unresolved:
            break
        ordered = [sentence for sentence in ordered if sentence not in unresolved]
        candidates = [candidate for candidate in candidates if candidate not in unresolved]
    if not are_teasers(candidates):
        return ordered
    # No others take the place of these: of a teaser, what is left is more often beside the point.
    retold = find_retold(ordered, story)
    return [sentence for sentence in ordered if sentence not in retold]


def _select_articles(story: Story, reports: Collection[int]) -> list[int]:
    """Return the indices of the articles to read.

    No near-duplicates; only new ones in a continuing story; only plain reports if two outlets have one; none
    that shares too little with the others.
    """
    selected = _list_current(story)
    plain = [index for index in selected if index in reports]
    has_two_voices = len({story.articles[index].source for index in plain if story.articles[index].text}) > 1
    return drop_unrelated(plain if has_two_voices else selected, story)


def _list_first_sentences(
    story: Story, articles: Collection[int], known: Sequence[Sentence]
) -> list[Candidate]:
    """Return the first sentences of some articles that no earlier edition has shown.

    Pages that are no reports often say plainly what has happened, and a sentence that repeats known words may
    still state the event of a new headline. articles: indices into the story's articles.
    """
    if not articles:
        return []
    shown = {sentence.text for sentence in known}
    first = list_candidates(story, articles, sentences=1)
    fresh = [candidate for candidate in first if candidate.text not in shown]
    return drop_outgrown_tolls(drop_past_prospects(fresh, story), story)


def _list_current(story: Story) -> list[int]:
    """Return the indices of the articles without near-duplicates, of a continuing story the new ones only."""
    originals = {article.id for article in story.originals}
    return [
        index
        for index, article in enumerate(story.articles)
        if article.id in originals and (not story.continuing or article.id in story.new)
    ]
