"""Read documents of Word (.docx) and of LibreOffice (.odt): ZIP files with XML in them.

Only the parts with text are opened; macros, objects, pictures and links to other files are not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.formats.document_articles import (
    MAX_PARAGRAPHS,
    DocumentParagraph,
    TextStyle,
    draft_document,
)
from digest.sources.folder.saved_file import SavedFile
from digest.text import clean_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What was deleted or moved away, what is shown elsewhere, and second versions for older programs.
_SKIPPED_DOCX = (
    *(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "delText")),
    f"{_COMPATIBILITY}Fallback",
)
_SKIPPED_ODT = (
    *(f"{_TEXT}{name}" for name in ("tracked-changes", "note", "table-of-content", "alphabetical-index")),
    *(f"{_OFFICE}annotation", f"{_SVG}title", f"{_SVG}desc"),
)
_FALSE = frozenset({"0", "false", "off", "none"})
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)


class DocumentError(Exception):
    """A document that cannot be read. The argument says why."""


@dataclass(frozen=True, slots=True)
class StyledParagraph:
    """The styles of a document. titles: names of styles of titles. runs: {name: style of a run}."""

    titles: frozenset[str]
    runs: dict[str, TextStyle]


def read_docx(file: SavedFile) -> Contents:
    """Read a document of Word. Cost: linear in its unpacked size."""
    try:
        with _open_archive(file) as archive:
            body = _parse_part(archive, "word/document.xml", file.max_bytes)
            styles = _parse_part(archive, "word/styles.xml", file.max_bytes, is_optional=True)
            core = _parse_part(archive, "docProps/core.xml", file.max_bytes, is_optional=True)
    except DocumentError as error:
        return (Fault("unreadable", str(error)),)
    _drop_elements(body, _SKIPPED_DOCX)
    titles = _find_docx_titles(styles)
    paragraphs = islice(_list_docx_paragraphs(body, titles), MAX_PARAGRAPHS)
    title, author = _find_text(core, f"{_DC}title"), _find_text(core, f"{_DC}creator")
    return draft_document(paragraphs, title, author, file)


def read_odt(file: SavedFile) -> Contents:
    """Read a text document of LibreOffice and other programs. Cost: linear in its unpacked size."""
    try:
        with _open_archive(file) as archive:
            content = _parse_part(archive, "content.xml", file.max_bytes)
            meta = _parse_part(archive, "meta.xml", file.max_bytes, is_optional=True)
    except DocumentError as error:
        return (Fault("unreadable", str(error)),)
    _drop_elements(content, _SKIPPED_ODT)
    paragraphs = islice(_list_odt_paragraphs(content, _read_odt_styles(content)), MAX_PARAGRAPHS)
    author = _find_text(meta, f"{_META}initial-creator")
    return draft_document(paragraphs, _find_text(meta, f"{_DC}title"), author, file)


def _open_archive(file: SavedFile) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(file.body))
    except _ERRORS:
        raise DocumentError("it is a damaged document") from None


def _parse_part(archive: zipfile.ZipFile, name: str, max_bytes: int, is_optional: bool = False) -> Any:
    """Parse one part of a document: no entities are resolved, and nothing is fetched."""
    try:
        with archive.open(name) as stream:
            body = stream.read(max_bytes + 1)
    except KeyError:
        if is_optional:
            return etree.Element("none")
        raise DocumentError(f"it is no text document: it has no {name}") from None
    except _ERRORS as error:
        raise DocumentError(f"it is a damaged or protected document ({type(error).__name__})") from None
    if len(body) > max_bytes:
        raise DocumentError(f"it holds more than {max_bytes / 1_000_000:g} MB once unpacked")
    body = body.replace(_STRICT_W, _W[1:-1].encode())
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise DocumentError(f"it is a damaged document ({name})")
    return root


def _drop_elements(root: Any, names: tuple[str, ...]) -> None:
    """Remove elements with all they contain; the text after them stays."""
    etree.strip_elements(root, *names, with_tail=False)


def _find_text(root: Any, name: str) -> str:
    return clean_line(next((element.text or "" for element in root.iter(name)), ""))


def _find_docx_titles(styles: Any) -> frozenset[str]:
    """Return the ids of the styles of titles; the ids depend on the language of Word, the names do not."""
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        for name in style.findall(f"{_W}name")
        if name.get(f"{_W}val", "").lower() in ("title", "heading 1")
    )


def _list_docx_paragraphs(body: Any, titles: frozenset[str]) -> Iterator[DocumentParagraph]:
    """Yield the paragraphs; the cells of a row of a table are one."""
    row: list[str] | None = None
    depth = 0
    for event, element in etree.iterwalk(body, ("start", "end"), (f"{_W}tr", f"{_W}p")):
        if element.tag == f"{_W}tr":
            if event == "end" and row:
                yield DocumentParagraph(" | ".join(filter(None, row)))
            row = [] if event == "start" else None
            continue
        depth += 1 if event == "start" else -1
        # A paragraph within a paragraph is read with the outer one.
        if event == "end" and not depth:
            html = "".join(_read_docx_run(run) for run in element.iter(f"{_W}r"))
            if row is None:
                yield DocumentParagraph(html, _is_docx_title(element, titles))
            else:
                row.append(html)


def _is_docx_title(paragraph: Any, titles: frozenset[str]) -> bool:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return False
    style, level = properties.find(f"{_W}pStyle"), properties.find(f"{_W}outlineLvl")
    return (style is not None and style.get(f"{_W}val") in titles) or (
        level is not None and level.get(f"{_W}val") == "0"
    )


def _read_docx_run(run: Any) -> str:
    style = TextStyle()
    properties = run.find(f"{_W}rPr")
    if properties is not None:
        removed = (properties.find(f"{_W}{name}") for name in ("strike", "dstrike", "vanish"))
        position = properties.find(f"{_W}vertAlign")
        style = TextStyle(
            any(mark is not None and mark.get(f"{_W}val", "1").lower() not in _FALSE for mark in removed),
            {"superscript": "sup", "subscript": "sub"}.get(
                position.get(f"{_W}val", "") if position is not None else "", ""
            ),
        )
    parts = []
    for part in run:
        if part.tag == f"{_W}t":
            parts.append(style.format(part.text or ""))
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("<br>")
        elif part.tag == f"{_W}tab":
            parts.append(" ")
        elif part.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _read_odt_styles(content: Any) -> StyledParagraph:
    """Return the styles that are defined in the text, and the styles of titles that are not."""
    titles = {"Title"}
    runs: dict[str, TextStyle] = {}
    for style in content.iter(f"{_STYLE}style"):
        name = style.get(f"{_STYLE}name", "")
        if style.get(f"{_STYLE}parent-style-name") == "Title":
            titles.add(name)
        for properties in style.iter(f"{_STYLE}text-properties"):
            struck = properties.get(f"{_STYLE}text-line-through-style", "none")
            struck_type = properties.get(f"{_STYLE}text-line-through-type", "none")
            hidden = properties.get(f"{_TEXT}display", "true")
            position = properties.get(f"{_STYLE}text-position", "").split(" ")[0]
            removed = struck not in _FALSE or struck_type not in _FALSE or hidden in _FALSE
            if removed or position:
                runs[name] = TextStyle(removed, _name_position(position))
    return StyledParagraph(frozenset(titles), runs)


def _name_position(position: str) -> str:
    """Return the element of a vertical position such as "super", "-33%" or "0%"."""
    if position in ("super", "sub"):
        return "sup" if position == "super" else "sub"
    if not position.strip("-0%."):
        return ""
    return "sub" if position.startswith("-") else "sup"


def _list_odt_paragraphs(content: Any, styles: StyledParagraph) -> Iterator[DocumentParagraph]:
    row: list[str] | None = None
    names = (f"{_TABLE}table-row", f"{_TEXT}p", f"{_TEXT}h")
    depth = 0
    for event, element in etree.iterwalk(content, ("start", "end"), names):
        if element.tag == f"{_TABLE}table-row":
            if event == "end" and row:
                yield DocumentParagraph(" | ".join(filter(None, row)))
            row = [] if event == "start" else None
            continue
        depth += 1 if event == "start" else -1
        # A paragraph in a frame within a paragraph is read with the outer one.
        if event == "start" or depth:
            continue
        html = "".join(_read_odt_text(element, styles.runs))
        if row is not None:
            row.append(html)
            continue
        is_heading = element.tag == f"{_TEXT}h" and element.get(f"{_TEXT}outline-level", "1") == "1"
        yield DocumentParagraph(html, is_heading or element.get(f"{_TEXT}style-name") in styles.titles)


def _read_odt_text(paragraph: Any, runs: dict[str, TextStyle]) -> Iterator[str]:
    """Yield the HTML of the pieces of a paragraph; the innermost span decides about the style."""
    stack = [TextStyle()]
    for event, element in etree.iterwalk(paragraph, ("start", "end")):
        if event == "start":
            if element.tag == f"{_TEXT}span":
                outer = stack[-1]
                own = runs.get(element.get(f"{_TEXT}style-name", ""), TextStyle())
                style = TextStyle(outer.is_removed or own.is_removed, own.position or outer.position)
            else:
                style = stack[-1]
            stack.append(style)
            if element.tag in (f"{_TEXT}s", f"{_TEXT}tab"):  # of several spaces one is kept
                yield " "
            elif element.tag == f"{_TEXT}line-break":
                yield "<br>"
            yield style.format(_collapse(element.text))
        else:
            stack.pop()
            if element is not paragraph:
                yield stack[-1].format(_collapse(element.tail))


def _collapse(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\t", " ")
