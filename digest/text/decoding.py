"""Turn bytes from the network and from files into text: find the encoding and decode."""

from __future__ import annotations

import codecs
import re

from digest.text.encodings import WESTERN, describe_codec, find_codec, guess_encoding, is_plausible

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_ENCODING = re.compile(rb"<\?xml[^<>]*?encoding\s*+=\s*+[\"']([A-Za-z][\w.:-]*)")
_PROLOG_BYTES = 1_000
_WIDE = {
    b"\1\0\0\0": "utf-32-le",
    b"\0\0\0\1": "utf-32-be",
    b"\1\0\1\0": "utf-16-le",
    b"\0\1\0\1": "utf-16-be",
}
# How encodings of seven bits announce their characters.
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"))
_MAX_CUT = 3  # a character of UTF-8 that lacks its end
_ESCAPED = re.compile("[\udc80-\udcff]+")
_CONTROL_BYTES = bytes({*range(0x20)} - set(b"\t\n\r"))
_PAGE_BREAKS = {0x0B: "\n", 0x0C: "\n"}
_CONTROLS = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def decode_bytes(body: bytes, *labels: str) -> str:
    """Decode bytes to text without control characters and replacement characters. Never raises.

    See `decode_with_guess`.
    """
    return decode_with_guess(body, *labels)[0]


def decode_with_guess(body: bytes, *labels: str) -> tuple[str, str]:
    """Decode bytes to text, and return the name of its encoding if that had to be guessed, else "".

    labels: encodings declared by the document and its server, the most trusted first; any may be "",
    unknown or wrong. A byte order mark decides, then valid UTF-8, then the labels, as far as the bytes allow
    them. Bytes that are mostly UTF-8 are decoded as that, with windows-1252 in between; the encoding of all
    others is guessed. Cost: linear.
    """
    text, guessed = _decode(body, labels)
    # Searching the bytes for controls is ten times as fast as searching the characters.
    clean = len(body.translate(None, _CONTROL_BYTES)) == len(body) and not (
        "\ufffe" in text or "\uffff" in text
    )
    return text if clean else _CONTROLS.sub("", text.translate(_PAGE_BREAKS)), guessed


def decode_xml(body: bytes, charset: str = "") -> str:
    """Decode XML, which may declare its encoding itself. charset: declared by the server, or ""."""
    return decode_xml_with_guess(body, charset)[0]


def decode_xml_with_guess(body: bytes, charset: str = "") -> tuple[str, str]:
    """Decode XML; see `decode_xml` and `decode_with_guess`."""
    declared = _XML_ENCODING.search(body, 0, _PROLOG_BYTES)
    return decode_with_guess(body, declared[1].decode("ascii") if declared else "", charset)


def _decode(body: bytes, labels: tuple[str, ...]) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "ignore"), ""
    if encoding := _find_wide_encoding(body[:4]):
        return body.decode(encoding, "ignore"), ""
    codecs_named = [codec for label in labels if label and (codec := find_codec(label))]
    if b"\x1b$" in body and body.isascii():
        codecs_named = [codec for sign, codec in _ESCAPES if sign in body][:1] + codecs_named
    if not (b"\x1b" in body and any(codec.startswith("iso2022") for codec in codecs_named)):
        try:
            return body.decode("utf-8"), ""
        except UnicodeDecodeError:
            pass
    for codec in codecs_named:
        if is_plausible(body, codec):
            return body.decode(codec, "ignore"), ""
    mixed = body.decode("utf-8", "surrogateescape")
    escaped = sum(map(len, _ESCAPED.findall(mixed)))
    others = len(mixed) - len(mixed.encode("ascii", "ignore"))
    is_cut = _ESCAPED.search(mixed, max(len(mixed) - _MAX_CUT, 0)) is not None and escaped <= _MAX_CUT
    guessed = "" if is_cut or others - escaped >= escaped else guess_encoding(body)
    if guessed not in ("", WESTERN):
        return body.decode(guessed, "ignore"), describe_codec(guessed)
    return _ESCAPED.sub(lambda run: _read_single_bytes(run[0]), mixed), guessed and describe_codec(guessed)


def _find_wide_encoding(head: bytes) -> str:
    """Return the encoding of a document without a byte order mark by the zeros about its first character.

    See https://www.w3.org/TR/xml/#sec-guessing-no-ext-info
    """
    return _WIDE.get(bytes(map(bool, head)), "")


def _read_single_bytes(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode(WESTERN, "ignore")
