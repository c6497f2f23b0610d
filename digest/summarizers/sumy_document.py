"""A story as one of sumy's documents: the one door to sumy.

sumy's own Tokenizer is never used: it wants data that it would download.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import groupby

from Stemmer import Stemmer as Snowball

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import count_words
from digest.text import stem, stop_words, words

# sumy imports nltk, and nltk imports scipy.stats for one test of significance that nobody here makes:
# most of the time of the whole import. nltk does without where it is missing, so it is missing here.
_HIDDEN = {"nltk", "scipy.stats"}.isdisjoint(sys.modules)
if _HIDDEN:
    sys.modules["scipy.stats"] = None  # type: ignore[assignment]
try:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers._summarizer import AbstractSummarizer
    from sumy.utils import ItemsCount, get_stop_words
finally:
    if _HIDDEN:
        del sys.modules["scipy.stats"]

__all__ = [
    "AbstractSummarizer",
    "ItemsCount",
    "ObjectDocumentModel",
    "StorySentence",
    "build_document",
    "dull_stems",
    "find_stemmer",
    "find_stop_words",
]

LANGUAGES = {
    "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sk": "slovak", "sv": "swedish", "uk": "ukrainian",
}  # fmt: skip
"""What sumy calls the languages that it stems without further packages."""


class StoryTokenizer:
    """Our words behind the one call that sumy's documents make of a tokenizer."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(words(sentence))


_TOKENIZER = StoryTokenizer()


class StorySentence(Sentence):  # type: ignore[misc]
    """A sentence of a document that knows which candidate it is.

    index: among the candidates. size: how many words long it reads.
    """

    __slots__ = ("candidate", "index", "size")

    def __init__(self, candidate: Candidate, index: int) -> None:
        super().__init__(candidate.text, _TOKENIZER)
        self.candidate = candidate
        self.index = index
        self.size = count_words(candidate.text)


def build_document(candidates: Sequence[Candidate]) -> ObjectDocumentModel:
    """A document with a paragraph for each article, in the articles' order, under its headline."""
    placed = sorted(enumerate(candidates), key=lambda pair: (pair[1].article, pair[1].position))
    paragraphs = []
    for _, article in groupby(placed, key=lambda pair: pair[1].article):
        sentences = [StorySentence(candidate, index) for index, candidate in article]
        heading = Sentence(sentences[0].candidate.title, _TOKENIZER, is_heading=True)
        paragraphs.append(Paragraph([heading, *sentences]))
    return ObjectDocumentModel(paragraphs)


@cache
def find_stemmer(language: str) -> Callable[[str], str]:
    """The stemmer of a language (ISO 639-1): Snowball's, else sumy's, else our own light one.

    Snowball is also what sumy stems most languages with, in nltk's translation to Python. This is the
    original in C, which takes a twentieth of the time and knows more languages. Any stemmer of sumy's does
    in its place.
    """
    known = _find_snowball(language) or _find_sumys(language) or partial(stem, language=language)
    return lru_cache(maxsize=50_000)(known)


def _find_snowball(language: str) -> Callable[[str], str] | None:
    try:
        snowball = Snowball(language, maxCacheSize=0)
    except KeyError:
        return None
    stem_word: Callable[[str], str] = snowball.stemWord
    return stem_word


def _find_sumys(language: str) -> Callable[[str], str] | None:
    if language not in LANGUAGES:
        return None
    known = Stemmer(LANGUAGES[language])
    # A word without small letters is a number or of another script; sumy's Czech stemmer warns of those.
    return lambda word: known(word) if word.islower() else word


def find_stop_words(language: str) -> frozenset[str]:
    """sumy's stop words of a language (ISO 639-1), else our own; perhaps none."""
    try:
        return frozenset(get_stop_words(LANGUAGES.get(language, language)))
    except LookupError:
        return stop_words(language)


@cache
def dull_stems(language: str) -> frozenset[str]:
    """The stems of the words that are mere grammar."""
    return frozenset(map(find_stemmer(language), find_stop_words(language)))
