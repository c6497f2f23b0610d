# ruff: noqa: E501 - one case per line is a readable table
"""Decompression and decoding, with right and wrong declarations."""

from __future__ import annotations

import codecs
import gzip

import pytest

from digest.errors import SourceError
from digest.text.decoding import decode_bytes, decode_with_guess, decode_xml
from digest.text.decompression import unpack_gzip
from digest.text.encodings import find_codec

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


RUSSIAN = "Паром в порту снова ходит"
JAPANESE = "港の渡し船が再び動き出した"
CHINESE = "港口的渡轮重新开航"
KOREAN = "항구의 나룻배가 다시 운항을 시작했다"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        *(("x-cp1251", "cp1251", RUSSIAN), ("cp-1251", "cp1251", RUSSIAN), ("WIN-1251", "cp1251", RUSSIAN)),
        *(("Windows 1251", "cp1251", RUSSIAN), ("koi", "koi8-r", RUSSIAN), ("csISOLatinCyrillic", "iso8859-5", RUSSIAN)),
        *(("x-mac-cyrillic", "mac-cyrillic", RUSSIAN), ("ibm866", "cp866", RUSSIAN), (" 'cp1251' ", "cp1251", RUSSIAN)),
        *(("x-sjis", "cp932", JAPANESE), ("windows-31j", "cp932", JAPANESE), ("x-euc-jp", "euc_jp", JAPANESE)),
        *(("gb_2312-80", "gb18030", CHINESE), ("x-gbk", "gb18030", CHINESE), ("cn-big5", "big5", "港口的渡輪")),
        *(("windows-949", "cp949", KOREAN), ("ks_c_5601-1989", "cp949", KOREAN), ("korean", "cp949", KOREAN)),
        *(("windows-874", "cp874", "เรือกลับมาวิ่ง"), ("dos-874", "cp874", "เรือ"), ("iso-8859-8-i", "iso8859-8", "שלום עולם")),
        *(("latin2", "iso8859-2", "Mieszkańcy czekali"), ("l5", "cp1254", "Çiğli’de"), ("macintosh", "mac-roman", "Île d’été")),
        *(("sun_eu_greek", "iso8859-7", "Καλημέρα"), ("windows-1256", "cp1256", "مرحبا بكم"), ("hebrew", "iso8859-8", "שלום")),
        *(("windows-cp1251", "cp1251", RUSSIAN), ("x-windows-1251", "cp1251", RUSSIAN), ("ms-1251", "cp1251", RUSSIAN)),
        *(("windows-936", "gb18030", CHINESE), ("x-windows-949", "cp949", KOREAN), ("x-shift-jis", "cp932", JAPANESE)),
        *(("iso-2022-kr", "iso2022_kr", KOREAN), ("mac_greek", "mac_greek", "Καλημέρα")),
    ],
)  # fmt: skip
def test_every_label_of_the_web_is_known(label: str, codec: str, text: str) -> None:
    assert decode_with_guess(text.encode(codec), label) == (text, "")
    assert find_codec(label.upper()) == find_codec(label)


@pytest.mark.parametrize(
    "label",
    ["", "banana", "rot13", "base64", "utf-8", "UTF8", "utf_16", "us-ascii", "x-user-defined", "\0", "ü"],
)
def test_other_labels_name_no_codec(label: str) -> None:
    assert find_codec(label) == ""


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        *(("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("cp1251", "Жителі острова чекали на перший рейс")),
        *(("cp1250", "Mieszkańcy wyspy czekali na pierwszy rejs; łódź źle żegluje"), ("cp1250", "Přívoz opět jezdí každý den")),
        *(("cp1253", "Οι κάτοικοι του νησιού περίμεναν"), ("cp1254", "Belediye başkanı iskelenin onarılacağına söz verdi")),
        *(("cp1255", "תושבי האי חיכו שלושה שבועות"), ("cp1256", "انتظر سكان الجزيرة ثلاثة أسابيع"), ("cp874", "ชาวเกาะรอเรือเที่ยวแรก")),
        *(("cp932", JAPANESE), ("euc_jp", JAPANESE), ("gb18030", CHINESE), ("big5", "島上居民等了三個星期"), ("cp949", KOREAN)),
        *(("cp866", RUSSIAN), ("cp866", "Жителите на острова чакат ферибота"), ("mac-cyrillic", f"Паром. {RUSSIAN}")),
        *(("mac-roman", "Les élèves étaient très fâchés, car le bateau était arrêté"), ("mac-roman", "Die Fähre fährt täglich")),
        *(("cp850", "Der Bürgermeister sagte, die Fähre fahre täglich über den Fluß"), ("iso8859-6", "انتظر سكان الجزيرة ثلاثة أسابيع")),
        *(("cp1252", "Les habitants de l’île ont attendu"), ("cp1252", GERMAN), ("cp1252", "El otoño acabó en la región")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("label", ["", "utf-8", "us-ascii", "x-unknown"])
def test_an_encoding_that_is_not_declared_is_guessed(codec: str, text: str, label: str) -> None:
    body = f'<?xml version="1.0"?><rss><channel><item><title>{text}</title></item></channel></rss>'
    decoded, guessed = decode_with_guess(body.encode(codec), label)
    assert decoded == body
    assert find_codec(guessed)


def test_the_language_that_a_document_names_decides() -> None:
    for language, codec, word in (
        ("ru", "cp1251", "рейс"),
        ("el", "cp1253", "καιρό"),
        ("he", "cp1255", "אונייה"),
    ):
        for head in (
            f"<language>{language}-XX</language>",
            f'<html lang="{language}">',
            f"<feed xml:lang='{language}'>",
        ):
            body = f"{head}<title>{word}</title>"
            assert decode_with_guess(body.encode(codec))[0] == body


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("iso-8859-1", "cp1251", "Жители острова три недели ждали первый паром после шторма"),
        ("windows-1252", "cp1253", "Οι κάτοικοι του νησιού περίμεναν τρεις εβδομάδες"),
        ("euc-jp", "cp932", "市長は古い桟橋を夏の終わりまでに修理すると約束した"),
    ],
)
def test_a_label_that_the_bytes_disprove_does_not_count(label: str, codec: str, text: str) -> None:
    decoded, guessed = decode_with_guess(text.encode(codec), label)
    assert decoded == text
    assert guessed


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE, GERMAN])
def test_wide_characters_need_no_byte_order_mark(codec: str, text: str) -> None:
    body = f'<?xml version="1.0" encoding="UTF-16"?><a>{text}</a>'
    assert decode_with_guess(body.encode(codec), "utf-8") == (body, "")


def test_an_encoding_is_guessed_by_letters_in_tags_if_there_are_no_others() -> None:
    body = '<item label="Kältewelle über Föhr, sehr kühl">Wind</item>'
    assert decode_with_guess(body.encode("cp1252"))[0] == body


def test_bytes_that_are_mostly_utf_8_are_not_guessed() -> None:
    body = "Fähre über Föhr, Größe, Käse ".encode() + "Tür".encode("cp1252")
    assert decode_with_guess(body) == ("Fähre über Föhr, Größe, Käse Tür", "")
    assert decode_with_guess(RUSSIAN.encode()[:-1])[1] == ""


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


@pytest.mark.parametrize("label", ["", "utf-8", "windows-1252", "euc-kr"])
@pytest.mark.parametrize(("codec", "text"), [("iso2022_kr", KOREAN), ("iso2022_jp", JAPANESE)])
def test_encodings_of_seven_bits_announce_themselves(codec: str, text: str, label: str) -> None:
    assert decode_with_guess(text.encode(codec), label) == (text, "")
