"""Find the stems of the content words of many articles, each word once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from digest.models import Article
from digest.text import list_stop_words, split_words, stem_word

MAX_KNOWN = 100_000
"""When a table has so many words, it is emptied: most of them are names that do not come again."""

MAX_CHARACTERS = 3_000
"""How many characters of a text are read."""

FIRST_WORDS = 60
"""How many words are the start of a text: news names who and what there."""

MAX_ARTICLES = 20_000
"""Of so many articles, the stems of title and start are kept; those of further ones are read again."""


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


class ArticleStems:
    """The stems of articles, each known by its id, for the steps and editions that read the same ones."""

    def __init__(self) -> None:
        self._tables: dict[str, ContentStems] = {}
        self._starts: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def read_title(self, article: Article, language: str) -> Sequence[str]:
        """Return the different stems of an article's title. language: that of the story. Cost: linear."""
        found = self._starts.get((language, article.id))
        return found[0] if found else self._find_table(language).read(article.title)

    def read_start(self, article: Article, language: str) -> tuple[Sequence[str], Sequence[str]]:
        """Return the different stems of an article's title, and those of the first words of its text.

        language: that of the story. Cost: linear, once for each article.
        """
        key = language, article.id
        found = self._starts.get(key)
        if found is None:
            table = self._find_table(language)
            first_words, _ = _cut_text(article.text)
            found = tuple(table.read(article.title)), tuple(table.read(first_words))
            if len(self._starts) < MAX_ARTICLES:
                self._starts[key] = found
        return found

    def read_all(self, article: Article, language: str) -> Iterable[str]:
        """Return the different stems of an article's title and of MAX_CHARACTERS of its text, in this order.

        language: that of the story. Cost: linear.
        """
        _, rest = _cut_text(article.text)
        stems = chain(*self.read_start(article, language), self._find_table(language).read(rest))
        return dict.fromkeys(stems)

    def _find_table(self, language: str) -> ContentStems:
        if language not in self._tables:
            self._tables[language] = ContentStems(language)
        return self._tables[language]


def _cut_text(text: str) -> tuple[str, str]:
    """Return the first words of a text, and the rest of what is read."""
    words = text[:MAX_CHARACTERS].split(None, FIRST_WORDS)
    return " ".join(words[:FIRST_WORDS]), "".join(words[FIRST_WORDS:])
