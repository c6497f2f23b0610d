"""Turn bytes from the network and from files into text: find the encoding and decode."""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encoding labels are often used for a superset of the encoding that they name.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_FALLBACK = "cp1252"
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.:-]*)")
_PROLOG_BYTES = 1_000
_UNICODE = ("utf-8", "utf-16", "utf-32", "utf-7")  # a label that the bytes have already disproved
_ESCAPED = re.compile("[\udc80-\udcff]+")
_CONTROL_BYTES = bytes({*range(0x20)} - set(b"\t\n\r"))
_PAGE_BREAKS = {0x0B: "\n", 0x0C: "\n"}
_CONTROLS = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def decode_bytes(body: bytes, *labels: str) -> str:
    """Decode bytes to text without control characters and replacement characters. Never raises.

    labels: encodings declared by the document and its server, the most trusted first; any may be "",
    unknown or wrong. A byte order mark decides, then valid UTF-8, then the labels; everything else is decoded
    as UTF-8 with windows-1252 bytes in between. Cost: linear.
    """
    text = _decode(body, labels)
    # Searching the bytes for controls is ten times as fast as searching the characters.
    clean = len(body.translate(None, _CONTROL_BYTES)) == len(body) and not (
        "\ufffe" in text or "\uffff" in text
    )
    return text if clean else _CONTROLS.sub("", text.translate(_PAGE_BREAKS))


def decode_xml(body: bytes, charset: str = "") -> str:
    """Decode XML, which may declare its encoding itself. charset: declared by the server, or ""."""
    declared = _XML_ENCODING.search(body, 0, _PROLOG_BYTES)
    return decode_bytes(body, declared[1].decode("ascii") if declared else "", charset)


def _decode(body: bytes, labels: tuple[str, ...]) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "ignore")
    if body[1:2] == b"\0" != body[:1] and body[3:4] == b"\0":
        return body.decode("utf-16-le", "ignore")
    if body[:1] == b"\0" != body[1:2] and body[2:3] == b"\0":
        return body.decode("utf-16-be", "ignore")
    encodings = [encoding for label in labels if (encoding := _find_encoding(label))]
    if not (b"\x1b" in body and any(encoding.startswith("iso2022") for encoding in encodings)):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for encoding in encodings:
        return body.decode(encoding, "ignore")
    mixed = body.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda run: _read_single_bytes(run[0]), mixed)


def _find_encoding(label: str) -> str:
    """Return the codec of a label, or "" for an unknown label and for UTF-8 and other Unicode encodings."""
    try:
        name = codecs.lookup(label.strip().replace("\0", "")).name if label.isascii() else ""
        "".encode(name or "x")  # raises for codecs that are not text encodings, such as base64
    except LookupError:
        return ""
    return "" if name.startswith(_UNICODE) else _SUPERSETS.get(name, name)


def _read_single_bytes(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode(_FALLBACK, "ignore")
