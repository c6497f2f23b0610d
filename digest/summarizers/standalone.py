"""Whether a sentence reads well outside its article: rules on its words and its shape, no model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from digest.languages.phrases import PHRASES, Phrases
from digest.summarizers.length import count_words

FEWEST_WORDS, MOST_WORDS = 6, 45
MOST_CHARACTERS = 270
"""As long as 45 English words: in languages of short words a sentence may have more of them."""

LONGEST_DECK = 150
"""Characters of a line under a headline; papers set it without a full stop."""

_CLOSERS = r"\"'”’“‘»«›)\]」』）〉》"
_STOPPED = re.compile(rf"[.!?。！？｡।॥؟۔።။។][{_CLOSERS}\s]*$")
_CUT = re.compile(rf"(?:…|\.\.\.?|\[[^\]]{{0,12}}\])[{_CLOSERS}\s]*$")
_ASKS = re.compile(rf"[?？؟][{_CLOSERS}\s]*$")
# Languages that end a sentence with a space.
_UNSTOPPED = frozenset({"th", "lo"})

# Patterns that are searched for begin with one set of characters, for which re looks eight times as fast as
# for the first of several patterns.
_SPOKEN = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|”[^”]*”|\"[^\"]*\"|「[^」]*」|['‘](?<!\w.)(?=\s?\w).*?['’](?!\w)"
)
_BRACKETS = re.compile("[()[\\]（）「」『』«»]")
_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("「", "」"), ("『", "』"), ("«", "»"))
_DOUBLE = re.compile('["“”„]')
QUOTES = re.compile(r"[\"“”„«»](?<!\d\")")
"""Which mark opens and which closes differs by language: an even number of them is sound."""

_INCHES = re.compile(r"(?<=\d)\"")
_OPENS_SINGLE = re.compile(r"['‘]\s?[^\W\d]")
_HAS_SINGLE_OPEN = re.compile(r"(?:^|[\s(])['‘]\s?\w")
_HAS_SINGLE_CLOSE = re.compile(r"[\w.,!?]\s?['’](?!\w)")
_CLOSES_SINGLE = re.compile(r"[.,!?]\s?['’](?!\w)")

_FURNITURE = re.compile(
    r"[©®|►▶▸→✉•:.@](?:(?<=[©®|►▶▸→✉•])|(?<=http:)|(?<=https:)|(?<=www\.)|(?<=\bdoi:)|(?<=\S@)\S+\.\w)"
)
_TAG = re.compile(r"\W*[#@]\w")
_CAPTION_STARTS = re.compile(
    r"(?i:(?:file|photos?|fotos?|images?|imagen|bild|video|vídeo|pictured?|above|left|right)\s?(?:[:(–—]|-\s)"
    r"|caption\b|in (?:this|an?) (?:[\w ,.]{2,20} )?(?:photo|image|picture|frame)"
    r"|auf (?:diesem|dem) (?:foto|bild)\b|sur cette (?:photo|image)\b|en est[ae] (?:foto|imagen)\b"
    r"|(?:in questa|nella) (?:foto|immagine)\b|n[ae]st[ae] (?:foto|imagem)\b|op (?:deze|de) foto\b)"
)
_CAPTION = re.compile(
    r"\((?:(?i:(?:l|r|c|left|right|cent(?:re|er)|top|bottom|pictured|back|front)\b[^()]{0,20}\))"
    r"|(?i:[^()]*\b(?:photos?|fotos?|images?|bild)\b[^()]*\))|[A-Z][^()]*/[A-Z][^()]*\)\W*$)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z]\w+\.? \d{1,2}, (?:19|20)\d\d"
)
_CAPITALS = re.compile(r"[^\W\d_a-z]{3}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d\w*")
_NAME_INSIDE = re.compile(r"(?<=[\w,;:] )(?!I\b(?! [A-Z]))[A-Z]\w*")

# What agencies set before the first sentence: a place, perhaps a date, their name, a dash.
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^()\n–—]{1,50}?)?\s*(?P<agency>[(/][\w./& -]{2,40}[)/])?"
    r"\s*[.,]?\s*(?:[-–—]{1,2}|>>)\s+"
    r"|(?P<initials>\(\s?[A-Z]{2,}\w*\s?\))\s*"
)
# "Port Ellis (NW) The bridge": no dash, but letters that do not abbreviate what stands before them.
_UNDASHED = re.compile(r"(?P<place>[A-Z]\w+(?:,? [A-Z]\w+){0,2}) \((?P<agency>[A-Z]{2,6})\) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence as the rules see it. told: what stands outside its quotation marks."""

    text: str
    told: str
    words: int
    stopped: bool
    phrases: Phrases | None


def find_faults(sentence: str, language: str = "und") -> tuple[str, ...]:
    """The names of the rules that a sentence breaks when it stands alone, in the order of FAULTS.

    language: ISO 639-1; sentences in a language of PHRASES are also judged by their small words. Linear.
    """
    reading = _read(sentence, language)
    return tuple(name for name, breaks in FAULTS.items() if breaks(reading))


@lru_cache(maxsize=4096)
def has_faults(sentence: str, language: str = "und") -> bool:
    """Whether a sentence breaks any rule; sooner known than which ones."""
    reading = _read(sentence, language)
    return any(breaks(reading) for breaks in FAULTS.values())


def strip_dateline(sentence: str) -> str:
    """The sentence without the place and agency in front of it ("LONDON (Reuters) — ")."""
    undashed = _UNDASHED.match(sentence)
    if undashed:
        initials = "".join(word[0] for word in undashed["place"].split())
        return sentence if initials in undashed["agency"] else sentence[undashed.end() :]
    found = _DATELINE.match(sentence)
    if not found:
        return sentence
    place = (found["place"] or "").partition(",")[0]
    rest = sentence[found.end() :]
    is_dateline = found["agency"] or found["initials"] or (len(place) > 1 and place.isupper())
    return rest if is_dateline and rest and not rest[0].islower() else sentence


def is_stopped(sentence: str, language: str = "und") -> bool:
    """Whether a sentence ends with a full stop, or is of a language that writes none."""
    return language in _UNSTOPPED or _STOPPED.search(sentence) is not None


def leaves_open(sentence: str, is_open: bool) -> bool:
    """Whether a quotation is open behind a sentence. is_open: whether one was before it."""
    return is_open ^ bool(len(QUOTES.findall(sentence)) % 2)


def _read(sentence: str, language: str) -> _Reading:
    return _Reading(
        text=sentence,
        told=_SPOKEN.sub(" ", sentence),
        words=count_words(sentence),
        stopped=is_stopped(sentence, language),
        phrases=PHRASES.get(language),
    )


def _is_cut(reading: _Reading) -> bool:
    """A fragment. Without a full stop a short text is a headline's second line, a long one was cut off."""
    first = _WORD.search(reading.text)
    return (
        _CUT.search(reading.text) is not None
        or (first is not None and first[0].islower())
        or (len(reading.text) > LONGEST_DECK and not reading.stopped)
    )


def _is_unbalanced(reading: _Reading) -> bool:
    text = reading.text
    if _BRACKETS.search(text) and any(text.count(left) != text.count(right) for left, right in _PAIRS):
        return True
    # Which mark opens and which closes differs by language, and careless writers mix them: count them all.
    if len(_DOUBLE.findall(text)) % 2 and len(_DOUBLE.findall(_INCHES.sub("", text))) % 2:
        return True
    if _OPENS_SINGLE.match(text):
        return _HAS_SINGLE_CLOSE.search(text) is None
    return _CLOSES_SINGLE.search(text) is not None and _HAS_SINGLE_OPEN.search(text) is None


def _is_furniture(reading: _Reading) -> bool:
    """Links, marks, appeals to the reader, headings in capitals, rows of figures."""
    if _FURNITURE.search(reading.text) or _TAG.match(reading.text):
        return True
    if reading.phrases:
        lower = reading.text.lower()
        if reading.phrases.request.match(lower) or reading.phrases.appeal.search(lower):
            return True
    if _CAPITALS.search(reading.text):
        long_words = _LONG_WORD.findall(reading.text)
        if sum(map(str.isupper, long_words)) * 2 > len(long_words):
            return True
    numbers = len(_NUMBER.findall(reading.text))
    return numbers > 1 and numbers * 2 > len(_WORD.findall(reading.text))


def _speaks_in_person(reading: _Reading) -> bool:
    # A capital inside the sentence makes it a name: the US, a song called Our Town.
    told = _NAME_INSIDE.sub(" ", reading.told).lower()
    return reading.phrases is not None and reading.phrases.person.search(told) is not None


def _is_mere_speech(reading: _Reading) -> bool:
    return len(reading.told) < len(reading.text) and count_words(reading.told) < 2


def _lacks_speaker(reading: _Reading) -> bool:
    """Whether a mere "he" speaks, and no name stands before him outside the quotation marks."""
    speech = reading.phrases.speech.search(reading.told.lower()) if reading.phrases else None
    if speech is None:
        return False
    before = _WORD.findall(reading.told[: speech.start()])
    starts_told = reading.text[:1] == reading.told[:1]
    return not any(word[0].isupper() for word in before[starts_told:])


def _points_back(reading: _Reading) -> bool:
    return reading.phrases is not None and reading.phrases.pronoun.match(_start(reading)) is not None


def _links_back(reading: _Reading) -> bool:
    return reading.phrases is not None and reading.phrases.connective.match(_start(reading)) is not None


def _start(reading: _Reading) -> str:
    return reading.text[:60].lower().lstrip("-–—•* ")


FAULTS: dict[str, Callable[[_Reading], bool]] = {
    "furniture": _is_furniture,
    "caption": lambda reading: bool(_CAPTION_STARTS.match(reading.text) or _CAPTION.search(reading.text)),
    "cut": _is_cut,
    "unbalanced": _is_unbalanced,
    "question": lambda reading: _ASKS.search(reading.text) is not None,
    "mere speech": _is_mere_speech,
    "short": lambda reading: reading.words < FEWEST_WORDS,
    "long": lambda reading: reading.words > MOST_WORDS and len(reading.text) > MOST_CHARACTERS,
    "no stop": lambda reading: not reading.stopped,
    "person": _speaks_in_person,
    "no speaker": _lacks_speaker,
    "pronoun": _points_back,
    "connective": _links_back,
}

SLIGHT = frozenset({"long", "no stop", "person", "no speaker", "pronoun", "connective"})
"""Faults that are borne where an article offers nothing better: its headline stands above."""
