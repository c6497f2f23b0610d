"""Documents of Word and LibreOffice, and rich text: their text, and nothing that is not told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from digest.models import Collected
from tests.support.folders import BREAD, GOAT, RIVER, collect, collect_article, collect_file, list_left_out

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    "<dcterms:created>2001-02-03T04:05:06Z</dcterms:created></cp:coreProperties>"
)
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def zip_parts(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def make_docx(body: str, title: str = "", author: str = "") -> bytes:
    return zip_parts(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": STYLES,
            "docProps/core.xml": CORE.format(title=title, author=author),
            "word/vbaProject.bin": b"\x00macro",
        }
    )


def paragraph(text: str, style: str = "", run: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def make_odt(body: str, styles: str = "", title: str = "", author: str = "") -> bytes:
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {ODF}><office:meta><dc:title>{title}</dc:title>"
        f"<meta:initial-creator>{author}</meta:initial-creator>"
        "<meta:creation-date>2001-02-03T04:05:06</meta:creation-date></office:meta></office:document-meta>"
    )
    return zip_parts({"mimetype": ODT_TYPE, "content.xml": content, "meta.xml": meta})


def make_rtf(body: str, info: str = "") -> bytes:
    fonts = r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fswiss\fcharset204 Arial Cyr;}}"
    return (rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{{\info{info}}}{body}}}").encode("latin-1")


def parts(collected: Collected) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in collected.articles]


DOCX = make_docx(paragraph("High water", "Titel") + paragraph(RIVER))
ODT = make_odt(f'<text:p text:style-name="Title">High water</text:p><text:p>{RIVER}</text:p>')
RTF = make_rtf(rf"\pard\outlinelevel0 High water\par \pard {RIVER}\par")


@pytest.mark.parametrize(("name", "body"), [("a.docx", DOCX), ("a.odt", ODT), ("a.rtf", RTF)])
@pytest.mark.parametrize("suffix", ["", ".bak.txt"])
def test_a_document_is_an_article_whatever_its_name(
    tmp_path: Path, name: str, body: bytes, suffix: str
) -> None:
    article = collect_article(tmp_path, f"{name}{suffix}", body)
    assert (article.title, article.text) == ("High water", RIVER)
    assert article.published is None


def test_a_document_in_an_archive_is_read(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "week.zip", zip_parts({"monday/a.docx": DOCX}))
    assert (article.title, article.text) == ("High water", RIVER)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "a.docx",
            make_docx(
                paragraph("Water", "berschrift1")
                + paragraph(RIVER)
                + paragraph("Bread", "berschrift1")
                + paragraph("Flour", "berschrift2")
                + paragraph(BREAD)
            ),
        ),
        (
            "a.odt",
            make_odt(
                f'<text:h text:outline-level="1">Water</text:h><text:p>{RIVER}</text:p>'
                f'<text:h text:outline-level="1">Bread</text:h><text:h text:outline-level="2">Flour</text:h>'
                f"<text:p>{BREAD}</text:p>"
            ),
        ),
        (
            "a.rtf",
            make_rtf(
                rf"\pard\outlinelevel0 Water\par\pard {RIVER}\par"
                rf"\pard\outlinelevel0 Bread\par\pard Flour\par {BREAD}"
            ),
        ),
    ],
    ids=["docx", "odt", "rtf"],
)
def test_each_heading_of_the_highest_level_begins_an_article(tmp_path: Path, name: str, body: bytes) -> None:
    assert parts(collect_file(tmp_path, name, body)) == [("Water", RIVER), ("Bread", f"Flour\n\n{BREAD}")]


def test_what_was_deleted_struck_out_hidden_or_noted_is_no_text_of_word(tmp_path: Path) -> None:
    body = (
        paragraph("High water", "Titel")
        + f"<w:p><w:r><w:t>{RIVER}</w:t></w:r>"
        + "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t> Added.</w:t></w:r></w:ins>"
        + "<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r>"
        + '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> 10</w:t></w:r>'
        + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r>'
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        + "<w:r><w:instrText>HYPERLINK secret</w:instrText></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Gauge</w:t></w:r></w:p></w:tc>"
        + "<w:tc><w:p><w:r><w:t>2 m</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    article = collect_article(tmp_path, "a.docx", make_docx(body))
    assert article.text == f"{RIVER} Added. 10⁶\n\nGauge | 2 m"


def test_what_was_deleted_struck_out_hidden_or_noted_is_no_text_of_libreoffice(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/>'
        "</style:style>"
        '<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="T3"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:p>deleted</text:p></text:changed-region>"
        '</text:tracked-changes><text:p text:style-name="P1">High water</text:p>'
        f'<text:p>{RIVER}<text:s text:c="2"/>10<text:span text:style-name="T2">6</text:span>'
        '<text:span text:style-name="T1">struck <text:span>out</text:span></text:span>'
        '<text:span text:style-name="T3">hidden</text:span>'
        "<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>a comment</text:p></office:annotation>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Gauge</text:p></table:table-cell>"
        "<table:table-cell><text:p>2 m</text:p></table:table-cell></table:table-row></table:table>"
    )
    article = collect_article(tmp_path, "a.odt", make_odt(body, styles))
    assert (article.title, article.text) == ("High water", f"{RIVER} 10⁶.\n\nGauge | 2 m")


def test_what_was_deleted_struck_out_hidden_or_noted_is_no_rich_text(tmp_path: Path) -> None:
    body = (
        rf"\pard\outlinelevel0 High water\par\pard {RIVER}"
        r" 10{\super 6}{\strike struck}{\v hidden}{\deleted deleted}{\footnote a note}{\header head}"
        r"{\field{\*\fldinst HYPERLINK secret}{\fldrslt .}}{\pict\wmetafile8 0a0b}{\*\unknown x}\par"
    )
    article = collect_article(tmp_path, "a.rtf", make_rtf(body))
    assert article.text == f"{RIVER} 10⁶."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"caf\'e9", "café"),
        (r"\f1 \'cf\'ee\'f0\'f2", "Порт"),
        (r"\u1055?\u1086?\u1088?\u1090?", "Порт"),
        (r"{\uc2 \u252\'81\'40ber}", "über"),
        (r"\u-10179?\u-8704? boats", "😀 boats"),
        (r"a\emdash b\~c\_d", "a—b c-d"),
        (r"\{a\}\\b", "{a}\\b"),
        (r"one\line two", "one two"),
    ],
)
def test_characters_of_rich_text(tmp_path: Path, written: str, text: str) -> None:
    article = collect_article(
        tmp_path, "a.rtf", make_rtf(rf"\pard\outlinelevel0 Title\par\pard {written}\par")
    )
    assert article.text == text


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
@pytest.mark.parametrize(
    ("title", "author", "is_true"),
    [
        ("The river Ambel has risen", "water board", True),
        ("Microsoft Word - Document1", "Windows User", False),
    ],
)
def test_properties_count_if_their_words_are_in_the_text(
    tmp_path: Path, kind: str, title: str, author: str, is_true: bool
) -> None:
    text = f"{RIVER}\n\n{GOAT}"
    body = {
        "docx": make_docx(paragraph(RIVER) + paragraph(GOAT), title, author),
        "odt": make_odt(f"<text:p>{RIVER}</text:p><text:p>{GOAT}</text:p>", "", title, author),
        "rtf": make_rtf(rf"{RIVER}\par {GOAT}\par", rf"{{\title {title}}}{{\author {author}}}"),
    }[kind]
    article = collect_article(tmp_path, f"a.{kind}", body)
    assert (article.title == title) is is_true
    assert article.author == (author if is_true else "")
    assert article.published is None
    assert article.text.endswith(GOAT)
    assert article.text == text or not is_true


def test_damaged_and_other_documents_are_left_out_with_the_reason(tmp_path: Path) -> None:
    bomb = make_docx(paragraph("a" * 3_000_000))
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    files = {
        "bomb.docx": bomb,
        "cut.docx": DOCX[:-100],
        "empty.odt": make_odt(""),
        "sheet.docx": zip_parts({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "text.rtf": b"no rich text at all",
        "entity.docx": zip_parts(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": f'{entity}<w:document xmlns:w="{W}"><w:body>'
                "<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>",
            }
        ),
        "old.doc": b"\xd0\xcf\x11\xe0",
        "table.xlsx": b"PK",
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    result = collect(tmp_path, max_bytes=2_000_000)
    assert result.articles == ()
    assert {title: detail for title, _, detail in list_left_out(result)} == {
        "bomb.docx": "it holds more than 2 MB once unpacked",
        "cut.docx": "it is a damaged document",
        "empty.odt": "it is a document without text",
        "sheet.docx": "it is no text document: it has no word/document.xml",
        "text.rtf": "it is no rich text, whatever its name says",
        "entity.docx": "it is a document without text",
        "old.doc": "files of this type are not supported: save it as .docx",
        "table.xlsx": "files of this type are not supported",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"{\\rtf1" + b"{" * 200_000,
        b"{\\rtf1" + b"{\\field{\\*\\fldinst{" * 50_000,
        b"{\\rtf1" + b"\\'" * 200_000,
        b"{\\rtf1" + b"\\u55296?" * 100_000,
        b"{\\rtf1 \\bin99999999999 x}",
        b"{\\rtf1}}}}}}\\par\\outlinelevel",
    ],
    ids=["groups", "fields", "bytes", "surrogates", "binary", "braces"],
)
def test_hostile_rich_text_is_read_in_linear_time(tmp_path: Path, body: bytes) -> None:
    result = collect_file(tmp_path, "a.rtf", body)
    assert all(row.why != "failed" for row in result.left_out)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_paragraphs_within_paragraphs_are_read_once(tmp_path: Path, kind: str) -> None:
    if kind == "docx":
        body = make_docx("<w:p>" * 40 + f"<w:r><w:t>{RIVER}</w:t></w:r>" + "</w:p>" * 40)
    else:
        body = make_odt("<text:p>" * 40 + RIVER + "</text:p>" * 40)
    article = collect_article(tmp_path, f"a.{kind}", body)
    assert article.text == RIVER


def test_rich_text_in_an_encoding_that_does_not_exist_is_read(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "a.rtf", RTF.replace(b"cpg1252", b"cpg99999"))
    assert (article.title, article.text) == ("High water", RIVER)
