"""Find the stems of the content words of many texts, each word once."""

from __future__ import annotations

from collections.abc import Sequence

from digest.text import list_stop_words, split_words, stem_word

MAX_KNOWN = 100_000
"""When a table has so many words, it is emptied: most of them are names that do not come again."""


class ContentStems(dict[str, str]):
    """Map the words of a language to their stems, and stop words to "", filled on first use."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._ignored = list_stop_words(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_KNOWN:
            self.clear()
        self[word] = stem = "" if word in self._ignored else stem_word(word, self._language)
        return stem

    def read(self, text: str) -> list[str]:
        """Return the different stems of a text's content words, in text order. Cost: linear."""
        stems = dict.fromkeys(map(self.__getitem__, split_words(text)))
        stems.pop("", None)
        return list(stems)


class StemTables(dict[str, ContentStems]):
    """Map languages to their tables of stems, filled on first use.

    keeps_texts: keep the stems of each text that `read` reads, for editions that read the same ones.
    """

    def __init__(self, keeps_texts: bool = False) -> None:
        super().__init__()
        self._known: dict[tuple[str, str], tuple[str, ...]] | None = {} if keeps_texts else None

    def read(self, language: str, text: str) -> Sequence[str]:
        """Return the different stems of a text's content words, in text order. Cost: linear."""
        if self._known is None:
            return self[language].read(text)
        stems = self._known.get((language, text))
        if stems is None:
            self._known[language, text] = stems = tuple(self[language].read(text))
        return stems

    def __missing__(self, language: str) -> ContentStems:
        self[language] = table = ContentStems(language)
        return table
