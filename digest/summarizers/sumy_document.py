"""Build a sumy document from the sentences of a story, and find stemmers and stop words: the adapter of sumy.

sumy's own Tokenizer is never used: it needs data that it would download.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Any

from Stemmer import Stemmer as Snowball

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import count_words
from digest.text import list_stop_words, split_words, stem_word


class _LateModule(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


@contextmanager
def _import_late(*names: str) -> Iterator[None]:
    """Let what is imported inside this context get late modules of these names, parents before children."""
    late = {name: _LateModule(name) for name in names if name not in sys.modules}
    for name, module in late.items():
        parent, _, child = name.rpartition(".")
        if parent in late:
            setattr(late[parent], child, module)
    sys.modules.update(late)
    try:
        yield
    finally:
        for name in late:
            del sys.modules[name]


# sumy imports nltk for its stemmers, and requests for downloading. Neither is used here, and together they
# take three quarters of the time of the whole import.
with _import_late("nltk", "nltk.stem", "nltk.stem.snowball", "requests"):
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers._summarizer import AbstractSummarizer
    from sumy.utils import ItemsCount, expand_resource_path, get_stop_words, read_stop_words

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


@cache
def find_stop_words(language: str) -> frozenset[str]:
    """Return sumy's stop words of a language (ISO 639-1), else those of digest.text; may be empty."""
    try:
        if language in SUMY_LANGUAGES:
            # get_stop_words() would look the name up in pycountry, which loads a table of 8,000 languages.
            path = expand_resource_path(f"stopwords/{SUMY_LANGUAGES[language]}.txt")
            return frozenset(read_stop_words(path))
        return frozenset(get_stop_words(language))
    except (LookupError, OSError):
        return list_stop_words(language)


@cache
def stem_stop_words(language: str) -> frozenset[str]:
    """Return the stems of the stop words of a language (ISO 639-1)."""
    return frozenset(map(find_stemmer(language), find_stop_words(language)))
