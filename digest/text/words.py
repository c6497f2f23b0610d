"""Split text into words, find phrases, list stop words, and stem words lightly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import add

from digest.languages import get_language
from digest.text.latin_script import is_latin, make_table, translate

# Scripts without spaces between words, as ranges for a character class of a regular expression.
HAN_AND_KANA = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
SOUTHEAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer."""
SPACELESS = SOUTHEAST_ASIAN + HAN_AND_KANA
COMBINING_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83"
    "\u0dca-\u0df3\u200c\u200d"
)
"""Combining marks within words: accents, vowel points, Indic vowel signs."""
_LETTER = rf"[^\W_{SPACELESS}]"
_WORD = re.compile(
    rf"[{SPACELESS}]+|\d+(?:[.,]\d+)+|{_LETTER}+(?:(?:[{COMBINING_MARKS}]+|(?<=[а-яёєіїґ])['’ʼ](?=[а-яёєіїґ])){_LETTER}*)*"
)
# Makes "0.0" of what stands around the point or comma of a number.
_DECIMAL_SHAPE = make_table({**dict.fromkeys("0123456789", "0"), ",": "."})
# Latin text between such numbers is split at every other character; a table does that faster.
_NUMBER = re.compile(r"([0-9](?<![^\W_][0-9])[0-9]*(?:[.,][0-9]+)+)")
_SEPARATORS_TO_SPACES = make_table({chr(c): chr(c).lower() if chr(c).isalnum() else " " for c in range(128)})
# Often the only characters outside ASCII in a sentence. None of them is a letter, nor becomes one in NFKC.
TYPOGRAPHY = re.compile(
    r"[\u00a0\u00a3\u00a5\u00a9\u00ab\u00ad\u00bb\u00d7\u200b\u2010-\u2014\u2018-\u201a\u201c-\u201e"
    r"\u2022\u2026\u202f\u20ac]"
)
# "CO₂" and "CO2", "km²" and "km2" are the same word.
_SMALL_DIGIT = re.compile("[²³¹⁰⁴-⁹₀-₉]")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_SPACELESS_START = re.compile(f"[{SPACELESS}]")

MAX_KNOWN_STEMS = 20_000
"""So many stems are kept: of the words of a day, nearly all occur again."""


def split_words(text: str) -> list[str]:
    """Return the words of a text in order: casefolded, in NFC, split at hyphens and apostrophes.

    Numbers keep their points and commas, Cyrillic words their apostrophes. A run of characters of a script
    without spaces (Han, Kana, Thai …) is returned as overlapping pairs of characters. Cost: linear.
    """
    plain = text if text.isascii() else TYPOGRAPHY.sub(" ", text.casefold())
    if is_latin(plain):
        encoded = plain.encode()
        if b"0.0" not in encoded.translate(_DECIMAL_SHAPE):
            return encoded.translate(_SEPARATORS_TO_SPACES).decode().split()
        words: list[str] = []
        for place, part in enumerate(_NUMBER.split(plain)):
            words += (part,) if place % 2 else translate(part, _SEPARATORS_TO_SPACES).split()
        return words
    text = unicodedata.normalize("NFC", text.casefold())
    if _SMALL_DIGIT.search(text):
        text = text.translate(_PLAIN_DIGITS)
    tokens: list[str] = _WORD.findall(text)
    if _SPACELESS_START.search(text) is None:
        return tokens
    found: list[str] = []
    for token in tokens:
        if _SPACELESS_START.match(token) and len(token) > 1:
            found.extend(map(add, token, token[1:]))
        else:
            found.append(token)
    return found


def find_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return the first of the phrases that occurs in a text as whole words, or "".

    Case and the amount of space between words do not matter; punctuation does ("C++" is not "C"). In scripts
    without spaces a phrase may occur anywhere. Cost: linear in the text for each phrase.
    """
    folded = ""
    for phrase in phrases:
        folded = folded or fold_text(text)
        if contains_phrase(folded, phrase):
            return phrase
    return ""


def fold_text(text: str) -> str:
    """Return a text as `contains_phrase` compares it: without differences of case and composition."""
    return unicodedata.normalize("NFC", text.casefold())


def contains_phrase(folded: str, phrase: str) -> bool:
    """Whether a phrase occurs in a text from `fold_text`; see `find_phrase`. A blank phrase never does."""
    words, pattern = _compile_phrase(phrase)
    # Most texts lack one of the words, which is found out ten times as fast.
    return bool(words) and all(map(folded.__contains__, words)) and pattern.search(folded) is not None


@lru_cache(maxsize=1024)
def _compile_phrase(phrase: str) -> tuple[list[str], re.Pattern[str]]:
    """Return the words of a phrase, folded, and a pattern that finds it in a folded text."""
    words = fold_text(phrase).split()
    if not words:
        return words, re.compile("")
    pattern = r"\s+".join(map(re.escape, words))
    return words, re.compile(
        (rf"(?<!{_LETTER})" if re.match(_LETTER, words[0]) else "")
        + pattern
        + (rf"(?!{_LETTER})" if re.match(_LETTER, words[-1][-1]) else "")
    )


@cache
def list_stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language (ISO 639-1), as split by split_words(); empty if unknown."""
    return frozenset(split_words(get_language(language).stop_words))


@lru_cache(maxsize=MAX_KNOWN_STEMS)
def stem_word(word: str, language: str) -> str:
    """Return a word without its ending, so that most forms of a word have the same stem.

    word: from split_words(). A light stemmer for languages with StemEndings; words of other languages, short
    words and numbers are returned unchanged.
    """
    min_letters, endings = _list_endings(language)
    if not word.endswith(endings):
        return word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= min_letters:
            stripped = word[: -len(ending)]
            if language == "en" and ending not in ("s", "y", "e") and stripped[-1] == stripped[-2]:
                return stripped[:-1]
            return stripped
    return word


@cache
def _list_endings(language: str) -> tuple[int, tuple[str, ...]]:
    """Return the minimum length of a stem, and the endings in the order in which they are tried."""
    known = get_language(language).stem_endings
    return (known.min_letters, tuple(known.endings.split())) if known else (0, ())
