"""Detect the language of a text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from digest.languages import iterate_languages
from digest.text.latin_script import is_latin
from digest.text.model_folder import find_model_folder
from digest.text.words import list_stop_words, split_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

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
# Codes for an undetermined, a mixed or no language.
_UNDECLARED = frozenset({"und", "mul", "mis", "zxx"})

# Scripts used by one language only, among those of news.
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
_MIN_WORDS = 3
_SAMPLE_CHARACTERS = 2_000

_MIN_WORDS_FOR_STOP_WORDS = 12
_MIN_DISTINCT_STOP_WORDS = 5
_MIN_STOP_WORD_SHARE = 0.28
_MIN_LEAD = 1.5
# With so large a lead over every other language, half of the share suffices: headlines and names have few.
_FAR_LEAD, _MIN_SHARE_FAR_AHEAD, _MIN_DISTINCT_FAR_AHEAD = 3, 0.14, 8

_MODEL_LOCK = Lock()


def detect_language(text: str, declared: str | None = None) -> str:
    """Return the language of a text as ISO 639-1, or "und" if it is unknown.

    declared: what the page or feed declares ("en-GB"), which is trusted. Otherwise the script decides if only
    one language uses it, then the share of stop words if it is clear, and only then a trained model, whose
    first use takes 0.5 s, or 0.05 s if it is kept unpacked. Fewer than three words are "und". Only the first
    two thousand characters are examined.
    """
    named = _DECLARED.match(declared or "")
    if named:
        code = named[1].lower()
        code = _TWO_LETTERS.get(code, code)
        if code not in _UNDECLARED:
            return code if len(code) == 2 else UNKNOWN
    sample = text[:_SAMPLE_CHARACTERS]
    found = split_words(sample)
    if len(found) < _MIN_WORDS:
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
    """Return the language with clearly the most stop words, or "" if none leads clearly."""
    if len(found) < _MIN_WORDS_FOR_STOP_WORDS:
        return ""
    languages = chain.from_iterable(filter(None, map(_index_stop_words().get, found)))
    counts = Counter(languages).most_common()
    leader, threshold = "", _MIN_STOP_WORD_SHARE * len(found)
    for language, count in counts:
        if count < threshold:
            break
        if _count_distinct(found, language) >= _MIN_DISTINCT_STOP_WORDS:
            if leader:
                return ""
            # From here on, what denies it a clear lead.
            leader, threshold = language, count // _MIN_LEAD + 1
    return leader or _find_language_far_ahead(counts, found)


def _find_language_far_ahead(counts: list[tuple[str, int]], found: list[str]) -> str:
    """Return the first of the languages if none comes near it, or "". counts: most stop words first."""
    (leader, count), (_, next_count) = (*counts, ("", 0), ("", 0))[:2]
    is_far_ahead = count >= max(_MIN_SHARE_FAR_AHEAD * len(found), _FAR_LEAD * next_count)
    return leader if is_far_ahead and _count_distinct(found, leader) >= _MIN_DISTINCT_FAR_AHEAD else ""


def _count_distinct(found: list[str], language: str) -> int:
    """Count the different stop words of a language among the words of a text."""
    return len(list_stop_words(language).intersection(found))


@cache
def _list_latin_languages() -> tuple[str, ...]:
    """Return the languages with stop words in Latin letters: for others the script decides, or the model."""
    known = ((code, language.stop_words) for code, language in iterate_languages())
    return tuple(code for code, stop_words in known if stop_words and is_latin(stop_words))


@cache
def _index_stop_words() -> dict[str, list[str]]:
    """Return {stop word: its languages}."""
    languages_of = defaultdict[str, list[str]](list)
    for language in _list_latin_languages():
        for word in list_stop_words(language):
            languages_of[word].append(language)
    return dict(languages_of)


def _classify(sample: str) -> str:
    """Return the language by the trained model, which is imported late: it is slow and rarely needed."""
    if not _LETTER.search(sample):
        return UNKNOWN
    # Without a lock, threads that start at once would each load the model.
    with _MODEL_LOCK:
        code = str(_load_model().classify(sample)[0])
    return _TWO_LETTERS.get(code, code)


@cache
def _load_model() -> LanguageIdentifier:
    from digest.text.language_model import open_model

    return open_model(find_model_folder())
