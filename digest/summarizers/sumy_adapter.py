"""Run sumy's own summarizers unchanged. They know neither sources nor which sentences can stand alone."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from itertools import count

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import Length
from digest.summarizers.sumy_document import (
    AbstractSummarizer,
    StorySentence,
    build_document,
    find_stemmer,
    find_stop_words,
)

_NO_STOP_WORDS = frozenset({" "})
"""sumy's Edmundson refuses an empty set of stop words; this one matches no word."""

_Rated = tuple[StorySentence, int, float]
"""sumy's (sentence, order, rating)."""


def choose_with(
    module: str, name: str, candidates: Sequence[Candidate], length: Length, numbered: bool = False
) -> list[int]:
    """Return what one of sumy's summarizers chooses, in document order.

    module, name: of its class in sumy.summarizers. numbered: pass the stems to sumy as numbers.
    Cost: Luhn and SumBasic are near linear in the number of candidates, LexRank and TextRank quadratic, LSA
    and KL cubic.
    """
    if not candidates:
        return []
    stem = find_stemmer(candidates[0].language)
    summarizer = _load(module, name)(_number_stems(stem) if numbered else stem)
    summarizer.stop_words = find_stop_words(candidates[0].language)
    return _summarize(summarizer, candidates, length)


def choose_edmundson(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """Return what sumy's Edmundson chooses by title and position, in document order.

    Its cue words would have to be picked for each subject, so they are left out. Cost: near linear.
    """
    if not candidates:
        return []
    language = candidates[0].language
    summarizer = _load("edmundson", "EdmundsonSummarizer")(find_stemmer(language), cue_weight=0.0)
    summarizer.null_words = find_stop_words(language) or _NO_STOP_WORDS
    return _summarize(summarizer, candidates, length)


def _load(module: str, name: str) -> Callable[..., AbstractSummarizer]:
    summarizer_class: Callable[..., AbstractSummarizer] = getattr(
        import_module(f"sumy.summarizers.{module}"), name
    )
    return summarizer_class


def _number_stems(stem: Callable[[str], str]) -> Callable[[str], int]:
    """Return a stemmer that gives each stem a number, in order of appearance.

    LexRank and LSA sum over sets of stems. The order of strings in a set differs from process to process, and
    another order of summation gives another last digit; the order of small numbers is always the same.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    return lambda word: numbers[stem(word)]


def _summarize(summarizer: AbstractSummarizer, candidates: Sequence[Candidate], length: Length) -> list[int]:
    def fill(rated: Sequence[_Rated]) -> Sequence[_Rated]:
        return length.fill(rated, lambda item: item[0].size)

    with warnings.catch_warnings():
        # For very short stories sumy warns of too few words, and numpy of a division by zero.
        warnings.simplefilter("ignore")
        chosen = summarizer(build_document(candidates), fill)
    return [sentence.index for sentence in chosen]


lex_rank = partial(choose_with, "lex_rank", "LexRankSummarizer", numbered=True)
text_rank = partial(choose_with, "text_rank", "TextRankSummarizer")
lsa = partial(choose_with, "lsa", "LsaSummarizer", numbered=True)
luhn = partial(choose_with, "luhn", "LuhnSummarizer")
kl = partial(choose_with, "kl", "KLSummarizer")
sum_basic = partial(choose_with, "sum_basic", "SumBasicSummarizer")
