"""Count the names and phrases of a story, and put together those that stand for the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container
from itertools import dropwhile, takewhile
from unicodedata import normalize

NAME_BONUS, PAIR_BONUS = 3.0, 1.5
"""A name says more about a story than a pair of words, a pair more than a single word."""

SOURCES_POWER, TIMES_POWER = 2.0, 0.75

MAX_MODIFIER_SHARE = 0.75
"""A word with a capital that stands before one without more often is an adjective: Lornian."""

MIN_MODIFIER_TIMES = 3
"""Fewer occurrences say nothing: a name stands before a verb, too."""

MIN_FORM_LETTERS = 4
MAX_SHORT_NAME_RATIO = 3
"""A name that is part of a longer one, and at most this many times as frequent, stands for it: Quist."""

_ACCENTS = re.compile("[\u0300-\u036f]")

PARTICLES = frozenset(
    (
        *("af", "al", "av", "ben", "bin", "da", "das", "de", "degli", "dei", "del", "della", "delle", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "las", "los", "of", "van", "von", "zu"),
    )
)
"""Small words inside names: Strait of Dover."""

INNER_PARTICLES = frozenset(("de", "den", "der", "la", "las", "los", "the"))
"""The second of two particles: Ursula von der Leyen."""

Phrase = tuple[str, ...]


def drop_particles(phrase: Phrase) -> list[str]:
    return [word for word in phrase if word not in PARTICLES and word not in INNER_PARTICLES]


def are_forms(first: str, second: str) -> bool:
    """Whether two words are the same or differ in accents or in their endings: Clásico, Crete and Cretan,
    a PDF and PDFs."""
    first, second = (_ACCENTS.sub("", normalize("NFD", word)) for word in (first, second))
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    if first == second or {f"{first}s", f"{second}s"} & {first, second}:
        return True
    return shared >= max(MIN_FORM_LETTERS, min(len(first), len(second)) - 1)


class PhraseIndex:
    """The phrases of a story, casefolded, with their sources and how often each occurs in which form."""

    def __init__(self) -> None:
        self._sources: defaultdict[Phrase, set[str]] = defaultdict(set)
        self._forms: defaultdict[Phrase, Counter[str]] = defaultdict(Counter)
        self._articles: defaultdict[Phrase, set[int]] = defaultdict(set)
        self._modifying: Counter[Phrase] = Counter()
        self.times: Counter[Phrase] = Counter()
        self.names: set[Phrase] = set()

    def add(
        self, words: Phrase, article: int, source: str, *, is_name: bool, is_modifying: bool = False
    ) -> None:
        """Count a phrase of an article. is_modifying: it stands before a word without a capital."""
        phrase = _casefold(words)
        self._modifying[phrase] += is_modifying
        self._articles[phrase].add(article)
        self._sources[phrase].add(source)
        self._forms[phrase][" ".join(words)] += 1
        self.times[phrase] += 1
        if is_name:
            self.names.add(phrase)

    def add_opening(self, words: Phrase, article: int, source: str) -> None:
        """Count a name at the start of a sentence, after all others have been added.

        The others decide whether the first word belongs to the name: "Yesterday Nora Quist", "Friends of
        Nora Quist".
        """
        rest = tuple(dropwhile((PARTICLES | INNER_PARTICLES).__contains__, words[1:]))
        has_particle = len(rest) < len(words) - 1
        is_known = _casefold(words) in self.names
        has_extra_word = not is_known and (has_particle or _casefold(rest) in self.names)
        self.add(rest if has_extra_word else words, article, source, is_name=True)

    def drop_adjectives(self) -> None:
        """Forget single words with a capital that are adjectives or mostly written without one."""
        for name in [name for name in self.names if len(name) == 1]:
            times = self.times[name]
            is_adjective = self._modifying[name] > MAX_MODIFIER_SHARE * times and times >= MIN_MODIFIER_TIMES
            if is_adjective or self.find_usual_form(name).islower():
                self.names.discard(name)
                del self.times[name]

    def drop_offices(self, lower_words: Container[str]) -> None:
        """Count "Mayor Nora Quist" for "Nora Quist" where the story also has "mayor" and "Quist".

        lower_words: the words that the story has without a capital.
        """
        for name in sorted(self.names):
            for end in range(len(name) - 2, 0, -1):
                rest = name[end:]
                is_person = rest in self.names or rest[-1:] in self.names
                has_office = name[end - 1] in lower_words and drop_particles(name[end - 1 : end + 1])[1:]
                if has_office and is_person:
                    self._move(name, rest)
                    break

    def _move(self, name: Phrase, rest: Phrase) -> None:
        """Count a name for what it ends with."""
        size = len(rest)
        self.names.add(rest)
        self.names.discard(name)
        self._sources[rest] |= self._sources.pop(name)
        self._articles[rest] |= self._articles.pop(name)
        self.times[rest] += self.times.pop(name)
        for form, count in self._forms.pop(name).items():
            self._forms[rest][" ".join(form.split(" ")[-size:])] += count

    def merge_short_names(self) -> None:
        """Count a short name for the longer one that it stands for."""
        longer: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
        for name in self.names:
            for size in range(1, len(name)):
                longer[name[:size]].add(name)
                longer[name[-size:]].add(name)
        for short in sorted(self.names, key=lambda name: (-len(name), name)):
            full_names = [name for name in longer[short] if name in self.times]
            full = min(full_names, key=lambda name: (-self.times[name], name), default=None)
            if full and self.times[short] <= MAX_SHORT_NAME_RATIO * self.times[full]:
                self.times[full] += self.times.pop(short)
                self._sources[full] |= self._sources[short]

    def list_articles(self, phrase: Phrase) -> set[int]:
        """Return the articles that have a phrase word for word."""
        return self._articles[phrase]

    def rank(self) -> list[Phrase]:
        """Return the phrases, the heaviest first. Cost: sorting them."""
        return sorted(self.times, key=lambda phrase: (-self._weigh(phrase), phrase))

    def find_usual_form(self, phrase: Phrase) -> str:
        """Return the most frequent form of a phrase, as it is written in the texts."""
        return min(self._forms[phrase].items(), key=lambda form: (-form[1], form[0]))[0]

    def _weigh(self, phrase: Phrase) -> float:
        bonus = NAME_BONUS if phrase in self.names else PAIR_BONUS if len(phrase) > 1 else 1.0
        sources, times = len(self._sources[phrase]), self.times[phrase]
        return float(bonus * sources**SOURCES_POWER * times**TIMES_POWER)


def _casefold(words: Phrase) -> Phrase:
    return tuple(word.casefold() for word in words)
