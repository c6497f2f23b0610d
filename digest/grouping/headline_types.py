"""Classify headlines: plain reports against questions, live pages, advice, opinion and services.

A label or a punctuation mark decides where it can. Where only words can, the lists are short: question
words, of which every language has about a dozen, and what newspapers call their live pages and services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category

from digest.languages import get_language, iterate_languages
from digest.languages.soft_headlines import compile_soft_headlines
from digest.models import Article

MAX_KNOWN = 50_000
"""How many headlines are remembered: several steps, and several editions, ask of each."""

MAX_LABEL_WORDS = 4
"""The most words that a label has."""

MIN_CAPITALS = 4
"""The fewest letters of a label in capitals: shorter words in capitals name countries."""

SERVICE_PATHS = re.compile(
    r"/(?:crosswords?|puzzles?|quiz(?:zes)?|horoscopes?|horoskop|lottery|coupons?|deals|gutscheine?)(?:/|$)"
)
"""Paths on a site of what newspapers print besides news."""

_NON_REPORT_FOLDERS = """
    live(?:-?blogs?|-?news|-?ticker)? videos? podcasts? newsletters? galler(?:y|ies) photo-?galler(?:y|ies)
    opinions? columns? debates? features? interviews? press-?reviews?
    meinung kommentare? kolumnen? debatten? presseschau fotostrecken? bildergalerien?
    chroniques? tribunes? entretiens? revue-de-presse columnas? entrevistas? revista-de-prensa
    opinioni editoriali interviste? rassegna-stampa opinie opiniao colunas? felietony wywiady
"""
NON_REPORT_PATHS = re.compile(rf"/(?:{'|'.join(_NON_REPORT_FOLDERS.split())})(?:/|$)")
"""Paths on a site of what is not a plain report: press reviews, too, quote what others say."""

# What is quoted is somebody else's cry.
_QUOTED = re.compile(r"[“„«\"‘](?<!\w.).{0,150}?[”“»\"’](?!\w)")
_CRY = re.compile(r"!\W{0,20}$|\w! ")
_QUOTED_FIRST = re.compile(r"\W{0,2}[“„«\"‘'](?:[^”“»\"]{3,}?[,!?…][”“»\"’'] |(?:\S+ ){2,}?\S+[”“»\"’']: )")

# Three words at least, up to the end or a comma: behind the title of a film, the headline goes on.
_QUOTED_BEHIND_COLON = re.compile(
    r":\s[“„«\"‘'](?=\s?\S+ \S+ \S)(?:[^“”„«»\"‘'’]|(?<=\w)['’](?=\w)){1,300}+"
    r"(?:(?<=,)[”“»\"’']|[”“»\"’'](?:,|\W*$))"
)

_CLAUSES = re.compile(r":\s+|\s[–—|-]\s")


class _HeadlinePatterns(NamedTuple):
    """The HeadlineWords of all languages, compiled for titles in lower case.

    With re.IGNORECASE they take twice as long.
    """

    label: re.Pattern[str]
    ending: re.Pattern[str]
    service: re.Pattern[str]
    broadcast: re.Pattern[str]
    list: re.Pattern[str]


@cache
def _compile_patterns() -> _HeadlinePatterns:
    """Compile the words of all languages: newspapers borrow them, and a title may be in an unknown one."""
    words = [language.headlines for _, language in iterate_languages()]
    labels = _join_alternatives(row.labels for row in words)
    endings = _join_alternatives(row.endings for row in words)
    services = _join_alternatives(row.services for row in words)
    broadcasts = _join_alternatives(row.broadcasts for row in words)
    lists = _join_alternatives(row.lists for row in words)
    return _HeadlinePatterns(
        re.compile(rf"\b(?:{labels})\b"),
        re.compile(rf"\b(?:{endings})\W*$"),
        re.compile(rf"\b(?:{services})\b"),
        re.compile(rf"\b(?:{broadcasts})\b"),
        re.compile(rf"\b(?:{lists})\b"),
    )


def _join_alternatives(patterns: Iterable[str]) -> str:
    """Join the patterns that are not empty."""
    return "|".join(filter(None, patterns))


@cache
def _find_question_words(language: str) -> frozenset[str]:
    """Return the question words of a language; those of English for a language without any."""
    return frozenset(
        (get_language(language).headlines.questions or get_language("en").headlines.questions).split()
    )


def is_service(article: Article) -> bool:
    """Whether an article is a service that newspapers print besides news, or says where to watch an event."""
    return is_apart_from_news(article) or _announces_broadcast(article.title)


def is_apart_from_news(article: Article) -> bool:
    """Whether an article has no part in any event: puzzles, offers, buying guides, horoscopes."""
    return _is_service_name(article.title, article.url)


@lru_cache(maxsize=MAX_KNOWN)
def _is_service_name(title: str, url: str) -> bool:
    """Whether a title or an address belongs to a service."""
    return bool(_compile_patterns().service.search(title.lower()) or SERVICE_PATHS.search(url.casefold()))


@lru_cache(maxsize=MAX_KNOWN)
def _announces_broadcast(title: str) -> bool:
    """Whether a title says where to watch or hear an event."""
    return _compile_patterns().broadcast.search(title.lower()) is not None


def is_soft(article: Article) -> bool:
    """Whether a headline announces a review, a comparison, a trailer or the like."""
    return _is_soft_title(article.title, article.language)


@lru_cache(maxsize=MAX_KNOWN)
def _is_soft_title(title: str, language: str) -> bool:
    return compile_soft_headlines(language).search(title.lower()) is not None


def is_cut_off(title: str) -> bool:
    """Whether a title ends with an ellipsis: feeds that cut titles off mark them so."""
    return title.rstrip(" \"'”’»“)]").endswith(("…", "..."))


def ends_with_quotation(title: str) -> bool:
    """Whether a title leaves what follows its colon to somebody's words ("The council: “We will …”")."""
    return _QUOTED_BEHIND_COLON.search(title) is not None


def is_plain_report(article: Article) -> bool:
    """Whether a headline announces a report of an event.

    False for a question, an explanation, a live page, a video, an opinion, a list, a review or a service, and
    for a headline that cries out ("Surprise!"), begins with a pictogram or with what somebody says ("‘No way
    back’: ...").
    """
    return _is_plain(article, article.url)


def has_plain_headline(article: Article) -> bool:
    """Whether a headline is that of a plain report, though its address may be that of a video or a column."""
    return _is_plain(article, "")


def _is_plain(article: Article, url: str) -> bool:
    capitals = _read_headline(article.title, article.language, url)
    # What the text uses as a name, too, is no label.
    return capitals is not None and all(words in article.text for words in capitals)


@lru_cache(maxsize=MAX_KNOWN)
def _read_headline(title: str, language: str, url: str) -> tuple[str, ...] | None:
    """Return the clauses in capitals that make a headline no plain report if they are labels, not names.

    None if it is none anyway.
    """
    patterns = _compile_patterns()
    if _is_soft_title(title, language) or _is_pictogram(title[:1]):
        return None
    has_mark = any(mark in title for mark in "?？؟¿")
    lower = title.lower()
    if has_mark or patterns.ending.search(lower) or patterns.list.search(lower):
        return None
    if _is_service_name(title, url) or _announces_broadcast(title):
        return None
    if _CRY.search(_QUOTED.sub(" ", title)) or _QUOTED_FIRST.match(title):
        return None
    if NON_REPORT_PATHS.search(url.casefold()):
        return None
    first, *others = clauses = _CLAUSES.split(title)
    question_words = _find_question_words(language)
    if any(_begins_with(clause, question_words) for clause in clauses):
        return None
    labels = [clause for clause in (first, clauses[-1]) if _has_few_words(clause)] if others else []
    if any(patterns.label.search(clause.lower()) for clause in labels):
        return None
    return tuple(clause.strip() for clause in labels if _is_in_capitals(clause))


def _is_pictogram(character: str) -> bool:
    return character > "\u2190" and category(character) == "So"


def _begins_with(clause: str, words: frozenset[str]) -> bool:
    """Whether the first word is one of these; a word in capitals is a name ("WHO")."""
    found = re.search(r"\w+", clause)
    return bool(found and found[0].casefold() in words and not (found[0].isupper() and len(found[0]) > 1))


def _has_few_words(clause: str) -> bool:
    """Whether a clause has as few words as a label."""
    return 0 < len(re.findall(r"\w+", clause)) <= MAX_LABEL_WORDS


def _is_in_capitals(clause: str) -> bool:
    letters = "".join(re.findall(r"\w+", clause))
    return letters.isupper() and len(letters) >= MIN_CAPITALS
