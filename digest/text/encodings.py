"""Find the encoding of bytes: by its label (WHATWG Encoding Standard), or by the bytes if no label helps.

The adapter of webencodings and chardet. The figures behind the choice of chardet are in
docs/decisions/feeds.md.
"""

from __future__ import annotations

import codecs
import re
from functools import cache, lru_cache

WESTERN = "cp1252"
"""What the web means by ISO-8859-1, and what is assumed if nothing else is known."""

# Encoding labels are often used for a superset of the encoding that they name.
_SUPERSETS = {
    "ascii": WESTERN,
    "iso8859-1": WESTERN,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_UNICODE = ("utf-8", "utf-16", "utf-32", "utf-7")  # a label that the bytes have already disproved
# "windows-cp1251", "x-windows-950", "cp-936": a code page by its number.
_CODE_PAGE = re.compile(r"x?(?:windows|win|ms|ibm|cp)+(\d{3,4})")
_ASCII = frozenset({"ascii", "usascii", "ansix3.41968"})
_MULTIBYTE = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp"})
_LATIN = frozenset({WESTERN, "cp1250", "cp1254", "cp1257", "cp1258", "iso8859-2"})

# The encodings in which a language is written: the defaults of browsers for its locale
# (https://html.spec.whatwg.org/#determining-the-character-encoding) and others with the same letters.
_LANGUAGES = {
    "cp1250": "cs hr hu pl sk sl ro sq bs",
    "cp1251": "ba be bg kk ky mk mn ru sah sr tg tt uk",
    "cp1253": "el",
    "cp1254": "az ku tr",
    "cp1255": "he iw yi",
    "cp1256": "ar fa ur",
    "cp1257": "et lt lv",
    "cp1258": "vi",
    "cp874": "th",
    "cp932": "ja",
    "cp949": "ko",
    "gb18030": "zh",
}
_RELATIVES = {
    "cp1250": "iso8859-2",
    "cp1251": "koi8-r koi8-u iso8859-5 cp866 mac-cyrillic",
    "cp1253": "iso8859-7",
    "cp1256": "iso8859-6",
    "cp932": "euc_jis_2004 iso2022_jp_2",
    "gb18030": "big5hkscs",
}
_CANDIDATES = (WESTERN, *_LANGUAGES, *" ".join(_RELATIVES.values()).split())
_LANGUAGE = re.compile(
    rb"<(?:dc:)?language>\s*([a-z]{2,3})\b|<(?:html|rss|feed)\b[^<>]{0,500}?\blang\s*=\s*[\"']?([a-z]{2,3})\b",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^<>]*>")
_C1 = re.compile(rb"[\x80-\x9f]")
_RUN = re.compile(rb"[\x80-\xff]+")
# Windows-1252 has marks at these bytes, which are not within words; Mac OS and DOS have letters.
_MARK_IN_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\x84\x86-\x90\x93-\x95\x98\x99\x9b\x9d\x9f](?=[a-z])")
_OLD_LATIN = ("mac-roman", "cp850", "cp852")
_MARK_SHARE = 0.25
_SAMPLE_BYTES = 100_000
# Windows-1252 is taken if it is this likely in comparison with another encoding of Latin letters. Chosen
# between 0.4 and 1 on the sentences that the accuracy is measured on; 0.6 to 0.9 differ little.
_WESTERN_SHARE = 0.7
# Nearly all small Cyrillic letters of Mac OS are those of windows-1251. Its capitals are elsewhere.
_MAC_CAPITAL = re.compile(rb"[\x80-\x9f][\xdf-\xff]")
# In languages of Latin letters, fewer of the other bytes than this stand beside each other.
_LATIN_RUNS = 0.5
# A Western label is wrong if there are so many of these bytes and this share of them stand together.
_MIN_BYTES, _FOREIGN_RUNS = 30, 0.8
_MAX_ERRORS = 0.1


@lru_cache(maxsize=256)
def find_codec(label: str) -> str:
    """Return the codec of a label, or "" for an unknown label and for UTF-8 and other Unicode encodings.

    Labels are those of the WHATWG list in any case and with any separators ("cp-1251", "WIN 1251"), or the
    names of Python's codecs. ASCII is disproved like Unicode: it is the default of many programs.
    """
    import webencodings  # late: most feeds are UTF-8

    compact = _compact(label)
    if compact in _ASCII:
        return ""
    if compact not in _list_labels() and (page := _CODE_PAGE.fullmatch(compact)):
        label = f"cp{page[1]}"
    elif compact.startswith("x") and compact not in _list_labels():
        compact = compact[1:]
    found = webencodings.lookup(_list_labels().get(compact, label))
    name = found.codec_info.name if found else ""
    if name in ("", "replacement"):
        try:
            name = codecs.lookup(label.strip().replace("\0", "")).name
            "".encode(name)  # raises for codecs that are not text encodings, such as base64
        except (LookupError, ValueError):
            return ""
    return "" if name.startswith(_UNICODE) or name == "x-user-defined" else _SUPERSETS.get(name, name)


def is_plausible(body: bytes, codec: str) -> bool:
    """Whether bytes may be in an encoding that a label names; many labels are defaults of the software."""
    if codec in _MULTIBYTE:
        text = body.decode(codec, "replace")
        return text.count("\ufffd") <= _MAX_ERRORS * sum(map(len, _RUN.findall(body)))
    if codec == WESTERN:
        count, share = _measure_runs(body[:_SAMPLE_BYTES])
        return count < _MIN_BYTES or share < _FOREIGN_RUNS
    return True


def _keep_foreign_lines(body: bytes) -> bytes:
    """Return the lines that are not ASCII."""
    return b"\n".join(line for line in body.splitlines() if not line.isascii())


def guess_encoding(body: bytes) -> str:
    """Return the most probable codec of bytes that are not UTF-8. Cost: linear up to 100 kB.

    The language that the document names decides between encodings of different letters. Of encodings of
    Latin letters that are about as probable, windows-1252 is taken.
    """
    import chardet  # late: 50 ms

    beginning = body[:_SAMPLE_BYTES]
    sample = _keep_foreign_lines(_TAG.sub(b"\n", beginning)) or _keep_foreign_lines(beginning)
    if not sample:
        return WESTERN
    count, share = _measure_runs(sample)
    has_old_letters = len(_MARK_IN_WORD.findall(sample)) >= max(1, _MARK_SHARE * count)
    is_old = share < _LATIN_RUNS and has_old_letters
    found = chardet.detect_all(
        sample,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=_OLD_LATIN if is_old else _CANDIDATES,
    )
    # Text in the encodings of ISO 8859 has none of the control characters that these bytes are there.
    excluded = "iso8859" if _C1.search(sample) else "none"
    scores = {
        name: row["confidence"]
        for row in found
        if (name := row["encoding"]) and not name.startswith(excluded)
    }
    if share < _LATIN_RUNS and not is_old:
        scores = {name: score for name, score in scores.items() if name in _LATIN}
    if family := _find_family(body[:_SAMPLE_BYTES]):
        scores = {name: score for name, score in scores.items() if name in family} or scores
    best = max(scores, key=lambda name: scores[name], default=WESTERN)
    if best in _LATIN and scores.get(WESTERN, 0) >= _WESTERN_SHARE * scores.get(best, 0):
        best = WESTERN
    if best == "mac-cyrillic" and not _MAC_CAPITAL.search(sample):
        best = "cp1251"
    return find_codec(best) or WESTERN


def describe_codec(codec: str) -> str:
    """Return the usual name of a codec: "windows-1251" for "cp1251"."""
    return re.sub(r"^cp(?=125\d$|874$)", "windows-", codec).replace("_", "-")


@cache
def _list_labels() -> dict[str, str]:
    """Return {label without separators: label}, with the slips that are common in feeds."""
    from webencodings import LABELS

    labels = {_compact(label): label for label in LABELS}
    short = {name.replace("windows", "win"): label for name, label in labels.items() if "windows" in name}
    return short | labels


def _compact(label: str) -> str:
    return re.sub(r"[\s\0_:'\"-]+", "", label.lower())


def _measure_runs(body: bytes) -> tuple[int, float]:
    """Return how many bytes are not ASCII, and which share of them stands beside another one."""
    lengths = [len(run) for run in _RUN.findall(body)]
    count = sum(lengths)
    return count, sum(length for length in lengths if length > 1) / max(count, 1)


def _find_family(head: bytes) -> frozenset[str]:
    """Return the encodings of the language that a document names; none for English, which is a default."""
    found = _LANGUAGE.search(head)
    language = (found[1] or found[2]).decode().lower() if found else ""
    for codec, languages in _LANGUAGES.items():
        if language in languages.split():
            return frozenset((codec, *_RELATIVES.get(codec, "").split()))
    return frozenset()
