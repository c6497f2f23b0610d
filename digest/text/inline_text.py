"""Write inline elements of HTML as plain text: superscripts, subscripts, fractions, quotation marks.

What a number in a superscript is (an exponent, an ordinal, the mark of a note) depends on what is before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

STRUCK_OUT_TAGS = frozenset({"s", "del", "strike"})
"""Their text is no longer valid; what replaces it follows, perhaps in <ins>."""

ANNOTATION_TAGS = frozenset({"rt", "rp", "rtc", "annotation", "annotation-xml"})
"""How to read a ruby base, and the source of a formula: both repeat what is visible beside them."""

_SUPERSCRIPTS = dict(zip("0123456789+-−–=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱˣ", strict=True))
_SUBSCRIPTS = dict(
    zip("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_FRACTION = re.compile(
    "(?P<whole>\\d)?(?P<space> ?)(?P<top>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9})[/⁄∕](?P<bottom>[₀₁₂₃₄₅₆₇₈₉]+|\\d+)(?!\\d)"
)
_FRACTION_LINE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹][/⁄∕]")
_VULGAR = {normalize("NFKC", char).replace("⁄", "/"): char for char in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"}
_NOTE_CLASS = re.compile(r"foot|note|ref|cit|fn", re.IGNORECASE)
_SYMBOLS = re.compile(r"[*†‡§¶#‖※]+\)?|\w{1,3}\)|\W{0,20}[\[(［（]\W{0,20}[\w ,.–-]{1,30}[\])］）]\W*")
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[,;]?")
# The words of a link to a note: "note 3", "Anm. 1".
_NAMED_NUMBER = re.compile(r"[^\W\d_]{1,8}\.?[ \u00a0]?\d{1,3}")
_EXPONENT = re.compile(r"[+−–-]?\d{1,3}|\d{0,2}[+−–-]|[nix](?:[+−–-]\d)?")
# In the form of str.casefold: "οσ" is ος.
_ORDINAL_SUFFIXES = frozenset(
    """
    st nd rd th e er re ère ere eme ème me ième d de nde nds o a os as os ª º ste mo ma r rs gr lle lles mes
    es ers res ro ra do da to ta vo va no na
    t te ten ter tes tem sten stes fed οσ ου ο η ησ ον й я е го ый ий ой ти -й -я -е -го -ти :a :e
    """.split()  # noqa: SIM905
)
_MARKS = {"tm": "™", "sm": "℠", "r": "®", "c": "©", "(r)": "®", "(c)": "©"}
_LETTER_MARKS = frozenset({"r", "c"})
# A link in a superscript of fewer letters is the mark of a note ("a", "iv").
_MIN_LINKED = 4
_SLASHES = ("/", "⁄", "∕")
# What an exponent stands at: a factor, a small number, a unit, a variable, a bracket.
_BASE = re.compile(
    r"(?:[×x·*⋅]\s?\d+|(?<![\d.,A-Za-zÀ-ӿ])\d{1,2}|(?<![^\W\d_])(?:[kcdhmnµμ]?m|ft|in|yd|mi|kg|s|м|км|см|мм)"
    r"|(?<!\w)[A-Za-zα-ωΑ-Ω]|=\s?[A-Za-z]{1,4}|[)\]])$"
)
_ORDINAL_BASE = re.compile(r"\d$|(?<!\w)(?:\w{1,2}|[IVXLC]{1,8})$")
_ION = re.compile(r"[A-Z][a-z]?[₀-₉\d]{0,3}$")
# The cents of a price are often smaller: "9,<sup>99</sup> €", "$9<sup>.99</sup>".
_CENTS = re.compile(r"(?<=\d)[.,](?:\d\d|[–—-]+)$|(?<=[.,])\d\d$")
_BARE_CENTS = re.compile(r"\d\d")
# A number without a fraction, and no power of ten.
_WHOLE_PRICE = re.compile(r"(?<![\d.,])(?!10$)\d{1,5}$")
_CURRENCY = "$€£¥₹₽₺₩₫"
_SPACES = " \u00a0"
# "PM<sub>2.5</sub>": nobody writes "PM_2.5".
_DECIMAL = re.compile(r"\d+[.,]\d+")
_NOTE_SEPARATORS = frozenset(",;")
_DEGREES = re.compile(r"[CF](?!\w)")


# The names in common style sheets; "not-sr-only" takes it back.
_SCREEN_READERS = re.compile(
    r"visually-?hidden|hidden-?visually|(?<!not-)\bsr-only|screen-?reader|element-invisible", re.IGNORECASE
)
_SHIFT = re.compile(r"vertical-align\s*:\s*(sup|sub)(?:er)?\b", re.IGNORECASE)
# Whole names only: "tag-strike" is the class of an article about a strike.
_STRUCK_OUT_CLASSES = frozenset(
    """
    line-through linethrough strikethrough strike-through text-strikethrough text-decoration-line-through
    strike text-strike struck struck-out struck-through
    """.split()  # noqa: SIM905
)


def is_struck_out(attributes: Mapping[str, str]) -> bool:
    """Return whether the attributes of an element strike its text out."""
    style, names = attributes.get("style", ""), attributes.get("class", "")
    return (
        "line-through" in style.lower()
        or attributes.get("role") == "deletion"
        or (names != "" and has_struck_out_class(names))
    )


def has_struck_out_class(names: str) -> bool:
    """Return whether one of the classes of an element strikes its text out."""
    return ("through" in names or "str" in names) and not _STRUCK_OUT_CLASSES.isdisjoint(names.split())


def is_for_screen_readers(names: str) -> bool:
    """Return whether one of the classes of an element hides it from view ("visually-hidden", "sr-only")."""
    return _SCREEN_READERS.search(names) is not None


def find_shifted_tag(attributes: Mapping[str, str]) -> str:
    """Return the element that does what a style does ("sup" for "vertical-align: super"), or ""."""
    found = _SHIFT.search(attributes.get("style", ""))
    return found[1].lower() if found else ""


def is_note_mark(attributes: Mapping[str, str]) -> bool:
    """Return whether the attributes of a superscript declare it the mark of a note."""
    names = (attributes.get(name, "") for name in ("class", "role", "epub:type", "data-type"))
    return any(name and _NOTE_CLASS.search(name) for name in names)


def write_superscript(text: str, before: str, after: str, *, is_link: bool) -> str:
    """Return what stands in plain text for a superscript; "" for the mark of a note.

    text: in the superscript. before, after: what surrounds it in its paragraph. is_link: it contains a link.
    Exponents and ordinals belong to what is before them; a number after a word, a sentence, a year or another
    large number marks a note.

    >>> write_superscript("6", "3×10", " kg", is_link=False)
    '⁶'
    >>> write_superscript("2", "in 2025", " and", is_link=False)
    ''
    """
    content = text.strip()
    short = content.casefold().rstrip(".")
    if content.isdigit() and after[:1] in _SLASHES and not is_link:
        return _translate(content, _SUPERSCRIPTS)
    if (
        not content
        or content in _NOTE_SEPARATORS
        or (is_link and (_NUMBERS.fullmatch(content) or len(content) < _MIN_LINKED))
        or (is_link and _NAMED_NUMBER.fullmatch(content))
    ):
        return ""
    if _CENTS.search(before + content) and _is_price(before, after):
        return content
    if _BARE_CENTS.fullmatch(content) and _WHOLE_PRICE.search(before) and _is_price(before, after):
        # The sign before the amount goes with a point: "$19<sup>99</sup>", but "19<sup>99</sup> €".
        return f"{',' if after.lstrip(_SPACES)[:1] in tuple(_CURRENCY) else '.'}{content}"
    if short in ("o", "0", "º") and _DEGREES.match(after) and before.rstrip()[-1:].isdigit():
        return "°"
    if short in _ORDINAL_SUFFIXES and before[-1:].isupper() and _ORDINAL_BASE.search(before):
        return content
    if short in _MARKS and (short not in _LETTER_MARKS or before[-1:].isalpha()):
        return _MARKS[short]
    if _SYMBOLS.fullmatch(content):
        return ""
    if short in _ORDINAL_SUFFIXES and _ORDINAL_BASE.search(before):
        return "º" if short == "o" and before[-1:].isalpha() else content
    # Hours and minutes between numbers: "1h30".
    if content.isalpha() and before[-1:].isdigit() and after[:1].isdigit():
        return content
    is_free = not before[-1:].strip() or before[-1:] in "(/["
    if _EXPONENT.fullmatch(content) and (
        (is_free and after[:1].isalpha())
        or _BASE.search(before.rstrip())
        or (content[-1] in "+-−–" and _ION.search(before))
    ):
        return _translate(content, _SUPERSCRIPTS)
    if not any(letter.isalnum() or letter in "+−–-=" for letter in content):
        return content
    if _NUMBERS.fullmatch(content) or (len(content) == 1 and content.isalpha() and content.isascii()):
        return ""
    if _BASE.search(before):
        return _translate(content, _SUPERSCRIPTS) or f"^({content})"
    return f" {text}" if before[-1:].isalnum() and len(content) >= _MIN_LINKED else text


def _is_price(before: str, after: str) -> bool:
    """Return whether a number has the sign of a currency before or behind it."""
    amount = before.rstrip("0123456789., \u00a0")
    return amount[-1:] in tuple(_CURRENCY) or after.lstrip(_SPACES)[:1] in tuple(_CURRENCY)


def write_subscript(text: str, before: str) -> str:
    """Return what stands in plain text for a subscript. text, before: as for write_superscript().

    >>> write_subscript("2", "H"), write_subscript("max", "v"), write_subscript("Photo: Quist", "sea.")
    ('₂', 'ₘₐₓ', ' Photo: Quist')
    """
    content = text.strip()
    if not before[-1:].strip() or len(content) > 6 or " " in content:
        return f" {text}" if before[-1:].strip() else text
    if _DECIMAL.fullmatch(content):
        return content
    return _translate(content, _SUBSCRIPTS) or (f"_{content}" if content else "")


def join_fractions(text: str) -> str:
    """Return a text with the fractions that superscripts and subscripts make as one character ("1½").

    Fractions without one are written with a slash ("3 5/16").
    """
    return _FRACTION.sub(_write_fraction, text) if _FRACTION_LINE.search(text) else text


def _write_fraction(found: re.Match[str]) -> str:
    plain = f"{found['top']}/{found['bottom']}".translate(_PLAIN_DIGITS)
    whole = found["whole"] or ""
    if plain in _VULGAR:
        return f"{whole}{'' if whole else found['space']}{_VULGAR[plain]}"
    return f"{whole}{' ' if whole else found['space']}{plain}"


def write_power(base: str, exponent: str) -> str:
    """Return a power of a formula, in small characters if there are any."""
    content = exponent.strip()
    small = write_small(content, is_raised=True)
    return f"{base.strip()}{small or (f'^{content}' if content.isalnum() else f'^({content})')}"


def write_small(text: str, *, is_raised: bool) -> str:
    """Return a text in small raised or lowered characters, or "" if one of them does not exist."""
    return _translate(text, _SUPERSCRIPTS if is_raised else _SUBSCRIPTS)


def _translate(text: str, characters: dict[str, str]) -> str:
    """Return a text in small characters, or "" if one of them does not exist."""
    return "".join(map(characters.get, text)) if all(char in characters for char in text) else ""  # type: ignore[arg-type]


_QUOTES = {
    "“ ” ‘ ’": "en zh ko hi bn ta te th vi id ms pt tr ga cy sw tl ur",
    "„ “ ‚ ‘": "de cs sk bg is et lt lv sl sr hr bs ka lb mk",
    "„ ” ‚ ’": "pl ro hu",
    "« » “ ”": "es ca it el gl eu fa hy sq ru uk be kk ky",
    "«\u00a0 \u00a0» “ ”": "fr",
    "” ” ’ ’": "sv fi",
    "» « › ‹": "da",
    "« » ‘ ’": "no nb nn",
    "「 」 『 』": "ja",
    "‘ ’ “ ”": "af",
    "“ ” ‘ ’ ": "nl he ar",
}
_QUOTES_OF = {code: tuple(marks.split(" ")) for marks, codes in _QUOTES.items() for code in codes.split()}
_OPENING_MARKS = tuple('"“„«‹「『‚‘')
_QUOTE_MARKS = "\"'“”„‚‘’«»‹›「」『』"


def get_quotation_marks(language: str, depth: int) -> tuple[str, str]:
    """Return the marks around a quotation. language: "fr-CA". depth: 0 outside of any other quotation."""
    marks = _QUOTES_OF.get(language[:2].lower(), _QUOTES_OF["en"])
    return (marks[2], marks[3]) if depth % 2 else (marks[0], marks[1])


def quote_text(text: str, language: str, depth: int = 0, before: str = "") -> str:
    """Return a text in the quotation marks of a language, or as it is if it has marks of its own.

    before: what precedes it; a mark at the end of that is its own one as well.
    """
    content = text.strip()
    has_marks = content[:1] in _QUOTE_MARKS and content[-1:] in _QUOTE_MARKS
    if not content or has_marks or before[-1:] in _OPENING_MARKS:
        return text
    opening, closing = get_quotation_marks(language, depth)
    return f"{opening}{content}{closing}"
