"""Read rich text (.rtf): control words, groups, and characters in old encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.formats.document_articles import (
    MAX_PARAGRAPHS,
    DocumentParagraph,
    TextStyle,
    draft_document,
)
from digest.sources.folder.saved_file import SavedFile
from digest.text import clean_line

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\$"
)
_DESTINATIONS = frozenset(
    """
    annotation atnauthor atnid bkmkend bkmkstart buptim colortbl comment creatim datastore falt fldinst
    filetbl footer footerf footerl footerr footnote ftncn ftnsep ftnsepc generator header headerf headerl
    headerr info keywords listtable listoverridetable mmathpr nonshppict object operator pict printim private
    revtbl revtim rxe shp stylesheet subject tc themedata txe xe
    """.split()  # noqa: SIM905
)
_CHARACTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_DEFAULT_ENCODING = "cp1252"
_MAX_DEPTH = 1_000


@dataclass(frozen=True, slots=True)
class GroupState:
    """What holds within a group. destination: of its text: "" the document, "skip" nowhere."""

    destination: str = ""
    encoding: str = ""
    replaced: int = 1
    style: TextStyle = field(default_factory=TextStyle)
    is_title: bool = False


def read_rich_text(file: SavedFile) -> Contents:
    """Read a document in rich text: without headers, footnotes, pictures, objects and struck-out text.

    Cost: linear in its size.
    """
    reader = RichTextReader(file.body.decode("latin-1"))
    paragraphs = list(islice(reader.read_paragraphs(), MAX_PARAGRAPHS))
    if not reader.is_rich_text:
        return (Fault("unreadable", "it is no rich text, whatever its name says"),)
    title, author = (clean_line("".join(reader.properties.get(name, ()))) for name in ("title", "author"))
    return draft_document(paragraphs, title, author, file)


class RichTextReader:
    """Reads the paragraphs of rich text. properties: {name: pieces of its text}."""

    def __init__(self, text: str) -> None:
        self.properties: dict[str, list[str]] = {}
        self.is_rich_text = text.lstrip().startswith("{\\rtf")
        self._text = text
        self._encoding = _DEFAULT_ENCODING
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._state = GroupState()
        self._stack: list[GroupState] = []
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._high = ""
        self._omitted = 0

    def read_paragraphs(self) -> Iterator[DocumentParagraph]:
        """Yield the paragraphs, in order."""
        position = 0
        while self.is_rich_text and (token := _TOKEN.match(self._text, position)):
            position = token.end()
            word, number, byte, symbol, brace, run = token.groups()
            if byte:
                self._add_byte(int(byte, 16))
                continue
            if run:
                self._add_run(run)
                continue
            self._flush()
            if brace:
                self._change_group(brace)
            elif symbol:
                self._read_symbol(symbol)
            elif word in ("par", "sect", "page", "row", "nestrow"):
                yield self._end_paragraph()
            elif word == "bin":
                position += max(int(number or 0), 0)
            elif word:
                self._read_word(word.lower(), None if number is None else int(number))
        self._flush()
        yield self._end_paragraph()

    def _end_paragraph(self) -> DocumentParagraph:
        html = "".join(self._pieces)
        self._pieces.clear()
        return DocumentParagraph(html, self._state.is_title and bool(html.strip()))

    def _change_group(self, brace: str) -> None:
        self._omitted = 0
        if brace == "{":
            self._stack.append(self._state)
            if len(self._stack) > _MAX_DEPTH and self._state.destination != "skip":
                self._state = replace(self._state, destination="skip")
        elif self._stack:
            self._state = self._stack.pop()

    def _read_symbol(self, symbol: str) -> None:
        if symbol == "*":
            # The destination that follows may be ignored by programs that do not know it.
            self._state = replace(self._state, destination="skip")
        elif symbol in _SYMBOLS:
            self._add_text(_SYMBOLS[symbol])

    def _read_word(self, word: str, number: int | None) -> None:
        state = self._state
        is_on = number != 0
        if word in _CHARACTERS:
            self._add_text(_CHARACTERS[word])
        elif word == "u" and number is not None:
            self._add_unicode(number & 0xFFFF)
        elif word in ("line", "softline"):
            self._add_html("<br>")
        elif word in ("cell", "nestcell"):
            self._add_text(" | ")
        elif word in ("title", "author") and any(group.destination == "skip" for group in self._stack[-1:]):
            self._state = replace(state, destination=word)
        elif word in _DESTINATIONS:
            self._state = replace(state, destination="skip")
        elif word == "fonttbl":
            self._state = replace(state, destination="fonts")
        elif word == "f" and number is not None:
            self._font = number
            self._state = replace(state, encoding=self._fonts.get(number, ""))
        elif word == "fcharset" and state.destination == "fonts" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]
        elif word == "ansicpg" and number:
            self._encoding = _find_encoding(f"cp{number}")
        elif word == "mac":
            self._encoding = "mac_roman"
        elif word == "uc" and number is not None:
            self._state = replace(state, replaced=max(0, min(number, 10)))
        elif word in ("strike", "striked", "deleted", "v"):
            self._state = replace(state, style=replace(state.style, is_removed=is_on))
        elif word in ("super", "sub"):
            position = {"super": "sup", "sub": "sub"}[word] if is_on else ""
            self._state = replace(state, style=replace(state.style, position=position))
        elif word == "nosupersub":
            self._state = replace(state, style=replace(state.style, position=""))
        elif word == "plain":
            self._state = replace(state, style=TextStyle())
        elif word == "pard":
            self._state = replace(state, is_title=False)
        elif word == "outlinelevel":
            self._state = replace(state, is_title=number == 0)

    def _add_byte(self, value: int) -> None:
        if self._omitted:
            self._omitted -= 1
        elif not self._state.destination:
            self._bytes.append(value)

    def _add_run(self, run: str) -> None:
        if self._omitted:
            run, self._omitted = run[self._omitted :], max(self._omitted - len(run), 0)
        if run and not self._state.destination and not run.isascii():
            # Bytes that should have been escaped.
            self._bytes += run.encode("latin-1")
            return
        self._flush()
        self._add_text(run)

    def _add_unicode(self, value: int) -> None:
        if 0xD800 <= value < 0xDC00:
            self._high = chr(value)
        else:
            pair = (self._high + chr(value)).encode("utf-16-le", "surrogatepass")
            self._high = ""
            self._add_text(pair.decode("utf-16-le", "replace"))
        self._omitted = self._state.replaced

    def _flush(self) -> None:
        if self._bytes:
            text = bytes(self._bytes).decode(self._state.encoding or self._encoding, "replace")
            self._bytes.clear()
            self._add_text(text)

    def _add_text(self, text: str) -> None:
        if not self._state.destination:
            self._pieces.append(self._state.style.format(text))
        elif self._state.destination in ("title", "author"):
            self.properties.setdefault(self._state.destination, []).append(text)

    def _add_html(self, html: str) -> None:
        if not self._state.destination:
            self._pieces.append(html)


def _find_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _DEFAULT_ENCODING
