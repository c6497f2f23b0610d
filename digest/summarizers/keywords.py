"""Find the keywords of a story: a few names and words of its own, names first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache, partial
from itertools import dropwhile, groupby, pairwise, takewhile
from operator import itemgetter
from unicodedata import normalize

from digest.languages import get_language
from digest.summarizers.candidates import Candidate
from digest.summarizers.figure_extraction import CLAUSE_BOUNDARY, is_calendar_word
from digest.text import list_stop_words
from digest.text.words import SPACELESS

MAX_KEYWORDS = 5
MIN_KEYWORDS = 3
"""Fewer say too little about a story."""

MIN_TIMES = 2

REACH = 8
"""Sentences of an article that are read, from its beginning."""

NAME_BONUS, PAIR_BONUS = 3.0, 1.5
"""A name says more about a story than a pair of words, a pair more than a single word."""

SOURCES_POWER, TIMES_POWER = 2.0, 0.75
MIN_WORD_LETTERS = 4
MAX_NAME_WORDS = 4
"""Words of a name, without its particles."""

MIN_FORM_LETTERS = 4
MAX_SHORT_NAME_RATIO = 3
"""A name that is part of a longer one, and at most this many times as frequent, stands for it: Quist."""

_SPACE = re.compile(r"[ \u00a0]+")
_EDGES = re.compile(r"^[\W_]+|(?:[’']s)?[\W_]+$|[’']s$")
# "Quist’s Orchard Party" are two names.
_GENITIVE = re.compile(r"[’']s?(?= )")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-’'.&][^\W_]+)*")
_ELISION = re.compile(r"^[^\W\d_]{1,2}[’'](?=\w)")
_ELIDING_LANGUAGES = frozenset({"fr", "it", "ca"})
_SPACELESS = re.compile(f"[{SPACELESS}]")
_CASED = re.compile(r"[^\W\d_](?<=[A-Za-z\u00c0-\u052f\u0531-\u0587\u1e00-\u1fff])")
"""A letter of a script that has capitals."""

_ACCENTS = re.compile("[\u0300-\u036f]")
_COMPLETE = re.compile(r"[^\w\s…](?<!\.\.)$")
"""A text that ends with a mark is complete; the last word of another one may be cut."""

PARTICLES = frozenset(
    (
        *("af", "al", "av", "ben", "bin", "da", "das", "de", "degli", "dei", "del", "della", "delle", "di"),
        *("do", "dos", "du", "el", "ibn", "la", "las", "los", "of", "van", "von", "zu"),
    )
)
"""Small words inside names: Strait of Dover."""

_INNER_PARTICLES = frozenset(("de", "den", "der", "la", "las", "los", "the"))
"""The second of two particles: Ursula von der Leyen."""

_NO_PARTICLES_BETWEEN_NOUNS = frozenset(("of", "von", "zu"))
"""In languages that write all nouns with capitals, these stand between any two nouns."""

# Kinds of phrases: a name; a name that opens a sentence; one or two words that are no name. Kinds of words
# besides: a capitalized stop word, an ampersand, and what belongs to no phrase.
_NAME, _OPENING, _PLAIN = "name", "opening", "plain"
_ARTICLE, _AMPERSAND, _OTHER = "article", "ampersand", "other"

Phrase = tuple[str, ...]


def find_keywords(candidates: Sequence[Candidate], at_least: int = MIN_KEYWORDS) -> tuple[str, ...]:
    """Return at most five names and phrases that a story's sentences have in common, the heaviest first.

    Each weighs (sources that use it)² · (times it occurs)^¾, as in the summary, and names weigh most; no two
    share a word or a form of it (Ireland, Irelander). Words that are not part of a name must occur in a
    headline, too, and count in pairs; single ones only in scripts without capitals. Keywords are written as
    they are mostly written in the texts. Phrases that occur only once, and scripts without spaces, give none.
    Cost: linear.

    at_least: if fewer are found, there are none.
    """
    from digest.summarizers.sumy_document import find_stop_words  # here, because importing sumy is slow

    languages = {candidate.language for candidate in candidates}
    headline_words = _list_headline_words(candidates)
    readers = {
        language: cache(
            partial(
                _read_word,
                stop=list_stop_words(language) | find_stop_words(language),
                headline_words=headline_words,
                language=language,
            )
        )
        for language in languages
    }
    index = _PhraseIndex()
    openings: list[tuple[Phrase, str]] = []
    for candidate in candidates:
        if candidate.position < REACH and not _SPACELESS.search(candidate.text):
            particles = _list_particles(candidate.language)
            for words, kind in _list_phrases(candidate.text, readers[candidate.language], particles):
                if kind == _OPENING:
                    openings.append((words, candidate.source))
                else:
                    index.add(words, candidate.source, is_name=kind == _NAME)
    for words, source in openings:
        index.add_opening(words, source)
    index.merge_short_names()
    chosen: list[Phrase] = []
    for phrase in index.rank():
        is_plain_word = len(phrase) == 1 and phrase not in index.names and _CASED.match(phrase[0])
        if (
            not is_plain_word
            and index.times[phrase] >= MIN_TIMES
            and not any(_share_word(phrase, other) for other in chosen)
        ):
            chosen.append(phrase)
        if len(chosen) == MAX_KEYWORDS:
            break
    return tuple(map(index.find_usual_form, chosen)) if len(chosen) >= at_least else ()


def _share_word(first: Phrase, second: Phrase) -> bool:
    """Whether two phrases contain forms of one word, particles aside."""
    others = _drop_particles(second)
    return any(_are_forms(word, other) for word in _drop_particles(first) for other in others)


def _drop_particles(phrase: Phrase) -> list[str]:
    return [word for word in phrase if word not in PARTICLES and word not in _INNER_PARTICLES]


def _are_forms(first: str, second: str) -> bool:
    """Whether two words are the same or differ in accents or in their endings: Clásico, Crete and Cretan."""
    first, second = (_ACCENTS.sub("", normalize("NFD", word)) for word in (first, second))
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    return first == second or shared >= max(MIN_FORM_LETTERS, min(len(first), len(second)) - 1)


class _PhraseIndex:
    """The phrases of a story, casefolded, with their sources and how often each occurs in which form."""

    def __init__(self) -> None:
        self._sources: defaultdict[Phrase, set[str]] = defaultdict(set)
        self._forms: defaultdict[Phrase, Counter[str]] = defaultdict(Counter)
        self.times: Counter[Phrase] = Counter()
        self.names: set[Phrase] = set()

    def add(self, words: Phrase, source: str, *, is_name: bool) -> None:
        """Count a phrase of a source."""
        phrase = _casefold(words)
        self._sources[phrase].add(source)
        self._forms[phrase][" ".join(words)] += 1
        self.times[phrase] += 1
        if is_name:
            self.names.add(phrase)

    def add_opening(self, words: Phrase, source: str) -> None:
        """Count a name at the start of a sentence, after all others have been added.

        The others decide whether the first word belongs to the name: "Yesterday Nora Quist", "Friends of
        Nora Quist".
        """
        rest = tuple(dropwhile((PARTICLES | _INNER_PARTICLES).__contains__, words[1:]))
        has_particle = len(rest) < len(words) - 1
        is_known = _casefold(words) in self.names
        has_extra_word = not is_known and (has_particle or _casefold(rest) in self.names)
        self.add(rest if has_extra_word else words, source, is_name=True)

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


def _list_headline_words(candidates: Sequence[Candidate]) -> frozenset[str]:
    titles = {candidate.title for candidate in candidates}
    return frozenset(_EDGES.sub("", word).casefold() for title in titles for word in _SPACE.split(title))


def _casefold(words: Phrase) -> Phrase:
    return tuple(word.casefold() for word in words)


@cache
def _list_particles(language: str) -> frozenset[str]:
    """Return the particles that show by themselves that two words are one name."""
    return PARTICLES - _NO_PARTICLES_BETWEEN_NOUNS if get_language(language).capital_nouns else PARTICLES


def _list_phrases(
    text: str, read_word: Callable[[str], tuple[str, str]], particles: Container[str]
) -> Iterator[tuple[Phrase, str]]:
    """Yield the names, the words of headlines and their pairs, each with its kind: _NAME, _OPENING or _PLAIN.

    The first word of a sentence is always capitalized: alone it is not a name, before another name it is an
    opening.
    """
    first = ""
    clauses = CLAUSE_BOUNDARY.split(_GENITIVE.sub(",", text))
    for number, clause in enumerate(clauses, start=1):
        read = [read_word(word) for word in _SPACE.split(clause)]
        words, kinds = [word for word, _ in read], [kind for _, kind in read]
        if number == len(clauses) and not _COMPLETE.search(text.rstrip()):
            kinds[-1] = _OTHER
        kinds = _extend_by_particles(words, kinds, particles)
        opens_sentence = not first and any(words)
        if opens_sentence:
            start = next(place for place, word in enumerate(words) if word)
            first = words[start]
            if kinds[start : start + 2] != [_NAME, _NAME]:
                kinds[start] = _OTHER
        kinds = _extend_names(kinds)
        for kind, pairs in groupby(zip(kinds, words, strict=True), key=itemgetter(0)):
            run = tuple(word for _, word in pairs)
            if kind == _NAME and len(_drop_particles(run)) <= MAX_NAME_WORDS:
                yield run, _OPENING if opens_sentence and run[0] == first else _NAME
            elif kind == _PLAIN:
                yield from (((word,), _PLAIN) for word in run)
                yield from ((pair, _PLAIN) for pair in pairwise(run))


def _read_word(
    raw: str, stop: Container[str], headline_words: Container[str], language: str
) -> tuple[str, str]:
    """Return a word without punctuation, "" for what is not a word, and its kind.

    headline_words: casefolded; words that are in none and are no names belong to no phrase.
    """
    if raw == "&":
        return raw, _AMPERSAND
    word = _EDGES.sub("", raw)
    if language in _ELIDING_LANGUAGES:
        word = _ELISION.sub("", word)
    if not _WORD.fullmatch(word):
        return "", _OTHER
    return word, _classify(word, stop, headline_words, language)


def _classify(word: str, stop: Container[str], headline_words: Container[str], language: str) -> str:
    folded = word.casefold()
    if is_calendar_word(folded, language):
        return _OTHER
    if folded in stop:
        return _ARTICLE if word[0].isupper() else _OTHER
    if word[0].isupper():
        return _NAME if len(word) > 2 or word.isupper() else _OTHER
    return _PLAIN if len(word) >= MIN_WORD_LETTERS and folded in headline_words else _OTHER


def _extend_by_particles(words: Sequence[str], kinds: Sequence[str], particles: Container[str]) -> list[str]:
    """Make one or two particles between two names part of the name."""
    extended = list(kinds)
    for start in range(1, len(words) - 1):
        if kinds[start - 1] != _NAME:
            continue
        if kinds[start + 1] == _NAME and words[start] in particles:
            extended[start] = _NAME
        elif (words[start] in PARTICLES and words[start + 1] in _INNER_PARTICLES) and (
            kinds[start + 2 : start + 3] == [_NAME]
        ):
            extended[start : start + 2] = [_NAME, _NAME]
    return extended


def _extend_names(kinds: Sequence[str]) -> list[str]:
    """Make "Le" of "Le Pen", "The" of "The Hague" and "&" of "Quist & Son" part of the name."""
    return [
        _NAME if after == _NAME and (kind == _ARTICLE or (before, kind) == (_NAME, _AMPERSAND)) else kind
        for before, kind, after in zip(["", *kinds], kinds, [*kinds[1:], ""], strict=False)
    ]
