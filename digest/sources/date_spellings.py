"""Rewrite spellings of dates that the patterns do not know into ones that they know."""

from __future__ import annotations

import re

from digest.sources.month_names import find_month

# The months of Iraq and the Levant that have names of two words, by their usual Arabic names.
_ARABIC_MONTHS = {
    "تشرين الأول": "أكتوبر",
    "تشرين الثاني": "نوفمبر",
    "كانون الأول": "ديسمبر",
    "كانون الثاني": "يناير",
}
_HEBREW_IN = re.compile(r"(?<=\d )ב(?=[א-ת]{3})")
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_CHINESE_NUMBER = re.compile("[〇零一二三四五六七八九十]{1,4}(?=[年月日號号时時点點分秒])")
# RFC 822 with the names of Chinese and Japanese: "日, 29 11月 2026", "星期日, 29 十一月 2026".
_CJK_WEEKDAY = re.compile("(?:[日月火水木金土]|(?:星期|週|周)[日一二三四五六]), ?")
_CJK_DAY_FIRST = re.compile(rf"^(?:{_CJK_WEEKDAY.pattern})?(\d\d?) (\d\d?)月? (\d{{4}})(?=\s|$)")
# The same in Korean: "일, 29 11월 2026".
_KOREAN_DAY_FIRST = re.compile(r"^(?:[일월화수목금토](?:요일)?, ?)?(\d\d?) (\d\d?)월 (\d{4})(?=\s|$)")
# "арван нэгдүгээр сарын": of the eleventh month.
_MONGOLIAN_MONTH = re.compile(r"(арван ?)?((?!арван)[а-яёөү]{3,12}(?:дугаар|дүгээр)) (?=сар)")
_MONGOLIAN_DAY_FIRST = re.compile(r"^(\d\d?) (\d\d?) сар(?:ын)?,? (\d{4})(?!\d)")
# "יום א'": the first day of the week.
_HEBREW_LETTER_NUMBER = re.compile("(?<![א-ת])([א-ת])['’׳](?=[\\s,])")
# "novembril": in November.
_ESTONIAN_MONTH = re.compile(
    r"\b(jaanuar|veebruar|märts|aprill|august)il\b|\b(septem|oktoo|novem|detsem)bril\b"
)
_BASQUE_YEAR = re.compile(r"\d{4}(?:ko|\(e\)ko)\b")
_HALF_PAST = re.compile(r"(?<=[时時點点시])\s*+[半반]")
_ESTONIAN_SHORT = re.compile(r"\b(ma|juun|juul)il\b")


def unify_date_spelling(text: str, language: str) -> str:
    """Return a date in a spelling that the patterns know. text: in lower case. language: ISO 639-1 or ""."""
    if language == "et":
        text = _ESTONIAN_MONTH.sub(lambda found: found[1] or f"{found[2]}ber", text)
        return _ESTONIAN_SHORT.sub(r"\1i", text)
    if text.isascii():
        return text.replace("(e)ko", "ko").replace("aren ", "a ") if _BASQUE_YEAR.match(text) else text
    text = _HALF_PAST.sub("30分", text)
    if "月" in text or _CJK_WEEKDAY.match(text):
        text = _CHINESE_NUMBER.sub(lambda found: _read_chinese_number(found[0]), text)
        return _CJK_DAY_FIRST.sub(r"\3-\2-\1", text)
    if "월" in text:
        return _KOREAN_DAY_FIRST.sub(r"\3-\2-\1", text)
    if "гээр сар" in text or "гаар сар" in text:
        text = _MONGOLIAN_MONTH.sub(_read_mongolian_month, text)
        return _MONGOLIAN_DAY_FIRST.sub(r"\3-\2-\1", text)
    for name, usual in _ARABIC_MONTHS.items():
        text = text.replace(name, usual)
    return _HEBREW_LETTER_NUMBER.sub(r"\1", _HEBREW_IN.sub("", text))


def _read_mongolian_month(found: re.Match[str]) -> str:
    try:
        ten = "арван " if found[1] else ""
        return f"{find_month(f'{ten}{found[2]} сар', 'mn')} "
    except ValueError:
        return found[0]


def _read_chinese_number(text: str) -> str:
    if "十" not in text:
        return "".join(str(_CHINESE_DIGITS[digit]) for digit in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str(10 * (_CHINESE_DIGITS[tens] if tens else 1) + (_CHINESE_DIGITS[ones] if ones else 0))
