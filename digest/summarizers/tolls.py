"""Find how many dead or hurt people a text counts, and leave out sentences whose count has since grown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from digest.languages import get_language
from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.redundancy import find_content_stems

MIN_SHARED_STEMS = 3
"""Texts of a story that share so many stems, numbers aside, count the victims of the same event."""

REACH = 10
"""Sentences of an article that are compared, from its beginning."""

MAX_WORDS_BETWEEN = 3
"""Words between a number and the word that counts ("21 people were killed")."""

PARTIAL_REACH = 10
"""Characters behind a count in which its limits are looked for ("552 killed since April")."""

# Counts of another time or of a part: "552 killed since April", "three seriously hurt", "two others".
_PARTIAL = re.compile(
    r"\b(?:since|in total|so far this|seriously|critically|severely|others?|another"
    r"|seit|schwer|lebensgefährlich|weitere[nr]?|depuis|grièvement|autres?|desde|gravemente|graves|otr[oa]s?"
    r"|dal|gravi|altr[ie]|gravemente|outr[oa]s?|sinds|zwaar|andere[n]?|od|ciężko|kolejn\w+)\b",
    re.IGNORECASE,
)


# A number does not count across these words: "21 killed and three hurt".
_AND = "and|but|und|et|mais|y|e|en|i|ma|mas"


class Toll(NamedTuple):
    """A number of victims. kind: "dead" or "hurt". start, end: the span of the number, qualifier included.

    word: the word that counts them, as written.
    """

    kind: str
    value: int
    start: int
    end: int
    word: str


def find_tolls(text: str, language: str) -> list[Toll]:
    """Return the numbers of victims that a text counts, of each kind at most one.

    A text that gives several numbers of one kind, or one of another time or of a part, has none of that kind.
    language: ISO 639-1. Cost: linear.
    """
    patterns = _compile(language)
    if patterns is None or not patterns.any.search(text):
        return []
    found: list[Toll] = []
    for kind, pattern in patterns.kinds.items():
        matches = list(pattern.finditer(text))
        match = matches[0] if len(matches) == 1 else None
        if match and not _PARTIAL.search(text, match.start(), match.end() + PARTIAL_REACH):
            group = "before" if match["before"] else "after"
            start = match.start(group)
            qualifier = patterns.qualifier.search(text, max(0, start - 20), start)
            value = _read_number(match[group], patterns.numbers)
            start = qualifier.start() if qualifier else start
            found.append(Toll(kind, value, start, match.end(group), match["word"] or match["first_word"]))
    return found


def drop_outgrown_tolls(candidates: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the candidates without those whose number of victims a later report of the story has raised.

    A later headline or sentence raises it when it shares three stems with the sentence. Cost: sentences with
    tolls times reports with tolls.
    """
    if len({article.moment for article in story.articles}) == 1:
        return list(candidates)
    reports = [
        (story.articles[index].moment, toll, list_toll_stems(text, language))
        for index, text, language in _list_texts(candidates, story)
        for toll in find_tolls(text, language)
    ]
    if not reports:
        return list(candidates)

    def is_outgrown(candidate: Candidate) -> bool:
        moment = story.articles[candidate.article].moment
        stems = list_toll_stems(candidate.text, candidate.language)
        return any(
            later > moment
            and other.kind == toll.kind
            and other.value > toll.value
            and len(other_stems & stems) >= MIN_SHARED_STEMS
            for toll in find_tolls(candidate.text, candidate.language)
            for later, other, other_stems in reports
        )

    return [candidate for candidate in candidates if not is_outgrown(candidate)]


def _list_texts(candidates: Sequence[Candidate], story: Story) -> Iterator[tuple[int, str, str]]:
    """Yield (index of the article, text, language) of the headlines and sentences."""
    for index, article in enumerate(story.articles):
        yield index, article.title, article.language
    for candidate in candidates:
        if candidate.position < REACH:
            yield candidate.article, candidate.text, candidate.language


def list_toll_stems(text: str, language: str) -> set[str]:
    """Return the stems of a text without its numbers."""
    return {stem for stem in find_content_stems(text, language) if not stem[0].isdigit()}


class _TollPatterns(NamedTuple):
    """The compiled toll words of a language. numbers: {number word: its value}."""

    any: re.Pattern[str]
    kinds: dict[str, re.Pattern[str]]
    qualifier: re.Pattern[str]
    numbers: dict[str, int]


@cache
def _compile(language: str) -> _TollPatterns | None:
    words = get_language(language).figures
    if words is None or not words.tolls:
        return None
    names = {form: place for place, forms in enumerate(words.numbers.split(), 2) for form in forms.split("|")}
    tolls = "|".join(words.tolls.values())
    number = rf"\d{{1,3}}(?:[.,]\d{{3}})+|(?!(?:19|20)\d\d\b)\d+|{'|'.join(map(re.escape, names))}"
    between = rf"(?: (?!(?:{_AND}|{tolls})\b)[^\W\d][\w’'-]*){{0,{MAX_WORDS_BETWEEN}}}? "
    end = r"(?![\w%-]|[.,]\d)"
    kinds = {
        kind: re.compile(
            rf"(?<![\w.,$€£-])(?P<before>{number}){end}{between}(?P<word>{toll})(?!\w)"
            rf"|(?<!\w)(?P<first_word>{toll}) (?:(?:{words.qualifiers}) )?(?P<after>{number}){end}",
            re.IGNORECASE,
        )
        for kind, toll in words.tolls.items()
    }
    qualifier = re.compile(rf"(?<!\w)(?:{words.qualifiers})\s+$", re.IGNORECASE)
    return _TollPatterns(re.compile(rf"(?<!\w)(?:{tolls})(?!\w)", re.IGNORECASE), kinds, qualifier, names)


def _read_number(number: str, names: dict[str, int]) -> int:
    word = number.casefold()
    return names[word] if word in names else int(re.sub(r"\D", "", number))
