"""The summariser for news: say what several sources say, early and once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, count, repeat
from math import exp
from operator import add, itemgetter

from digest.summarizers.candidates import ALIKE, Candidate, cosine
from digest.summarizers.length import Length
from digest.summarizers.standalone import SLIGHT, find_faults, has_faults
from digest.summarizers.sumy_document import (
    AbstractSummarizer,
    ItemsCount,
    ObjectDocumentModel,
    StorySentence,
    build_document,
    dull_stems,
    find_stemmer,
)

STORY_BONUS, STORY_REACH = 2.0, 2.0
LONE_BONUS, LONE_REACH = 16.0, 1.5
"""How much more the first sentence of an article weighs than its last, and after how many sentences a
third of that is left. What matters in a lone article nobody else confirms: its beginning must do."""

SOURCES_POWER, TIMES_POWER = 2.0, 0.75
LENGTH_POWER = 0.25
"""0: a sentence counts for all that it says; 1: for what it says per word."""

MOST_TOLD = 0.45
"""A sentence of whose words, grammar aside, so many are told already says the same in other words."""

PART_WORDS = frozenset({"vi", "zh", "ja", "th", "lo", "km", "my"})
"""Where what stands for a word is a part of one, to share half of them says little."""

Stems = Sequence[Sequence[int]]
"""The stems of each sentence, each by its number."""

Concept = int
"""Two stems in a row, in one number; tuples of words would say the same, in twice the time."""

Room = Callable[[Sequence[StorySentence]], Sequence[StorySentence]]
"""From sentences, best first, to those of them that there is room for."""


def choose(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """The sentences that together tell most of what the sources agree on, in document order.

    A sentence that does not read well on its own is not taken, not even to fill the length; when a
    story has no other, the first that is at least whole and speaks of what a headline says. Near linear
    in the number of candidates.
    """
    if not candidates:
        return []
    summarize = NewsSummarizer(find_stemmer(candidates[0].language))
    chosen = summarize(
        build_document(candidates), lambda ranked: length.fill(ranked, lambda sentence: sentence.size)
    )
    return [sentence.index for sentence in chosen]


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Greedy coverage of weighted concepts, for a document with one paragraph per article.

    A concept is a bigram of stems. It weighs (sources that say it)² · (times it is said)^¾, and counts
    once. A sentence is worth the weight of what it adds · (1 + bonus · e^(-position / reach)) /
    words^¼. After Gillick and Favre (2009), "A scalable global model for summarization", who count
    documents; corroboration, the lead and readability are what news needs on top.
    """

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: Room | int | str
    ) -> tuple[StorySentence, ...]:
        """The chosen sentences in document order.

        document: of build_document(), whose sentences know their candidates. sentences_count: a number, a
        share of the sentences ("20%"), or a callable, as with all of sumy's; a callable is given the
        sentences taken and one more.
        """
        sentences: Sequence[StorySentence] = document.sentences
        said = [sentence.words for sentence in sentences]
        codes: defaultdict[str, int] = defaultdict(count().__next__)

        def encode(words: Iterable[str]) -> dict[str, int]:
            # Our words are normal already: not by stem_word(), which sees to that once more for each of them.
            distinct = list(dict.fromkeys(words))
            return dict(zip(distinct, map(codes.__getitem__, map(self._stemmer, distinct)), strict=True))

        known = encode(chain.from_iterable(said))
        stems = [list(map(known.__getitem__, words)) for words in said]
        headlines = set(encode(word for heading in document.headings for word in heading.words).values())
        dull = {codes[stem] for stem in dull_stems(sentences[0].candidate.language) & codes.keys()}
        room = sentences_count if callable(sentences_count) else _make_room(sentences, sentences_count)
        chosen = _cover(sentences, stems, dull, room) or _make_do(sentences, stems, headlines - dull)
        return tuple(sentences[number] for number in sorted(chosen))


def _make_room(sentences: Sequence[StorySentence], wanted: int | str) -> Room:
    """Room for so many sentences, or for such a share of them."""
    return itemgetter(slice(len(ItemsCount(wanted)(sentences))))


def _cover(sentences: Sequence[StorySentence], stems: Stems, dull: set[int], room: Room) -> list[int]:
    """The numbers of the sentences taken, the worthiest first. dull: stems of mere grammar.

    What a sentence adds only falls as more is told, so the best one is found by looking again at the
    head of a heap of outdated worths instead of at every sentence (Minoux 1978).
    """
    coverage = _Coverage(sentences, stems)
    shortest = min(range(len(sentences)), key=lambda number: sentences[number].size)
    heap = [(-coverage.worth(number), number) for number in range(len(sentences))]
    heapify(heap)
    most_told = 1.0 if sentences[0].candidate.language in PART_WORDS else MOST_TOLD
    taken: list[int] = []
    bags: list[Counter[int]] = []
    told: set[int] = set()

    def has_room(number: int) -> bool:
        return len(room([sentences[n] for n in (*taken, number)])) > len(taken)

    while heap:
        _, number = heappop(heap)
        worth = coverage.worth(number)
        if heap and worth < -heap[0][0]:
            heappush(heap, (-worth, number))
        elif worth and has_room(number) and _stands_alone(sentences[number]):
            bag = Counter(stems[number])
            said = bag.keys() - dull
            if len(said & told) < most_told * len(said) and all(cosine(bag, other) < ALIKE for other in bags):
                taken.append(number)
                bags.append(bag)
                told |= said
                coverage.tell(number)
                if not has_room(shortest):
                    break
    return taken


def _make_do(sentences: Sequence[StorySentence], stems: Stems, told: set[int]) -> list[int]:
    """The earliest sentence whose faults are slight and that a headline introduces, if there is one.

    Under another headline, or none, "That is the rule now" says nothing. told: the stems of headlines.
    """
    slight = [
        n
        for n, sentence in enumerate(sentences)
        if _faults(sentence) <= SLIGHT and not (told and told.isdisjoint(stems[n]))
    ]
    return [min(slight, key=lambda number: sentences[number].index)] if slight else []


def _stands_alone(sentence: StorySentence) -> bool:
    candidate = sentence.candidate
    return not candidate.inside and not has_faults(candidate.text, candidate.language)


def _faults(sentence: StorySentence) -> set[str]:
    inside = {"mere speech"} if sentence.candidate.inside else set()
    return inside.union(find_faults(sentence.candidate.text, sentence.candidate.language))


class _Coverage:
    """What is told already, and what each sentence would add to it."""

    def __init__(self, sentences: Sequence[StorySentence], stems: Stems) -> None:
        codes = 1 + max(chain.from_iterable(stems), default=0)
        firsts = list(range(0, codes * codes, codes))
        self._concepts = [
            list(dict.fromkeys(map(add, map(firsts.__getitem__, said), said[1:]))) for said in stems
        ]
        told_by: defaultdict[str, list[list[Concept]]] = defaultdict(list)
        for sentence, concepts in zip(sentences, self._concepts, strict=True):
            told_by[sentence.candidate.source].append(concepts)
        times = Counter(chain.from_iterable(self._concepts))
        # Most are said once, by one, and weigh 1.
        repeated = {concept for concept, n in times.items() if n > 1}
        sources: Counter[Concept] = Counter()
        for told in told_by.values():
            sources.update(repeated.intersection(chain.from_iterable(told)))
        by_times = [count**TIMES_POWER for count in range(max(times.values(), default=0) + 1)]
        by_sources = [count**SOURCES_POWER for count in range(len(told_by) + 1)]
        self._untold: dict[Concept, float] = dict(times)
        for concept in repeated:
            self._untold[concept] = by_sources[sources[concept]] * by_times[times[concept]]
        lone = len({sentence.candidate.article for sentence in sentences}) == 1
        bonus, reach = (LONE_BONUS, LONE_REACH) if lone else (STORY_BONUS, STORY_REACH)
        self._factors: list[float] = [
            (1 + bonus * exp(-sentence.candidate.position / reach)) / max(1, sentence.size) ** LENGTH_POWER
            for sentence in sentences
        ]

    def worth(self, number: int) -> float:
        """What a sentence would add."""
        added: float = sum(map(self._untold.get, self._concepts[number], repeat(0.0)))
        return self._factors[number] * added

    def tell(self, number: int) -> None:
        """Take what a sentence says as told."""
        for concept in self._concepts[number]:
            self._untold.pop(concept, None)
