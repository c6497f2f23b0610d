"""What a story is about in a few words of its own, names first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from digest.summarizers.candidates import Candidate
from digest.summarizers.figures import BORDER, is_calendar_word
from digest.text import stop_words
from digest.text.words import SPACELESS

MOST_KEYWORDS = 5
LEAST_TIMES = 2
ENOUGH = 2
"""With so many keywords, a single word that is no name is not needed."""

REACH = 8
"""So many first sentences of an article are read."""

NAME_BONUS, PAIR_BONUS = 3.0, 1.5
"""A name says more of what a story is about than a pair of words, a pair more than one word."""

SOURCES_POWER, TIMES_POWER = 2.0, 0.75
SHORTEST_WORD = 4
LONGEST_NAME = 4
ABSORBED = 3
"""A name that is part of a longer one, and at most so many times as frequent, is meant by it: Quist."""

_SPACE = re.compile(r"[ \u00a0]+")
_EDGES = re.compile(r"^[\W_]+|(?:[’']s)?[\W_]+$|[’']s$")
# "Quist’s Orchard Party" are two names.
_GENITIVE = re.compile(r"[’']s?(?= )")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-’'.&][^\W_]+)*")
_ELISION = re.compile(r"^[^\W\d_]{1,2}[’'](?=\w)")
_ELIDING = frozenset({"fr", "it", "ca"})
_SPACELESS = re.compile(f"[{SPACELESS}]")

_NAME, _OPENING, _ARTICLE, _AND, _PLAIN, _DULL = "name", "opening", "article", "and", "plain", "dull"

Phrase = tuple[str, ...]


def find_keywords(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """At most five names and words that a story's sentences have in common, the weightiest first.

    Each weighs (sources that say it)² · (times it is said)^¾, as in the summary, and names most; no two share
    a word. A word that is no name must stand in a headline, too. Written as they mostly stand in the texts.
    What is said only once is none, nor is what comes from a script without spaces. Cost: linear.
    """
    from digest.summarizers.sumy_document import find_stop_words  # late, for sumy takes a while

    dull = {
        language: stop_words(language) | find_stop_words(language)
        for language in {candidate.language for candidate in candidates}
    }
    headlines = {
        _EDGES.sub("", word).casefold()
        for title in {candidate.title for candidate in candidates}
        for word in _SPACE.split(title)
    }
    sources: defaultdict[Phrase, set[str]] = defaultdict(set)
    written: defaultdict[Phrase, Counter[str]] = defaultdict(Counter)
    names: set[Phrase] = set()
    openings: list[tuple[Phrase, str]] = []

    def count(run: Phrase, source: str, is_name: bool) -> None:
        phrase = _fold(run)
        if is_name or headlines.issuperset(phrase):
            sources[phrase].add(source)
            written[phrase][" ".join(run)] += 1
            names.update([phrase] if is_name else [])

    for candidate in candidates:
        if candidate.position < REACH and not _SPACELESS.search(candidate.text):
            for run, kind in _list_phrases(candidate.text, candidate.language, dull[candidate.language]):
                if kind == _OPENING:
                    openings.append((run, candidate.source))
                else:
                    count(run, candidate.source, kind == _NAME)
    for run, source in openings:
        # "Yesterday Nora Quist": whether its first word belongs to the name, others tell.
        count(run[1:] if _fold(run[1:]) in names and _fold(run) not in names else run, source, True)
    times = {phrase: forms.total() for phrase, forms in written.items()}
    _absorb(times, sources, names)
    ranked = sorted(times, key=lambda phrase: (-_weigh(phrase, times, sources, names), phrase))
    chosen: list[Phrase] = []
    for phrase in ranked:
        is_filler = len(phrase) == 1 and phrase not in names and len(chosen) >= ENOUGH
        if (
            not is_filler
            and times[phrase] >= LEAST_TIMES
            and all(set(phrase).isdisjoint(other) for other in chosen)
        ):
            chosen.append(phrase)
        if len(chosen) == MOST_KEYWORDS:
            break
    return tuple(min(written[phrase].items(), key=lambda form: (-form[1], form[0]))[0] for phrase in chosen)


def _weigh(
    phrase: Phrase, times: dict[Phrase, int], sources: dict[Phrase, set[str]], names: set[Phrase]
) -> float:
    bonus = NAME_BONUS if phrase in names else PAIR_BONUS if len(phrase) > 1 else 1.0
    return float(bonus * len(sources[phrase]) ** SOURCES_POWER * times[phrase] ** TIMES_POWER)


def _absorb(times: dict[Phrase, int], sources: dict[Phrase, set[str]], names: set[Phrase]) -> None:
    """Count a short name towards the longer one that it stands for."""
    longer: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
    for name in names:
        for size in range(1, len(name)):
            longer[name[:size]].add(name)
            longer[name[-size:]].add(name)
    for short in sorted(names, key=lambda name: (-len(name), name)):
        homes = [name for name in longer[short] if name in times]
        home = min(homes, key=lambda name: (-times[name], name), default=None)
        if home and times[short] <= ABSORBED * times[home]:
            times[home] += times.pop(short)
            sources[home] |= sources[short]


def _fold(run: Phrase) -> Phrase:
    return tuple(word.casefold() for word in run)


def _list_phrases(text: str, language: str, dull: Container[str]) -> Iterator[tuple[Phrase, str]]:
    """The names, the words with a meaning and their pairs, and what kind each is.

    The first word of a sentence has a capital anyhow: alone it is no name, with one behind it an opening.
    """
    first = ""
    for clause in BORDER.split(_GENITIVE.sub(",", text)):
        bare = [word if word == "&" else _EDGES.sub("", word) for word in _SPACE.split(clause)]
        if language in _ELIDING:
            bare = [_ELISION.sub("", word) for word in bare]
        words = [word if word == "&" or _WORD.fullmatch(word) else "" for word in bare]
        kinds = [_kind(word, dull, language) for word in words]
        opens = not first and any(words)
        if opens:
            start = next(place for place, word in enumerate(words) if word)
            first = words[start]
            if kinds[start : start + 2] != [_NAME, _NAME]:
                kinds[start] = _DULL
        # "Le" of "Le Pen", "The" of "The Hague"; "&" of "Quist & Son"
        kinds = [
            _NAME if after == _NAME and (kind == _ARTICLE or (before, kind) == (_NAME, _AND)) else kind
            for before, kind, after in zip(["", *kinds], kinds, [*kinds[1:], ""], strict=False)
        ]
        for kind, pairs in groupby(zip(kinds, words, strict=True), key=itemgetter(0)):
            run = tuple(word for _, word in pairs)
            if kind == _NAME and len(run) <= LONGEST_NAME:
                yield run, _OPENING if opens and run[0] == first else _NAME
            elif kind == _PLAIN:
                yield from (((word,), _PLAIN) for word in run)
                yield from ((pair, _PLAIN) for pair in pairwise(run))


def _kind(word: str, dull: Container[str], language: str) -> str:
    if word == "&":
        return _AND
    if not word or is_calendar_word(word.casefold(), language):
        return _DULL
    if word.casefold() in dull:
        return _ARTICLE if word[0].isupper() else _DULL
    if word[0].isupper():
        return _NAME if len(word) > 2 or word.isupper() else _DULL
    return _PLAIN if len(word) >= SHORTEST_WORD else _DULL
