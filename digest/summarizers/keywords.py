"""Find the keywords of a story: a few names and words of its own, names first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache, partial
from itertools import groupby, pairwise
from operator import itemgetter
from unicodedata import normalize

from digest.languages import get_language
from digest.summarizers.candidates import Candidate
from digest.summarizers.figure_extraction import CLAUSE_BOUNDARY, is_calendar_word
from digest.summarizers.phrase_index import (
    INNER_PARTICLES,
    PARTICLES,
    Phrase,
    PhraseIndex,
    are_forms,
    drop_particles,
)
from digest.text import list_stop_words, split_words, stem_word
from digest.text.words import SPACELESS

MAX_KEYWORDS = 5
MIN_KEYWORDS = 3
"""Fewer say too little about a story."""

MIN_TIMES = 2
MIN_COVERAGE = 0.4
"""A keyword is in the headline or the first sentences of this share (0..1) of the articles, or more."""

REACH = 8
"""Sentences of an article that are read, from its beginning."""

MIN_WORD_LETTERS = 4
MAX_CAPITALS = 0.6
"""The largest share (0..1) of capitals in a headline whose names can be told from its other words."""
MAX_NAME_WORDS = 4
"""Words of a name, without its particles."""

_HEADLINE_CLAUSES = re.compile(r": |[.?!] | [–—|-] |[‘“\"„«]")
_SPACE = re.compile(r"[ \u00a0]+")
_EDGES = re.compile(r"^[\W_]+|(?:[’']s)?[\W_]+$|[’']s$")
# "Quist’s Orchard Party" are two names.
_GENITIVE = re.compile(r"[’']s?(?= )")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-’'.&][^\W_]+)*")
_ELISION = re.compile(r"^[^\W\d_]{1,2}[’'](?=\w)")
_ELIDING_LANGUAGES = frozenset({"fr", "it", "ca"})
# "Xi" and "La" begin a name ("La Liga"); two letters without a vowel are a title ("Mr", "Dr").
_VOWEL = re.compile("[aeiouyæøœıаеиоуыэюяєіαεηιουω]")
"""A vowel, in a word without accents."""

_SPACELESS = re.compile(f"[{SPACELESS}]")
_CASED = re.compile(r"[^\W\d_](?<=[A-Za-z\u00c0-\u052f\u0531-\u0587\u1e00-\u1fff])")
"""A letter of a script that has capitals."""

_COMPLETE = re.compile(r"[^\w\s…](?<!\.\.)$")
"""A text that ends with a mark is complete; the last word of another one may be cut."""

_NO_PARTICLES_BETWEEN_NOUNS = frozenset(("of", "von", "zu"))
"""In languages that write all nouns with capitals, these stand between any two nouns."""

# Kinds of phrases: a name; one before a word without a capital; one that opens a sentence; one or two words
# that are no name. Kinds of words besides: a capitalized stop word, an ampersand, a word without a capital
# that is in no headline, and what belongs to no phrase.
_NAME, _MODIFIER, _OPENING, _PLAIN = "name", "modifier", "opening", "plain"
_ARTICLE, _AMPERSAND, _CONTENT, _OTHER = "article", "ampersand", "content", "other"


def find_keywords(
    candidates: Sequence[Candidate], at_least: int = MIN_KEYWORDS, shown: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return at most five names and phrases that a story's articles have in common, the heaviest first.

    Each weighs (sources that use it)² · (times it occurs)^¾, as in the summary, and names weigh most; no two
    share a word or a form of it (Ireland, Irelander), and none is an abbreviation of another. Two fifths of
    the articles must mention it, in any form of its words, a name by its last word or by what it is called
    alone. Words that are not part of a name must occur in a headline, too, and count in pairs; single ones
    only in scripts without capitals. Keywords are written as they mostly are in the texts, names without an
    office (Mayor Nora Quist). Phrases that occur only once, and scripts without spaces, give none. Cost:
    linear.

    Args:
        candidates: the sentences of the articles.
        at_least: if fewer are found, there are none.
        shown: the texts above the keywords. A keyword that none of them mentions is left out: the reader
            would wonder what it has to do with the story. None: all keywords will do.
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
    index = PhraseIndex()
    openings: list[tuple[Phrase, int, str]] = []
    for line in (*candidates, *_list_headlines(candidates)):
        if line.position < REACH and not _SPACELESS.search(line.text):
            particles = _list_particles(line.language)
            for words, kind in _list_phrases(line.text, readers[line.language], particles):
                if kind == _OPENING:
                    openings.append((words, line.article, line.source))
                elif kind != _PLAIN or line.position >= 0:
                    is_name, is_modifying = kind != _PLAIN, kind == _MODIFIER
                    index.add(words, line.article, line.source, is_name=is_name, is_modifying=is_modifying)
    for words, article, source in openings:
        index.add_opening(words, article, source)
    index.drop_adjectives()
    index.drop_offices(_list_lower_words(candidates))
    index.merge_short_names()
    articles = _ArticleWords(candidates)
    language = candidates[0].language if candidates else "und"
    page = None if shown is None else _stem(" ".join(shown), language)
    chosen: list[Phrase] = []
    for phrase in index.rank():
        is_plain_word = len(phrase) == 1 and phrase not in index.names and _CASED.match(phrase[0])
        if (
            not is_plain_word
            and not (len(phrase) > 1 and index.find_usual_form(phrase).isupper())  # a cry
            and index.times[phrase] >= MIN_TIMES
            and not any(_share_word(phrase, other) for other in chosen)
            and articles.count_mentions(phrase, index) >= MIN_COVERAGE * len(articles)
            and (page is None or _mentions(page, phrase, index, [language]))
        ):
            chosen.append(phrase)
        if len(chosen) == MAX_KEYWORDS:
            break
    return tuple(map(index.find_usual_form, chosen)) if len(chosen) >= at_least else ()


def _share_word(first: Phrase, second: Phrase) -> bool:
    """Whether two phrases contain forms of one word, particles aside, or one abbreviates the other."""
    words, others = ("-".join(drop_particles(phrase) or phrase).split("-") for phrase in (first, second))
    shorter, longer = sorted((words, others), key=len)
    is_abbreviation = len(shorter) == 1 and shorter[0] == "".join(word[:1] for word in longer)
    return is_abbreviation or any(are_forms(word, other) for word in words for other in others)


def _mentions(stems: Set[str], phrase: Phrase, index: PhraseIndex, languages: Iterable[str]) -> bool:
    """Whether a text mentions a phrase: a name by its last word, or by what it is called alone.

    stems: of the text. languages: those that the words of the phrase may be in.
    """
    if phrase not in index.names:
        ways = [" ".join(phrase)]
    else:
        words = drop_particles(phrase) or phrase  # "Ben" alone is a name, too
        ways = [word for word in {words[0], words[-1]} if word == words[-1] or (word,) in index.names]
    return any(stems >= _stem(way, language) for way in ways for language in languages)


class _ArticleWords:
    """The stems of the headline and the first sentences of each article, and the pairs in its headline."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._stems: defaultdict[int, set[str]] = defaultdict(set)
        self._pairs: dict[int, set[Phrase]] = {}
        for candidate in candidates:
            if candidate.article not in self._pairs:
                title = candidate.title
                self._pairs[candidate.article] = set(pairwise(_WORD.findall(title.casefold())))
                self._stems[candidate.article] |= _stem(title, candidate.language)
            if candidate.position < REACH:
                self._stems[candidate.article] |= _stem(candidate.text, candidate.language)
        self._languages = sorted({candidate.language for candidate in candidates})

    def __len__(self) -> int:
        return len(self._stems)

    def count_mentions(self, phrase: Phrase, index: PhraseIndex) -> int:
        """Return how many articles mention a phrase: a name in one of the ways in which it is used."""
        if phrase not in index.names:
            return len(index.list_articles(phrase) | {n for n, some in self._pairs.items() if phrase in some})
        return sum(_mentions(stems, phrase, index, self._languages) for stems in self._stems.values())


def _stem(text: str, language: str) -> set[str]:
    return {stem_word(word, language) for word in split_words(text)}


def _list_lower_words(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Return the words in small letters in the first sentences of the articles."""
    texts = (candidate.text for candidate in candidates if candidate.position < REACH)
    return frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())


def _list_headlines(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the clauses of the headlines that can be read like sentences, without capitals all over."""
    articles = {candidate.article: candidate for candidate in candidates if candidate.title}
    return [
        replace(candidate, text=f"{clause}.", position=-1)
        for candidate in articles.values()
        for clause in _HEADLINE_CLAUSES.split(candidate.title)
        if not (get_language(candidate.language).capital_nouns or _is_in_capitals(candidate.title))
    ]


def _is_in_capitals(title: str) -> bool:
    """Whether most words after the first begin with a capital, as in "Ferry Breaks Down Off Port Ellis"."""
    words = [word for word in _WORD.findall(title)[1:] if len(word) >= MIN_WORD_LETTERS]
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals > MAX_CAPITALS * len(words)


def _list_headline_words(candidates: Sequence[Candidate]) -> frozenset[str]:
    titles = {candidate.title for candidate in candidates}
    return frozenset(_EDGES.sub("", word).casefold() for title in titles for word in _SPACE.split(title))


@cache
def _list_particles(language: str) -> frozenset[str]:
    """Return the particles that show by themselves that two words are one name."""
    return PARTICLES - _NO_PARTICLES_BETWEEN_NOUNS if get_language(language).capital_nouns else PARTICLES


def _list_phrases(
    text: str, read_word: Callable[[str], tuple[str, str]], particles: Container[str]
) -> Iterator[tuple[Phrase, str]]:
    """Yield the names, the words of headlines and their pairs, each with the kind of phrase.

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
        end = 0
        for kind, pairs in groupby(zip(kinds, words, strict=True), key=itemgetter(0)):
            run = tuple(word for _, word in pairs)
            end += len(run)
            if kind == _NAME and len(drop_particles(run)) <= MAX_NAME_WORDS:
                name = _MODIFIER if kinds[end : end + 1] in ([_PLAIN], [_CONTENT]) else _NAME
                yield run, _OPENING if opens_sentence and run[0] == first else name
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
        is_name = len(word) > 2 or word.isupper()
        return _NAME if is_name else _ARTICLE if _VOWEL.search(normalize("NFD", folded)) else _OTHER
    return _PLAIN if len(word) >= MIN_WORD_LETTERS and folded in headline_words else _CONTENT


def _extend_by_particles(words: Sequence[str], kinds: Sequence[str], particles: Container[str]) -> list[str]:
    """Make one or two particles between two names part of the name."""
    extended = list(kinds)
    for start in range(1, len(words) - 1):
        if kinds[start - 1] != _NAME:
            continue
        if kinds[start + 1] == _NAME and words[start] in particles:
            extended[start] = _NAME
        elif (words[start] in PARTICLES and words[start + 1] in INNER_PARTICLES) and (
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
