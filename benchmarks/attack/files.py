"""Hostile files in folders: mails, Markdown, plain text, tables and records, every field in every shape."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from benchmarks.attack.visits import visit_folder

_PROSE = "The harbour bridge is shut after the storm, and ferries carry commuters across the water.\n\n" * 6
_FIELDS = (
    "title",
    "text",
    "url",
    "source",
    "published",
    "language",
    "author",
    "image",
    "section",
    "age_hours",
)


def list_cases() -> Iterator[Case]:
    for name, piece in SHAPES.items():
        for suffix, make in _FORMATS.items():
            yield Case(f"{suffix} of {name}", partial(_make_file, f"a{suffix}", make, piece), visit_folder)
    for name, (file, make_document) in _DOCUMENTS.items():
        yield Case(name, partial(_make_document, file, make_document), visit_folder)


def _make_file(
    name: str, make: Callable[[str, int], str], piece: str, size: int, _: Random
) -> dict[str, str | bytes]:
    return {name: make(piece, size)}


def _make_document(
    name: str, make: Callable[[int], str | bytes], size: int, _: Random
) -> dict[str, str | bytes]:
    return {name: make(size)}


def _make_mail(piece: str, size: int) -> str:
    value = repeat(piece, size // 8).replace("\n", "\n ")
    names = ("Subject", "From", "Date", "Message-ID", "Content-Type", "Received")
    headers = "".join(f"{name}: {value}\n" for name in names)
    return f"{headers}\n{_PROSE}{repeat(piece, size // 4)}"


def _make_encoded_mail(piece: str, size: int) -> str:
    value = b64encode(repeat(piece, size // 8).encode()).decode()
    headers = "".join(f"{name}: =?utf-8?B?{value}?=\n" for name in ("Subject", "From", "Date"))
    return f"{headers}Content-Type: text/html\n\n<p>{_PROSE}</p><p>{repeat(piece, size // 4)}</p>"


def _make_markdown(piece: str, size: int) -> str:
    value = repeat(piece, size // 8)
    line = value.replace("\n", " ")
    front_matter = f"---\ntitle: {line}\n{line}: a\ndate: {line}\n---\n"
    return f"{front_matter}# {line}\n\n{_PROSE}{value}\n\n[{line}]\n\n> {value}"


def _make_text(piece: str, size: int) -> str:
    value = repeat(piece, size // 4)
    return f"{value}\n\n{value}\n{_PROSE}{value}\n{_PROSE}"


def _make_header(piece: str, size: int) -> str:
    line = repeat(piece, size // 4).replace("\n", " ")
    return f"Title: {line}\nDate: {line}\n{line}\n\n{_PROSE}"


def _make_lines(piece: str, size: int) -> str:
    line = repeat(piece, 120).replace("\n", " ")
    return repeat(f"{line}\nThe bridge is shut for good, said the master of the port.\n", size)


def _make_table(piece: str, size: int) -> str:
    value = repeat(piece, size // len(_FIELDS)).replace('"', '""')
    return f"{','.join(_FIELDS)}\n" + ",".join(f'"{value}"' for _ in _FIELDS)


def _make_tabs(piece: str, size: int) -> str:
    value = repeat(piece, size // len(_FIELDS)).replace("\n", " ").replace("\t", " ")
    return "\t".join(_FIELDS) + "\n" + "\t".join(value for _ in _FIELDS)


def _make_record(piece: str, size: int) -> str:
    value = repeat(piece, size // len(_FIELDS))
    return json.dumps([dict.fromkeys(_FIELDS, value), {value: "a", "title": "a"}])


def _make_pieces(piece: str, size: int) -> str:
    return f"{repeat(piece, size)}\n\n{_PROSE}"


def _make_archive(piece: str, size: int) -> bytes:
    """Ten texts of up to ten times the size each, which pack to a hundredth."""
    return _zip([repeat(piece, 10 * size).encode()[:9_900_000]] * 10)


def _zip(contents: list[bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.txt", str(number).encode() + content)
    return buffer.getvalue()


_FORMATS: dict[str, Callable[[str, int], str]] = {
    ".eml": _make_mail,
    ".encoded.eml": _make_encoded_mail,
    ".md": _make_markdown,
    ".txt": _make_text,
    ".header.txt": _make_header,
    ".lines.txt": _make_lines,
    ".csv": _make_table,
    ".tsv": _make_tabs,
    ".json": _make_record,
}
"""{the end of a file name: the function that makes the content}"""

_MARKDOWN_PIECES = (
    "#", "# ", "[", "![", "[a](", "[a]: ", "**a", "`", "* ", "> ", "1. ", "- - ", "=", "<!--", "<a", "\\*",
    "---\n", "+++\n", "a: b\n", "_a ", "| a ", "[[a]", "](b)", "***", "~~~\n",
)  # fmt: skip
_DOCUMENTS: dict[str, tuple[str, Callable[[int], str | bytes]]] = {
    **{f"Markdown of {piece!r}": ("a.md", partial(_make_pieces, piece)) for piece in _MARKDOWN_PIECES},
    "TOML front matter: depth": ("a.md", lambda size: f"+++\na = {'[' * size}\n+++\n{_PROSE}"),
    "TOML front matter: a number": ("a.md", lambda size: f"+++\na = {'9' * size}\n+++\n{_PROSE}"),
    "TOML front matter: keys": ("a.md", lambda size: f"+++\n{'a.' * (size // 2)}a = 1\n+++\n{_PROSE}"),
    "mail: parts in parts": (
        "a.eml",
        lambda size: "".join(
            f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n'
            for number in range(size // 60)
        ),
    ),
    "mail: mails in mails": ("a.eml", lambda size: repeat("Content-Type: message/rfc822\n\n", size) + _PROSE),
    "mail: parts": (
        "a.eml",
        lambda size: "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n\na\n", size),
    ),
    "mail: headers": ("a.eml", lambda size: repeat("A: b\n", size) + f"\n{_PROSE}"),
    "mail: brackets in From": ("a.eml", lambda size: f"From: {'(' * size}\n\n{_PROSE}"),
    "mail: quotes in From": ("a.eml", lambda size: 'From: "' + "\\" * size + f"\n\n{_PROSE}"),
    "mail: encoded words": ("a.eml", lambda size: f"Subject: {repeat('=?a?q?b?= ', size)}\n\n{_PROSE}"),
    "mail: open encoded words": ("a.eml", lambda size: f"Subject: {repeat('=?a?q?', size)}\n\n{_PROSE}"),
    "mail: charset": (
        "a.eml",
        lambda size: f"Content-Type: text/plain; charset={'a' * (size // 2)}\n\n{_PROSE}",
    ),
    "mail: parameters": (
        "a.eml",
        lambda size: f"Content-Type: text/plain; {repeat('a=b; ', size)}\n\n{_PROSE}",
    ),
    "mail: numbered parameters": (
        "a.eml",
        lambda size: f"Content-Type: text/plain; charset*{'9' * size}=b\n\n{_PROSE}",
    ),
    "mailbox: mails": ("a.mbox", lambda size: repeat("From a 12:30\nSubject: b\n\nc\n\n", size)),
    "mailbox: quoted": ("a.mbox", lambda size: f"From a 12:30\n\n{repeat('>', size)}"),
    "mailbox: starts": ("a.mbox", lambda size: f"From a 12:30\n\n{repeat('From a a ', size)}"),
    "newsletter: links": (
        "a.eml",
        lambda size: (
            "Content-Type: text/html\n\n"
            + repeat("<h2><a href='https://a.example/b'>The bridge is shut now</a></h2>c", size)
        ),
    ),
    "newsletter: addresses": (
        "a.eml",
        lambda size: "Subject: a\n\n" + repeat("The bridge is shut\nhttps://a.example/b\n\n", size),
    ),
    "web archive: parts": (
        "a.mht",
        lambda size: "Content-Type: multipart/related; boundary=b\n\n" + repeat("--b\n\na\n", size),
    ),
    "JSON: depth": ("a.json", lambda size: "[" * size),
    "JSON: depth of objects": ("a.json", lambda size: repeat('{"title":', size)),
    "JSON: a number": ("a.json", lambda size: f'[{{"title": {"9" * size}, "age_hours": {"9" * size}}}]'),
    "JSON: an exponent": ("a.json", lambda size: f'[{{"title": 1e{"9" * size}, "age_hours": 1e999}}]'),
    "JSON: records": ("a.json", lambda size: f"[{repeat('{},', size)}1]"),
    "JSON: truncated records": ("a.json", lambda size: f"[{repeat('[1],', size)}"),
    "JSON: commas": ("a.json", lambda size: f"[{repeat(' ,', size)}"),
    "JSON lines: depth": ("a.jsonl", lambda size: repeat("[" * 1_000 + "\n", size)),
    "JSON lines: records": ("a.jsonl", lambda size: repeat('{"title":"a"}\n', size)),
    "table: columns": ("a.csv", lambda size: f"{repeat('title,', size)}\n{repeat('a,', size)}"),
    "table: rows": ("a.csv", lambda size: "title\n" + repeat("a\n", size)),
    "table: an open quote": ("a.csv", lambda size: 'title\n"' + repeat('a""', size)),
    "table: quotes": ("a.csv", lambda size: "title\n" + repeat('"a"b\n', size)),
    "page: comments": ("a.html", lambda size: repeat("<!--", size) + "<html>"),
    "feed: instructions": ("a.xml", lambda size: "<?xml " + repeat("<?", size)),
    **{
        f"archive: ten texts of {name}": ("a.zip", partial(_make_archive, piece))
        for name, piece in {
            "letters": "a",
            "prose": "The harbour bridge is shut after the storm.\n\n",
            "wide letters": "水",
            "lines": "ab\n",
        }.items()
    },
    "archive: empty files": ("a.zip", lambda size: _zip([b""] * (size // 100))),
    "PDF: objects": ("a.pdf", lambda size: "%PDF-1.4\n" + repeat("1 0 obj\n", size)),
    "PDF: depth": ("a.pdf", lambda size: "%PDF-1.4\ntrailer\n" + repeat("<<", size)),
}
"""{name: (name of the file, the function that makes its content)}"""
