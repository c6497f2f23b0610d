"""Decide whether a sentence can stand alone outside its article, by rules on its words and punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from digest.languages.patterns import CompiledPatterns, compile_patterns
from digest.summarizers.length import count_words
from digest.text.phrase_rules import is_small_letter
from digest.text.sentence_stops import SCRIPT_STOPS

MIN_WORDS, MAX_WORDS = 6, 70
MAX_CHARACTERS = 420
"""The length of 70 English words: in languages with short words a sentence may have more of them."""

MAX_DECK_CHARACTERS = 150
"""The longest deck: a line under a headline, which newspapers set without a full stop."""

_CLOSERS = r"\"'”’“‘»«›)\]」』）〉》"
# A semicolon ends a question in Greek; Armenian and Ethiopic stops are often typed as colons.
_GREEK_QUESTION = r"(?<=[\u0370-\u03ff\u1f00-\u1fff];)"
_FULL_STOP = re.compile(
    rf"[.!?‼⁇⁈⁉{SCRIPT_STOPS}\u037e;:\u1361](?:(?<![;:\u1361])|{_GREEK_QUESTION}|(?<=[\u0531-\u0588]:)"
    rf"|(?<=[\u1200-\u135f]::)|(?<=[\u1200-\u135f]\u1361\u1361))[{_CLOSERS}\s]*$"
)
_TRUNCATED = re.compile(rf"(?:…|\.[ \u00a0]?\.(?:[ \u00a0]?\.)?|\[[^\]]{{0,12}}\])[{_CLOSERS}\s]*$")
_ELLIPSIS = re.compile(r"…|\.[ \u00a0]?\.(?:[ \u00a0]?\.)?")
MAX_ELLIPSES = 2
"""A sentence with more of them consists of pieces: lines of a song, say."""

_QUESTION = re.compile(rf"[?？؟⁇⁈⁉\u1367\u037e;](?:(?<!;)|{_GREEK_QUESTION})[{_CLOSERS}\s]*$")
# Thai and Lao end a sentence with a space.
_WITHOUT_FULL_STOPS = frozenset({"th", "lo"})

# Patterns used with search() begin with one character class: re finds that eight times as fast as the first
# of several alternatives.
_QUOTATION = re.compile(
    r"“[^”]{0,400}+”|„[^“”]{0,400}+[“”]|«[^»]{0,400}+»|»[^«]{0,400}+«|”[^”]{0,400}+”|\"[^\"]{0,400}+\""
    r"|「[^」]{0,400}+」|['‘](?<!\w.)(?=\s?\w).{0,400}?['’](?!\w)"
)
_BRACKETS = re.compile("[()[\\]（）「」『』«»]")
_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("「", "」"), ("『", "』"), ("«", "»"))
_DOUBLE_QUOTES = re.compile('["“”„]')
QUOTES = re.compile(r"[\"“”„«»](?<!\d\")")
"""Which mark opens and which closes differs by language: an even number of them is balanced."""

_INCHES = re.compile(r"(?<=\d)\"")
_OPENS_SINGLE = re.compile(r"['‘]\s?[^\W\d]")
_HAS_SINGLE_OPEN = re.compile(r"(?:^|[\s(])['‘]\s?\w")
_HAS_SINGLE_CLOSE = re.compile(r"[\w.,!?]\s?['’](?!\w)")
_CLOSES_SINGLE = re.compile(r"[.,!?]\s?['’](?!\w)")

_BOILERPLATE = re.compile(
    r"[©®|►▶▸→✉•:.@](?:(?<=[©®|►▶▸→✉•])|(?<=http:)|(?<=https:)|(?<=www\.)|(?<=\bdoi:)|(?<=\S@)\S+\.\w)"
)
_HASHTAG = re.compile(r"\W*[#@]\w")
_CAPTION_STARTS = re.compile(
    r"(?i:(?:file|photos?|fotos?|images?|imagen|bild|video|vídeo|pictured?|above|left|right)\s?(?:[:(–—]|-\s)"
    r"|caption\b|in (?:this|an?) (?:[\w ,.]{2,20} )?(?:photo|image|picture|frame)"
    r"|auf (?:diesem|dem) (?:foto|bild)\b|sur cette (?:photo|image)\b|en est[ae] (?:foto|imagen)\b"
    r"|(?:in questa|nella) (?:foto|immagine)\b|n[ae]st[ae] (?:foto|imagem)\b|op (?:deze|de) foto\b)"
)
# "(left)", "(2nd L)", "(third from the right)", "(2. v. l.)": a place in a photograph.
_IN_PHOTO = (
    r"(?i:(?:(?:\d(?:st|nd|rd|th)|second|third|fourth) (?:from )?(?:the )?)?"
    r"(?:l|r|c|left|right|cent(?:re|er)|top|bottom|pictured|back|front)\b[^()]{0,20}\)"
    r"|(?:\d\. ?)?v\. ?[lr]\.[^()]{0,10}\))"
)
_CAPTION = re.compile(
    rf"\((?:{_IN_PHOTO}"
    r"|(?i:[^()]*\b(?:photos?|fotos?|images?|bild)\b[^()]*\))|[A-Z][^()]*/[A-Z][^()]*\)\W*$)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z]\w+\.? \d{1,2}, (?:19|20)\d\d"
)
_THREE_CAPITALS = re.compile(r"[^\W\d_a-z]{3}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d\w*")
_NAME_INSIDE = re.compile(r"(?<=[\w,;:] )(?!I\b(?! [A-Z]))[A-Z]\w*")
_FIRST_WORDS = re.compile(r"\W*([^\W\d_]{2,})(?:\W+(\w{2,}))?")

# What agencies put before the first sentence: a place, perhaps a date, their name, a dash.
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n–—]{1,50}?)?\s*+(?P<agency>[(/][\w./& -]{2,40}[)/])?"
    r"\s*+[.,]?\s*+(?:[-–—]{1,2}|>>)\s+"
    r"|(?P<initials>\(\s?[A-Z]{2,}+\w*+\s?\))\s*"
)
# "Port Ellis (NW) The bridge": no dash, but capitals that do not abbreviate the words before them.
_DATELINE_WITHOUT_DASH = re.compile(
    r"(?P<place>[A-Z]\w+(?:,? [A-Z]\w+){0,2}) \((?P<agency>[A-Z]{2,6})\) (?=[A-Z])"
)


# "EXCLUSIVE: The bridge is closed": set in capitals, so that nobody speaks who is called so.
_LABEL = re.compile(
    r"(?:EXCLUSIVE|BREAKING(?: NEWS)?|UPDATED?|EXKLUSIV|EILMELDUNG|EXCLUSIF|URGENT|EXCLUSIVA|ÚLTIMA HORA"
    r"|ESCLUSIVA|ULTIM'ORA|EXCLUSIVO|URGENTE|EXCLUSIEF|PILNE)\s?[:–—-]\s+(?=\W?[^\W\d_])"
)

# "Friday, 8 May: The bridge is closed", "Freitag, 8. Mai: …", "Vendredi 8 mai : …": the heading of a column.
_DATE_LABEL = re.compile(
    r"[^\W\d_]{2,20},? (?:[^\W\d_]{3,20} \d{1,2}|\d{1,2}\.?(?: de)? [^\W\d_]{3,20})"
    r"(?:,? \d{4})?\s?: (?=\W?[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class _ParsedSentence:
    """A sentence with what the rules need of it.

    unquoted: the text outside its quotation marks. words: its length, of count_words(). patterns: of its
    language, None where the language has none.
    """

    text: str
    unquoted: str
    words: int
    has_full_stop: bool
    patterns: CompiledPatterns | None


@lru_cache(maxsize=4096)
def find_faults(sentence: str, language: str = "und") -> tuple[str, ...]:
    """Return the names of the rules that a sentence breaks when it stands alone, in the order of FAULTS.

    language: ISO 639-1; where it has StandalonePatterns, function words are judged, too. Cost: linear.
    Cached, because several steps ask of each sentence.
    """
    parsed = _parse(sentence, language)
    return tuple(fault for fault, has_fault in FAULTS.items() if has_fault(parsed))


def strip_dateline(sentence: str) -> str:
    """Return the sentence without what stands before it: a dateline, a label or a date.

    "LONDON (Reuters) — ", "EXCLUSIVE: ", "PRESS REVIEW – Friday, 8 May: ". Cost: linear.
    """
    return _strip_label(_strip_place(_strip_label(sentence)))


def _strip_label(sentence: str) -> str:
    label = _LABEL.match(sentence) or _DATE_LABEL.match(sentence)
    return sentence[label.end() :] if label else sentence


def _strip_place(sentence: str) -> str:
    """Return the sentence without the place and the agency before it."""
    without_dash = _DATELINE_WITHOUT_DASH.match(sentence)
    if without_dash:
        initials = "".join(word[0] for word in without_dash["place"].split())
        return sentence if initials in without_dash["agency"] else sentence[without_dash.end() :]
    found = _DATELINE.match(sentence)
    if not found:
        return sentence
    place = (found["place"] or "").partition(",")[0]
    rest = sentence[found.end() :]
    is_dateline = found["agency"] or found["initials"] or (len(place) > 1 and place.isupper())
    return rest if is_dateline and rest and not rest[0].islower() else sentence


def ends_with_full_stop(sentence: str, language: str = "und") -> bool:
    """Return whether a sentence ends with a full stop, "!" or "?", or its language writes none."""
    return language in _WITHOUT_FULL_STOPS or _FULL_STOP.search(sentence) is not None


def writes_no_full_stops(language: str) -> bool:
    """Return whether a language ends its sentences with a space alone."""
    return language in _WITHOUT_FULL_STOPS


def may_lack_full_stop(sentence: str, language: str = "und") -> bool:
    """Return whether a sentence has no full stop and was not cut off by its outlet ("The mayor said …")."""
    return writes_no_full_stops(language) or not (_FULL_STOP.search(sentence) or _TRUNCATED.search(sentence))


def leaves_quotation_open(sentence: str, is_open: bool) -> bool:
    """Return whether a quotation is still open after a sentence. is_open: whether one was open before it."""
    return is_open ^ bool(len(QUOTES.findall(sentence)) % 2)


def _parse(sentence: str, language: str) -> _ParsedSentence:
    return _ParsedSentence(
        text=sentence,
        unquoted=_QUOTATION.sub(" ", sentence),
        words=count_words(sentence),
        has_full_stop=ends_with_full_stop(sentence, language),
        patterns=compile_patterns(language),
    )


def _is_truncated(sentence: _ParsedSentence) -> bool:
    """Return whether the text is a fragment, or consists of several.

    Without a full stop, a short text is a deck and a long one was cut off.
    """
    first = _WORD.search(sentence.text)
    return (
        _TRUNCATED.search(sentence.text) is not None
        or len(_ELLIPSIS.findall(sentence.text)) > MAX_ELLIPSES
        or (first is not None and is_small_letter(first[0][0]))
        or (len(sentence.text) > MAX_DECK_CHARACTERS and not sentence.has_full_stop)
    )


def _is_unbalanced(sentence: _ParsedSentence) -> bool:
    text = sentence.text
    if _BRACKETS.search(text) and any(text.count(left) != text.count(right) for left, right in _PAIRS):
        return True
    # Which mark opens and which closes differs by language, and some writers mix them: count them all.
    if len(_DOUBLE_QUOTES.findall(text)) % 2 and len(_DOUBLE_QUOTES.findall(_INCHES.sub("", text))) % 2:
        return True
    if _OPENS_SINGLE.match(text):
        return _HAS_SINGLE_CLOSE.search(text) is None
    return _CLOSES_SINGLE.search(text) is not None and _HAS_SINGLE_OPEN.search(text) is None


def _is_boilerplate(sentence: _ParsedSentence) -> bool:
    """Return whether the text is page boilerplate.

    Links, symbols, appeals to the reader, headings in capitals, rows of figures.
    """
    if _BOILERPLATE.search(sentence.text) or _HASHTAG.match(sentence.text):
        return True
    if sentence.patterns:
        lower = sentence.text.lower()
        if sentence.patterns.request.match(lower) or sentence.patterns.appeal.search(lower):
            return True
    if _THREE_CAPITALS.search(sentence.text):
        long_words = _LONG_WORD.findall(sentence.text)
        if sum(map(str.isupper, long_words)) * 2 > len(long_words):
            return True
    numbers = len(_NUMBER.findall(sentence.text))
    return numbers > 1 and numbers * 2 > len(_WORD.findall(sentence.text))


def _uses_first_or_second_person(sentence: _ParsedSentence) -> bool:
    # A capital inside the sentence makes it a name: the US, a song called Our Town.
    unquoted = _NAME_INSIDE.sub(" ", _mark_initials(sentence.unquoted)).lower()
    return sentence.patterns is not None and sentence.patterns.person.search(unquoted) is not None


def _is_quotation_only(sentence: _ParsedSentence) -> bool:
    return len(sentence.unquoted) < len(sentence.text) and count_words(sentence.unquoted) < 2


def _lacks_named_speaker(sentence: _ParsedSentence) -> bool:
    """Return whether a pronoun speaks ("he said") and no name precedes it outside the quotation marks."""
    speech = sentence.patterns.speech.search(sentence.unquoted.lower()) if sentence.patterns else None
    if speech is None:
        return False
    before = _WORD.findall(sentence.unquoted[: speech.start()])
    starts_unquoted = sentence.text[:1] == sentence.unquoted[:1]
    return not any(word[0].isupper() for word in before[starts_unquoted:])


def _starts_with_pronoun(sentence: _ParsedSentence) -> bool:
    return sentence.patterns is not None and sentence.patterns.pronoun.match(_start(sentence)) is not None


def _starts_with_connective(sentence: _ParsedSentence) -> bool:
    return sentence.patterns is not None and sentence.patterns.connective.match(_start(sentence)) is not None


def _start(sentence: _ParsedSentence) -> str:
    return _mark_initials(sentence.text[:60]).lower().lstrip("-–—•* ")


def _mark_initials(text: str) -> str:
    """Return a text with a mark on initials at its start: the US is not "us", nor IT "it".

    Where the second word is in capitals, too, it is a way to set the beginning of a text.
    """
    found = _FIRST_WORDS.match(text)
    if found is None or not found[1].isupper() or (found[2] or "").isupper():
        return text
    return f"{text[: found.start(1)]}_{text[found.start(1) :]}"


FAULTS: dict[str, Callable[[_ParsedSentence], bool]] = {
    "boilerplate": _is_boilerplate,
    "caption": lambda sentence: bool(_CAPTION_STARTS.match(sentence.text) or _CAPTION.search(sentence.text)),
    "truncated": _is_truncated,
    "unbalanced": _is_unbalanced,
    "question": lambda sentence: _QUESTION.search(sentence.text) is not None,
    "quotation only": _is_quotation_only,
    "short": lambda sentence: sentence.words < MIN_WORDS,
    "long": lambda sentence: sentence.words > MAX_WORDS and len(sentence.text) > MAX_CHARACTERS,
    "no full stop": lambda sentence: not sentence.has_full_stop,
    "first or second person": _uses_first_or_second_person,
    "unnamed speaker": _lacks_named_speaker,
    "pronoun": _starts_with_pronoun,
    "connective": _starts_with_connective,
}

MINOR_FAULTS = frozenset({"long", "first or second person", "unnamed speaker", "pronoun", "connective"})
"""Faults that are accepted where an article offers nothing better: its headline supplies the context."""

UNDER_HEADLINE = frozenset({"pronoun"})
"""Faults that the first sentence under a story's headline may have: the headline names who is meant."""
