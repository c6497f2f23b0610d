"""Words: tokens, function words, light stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from digest.languages.stop_words import STOP_WORDS
from digest.text.latin import is_latin, make_table, translate

# Scripts written without spaces between words, as the inside of a set of characters.
HAN_AND_KANA = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
THAI_AND_KIN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer."""
SPACELESS = THAI_AND_KIN + HAN_AND_KANA
# Marks that belong to a word but are no letters: accents, vowel points, Indic vowel signs.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83"
    "\u0dca-\u0df3\u200c\u200d"
)
_LETTER = rf"[^\W_{SPACELESS}]"
_WORD = re.compile(
    rf"[{SPACELESS}]+|\d+(?:[.,]\d+)+|{_LETTER}+(?:(?:[{_MARKS}]+|(?<=[а-яёєіїґ])['’ʼ](?=[а-яёєіїґ])){_LETTER}*)*"
)
# Most words begin with a letter: those are tried first.
_ASCII_WORD = re.compile(r"[a-z][a-z0-9]*|\d+(?:[.,]\d+)+|[0-9][a-z0-9]*")
# Without such a number Latin words are what stands between other characters: a table parts them faster.
_POINTED = re.compile("[0-9][.,][0-9]")
_WORDS_APART = make_table({chr(c): chr(c).lower() if chr(c).isalnum() else " " for c in range(128)})
# Often all that is not ASCII in a sentence; no word of Latin letters holds any of these.
TYPOGRAPHY = re.compile(r"[\u00a0\u00ab\u00bb\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u202f]")
_SPACELESS_START = re.compile(f"[{SPACELESS}]")

_NO_WORDS: frozenset[str] = frozenset()

# language: the fewest letters that must be left, and the endings, tried in this order.
_ENDINGS: dict[str, tuple[int, tuple[str, ...]]] = {
    language: (least, tuple(endings.split()))
    for language, least, endings in (
        ("en", 3, "ments ingly ment ings edly ies ied ing ers es ed er ly s y e"),
        ("de", 4, "ungen ung lich isch ern em en er es e n s"),
        ("fr", 4, "ements ement ments ations ation ées ant ent ait és ée er es é e s x"),
        ("es", 4, "aciones ación mente iendo ando aron ados adas ado ada es os as ar er ir o a e s"),
    )
}
_NO_ENDINGS: tuple[int, tuple[str, ...]] = 0, ()


def words(text: str) -> list[str]:
    """Return the words of a text in order: casefolded, NFC, split at hyphens and apostrophes.

    Numbers keep their points and commas. A run of a script without spaces (Han, Kana, Thai …) comes as
    its overlapping pairs of characters. Cost: linear.
    """
    plain = text if text.isascii() else TYPOGRAPHY.sub(" ", text.casefold())
    if is_latin(plain):
        if not _POINTED.search(plain):
            return translate(plain, _WORDS_APART).split()
        if plain.isascii():
            return _ASCII_WORD.findall(plain.lower())
    text = unicodedata.normalize("NFC", text.casefold())
    tokens: list[str] = _WORD.findall(text)
    if _SPACELESS_START.search(text) is None:
        return tokens
    found: list[str] = []
    for token in tokens:
        if _SPACELESS_START.match(token) and len(token) > 1:
            found.extend(token[i : i + 2] for i in range(len(token) - 1))
        else:
            found.append(token)
    return found


def find_phrase(text: str, phrases: Iterable[str]) -> str:
    """Return the first of some words or phrases that stands in a text as whole words, or "".

    In any case and with any space between its words; punctuation in a phrase counts ("C++" is not "C"). In
    scripts without spaces it may stand anywhere. Cost: linear in the text for each phrase.
    """
    told = ""
    for phrase in phrases:
        told = told or unicodedata.normalize("NFC", text.casefold())
        if phrase.strip() and _compile_phrase(phrase).search(told):
            return phrase
    return ""


@lru_cache(maxsize=1024)
def _compile_phrase(phrase: str) -> re.Pattern[str]:
    folded = unicodedata.normalize("NFC", phrase.casefold()).split()
    pattern = r"\s+".join(map(re.escape, folded))
    return re.compile(
        (rf"(?<!{_LETTER})" if re.match(_LETTER, folded[0]) else "")
        + pattern
        + (rf"(?!{_LETTER})" if re.match(_LETTER, folded[-1][-1]) else "")
    )


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language (ISO 639-1), as words() would give them; none when unknown."""
    listed = STOP_WORDS.get(language)
    return frozenset(words(listed)) if listed else _NO_WORDS


def stem(word: str, language: str) -> str:
    """Return a word without its ending, so that the forms of one word mostly agree.

    word: as words() gives it. A light stemmer for English, German, French and Spanish; words of other
    languages, short words and numbers come back as they are.
    """
    least, endings = _ENDINGS.get(language, _NO_ENDINGS)
    if not word.endswith(endings):
        return word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            stripped = word[: -len(ending)]
            if language == "en" and ending not in ("s", "y", "e") and stripped[-1] == stripped[-2]:
                return stripped[:-1]
            return stripped
    return word
