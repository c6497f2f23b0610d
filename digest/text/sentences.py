"""Split text into sentences by rules, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from digest.languages import Abbreviations, get_language
from digest.text.clean import is_wrapped
from digest.text.phrase_rules import (
    LONGEST_VOWELLESS,
    QUOTE_REACH,
    begins_with_initial,
    continues_after_clock,
    continues_name,
    ends_in_speech,
    is_in_brackets,
    is_in_ellipsis,
    is_quote_open,
    is_quoted_initials,
    is_small_letter,
    is_spaceless_text,
    is_vowelless,
    names_with_mark,
    split_at_spaces,
)
from digest.text.sentence_stops import SCRIPT_STOPS, SPACED_STOPS
from digest.text.words import COMBINING_MARKS, SOUTHEAST_ASIAN, list_stop_words

_CLOSERS = r"\"'”’»›)\]】」』）〉》*"
_OPENERS = r"\"'“‘„‚«‹»(\[¿¡【「『（〈《—–\-*•…"
# A stop, closing marks after it, the space after those; or the end of a line. A quote that opens in one
# language closes in another: it closes if space follows. No quantifier backtracks, so a scan is linear for
# every text. The pattern begins with one set of characters, which re finds eight times as fast as the first
# of several patterns.
_AFTER_MARK = (
    rf"(?:(?<=\n)\s*|(?:(?<=[{SPACED_STOPS}])[{SPACED_STOPS}]*|[{SCRIPT_STOPS};:\u037e\u1361]*)"
    rf"(?P<close>(?:[{_CLOSERS}]|[“‘«‹](?=[\s,;)]|$))*(?:[ \u00a0\u202f][»”](?=\s|$))?(?:\[\d[\d, ]*\])*)"
    r"(?P<gap>\s*))"
)
# The Greek question mark is a semicolon; Armenian and Ethiopic stops are typed as colons, a danda as a bar.
_LETTER_STOPS = ";:|\u037e\u1361"
_CANDIDATE = re.compile(
    rf"(?P<mark>[{SPACED_STOPS}{SCRIPT_STOPS}{_LETTER_STOPS}\n])"
    rf"(?:(?<![{_LETTER_STOPS}])|(?<=[\u0370-\u03ff\u1f00-\u1fff];)"
    r"|(?<=[\dA-Za-z%€»”\"'’)\]];)(?=[»”\"'’)\]]{0,3}\s{1,3}[«“\"]?[\u0386-\u03ab])"
    r"|(?<=\u037e)|(?<=[\u0900-\u0dff]\|)|(?<=[\u0900-\u0dff] \|)"
    r"|(?<=[\u0531-\u0588]:)|(?<=[\u1200-\u135f]:)(?=:)|(?<=[\u1200-\u135f]\u1361)(?=\u1361))" + _AFTER_MARK
)
_CLOSE = _CANDIDATE.groupindex["close"]
_ASCII_CANDIDATE = re.compile(r"(?P<mark>[.!?\n])" + _AFTER_MARK)
_SPACED = frozenset(SPACED_STOPS + _LETTER_STOPS)
# A quotation mark between Hebrew letters is that of an abbreviation.
_BEFORE = re.compile(r"[\s“”„«»‘(\[]|(?<![\u05d0-\u05ea])\"|\"(?![\u05d0-\u05ea])")
_AFTER = re.compile(rf"(?:[—–-]\s)?[{_OPENERS}]*([\w{COMBINING_MARKS}]+)(\.?)")
# In Tamil, Telugu, Kannada, Malayalam and Sinhala an initial is a letter with its vowel sign; in Arabic "and"
# is a letter of the same word.
_INITIALS = re.compile(
    rf"\u0648[^\W\d_]|(?:[^\W\d_]{{1,2}}\.)+-?[^\W\d_]{{1,2}}|[^\W\d_]|[\u0b80-\u0dff][{COMBINING_MARKS}]+"
    rf"|(?:[\u0b80-\u0dff][{COMBINING_MARKS}]*\.)+[\u0b80-\u0dff][{COMBINING_MARKS}]*"
)
_INITIAL_BEFORE = re.compile(r"(?<!\w)[^\W\d_]\.\s?$")
# Where sentences end with a danda, or with a space, a short word before a full stop is an abbreviation.
_SHORT_INDIC = re.compile(rf"[\u0900-\u0b7f{COMBINING_MARKS}]{{1,5}}")
_SHORT_SOUTHEAST_ASIAN = re.compile(rf"(?:[{SOUTHEAST_ASIAN}]{{1,4}}\.)*[{SOUTHEAST_ASIAN}]{{1,5}}")
_LAST_PART = re.compile("[-'’]")
# "Le. 500", "Re. 1", "S/. 5": two letters before a number.
_CURRENCY = re.compile(r"[A-Z][a-z/]|[A-Z]{0,3}[$€£¥₹]")
# Numbers in letters; "I" is a word of English.
_ROMAN = re.compile(r"[IVXL]{2,7}|[VX]")
_ORDINAL = re.compile(r"\d{1,2}|[IVX]{1,5}")
_ADDRESS = re.compile(r"[/@:]|www\.|(?<![\w-])[\w-]++\.\w++$")
_PARTICLE = re.compile(r"[ぁ-ん、，,：:；;）)]|ဟ[ုူ]|လို့")
# What precedes a stop that ends a sentence without a space after it: a lower-case word, a year, a closing
# quote. Not an initial, a version or a file name.
_GLUED = re.compile(r"[^\W\d_][^\W\d_A-Z]$|(?<!\d)\d{4}$|[%)\]\"'”’»]$")
# Hours end a sentence unless a day or a time zone follows.
_CLOCK = frozenset({"a.m", "p.m"})
_TOKEN_REACH = 40


def split_sentences(text: str, language: str = "und") -> list[str]:
    """Return the sentences of a text in reading order.

    text: paragraphs separated by blank lines; no sentence crosses one. language: ISO 639-1; selects the
    abbreviations. Every sentence occurs word for word in the text, without the space around it.
    Cost: linear, about 20 MB per second.
    """
    return [text[start:end] for start, end in find_sentence_spans(text, language)]


def find_sentence_spans(text: str, language: str = "und") -> list[tuple[int, int]]:
    """Return (start, end) of each sentence in the text, in reading order, without the space around it."""
    return list(iterate_sentence_spans(text, language))


def iterate_sentence_spans(text: str, language: str = "und") -> Iterator[tuple[int, int]]:
    """Yield the spans of find_sentence_spans() one by one, reading no further than needed."""
    rules = _Rules(text, language)
    start = len(text) - len(text.lstrip())
    pattern = _ASCII_CANDIDATE if text.isascii() else _CANDIDATE
    is_spaceless = is_spaceless_text(text, language)
    for found in pattern.finditer(text, start):
        end = rules.find_end(start, found)
        if end > start:
            if is_spaceless:
                yield from split_at_spaces(text, start, end)
            else:
                yield start, end
            following = found.end()
            if end == found.end(_CLOSE):
                start = following
            else:
                start = end
                while start < following and text[start].isspace():
                    start += 1
    end = len(text.rstrip())
    if end > start:
        yield from split_at_spaces(text, start, end) if is_spaceless else ((start, end),)


class _KnownAbbreviations(NamedTuple):
    """The Abbreviations of a language as sets; `listed` is all of them."""

    inner: frozenset[str]
    numbered: frozenset[str]
    final: frozenset[str]
    listed: frozenset[str]
    endings: tuple[str, ...]


# Used in the news of all languages; none of them is a word at the end of a sentence in one.
_INTERNATIONAL = Abbreviations(inner="dr mr mrs prof", final="al inc jr ltd")


def _list_abbreviations(language: str) -> _KnownAbbreviations:
    """Return the abbreviations of a language, or those of English for a language without any."""
    known = get_language(language).abbreviations or get_language("en").abbreviations or Abbreviations()
    inner, numbered, final = (
        frozenset(f"{own} {shared}".split())
        for own, shared in (
            (known.inner, _INTERNATIONAL.inner),
            (known.numbered, _INTERNATIONAL.numbered),
            (known.final, _INTERNATIONAL.final),
        )
    )
    return _KnownAbbreviations(inner, numbered, final, inner | numbered | final, tuple(known.endings.split()))


@cache
def _find_rules(language: str) -> tuple[_KnownAbbreviations, frozenset[str], bool]:
    """Return the abbreviations and the function words of a language, and whether a stop makes ordinals."""
    starters = list_stop_words("en" if language == "und" else language)
    return _list_abbreviations(language), starters, get_language(language).ordinal_stop


class _Rules:
    """Decide for one text in one language whether a sentence ends at a candidate."""

    __slots__ = ("abbreviations", "bracket", "language", "ordinals", "starters", "text")

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        # The first bracket that is not before the sentence, or the end of the text.
        self.bracket = -1
        self.abbreviations, self.starters, self.ordinals = _find_rules(language)

    def find_end(self, start: int, found: re.Match[str]) -> int:
        """Return where the sentence ends, or -1 if it continues."""
        stop = found[0]
        if stop in (". ", ".\n"):
            at = found.start()
            ends = self._ends_clearly(start, at)
            if ends is not None:
                return at + 1 if ends else -1
        elif stop == ".":
            following = self.text[found.end() : found.end() + 3]
            if not following:
                return found.end()
            if following[0].isdigit() or is_small_letter(following[0]) or begins_with_initial(following):
                return -1
        mark, close, gap = found.groups()
        if mark == "\n":
            return self._end_at_line(start, found)
        at, end = found.start(), found.end("close")
        if found.end() == len(self.text) or (gap != " " and gap.count("\n") > 1):
            return end
        if not close and self._is_in_brackets(start, end):
            return -1
        if mark not in _SPACED:
            return end if self._ends_wide(start, found) else -1
        if not close and is_in_ellipsis(self.text, start, at):
            return -1
        after = _AFTER.match(self.text, found.end(), found.end() + _TOKEN_REACH)
        word = after[1] if after else ""
        if is_small_letter(word[:1]):
            return -1
        token = self.text[max(start, at - _TOKEN_REACH) : at].rpartition(" ")[2]
        if not token.isalnum():
            token = _BEFORE.split(token)[-1]
        if not gap:
            return self._end_glued(start, found, token, after)
        closes = close.strip(")]") and not is_quoted_initials(self.text, at, token)
        if mark != "." or not token or found.start("close") > at + 1 or closes:
            if after is None and self.text[found.end()] in ",;":
                return -1
            if close or after is None:
                return end
            is_in_name = after[2] and word.casefold() in self.abbreviations.final
            if is_in_name or (
                mark in "!?" and names_with_mark(self.text, start, at, after, self.starters, self.language)
            ):
                return -1
            return end
        listed = at - start == len(token) and token.isdigit()
        return end if self._ends_plain(start, at, token, after, listed) else -1

    def _is_in_brackets(self, start: int, end: int) -> bool:
        """Return whether a stop lies in brackets; see is_in_brackets(). Most texts have none or few."""
        if self.bracket < start:
            place = self.text.find("(", start)
            self.bracket = place if place >= 0 else len(self.text)
        return self.bracket < end and is_in_brackets(self.text, start, end)

    def _ends_clearly(self, start: int, at: int) -> bool | None:
        """Return whether a full stop before one space or line end ends a sentence; None if it is not clear.

        It is clear at nine stops in ten: a capital follows a common word, or a small letter follows.
        """
        text, following = self.text, at + 2
        if following == len(text):
            return True
        if (self.bracket < start or self.bracket < at) and self._is_in_brackets(start, at + 1):
            return False
        if not text[following].isupper():
            return False if is_small_letter(text[following]) else None
        reach = at - _TOKEN_REACH if at - start > _TOKEN_REACH else start
        token = text[max(reach, text.rfind(" ", reach, at) + 1) : at]
        is_clear = (
            len(token) > 1
            and token.isalpha()
            and token.casefold() not in self.abbreviations.listed
            and (
                len(token) > LONGEST_VOWELLESS
                or not token.istitle()
                or not is_vowelless(text, at, token, self.language)
            )
            and not (self.ordinals and _ORDINAL.fullmatch(token))
            and (text[at + 1] == " " or token.isascii())
        )
        return True if is_clear else None

    def _ends_plain(self, start: int, at: int, token: str, after: re.Match[str] | None, listed: bool) -> bool:
        """Return whether a full stop after `token` ends a sentence. The next word is not in lower case."""
        word, next_stop = (after[1], after[2]) if after else ("", "")
        starts = word.casefold() in self.starters and not next_stop
        short = token.casefold()
        known, is_number = self.abbreviations, word[:1].isdigit()
        is_numeral = is_number or _ROMAN.fullmatch(word) is not None
        for form in (short,) if short.isalpha() else (short, _LAST_PART.split(short)[-1]):
            if form in _CLOCK:
                return after is None or not continues_after_clock(self.text, start, at, after, self.starters)
            if form in known.inner:
                return (
                    token.islower()
                    and len(token) > 2
                    and starts
                    and not continues_name(self.text, after, self.language)
                )
            if is_numeral and (
                form in known.numbered or (token[:1].isupper() and form.endswith(known.endings))
            ):
                return False
            if form in known.numbered and next_stop and word.casefold() in known.numbered:
                return False
            if form in known.final:
                return starts
        if is_number and _CURRENCY.fullmatch(token) and at - len(token) > start:
            return False
        if (len(token) == 1 or "." in token) and _INITIALS.fullmatch(token):
            is_initial = next_stop and len(word) == 1
            is_initial = is_initial or _INITIAL_BEFORE.search(self.text, max(start, at - 5), at - 1)
            return starts or (len(token) == 1 and token.islower() and not is_initial)
        if token.isdigit() and (listed or (self.ordinals and is_number and len(token) < 3)):
            return False
        if self.ordinals and _ORDINAL.fullmatch(token):
            return starts or self._numbers_abbreviation(start, at - len(token))
        if token.isascii():
            return starts or not is_vowelless(self.text, at, token, self.language)
        return starts or not self._is_short_word(at, token)

    def _numbers_abbreviation(self, start: int, number: int) -> bool:
        """Return whether a number belongs to the abbreviation before it ("Hauptstr. 5"): it is no ordinal."""
        before = self.text[max(start, number - _TOKEN_REACH) : number].rstrip()
        word = before.rpartition(" ")[2].removesuffix(".").casefold()
        known = self.abbreviations
        return before.endswith(".") and (word in known.numbered or word.endswith(known.endings))

    def _is_short_word(self, at: int, token: str) -> bool:
        """Return whether a word of another script than Latin is so short that it abbreviates one."""
        if _SHORT_SOUTHEAST_ASIAN.fullmatch(token):
            return True
        if _SHORT_INDIC.fullmatch(token):
            return "।" in self.text
        return _INITIALS.fullmatch(token) is not None or is_vowelless(self.text, at, token, self.language)

    def _end_glued(self, start: int, found: re.Match[str], token: str, after: re.Match[str] | None) -> int:
        """Return the end of a sentence whose stop has no space after it ("talks.Then"), or -1."""
        text, close, end = self.text, found["close"], found.end("close")
        if after is None or _ADDRESS.search(token) or text[found.end()] == "-":
            return -1
        word, beyond = after[1], text[after.end() : after.end() + 1]
        if after[2] and beyond.isalnum():
            return -1
        caseless = word[0].isalpha() and not word[0].isupper() and len(word) > 1
        capital = word[0].isupper() and (word[1:].islower() or (len(word) == 1 and beyond == " "))
        if not caseless and not capital:
            return -1
        if close:
            opens = close[-1] in "\"'" and not is_quote_open(text, start, found.start(), close[-1])
            return end - 1 if opens else end
        if not _GLUED.search(text, max(start, found.start() - 5), found.start()):
            return -1
        return end if self._ends_plain(start, found.start(), token, after, False) else -1

    def _ends_wide(self, start: int, found: re.Match[str]) -> bool:
        """Return whether a full-width or Indic stop ends a sentence: not in brackets or before a particle."""
        text, at = self.text, found.start()
        opened = max(start, at - QUOTE_REACH)
        if "」" not in found["close"] and text.count("「", opened, at) > text.count("」", opened, at):
            return False
        if text[at] == "\u17d4" and ends_in_speech(text, found.end("close"), found["close"]):
            return False
        if text[at] == "۔":
            # Urdu writes initials with the stop of its sentences.
            token = text[max(start, at - _TOKEN_REACH) : at].rpartition(" ")[2]
            return token not in self.abbreviations.inner
        return not (found["close"] and _PARTICLE.match(text, found.end()))

    def _end_at_line(self, start: int, found: re.Match[str]) -> int:
        text, end = self.text, found.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if found[0].count("\n") > 1:
            return end
        line = text[max(start, text.rfind("\n", start, end) + 1) : end]
        return -1 if is_wrapped(line, text[found.end() : found.end() + 1]) else end
