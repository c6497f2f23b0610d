"""Which language a text is in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from threading import Lock

from digest.text.words import stop_words, words

UNKNOWN = "und"

_DECLARED = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
# Codes of ISO 639-2 (both kinds) and macro-language members that stand for a two-letter code here.
_TWO_LETTERS = {
    "ara": "ar", "ces": "cs", "cze": "cs", "chi": "zh", "cmn": "zh", "dan": "da", "deu": "de", "dut": "nl",
    "ell": "el", "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "heb": "he",
    "hin": "hi", "hun": "hu", "ind": "id", "ita": "it", "iw": "he", "jpn": "ja", "kor": "ko", "nb": "no",
    "nld": "nl", "nn": "no", "nno": "no", "nob": "no", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro",
    "rum": "ro", "rus": "ru", "spa": "es", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
    "zho": "zh",
}  # fmt: skip
# Codes that say "no language" rather than name one.
_UNDECLARED = frozenset({"und", "mul", "mis", "zxx"})

# Scripts that one language of the news is written in.
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e01-\u0e3a]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_ANY_SCRIPT = re.compile("|".join(script.pattern for _, script in _SCRIPTS))
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPT_SHARE = 0.3
_LEAST_WORDS = 3
_SAMPLE = 2_000

_GUESSED = (
    *("cs", "da", "de", "en", "es", "fi", "fr", "hu", "id"),
    *("it", "nl", "no", "pl", "pt", "ro", "sv", "tr", "vi"),
)
_GUESS_WORDS = 12
_GUESS_DIFFERENT = 5
_GUESS_SHARE = 0.28
_GUESS_LEAD = 1.5


_ONE_AT_A_TIME = Lock()


def detect_language(text: str, declared: str | None = None) -> str:
    """Return the language of a text as ISO 639-1, or "und" when it cannot be told.

    declared: what the page or feed says ("en-GB"); it is believed. Else the script decides where it
    belongs to one language, then the share of function words where it is clear, and only then the
    trained model, whose first use costs 0.7 s and 130 MB. Fewer than three words are "und".
    The first two thousand characters are looked at.
    """
    named = _DECLARED.match(declared or "")
    if named:
        code = named[1].lower()
        code = _TWO_LETTERS.get(code, code)
        if code not in _UNDECLARED:
            return code if len(code) == 2 else UNKNOWN
    sample = text[:_SAMPLE]
    found = words(sample)
    if len(found) < _LEAST_WORDS:
        return UNKNOWN
    return _guess_by_script(sample) or _guess_by_stop_words(found) or _classify(sample)


def _guess_by_script(sample: str) -> str:
    if not _ANY_SCRIPT.search(sample):
        return ""
    letters = len(_LETTER.findall(sample))
    for language, script in _SCRIPTS:
        share = 0.1 if language == "ja" else _SCRIPT_SHARE
        if letters and len(script.findall(sample)) >= share * letters:
            return language
    return ""


def _guess_by_stop_words(found: list[str]) -> str:
    """The language with clearly the most function words, or "" when it is not clear."""
    if len(found) < _GUESS_WORDS:
        return ""
    speakers = _speakers()
    different, total = Counter[str](), Counter[str]()
    for word, count in Counter(found).items():
        for language in speakers.get(word, ()):
            different[language] += 1
            total[language] += count
    ranked = sorted(
        (-total[language] if different[language] >= _GUESS_DIFFERENT else 0, language)
        for language in _GUESSED
    )
    (most, language), (next_most, _) = ((-negative, name) for negative, name in ranked[:2])
    return language if most >= _GUESS_SHARE * len(found) and most >= _GUESS_LEAD * next_most else ""


@cache
def _speakers() -> dict[str, list[str]]:
    """{function word: the languages it is one of}"""
    speakers = defaultdict[str, list[str]](list)
    for language in _GUESSED:
        for word in stop_words(language):
            speakers[word].append(language)
    return dict(speakers)


def _classify(sample: str) -> str:
    """What the trained model says; imported here because it is dear and seldom needed."""
    if not _LETTER.search(sample):
        return UNKNOWN
    # Threads that all came for the first time at once would each load the model.
    with _ONE_AT_A_TIME:
        from py3langid import classify

        code = str(classify(sample)[0])
    return _TWO_LETTERS.get(code, code)
