"""sumy's own summarisers, as they are: they know neither sources nor which sentences read well."""

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

_NO_WORD = frozenset({" "})


def choose_stock(
    module: str, name: str, candidates: Sequence[Candidate], length: Length, numbered: bool = False
) -> list[int]:
    """What one of sumy's summarisers chooses, in document order.

    module, name: of its class in sumy.summarizers. numbered: stems are handed over as numbers. Cost:
    Luhn and SumBasic are near linear, LexRank and TextRank quadratic in the number of candidates, LSA
    and KL cubic.
    """
    if not candidates:
        return []
    stem = find_stemmer(candidates[0].language)
    summarizer = _load(module, name)(_number_stems(stem) if numbered else stem)
    summarizer.stop_words = find_stop_words(candidates[0].language)
    return _summarize(summarizer, candidates, length)


def choose_edmundson(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """What sumy's Edmundson chooses by title and place, in document order. Near linear.

    His cue words would have to be chosen for each subject, so they are left out.
    """
    if not candidates:
        return []
    language = candidates[0].language
    summarizer = _load("edmundson", "EdmundsonSummarizer")(find_stemmer(language), cue_weight=0.0)
    # It refuses to work without stop words; where none are known, one that stands in no text.
    summarizer.null_words = find_stop_words(language) or _NO_WORD
    return _summarize(summarizer, candidates, length)


def _load(module: str, name: str) -> Callable[..., AbstractSummarizer]:
    found: Callable[..., AbstractSummarizer] = getattr(import_module(f"sumy.summarizers.{module}"), name)
    return found


def _number_stems(stem: Callable[[str], str]) -> Callable[[str], int]:
    """Stems as numbers in order of appearance.

    LexRank and LSA add up over sets of stems. Strings come out of a set in another order in every
    process, and another order of adding is another last digit; numbers always come in the same one.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    return lambda word: numbers[stem(word)]


def _summarize(summarizer: AbstractSummarizer, candidates: Sequence[Candidate], length: Length) -> list[int]:
    def take(infos: Sequence[tuple[StorySentence, int, float]]) -> Sequence[tuple[StorySentence, int, float]]:
        return length.fill(infos, lambda info: info[0].size)

    with warnings.catch_warnings():
        # Very short stories make sumy warn of too few words, and numpy of a division by zero.
        warnings.simplefilter("ignore")
        chosen = summarizer(build_document(candidates), take)
    return [sentence.index for sentence in chosen]


lex_rank = partial(choose_stock, "lex_rank", "LexRankSummarizer", numbered=True)
text_rank = partial(choose_stock, "text_rank", "TextRankSummarizer")
lsa = partial(choose_stock, "lsa", "LsaSummarizer", numbered=True)
luhn = partial(choose_stock, "luhn", "LuhnSummarizer")
kl = partial(choose_stock, "kl", "KLSummarizer")
sum_basic = partial(choose_stock, "sum_basic", "SumBasicSummarizer")
