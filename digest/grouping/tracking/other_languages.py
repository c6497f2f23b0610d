"""Find the stories that report one event in two languages, by names and numbers alone.

Words differ between languages, but most names are written alike, and so are sums, scores and magnitudes.
Two stories are on one event if they share so many of these, and so rare ones, that this is no coincidence.
Names are what a language writes with a capital within sentences and nobody writes without; so languages
whose script has no capitals have none, and a name that is spelled otherwise abroad is no evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, combinations
from math import log
from typing import NamedTuple
from unicodedata import combining, normalize

from digest.grouping.lead_article import by_time
from digest.grouping.story_builder import sort_stories
from digest.grouping.tracking.topics import MAX_WORDS, is_service_story
from digest.models import Story, Topic

MIN_EVIDENCE = 2.0
"""The evidence for a pair is the sum of log((n + 1) / (frequency + 0.5)) over the names and numbers that it
shares; n is the number of stories, frequency that of those in the two languages. It must be at least this
times log(n). If names were independent of each other, less than one of n² pairs would share so much."""

MIN_LETTERS = 3
"""A shorter word with a capital is no name."""

PAIRS_PER_STORY = 200
"""The commonest names and numbers are left out as far as they would make more pairs than this for each
story."""

TITLE_CASE = 0.8
"""If more than this share of a headline's longer words have a capital, capitals say nothing in it."""

CAPITALIZED_NOUNS = frozenset({"de", "lb"})
"""Languages where many words of any headline have a capital. Their nouns are names only if the other language
writes them with a capital, too."""

FIRST_CHARACTERS = 400
"""Besides the titles, so many characters of each text are read, about sixty words: news names who and what
at its start."""

LONGER_WORD = 4
"""The least letters of a longer word: shorter ones are often in lower case where others have a capital."""

_WORD = re.compile(r"[^\W\d_]+")
# Nothing but names, sentence starts and numbers: a small letter of ASCII begins neither.
_CANDIDATE = re.compile(
    r"(?<![^\W_])(?:[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]{2,})?|\d+(?:[.,\u00a0\u202f'’]\d+)*)"
)
_SENTENCE_START = re.compile(r"[.!?…:;»«“”„\"|–—]")
_LOOK_BACK = 3
"""How many characters before a word are searched for the mark that ends the sentence before it."""
_GROUPED = re.compile(r"(?<=\d)[.,\u00a0\u202f'’](?=\d{3}(?!\d))")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Counterpart(NamedTuple):
    """Two stories on one event in two languages, and names that they share, in the order of the first."""

    one: str
    other: str
    names: tuple[str, ...]


class _Candidate(NamedTuple):
    """A word with a capital, or a number.

    key: what is compared. starts: it begins a sentence or stands in a headline in title case, so its capital
    does not show whether it is a name; true of numbers. follows: only white space lies between it and the
    candidate before.
    """

    key: str
    written: str
    starts: bool
    follows: bool


@dataclass(slots=True)
class _Evidence:
    """The names and numbers of a story, {key: as it is written}, and the pairs of names that are adjacent."""

    written: dict[str, str] = field(default_factory=dict)
    adjacent: set[tuple[str, str]] = field(default_factory=set)


def find_counterparts(stories: Sequence[Story], series: Collection[str] = ()) -> tuple[Counterpart, ...]:
    """Find the pairs of stories that report one event in two languages.

    Each story has at most one counterpart in each other language: the one with the most evidence, in both
    directions. Service pieces and series have none.

    Args:
        stories: all of the day, in any order.
        series: ids of articles that are installments of a series.

    Returns:
        The pairs, those with the most evidence first; ties by content. The result does not depend on the
        order of the stories. Cost: linear in titles and first words; nothing if all stories are in one
        language.
    """
    if len({story.lead.language for story in stories}) < 2:
        return ()
    ranked = sort_stories(story for story in stories if not is_service_story(story, series))
    languages = [story.lead.language for story in ranked]
    evidence = _collect_evidence(ranked)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(evidence):
        for key in found.written:
            holders[key].append(place)
    counts = {key: Counter(languages[place] for place in places) for key, places in holders.items()}
    least = MIN_EVIDENCE * log(max(len(ranked), 1))
    scored = []
    for (one, other), keys in _find_shared(holders, languages).items():
        # A shared name is in two stories at least.
        if len(keys) * log((len(ranked) + 1) / 2.5) < least:
            continue
        frequency = {key: counts[key][languages[one]] + counts[key][languages[other]] for key in keys}
        rarity = {key: log((len(ranked) + 1) / (n + 0.5)) for key, n in frequency.items()}
        pieces = _join_adjacent(keys, evidence[one].adjacent | evidence[other].adjacent)
        score = sum(sorted(max(rarity[key] for key in piece) for piece in pieces))
        if score >= least:
            names = sorted((key for key in keys if key[0].isalpha()), key=lambda key: (frequency[key], key))
            scored.append((-round(score, 6), one, other, names[:MAX_WORDS]))
    taken: set[tuple[int, str]] = set()
    pairs = []
    for _, one, other, names in sorted(scored):
        ends = {(one, languages[other]), (other, languages[one])}
        if not ends & taken:
            forms = tuple(form for key, form in evidence[one].written.items() if key in names)
            pairs.append(Counterpart(ranked[one].id, ranked[other].id, forms))
        taken |= ends
    return tuple(pairs)


def add_counterparts(
    topics: Sequence[Topic], counterparts: Sequence[Counterpart], stories: Iterable[Story]
) -> tuple[Topic, ...]:
    """Put stories and their counterparts in other languages on one topic.

    Args:
        topics: each in one language, those with the largest cores first.
        counterparts: of the same stories.
        stories: all of the day.

    Returns:
        The topics, and those that are made of counterparts alone after them. A topic that has counterparts on
        another one takes up all of its stories, if its core is the larger one. Cost: linear.
    """
    if not counterparts:
        return tuple(topics)
    order = {story.id: (-story.voices, min(map(by_time, story.articles))) for story in stories}
    found = list(topics)
    place_of = {id_: place for place, topic in enumerate(found) for id_ in topic.stories}
    for pair in counterparts:
        places = sorted({place_of[id_] for id_ in (pair.one, pair.other) if id_ in place_of})
        if not places:
            ids = sorted((pair.one, pair.other), key=lambda id_: order[id_])
            place_of |= dict.fromkeys(ids, len(found))
            found.append(Topic(ids[0], tuple(ids), pair.names))
            continue
        into, *others = places
        ids = [id_ for place in others for id_ in found[place].stories]
        ids += [id_ for id_ in (pair.one, pair.other) if id_ not in place_of]
        place_of |= dict.fromkeys(ids, into)
        found[into] = replace(found[into], stories=(*found[into].stories, *ids))
        for place in others:
            found[place] = replace(found[place], stories=())
    return tuple(topic for topic in found if topic.stories)


def _collect_evidence(stories: Sequence[Story]) -> list[_Evidence]:
    """Return the names and numbers of each story."""
    words: set[str] = set()
    names: defaultdict[str, set[str]] = defaultdict(set)
    candidates = []
    for story in stories:
        found = []
        for article in story.articles:
            start = article.text[:FIRST_CHARACTERS]
            words.update(_WORD.findall(article.title), _WORD.findall(start))
            found += [
                _list_candidates(article.title, _is_title_case(article.title, story.lead.language)),
                _list_candidates(start),
            ]
        names[story.lead.language].update(row.key for rows in found for row in rows if not row.starts)
        candidates.append(found)
    lower = {_fold_marks(word) for word in words if word.islower()}
    for of_language in names.values():
        of_language -= lower
    known = set().union(*names.values())
    return [
        _find_names(rows, names[story.lead.language], known)
        for story, rows in zip(stories, candidates, strict=True)
    ]


def _is_title_case(title: str, language: str) -> bool:
    """Whether most words of a headline have a capital, whatever they are."""
    if language in CAPITALIZED_NOUNS:
        return False
    longer = [word[0].isupper() for word in _WORD.findall(title) if len(word) >= LONGER_WORD]
    return longer.count(True) > TITLE_CASE * len(longer)


def _list_candidates(text: str, is_title_case: bool = False) -> list[_Candidate]:
    """Return the words of a text that may be names, and its numbers, in their order."""
    found: list[_Candidate] = []
    end = -1
    for match in _CANDIDATE.finditer(text):
        written, start = match[0], match.start()
        is_number = written[0].isdecimal()
        if not is_number and (len(written) < MIN_LETTERS or not written[0].isupper()):
            continue
        before = text[max(start - _LOOK_BACK, 0) : start]
        starts = is_title_case or is_number or not start or _SENTENCE_START.search(before) is not None
        key = _normalize_number(written) if is_number else _fold_marks(written)
        found.append(_Candidate(key, written, starts, end >= 0 and not text[end:start].strip()))
        end = match.end()
    return found


def _find_names(
    texts: Iterable[Iterable[_Candidate]], names: Collection[str], known: Collection[str]
) -> _Evidence:
    """Return the names and numbers among candidates.

    names: of the language. known: those of all languages; "Lunds" is read as "Lund" if that is one.
    """
    found = _Evidence()
    for candidates in texts:
        before = ""
        for key, written, _, follows in candidates:
            if key[0].isdecimal():
                if _is_distinctive(key):
                    found.written.setdefault(key, written)
                before = ""
                continue
            if key not in names:
                before = ""
                continue
            name = key[:-1] if key.endswith("s") and key[:-1] in known else key
            found.written.setdefault(name, written)
            if before and follows:
                found.adjacent.add((before, name))
            before = name
    return found


def _fold_marks(word: str) -> str:
    """Return a word casefolded and without marks: "São" and "Sao" are one name."""
    if word.isascii():
        return word.casefold()
    letters = normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not combining(letter)) or word


def _normalize_number(number: str) -> str:
    """Return a number with a point before its decimals and nothing between thousands."""
    return _GROUPED.sub("", number).replace(",", ".")


def _is_distinctive(number: str) -> bool:
    """Whether a number is no day, no hour, no small count and no year."""
    return len(number) >= MIN_LETTERS and not _YEAR.fullmatch(number)


def _find_shared(
    holders: Mapping[str, Sequence[int]], languages: Sequence[str]
) -> dict[tuple[int, int], list[str]]:
    """Return {pair of stories in two languages: the keys that both have}.

    holders: {key: the stories that have it, ascending}.
    """
    common = [key for key, places in holders.items() if len({languages[place] for place in places}) > 1]
    sizes = sorted(len(holders[key]) for key in common)
    work = accumulate(size * (size - 1) // 2 for size in sizes)
    affordable = bisect_right(list(work), PAIRS_PER_STORY * len(languages))
    most = sizes[affordable - 1] if affordable else 0
    shared: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for key in common:
        if len(holders[key]) <= most:
            for one, other in combinations(holders[key], 2):
                if languages[one] != languages[other]:
                    shared[one, other].append(key)
    return shared


def _join_adjacent(keys: Iterable[str], adjacent: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """Return the keys in groups: names that stand side by side, such as the two of a person, are one."""
    group_of = {key: [key] for key in keys}
    for one, other in sorted(adjacent):
        if one in group_of and other in group_of and group_of[one] is not group_of[other]:
            group_of[one] += group_of[other]
            for key in group_of[other]:
                group_of[key] = group_of[one]
    return {id(group): group for group in group_of.values()}.values()
