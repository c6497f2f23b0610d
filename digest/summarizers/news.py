"""The summarizer for news: choose what several sources report, early in their articles, once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, count, repeat
from math import exp
from operator import add, itemgetter

from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.length import Length
from digest.summarizers.redundancy import (
    DUPLICATE_SIMILARITY,
    SUBWORD_LANGUAGES,
    are_teasers,
    cosine,
    limit_restatement,
    restates,
)
from digest.summarizers.standalone_sentences import MINOR_FAULTS, UNDER_HEADLINE
from digest.summarizers.sumy_document import (
    AbstractSummarizer,
    ItemsCount,
    ObjectDocumentModel,
    StorySentence,
    build_document,
    find_stemmer,
    stem_stop_words,
)

STORY_BONUS, STORY_REACH = 2.0, 2.0
SINGLE_BONUS, SINGLE_REACH = 16.0, 1.5
"""How much more the first sentence of an article weighs than its last, and after how many sentences a third
of that bonus is left. No other source corroborates a single article, so its beginning has to count
instead."""

SOURCES_POWER, TIMES_POWER = 2.0, 0.75
LENGTH_POWER = 0.25
"""0: a sentence is worth all that it says; 1: what it says per word."""

MAX_COVERED_SHARE = 0.45
"""A sentence says the same in other words when this share of its words, stop words aside, is covered."""

MAX_COVERED_SHARE_OF_TEASERS = 0.4
BEHIND_PREVIOUS = frozenset({"connective", "unnamed speaker"})
"""Faults that a sentence of a lone article may have right behind the sentence before it."""

Stems = Sequence[Sequence[int]]
"""The stems of each sentence, each stem as a number."""

Concept = int
"""Two stems in a row, as one number; tuples of words do the same in twice the time."""

Budget = Callable[[Sequence[StorySentence]], Sequence[StorySentence]]
"""Takes sentences, the best first, and returns those that fit the length of the summary."""


def choose(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """Choose the sentences that together cover most of what the sources agree on, in document order.

    A sentence that cannot stand alone is not chosen, not even to fill the length. In a lone article, the
    first sentence may refer to the headline, and a later one to the sentence before it if that is chosen,
    too. When a story has no other, the first one with minor faults only that shares a word with a headline
    is chosen.
    Cost: near linear in the number of candidates.
    """
    if not candidates:
        return []
    summarizer = NewsSummarizer(find_stemmer(candidates[0].language))
    chosen = summarizer(
        build_document(candidates), lambda ranked: length.fill(ranked, lambda sentence: sentence.size)
    )
    return [sentence.index for sentence in chosen]


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Greedy coverage of weighted concepts, for a document with one paragraph for each article.

    A concept is a bigram of stems. It weighs (sources that use it)² · (times it occurs)^¾, and counts once in
    a summary. The gain of a sentence is the weight of the concepts it adds · (1 + bonus · e^(-position /
    reach)) / words^¼. After Gillick and Favre (2009), "A scalable global model for summarization", who count
    documents; corroboration, the lead bonus and standalone sentences are additions for news.
    """

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: Budget | int | str
    ) -> tuple[StorySentence, ...]:
        """Return the chosen sentences in document order.

        document: as build_document() makes it, with sentences that know their candidates. sentences_count: a
        number, a share of the sentences ("20%") or a callable, as in all summarizers of sumy; a callable gets
        the sentences chosen so far and one more, and returns those that fit.
        """
        sentences: Sequence[StorySentence] = document.sentences
        words = [sentence.words for sentence in sentences]
        numbers: defaultdict[str, int] = defaultdict(count().__next__)

        def number_stems(words: Iterable[str]) -> dict[str, int]:
            # Without stem_word(), which would normalize each word again.
            distinct = list(dict.fromkeys(words))
            return dict(zip(distinct, map(numbers.__getitem__, map(self._stemmer, distinct)), strict=True))

        stem_numbers = number_stems(chain.from_iterable(words))
        stems = [list(map(stem_numbers.__getitem__, sentence_words)) for sentence_words in words]
        headline_stems = set(
            number_stems(word for heading in document.headings for word in heading.words).values()
        )
        language = sentences[0].candidate.language
        stop_stems = {numbers[stem] for stem in stem_stop_words(language) & numbers.keys()}
        budget = sentences_count if callable(sentences_count) else _make_budget(sentences, sentences_count)
        headline_stems -= stop_stems
        chosen = _choose_greedily(sentences, stems, stop_stems, headline_stems, budget) or _choose_fallback(
            sentences, stems, headline_stems
        )
        return tuple(sentences[number] for number in sorted(chosen))


def _make_budget(sentences: Sequence[StorySentence], sentences_count: int | str) -> Budget:
    """Return a budget of a number of sentences, or of a share of them."""
    return itemgetter(slice(len(ItemsCount(sentences_count)(sentences))))


def _choose_greedily(
    sentences: Sequence[StorySentence],
    stems: Stems,
    stop_stems: set[int],
    headline_stems: set[int],
    budget: Budget,
) -> list[int]:
    """Return the numbers of the chosen sentences, in the order chosen.

    The gain of a sentence only falls as more is covered (it is submodular), so the best one is found by
    recomputing the head of a heap of outdated gains instead of every sentence (lazy greedy, Minoux 1978).
    """
    coverage = _Coverage(sentences, stems)
    shortest = min(range(len(sentences)), key=lambda number: sentences[number].size)
    heap = [(-coverage.gain(number), number) for number in range(len(sentences))]
    heapify(heap)
    is_subword = sentences[0].candidate.language in SUBWORD_LANGUAGES
    candidates = [sentence.candidate for sentence in sentences]
    max_covered_share = MAX_COVERED_SHARE_OF_TEASERS if are_teasers(candidates) else MAX_COVERED_SHARE
    max_covered_share = 1.0 if is_subword else max_covered_share
    max_restated = 2.0 if is_subword else limit_restatement(candidates)
    is_lone = len({sentence.candidate.article for sentence in sentences}) == 1
    waiting: set[int] = set()
    chosen: list[int] = []
    chosen_bags: list[Counter[int]] = []
    chosen_stems: list[set[int]] = []
    covered_stems: set[int] = set()

    def fits(number: int) -> bool:
        return len(budget([sentences[n] for n in (*chosen, number)])) > len(chosen)

    def is_excused(number: int) -> bool:
        excused = BEHIND_PREVIOUS if number - 1 in chosen else frozenset[str]()
        if sentences[number].candidate.position == 0 and not headline_stems.isdisjoint(stems[number]):
            excused |= UNDER_HEADLINE
        return _find_faults(sentences[number]) <= excused

    def add(number: int) -> None:
        chosen.append(number)
        bag = Counter(stems[number])
        chosen_bags.append(bag)
        chosen_stems.append(bag.keys() - stop_stems)
        covered_stems.update(chosen_stems[-1])
        coverage.add(number)

    def is_repetition(number: int) -> bool:
        bag = Counter(stems[number])
        own = bag.keys() - stop_stems
        return (
            len(own & covered_stems) >= max_covered_share * len(own)
            or any(restates(own, line, max_restated) for line in chosen_stems)
            or any(cosine(bag, other) >= DUPLICATE_SIMILARITY for other in chosen_bags)
        )

    for number, sentence in enumerate(sentences):
        if sentence.candidate.opens:
            add(number)
    while heap:
        _, number = heappop(heap)
        gain = coverage.gain(number)
        if heap and gain < -heap[0][0]:
            heappush(heap, (-gain, number))
        elif gain and fits(number):
            if not _stands_alone(sentences[number]) and not (is_lone and is_excused(number)):
                waiting.add(number)
                continue
            if not is_repetition(number):
                add(number)
                if not fits(shortest):
                    break
                if is_lone and number + 1 in waiting:
                    heappush(heap, (-coverage.gain(number + 1), number + 1))
    return chosen


def _choose_fallback(sentences: Sequence[StorySentence], stems: Stems, headline_stems: set[int]) -> list[int]:
    """Return the number of the earliest sentence with minor faults only that shares a word with a headline.

    Without such a headline above it, "That is the rule now" says nothing. Where there are no headlines, any
    sentence with minor faults only will do. Empty if there is none.
    """
    numbers = [
        number
        for number, sentence in enumerate(sentences)
        if _find_faults(sentence) <= MINOR_FAULTS and _shares_word(stems[number], headline_stems)
    ]
    return [min(numbers, key=lambda number: sentences[number].index)] if numbers else []


def _stands_alone(sentence: StorySentence) -> bool:
    candidate = sentence.candidate
    return not candidate.in_quotation and not find_candidate_faults(candidate)


def _shares_word(stems: Sequence[int], headline_stems: set[int]) -> bool:
    """Return whether a sentence shares a word with a headline, or there are no headlines."""
    return not (headline_stems and headline_stems.isdisjoint(stems))


def _find_faults(sentence: StorySentence) -> set[str]:
    candidate = sentence.candidate
    faults = {"quotation only"} if candidate.in_quotation else set()
    return faults.union(find_candidate_faults(candidate))


class _Coverage:
    """The weights of the concepts that no chosen sentence covers yet, and the gain of each sentence."""

    def __init__(self, sentences: Sequence[StorySentence], stems: Stems) -> None:
        # A bigram of stems a, b is the number a · stem_count + b.
        stem_count = 1 + max(chain.from_iterable(stems), default=0)
        firsts = list(range(0, stem_count * stem_count, stem_count))
        self._concepts = [
            list(dict.fromkeys(map(add, map(firsts.__getitem__, sentence_stems), sentence_stems[1:])))
            for sentence_stems in stems
        ]
        self._uncovered = _weigh_concepts(sentences, self._concepts)
        is_single = len({sentence.candidate.article for sentence in sentences}) == 1
        bonus, reach = (SINGLE_BONUS, SINGLE_REACH) if is_single else (STORY_BONUS, STORY_REACH)
        self._factors: list[float] = [
            (1 + bonus * exp(-sentence.candidate.position / reach)) / max(1, sentence.size) ** LENGTH_POWER
            for sentence in sentences
        ]

    def gain(self, number: int) -> float:
        """Return what a sentence would add to the coverage."""
        weight: float = sum(map(self._uncovered.get, self._concepts[number], repeat(0.0)))
        return self._factors[number] * weight

    def add(self, number: int) -> None:
        """Mark the concepts of a sentence as covered."""
        for concept in self._concepts[number]:
            self._uncovered.pop(concept, None)


def _weigh_concepts(
    sentences: Sequence[StorySentence], concepts: Sequence[Sequence[Concept]]
) -> dict[Concept, float]:
    """Return {concept: (sources that use it)² · (times it occurs)^¾}. concepts: those of each sentence."""
    by_source: defaultdict[str, list[Sequence[Concept]]] = defaultdict(list)
    for sentence, sentence_concepts in zip(sentences, concepts, strict=True):
        by_source[sentence.candidate.source].append(sentence_concepts)
    times = Counter(chain.from_iterable(concepts))
    # Most occur once, in one source, and weigh 1.
    repeated = {concept for concept, n in times.items() if n > 1}
    sources: Counter[Concept] = Counter()
    for source_concepts in by_source.values():
        sources.update(repeated.intersection(chain.from_iterable(source_concepts)))
    times_factors = [n**TIMES_POWER for n in range(max(times.values(), default=0) + 1)]
    sources_factors = [n**SOURCES_POWER for n in range(len(by_source) + 1)]
    weights: dict[Concept, float] = dict(times)
    for concept in repeated:
        weights[concept] = sources_factors[sources[concept]] * times_factors[times[concept]]
    return weights
