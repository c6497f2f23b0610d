"""Decompression and decoding, with right and wrong declarations."""

from __future__ import annotations

import codecs
import gzip

import pytest

from digest.errors import SourceError
from digest.text.decoding import decode_bytes, decode_xml
from digest.text.decompression import unpack_gzip

GERMAN = "Kältewelle über Föhr – „kühl“"


@pytest.mark.parametrize(
    ("body", "labels", "text"),
    [
        (GERMAN.encode(), (), GERMAN),
        (GERMAN.encode(), ("iso-8859-1",), GERMAN),
        (codecs.BOM_UTF8 + GERMAN.encode(), ("iso-8859-1",), GERMAN),
        (GERMAN.encode("cp1252"), (), GERMAN),
        (GERMAN.encode("cp1252"), ("utf-8",), GERMAN),
        (GERMAN.encode("cp1252"), ("iso-8859-1",), GERMAN),
        (GERMAN.encode("cp1252"), ("x-banana", "rot13", ""), GERMAN),
        ("Föhr ".encode() + "Föhr".encode("cp1252"), ("utf-8",), "Föhr Föhr"),
        (GERMAN.encode("utf-16"), (), GERMAN),
        (GERMAN.encode("utf-16-le"), (), GERMAN),
        (GERMAN.encode("utf-16-be"), (), GERMAN),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), (), GERMAN),
        (b"plain", ("utf-16",), "plain"),
        ("Новости".encode("cp1251"), ("windows-1251",), "Новости"),
        ("Новости".encode("cp1251"), ("", "windows-1251"), "Новости"),
        ("中国镕基".encode("gb18030"), ("gb2312",), "中国镕基"),
        ("新聞①".encode("cp932"), ("Shift_JIS",), "新聞①"),
        ("新聞".encode("iso2022_jp"), ("iso-2022-jp",), "新聞"),
        (b"cut \xc3", ("utf-8",), "cut Ã"),
        (b"undefined \x81 here", (), "undefined  here"),
        (b"", (), ""),
    ],
)
def test_bytes_are_decoded(body: bytes, labels: tuple[str, ...], text: str) -> None:
    assert decode_bytes(body, *labels) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_no_control_character_remains(encoding: str) -> None:
    text = "a\0b\x07c\x1b[31mred\x1b[0m\td\r\ne"
    assert decode_bytes(text.encode(encoding)) == "abcred\td\r\ne"
    assert decode_bytes("x\uffff\ufffey".encode()) == "xy"


def test_xml_declares_its_encoding() -> None:
    body = "<?xml version='1.0' encoding='windows-1251'?><a>мир</a>".encode("cp1251")
    assert "мир" in decode_xml(body)
    assert "мир" in decode_xml(body, "iso-8859-1")
    assert "мир" in decode_xml("<a>мир</a>".encode("cp1251"), "windows-1251")


def test_a_page_break_separates_lines() -> None:
    assert decode_bytes(b"one\x0ctwo\x0bthree\x01") == "one\ntwo\nthree"


def test_compressed_bytes_are_decompressed() -> None:
    packed = gzip.compress(b"news " * 100)
    assert unpack_gzip(b"news", 10) == (b"news", True)
    assert unpack_gzip(packed, 500) == (b"news " * 100, True)
    assert unpack_gzip(packed + packed, 1000) == (b"news " * 200, True)
    assert unpack_gzip(packed[:-1], 500) == (b"news " * 100, False)
    assert unpack_gzip(packed[:12] + b"\xff" * 20, 500)[1] is False
    with pytest.raises(SourceError, match=r"more than 0\.0001 MB"):
        unpack_gzip(packed, 100, "where")
    with pytest.raises(SourceError, match=r"more than 0\.0006 MB"):
        unpack_gzip(packed + packed, 600, "where")
