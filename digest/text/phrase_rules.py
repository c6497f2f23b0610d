"""Phrases with a stop inside them: times of day, names, brackets, abbreviations that no list knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from digest.languages import get_language
from digest.text.sentence_stops import LETTERS_WITHOUT_STOPS

# What may follow an hour: a time zone, a day, a month.
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_AFTER_CLOCK = re.compile(
    rf"[A-Z]{{2,5}}\b|{_DAY}s?\b|{_MONTH}\b\.? \d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b"
    r"|[A-Z]\w+(?: [A-Z]\w+){0,2} [Tt]ime\b"
    rf"|[A-Z][\w’']+(?: [A-Z][\w’']+)? (?:Day|Eve|{_DAY})\b(?! (?:is|was|will|has|falls|marks)\b)"
)
_ZONE = re.compile(
    r"(?:Eastern|Central|Mountain|Pacific|Atlantic|Alaska|Hawaii|Greenwich)\b"
    rf"(?: (?:Time|Standard|Daylight|{_DAY}|{_MONTH})\b|\s*[,.;:()/—–]| (?P<next>[a-z]+))"
)
# A time that opens a sentence: "At 5 a.m.", "On Monday at 5:30 p.m."
_OPENING_TIME = re.compile(r"(?P<words>(?:[^\W\d]+ ){1,4})\d{1,2}(?:[:.]\d\d)? ?")
_ADVERB = re.compile(rf"{_DAY}|Shortly|Just|Early|Late")

_CONSONANTS = "b-df-hj-np-tv-xzßçćĉċčďđĝğġģĥħĵķĸĺļľŀłńņňŋñŕŗřśŝşšţťŧŵźżžșțбвгджзйклмнпрстфхцчшщ"
LONGEST_VOWELLESS = 4
"""A longer word without a vowel is no abbreviation of which no list knows."""

_VOWELLESS = re.compile(f"[{_CONSONANTS}]{{2,{LONGEST_VOWELLESS}}}")
_WITH_VOWEL_R = frozenset({"bs", "cs", "cy", "hr", "mk", "sk", "sl", "sr"})
_NUMBER_BEFORE = re.compile(r"\d\s?$")

_MAX_BRACKETS = 120
_QUOTES = re.compile('["“”„«»¡¿「」]')
QUOTE_REACH = 300
"""How far back an open quotation is looked for."""

_OPENING = {quote: re.compile(rf"(?<!\w){quote}(?=\w)") for quote in "\"'"}
_CLOSING = {quote: re.compile(rf"(?<=\S){quote}(?!\w)") for quote in "\"'"}
_SPACED_ELLIPSIS = re.compile(r"\.[ \u00a0]\.[ \u00a0]\.")
# Two dots before a third one.
_DOTS = re.compile(r"\.[ \u00a0]?\.[ \u00a0]?$")
_OPENING_QUOTES = re.compile(r"[„«「]|(?<![^\s(])“")
_CLOSING_QUOTES = re.compile(r"[”»」]|(?<=[^\s(])“")
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z]\w*?[^\W\d_A-Z]$|(?<!\w)[A-Z]{2,5}$")
# German words between nouns; they belong to a name, or to a phrase without a verb ("Die Aktie von Snap!").
_BETWEEN_NOUNS = frozenset({"an", "aus", "bei", "der", "des", "für", "mit", "und", "von", "vom"})
# Khmer: who says what was quoted ("he told reporters") follows the closing mark.
_KHMER_SPEECH = re.compile("[ \u200b]?[^\u17d4\n]{0,60}?(?:និយាយ|ថ្លែង|លើកឡើង|បញ្ជាក់|ប្រាប់|អះអាង|ប្រសាសន៍)")
# 'James "O.J." Marsh': a name in initials.
_QUOTED_INITIALS = re.compile(r".?[\"“„«»”]\s?(?:[^\W\d_]{1,2}\.-?){2,4}")
_ARTICLES = frozenset({"a", "an", "the"})
_TITLE_PHRASE = re.compile(r"\w+ (\w+) [A-Z]")

_HAS_LETTERS_WITHOUT_STOPS = re.compile(f"[{LETTERS_WITHOUT_STOPS}]")
_WITHOUT_STOPS = frozenset({"th", "lo", "und"})
# A space between letters of these scripts; not one beside a number or a foreign name.
_CLAUSE_SPACE = re.compile(f"(?<=[{LETTERS_WITHOUT_STOPS}]) (?=[{LETTERS_WITHOUT_STOPS}])")
_MIN_CLAUSE, _MIN_REST = 40, 20


def continues_after_clock(
    text: str, start: int, at: int, after: re.Match[str], starters: Collection[str]
) -> bool:
    """Return whether a sentence continues after an hour with "a.m." or "p.m.".

    start: of the sentence. at: of the last stop. after: the match of the next word. starters: function
    words of the language.
    """
    following = after.start(1)
    if any(dash in text[at + 1 : following] for dash in "–—-"):
        return True
    if _AFTER_CLOCK.match(text, following):
        return True
    if zone := _ZONE.match(text, following):
        return zone["next"] is None or zone["next"] in starters
    opening = _OPENING_TIME.fullmatch(text[start : at - len("a.m")])
    return (
        opening is not None
        and all(word.lower() in starters or _ADVERB.fullmatch(word) for word in opening["words"].split())
        and (after[2] != "" or after[1].casefold() not in starters)
    )


def is_small_letter(char: str) -> bool:
    """Return whether a character is a small letter of a script with capitals: Georgian writes none."""
    return char.islower() and not "\u10d0" <= char <= "\u10ff"


def is_vowelless(text: str, at: int, token: str, language: str) -> bool:
    """Return whether a word is an abbreviation because it has no vowel ("Rs", "Smt", "Hrn", "млн").

    at: where the word ends. A unit after a number ("5 km") may end a sentence; in some languages r and l can
    be vowels.
    """
    return (
        len(token) <= LONGEST_VOWELLESS
        and token.istitle()
        and _VOWELLESS.fullmatch(token.lower()) is not None
        and len(set(token.lower())) == len(token)
        and language not in _WITH_VOWEL_R
        and _NUMBER_BEFORE.search(text, max(0, at - len(token) - 2), at - len(token)) is None
    )


def is_in_brackets(text: str, start: int, end: int) -> bool:
    """Return whether a stop lies in brackets that open inside the sentence and close soon after it.

    start: of the sentence. end: of the stop.
    """
    opened = text.rfind("(", start, end)
    if opened <= start or text.find(")", opened, end) >= 0:
        return False
    closed = text.find(")", end, opened + _MAX_BRACKETS)
    return closed >= 0 and "(" not in text[end:closed] and "\n" not in text[end:closed]


def begins_with_initial(text: str) -> bool:
    """Return whether a text begins with a letter, a stop and another letter, without spaces ("S.A.")."""
    return text[1:2] == "." and text[0].isalnum() and text[2:3].isalnum()


def is_quoted_initials(text: str, at: int, token: str) -> bool:
    """Return whether the word before a stop is a name in initials, alone in quotation marks ("O.J.")."""
    return _QUOTED_INITIALS.fullmatch(text, max(0, at - len(token) - 2), at + 1) is not None


def is_in_ellipsis(text: str, start: int, at: int) -> bool:
    """Return whether a sentence goes on at an ellipsis: at its first stops, or where a quotation is open.

    start: of the sentence. at: of a stop. Who speaks hesitates, or was cut there; half of it has half of the
    marks.
    """
    if (
        text[at] == "."
        and text[at + 1 : at + 3].strip(" \u00a0") == "."
        and any(_SPACED_ELLIPSIS.match(text, place) for place in (at, max(0, at - 2)))
    ):
        return True
    is_end = text.startswith(("…", "..."), at) or (
        text[at] == "." and _DOTS.search(text, max(start, at - 6), at) is not None
    )
    reach = max(start, at - QUOTE_REACH)
    return is_end and len(_OPENING_QUOTES.findall(text, reach, at)) > len(
        _CLOSING_QUOTES.findall(text, reach, at)
    )


def is_quote_open(text: str, start: int, at: int, quote: str) -> bool:
    """Return whether a straight quote is open in a sentence; one inside a word is an apostrophe.

    start: of the sentence. at: where it is asked. quote: " or '.
    """
    so_far = text[max(start, at - QUOTE_REACH) : at]
    return len(_OPENING[quote].findall(so_far)) > len(_CLOSING[quote].findall(so_far))


def continues_name(text: str, after: re.Match[str] | None, language: str) -> bool:
    """Return whether a function word behind a title belongs to a name ("mevr. De Vries"): a capital follows.

    after: the match of the function word.
    """
    following = text[after.end() : after.end() + 2] if after else ""
    return following[:1] == " " and following[1:].isupper() and not get_language(language).capital_nouns


def names_with_mark(
    text: str, start: int, at: int, after: re.Match[str], starters: Collection[str], language: str
) -> bool:
    """Return whether "!" or "?" at `at` is part of a name that the following word continues ("Snap! Foods").

    A capital in the middle of a sentence makes a name; in languages that write nouns with one, only behind
    nouns and prepositions ("Die Aktie von Snap! Foods"). So does a small letter behind the mark elsewhere in
    the text. What follows a name is no function word. Before "!", a single word at the start of a sentence is
    taken for a name: a cry and what follows it say the same as one sentence, and half a name says something
    else. Exclamations in quotation marks end sentences, and so do questions.
    """
    if text[at + 1] != " " or not after[1][0].isupper():
        return False
    name = _NAME.search(text, max(start, at - 30), at)
    if name is None:
        return False
    if f"{name[0]}{text[at]} " in text and re.search(rf"\b{re.escape(name[0])}\{text[at]} [a-z]", text):
        return True
    known = get_language(language)
    opening = text[start : name.start()]
    is_inside = opening[:-1].split(" ")[-1].islower()
    if name[0].isupper() and not is_inside:
        return False
    # "La revista ¡Hola! España"
    opening = opening[:-1] if opening[-1:] in ("¡", "¿") and opening[-3:-2].islower() else opening
    if len(_QUOTES.findall(opening)) % 2:
        return False
    if after[1].casefold() in starters:
        # "At the Disco": the words of a title.
        phrase = _TITLE_PHRASE.match(text, after.start(1))
        if phrase is None or phrase[1].casefold() not in starters:
            return False
    if not opening or known.capital_nouns:
        # Without a word in lower case there is no verb yet; an article and a noun are a cry ("Ein Tor!").
        words = opening.split()
        has_verb = any(is_small_letter(word[0]) and word not in _BETWEEN_NOUNS for word in words)
        return text[at] == "!" and (not words or (len(words) > 1 and not has_verb))
    first = opening.split(" ")[0].casefold()
    if text[at] == "!":
        return first not in known.headlines.questions.split()
    # "Who" and "Which" with a capital in the middle of a sentence are names; a question has no article first.
    return is_inside and (name[0].casefold() in starters or first in _ARTICLES)


def ends_in_speech(text: str, end: int, close: str) -> bool:
    """Return whether a Khmer sentence continues after a quotation. end: of that. close: its marks."""
    return any(mark in "»”" for mark in close) and _KHMER_SPEECH.match(text, end) is not None


def is_spaceless_text(text: str, language: str) -> bool:
    """Return whether a text is in a script that ends sentences with a space alone (Thai, Lao)."""
    return (
        language in _WITHOUT_STOPS
        and not text.isascii()
        and _HAS_LETTERS_WITHOUT_STOPS.search(text) is not None
    )


def split_at_spaces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the clauses between spaces, each of at least forty characters if possible.

    Thai and Lao separate sentences and clauses by a space and words by none.
    """
    place = start
    while found := _CLAUSE_SPACE.search(text, place + _MIN_CLAUSE, end):
        if end - found.end() < _MIN_REST:
            break
        yield place, found.start()
        place = found.end()
    yield place, end
