"""Build a sumy document from the sentences of a story, and find stemmers and stop words: the adapter of sumy.

sumy's own Tokenizer is never used: it needs data that it would download.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import groupby

from Stemmer import Stemmer as Snowball

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import count_words
from digest.text import list_stop_words, split_words, stem_word

# sumy imports nltk, and nltk imports scipy.stats for a significance test that is not used here. That takes
# most of the time of the whole import. nltk works without scipy.stats, so it is hidden from nltk.
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
    "find_stemmer",
    "find_stop_words",
    "stem_stop_words",
]

SUMY_LANGUAGES = {
    "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sk": "slovak", "sv": "swedish", "uk": "ukrainian",
}  # fmt: skip
"""{ISO 639-1: what sumy calls the language}, of those that sumy stems without further packages."""


class StoryTokenizer:
    """A tokenizer for sumy's documents that splits words as digest.text does."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Return the words of a sentence; the one method that a sumy document calls."""
        return tuple(split_words(sentence))


_TOKENIZER = StoryTokenizer()


class StorySentence(Sentence):  # type: ignore[misc]
    """A sentence of a document that knows its candidate.

    index: into the candidates. size: its length in words, of count_words().
    """

    __slots__ = ("candidate", "index", "size")

    def __init__(self, candidate: Candidate, index: int) -> None:
        super().__init__(candidate.text, _TOKENIZER)
        self.candidate = candidate
        self.index = index
        self.size = count_words(candidate.text)


def build_document(candidates: Sequence[Candidate]) -> ObjectDocumentModel:
    """Return a document with one paragraph for each article, headline first, in the order of the articles.

    Cost: sorting the candidates.
    """
    ordered = sorted(enumerate(candidates), key=lambda pair: (pair[1].article, pair[1].position))
    paragraphs = []
    for _, article in groupby(ordered, key=lambda pair: pair[1].article):
        sentences = [StorySentence(candidate, index) for index, candidate in article]
        heading = Sentence(sentences[0].candidate.title, _TOKENIZER, is_heading=True)
        paragraphs.append(Paragraph([heading, *sentences]))
    return ObjectDocumentModel(paragraphs)


@cache
def find_stemmer(language: str) -> Callable[[str], str]:
    """Return the stemmer of a language: Snowball's, else sumy's, else the light one of digest.text.

    language: ISO 639-1. sumy stems most languages with Snowball, too, in nltk's port to Python. This is the
    original in C, which takes a twentieth of the time and knows more languages. Any stemmer of sumy's can
    replace it.
    """
    stemmer = (
        _find_snowball_stemmer(language)
        or _find_sumy_stemmer(language)
        or partial(stem_word, language=language)
    )
    return lru_cache(maxsize=50_000)(stemmer)


def _find_snowball_stemmer(language: str) -> Callable[[str], str] | None:
    try:
        snowball = Snowball(language, maxCacheSize=0)
    except KeyError:
        return None
    stem_word: Callable[[str], str] = snowball.stemWord
    return stem_word


def _find_sumy_stemmer(language: str) -> Callable[[str], str] | None:
    if language not in SUMY_LANGUAGES:
        return None
    stemmer = Stemmer(SUMY_LANGUAGES[language])
    # A word without lower-case letters is a number or in another script; sumy's Czech stemmer warns of those.
    return lambda word: stemmer(word) if word.islower() else word


def find_stop_words(language: str) -> frozenset[str]:
    """Return sumy's stop words of a language (ISO 639-1), else those of digest.text; may be empty."""
    try:
        return frozenset(get_stop_words(SUMY_LANGUAGES.get(language, language)))
    except LookupError:
        return list_stop_words(language)


@cache
def stem_stop_words(language: str) -> frozenset[str]:
    """Return the stems of the stop words of a language (ISO 639-1)."""
    return frozenset(map(find_stemmer(language), find_stop_words(language)))
