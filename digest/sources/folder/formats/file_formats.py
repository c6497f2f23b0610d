"""The formats of files that hold articles: one reader each."""

from __future__ import annotations

import codecs
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from digest.errors import SourceError
from digest.sources.draft import Contents, Fault, SavedFile
from digest.sources.folder.formats.mail_files import read_archive, read_mail, read_mailbox
from digest.sources.folder.formats.page_files import read_feed_file, read_page_file
from digest.sources.folder.formats.pdf_files import read_pdf
from digest.sources.folder.formats.record_files import read_json, read_json_lines, read_table
from digest.sources.folder.formats.text_files import read_markdown, read_text
from digest.sources.folder.scan import is_hidden
from digest.text.decoding import GZIP_MAGIC, unpack_gzip

Reader = Callable[[SavedFile], Contents]

FORMATS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page_file,
    ".htm": read_page_file,
    ".xhtml": read_page_file,
    ".mht": read_archive,
    ".mhtml": read_archive,
    ".eml": read_mail,
    ".mbox": read_mailbox,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".xml": read_feed_file,
    ".rss": read_feed_file,
    ".atom": read_feed_file,
    ".pdf": read_pdf,
}
PACKED = (".gz", ".zip")

# What a file is by its first bytes, whatever it is called.
_MAGIC = ((b"%PDF-", ".pdf"), (GZIP_MAGIC, ".gz"), (b"PK\x03\x04", ".zip"), (b"PK\x05\x06", ".zip"))
_COMMENTS = rb"(?:\s*(?><!--.*?-->))*+\s*"
_PAGE = re.compile(_COMMENTS + rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    rb"\s*<\?xml[^>]*>" + _COMMENTS + rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE | re.DOTALL
)
_MARKED = frozenset({".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".txt", ".text"})
_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_BINARY_SHARE = 0.05
_HEAD = 4096
_LAYERS = 3
# An archive may hold this many times as much as a file, with all that is packed within, and so many files.
_ARCHIVE, _MEMBERS = 10, 10_000
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def is_known(place: str) -> bool:
    """Whether a file's name is one of those that are read: a suffix in FORMATS, packed or not."""
    path = PurePosixPath(place.lower())
    return path.suffix == ".zip" or (path.with_suffix("") if path.suffix == ".gz" else path).suffix in FORMATS


def read_contents(
    file: SavedFile, max_bytes: int, layers: int = _LAYERS
) -> Iterator[tuple[SavedFile, Contents]]:
    """Read a file, and what is packed in it, in order: (the file or the one inside it, what it holds).

    The first bytes decide what it is where its name says otherwise. max_bytes: the most that a file may
    hold once unpacked, an archive ten times that; nothing is written to disk. layers: of packing.
    """
    kind = find_format(file)
    if not file.body.strip():
        yield file, (Fault("not_an_article", "the file is empty"),)
    elif kind in PACKED and not layers:
        yield file, (Fault("not_an_article", "it is packed too many times over"),)
    elif kind == ".gz":
        yield from _read_gzip(file, max_bytes, layers)
    elif kind == ".zip":
        yield from _read_zip(file, max_bytes, layers)
    elif kind not in FORMATS:
        yield file, (Fault("not_an_article", "it is not text, whatever its name says"),)
    else:
        yield file, FORMATS[kind](file) or (Fault("not_an_article", "it holds no article"),)


def find_format(file: SavedFile) -> str:
    """Return the suffix that tells how a file is to be read: by its content, then by its name.

    "" stands for bytes that are no text.
    """
    head = file.body[:_HEAD]
    for magic, suffix in _MAGIC:
        if head.startswith(magic):
            return suffix
    suffix = PurePosixPath(file.place.lower()).suffix
    if suffix in _MARKED and _PAGE.match(head):
        return ".html"
    if suffix in _MARKED and _FEED.match(head):
        return ".xml"
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return suffix if is_wide or controls <= _BINARY_SHARE * len(head) else ""


def _read_gzip(file: SavedFile, max_bytes: int, layers: int) -> Iterator[tuple[SavedFile, Contents]]:
    try:
        body, is_whole = unpack_gzip(file.body, max_bytes, file.place)
    except SourceError as error:
        yield file, (Fault("unreadable", error.message),)
        return
    place = file.place[:-3] if file.place.lower().endswith(".gz") else file.place
    yield from read_contents(replace(file, place=place, body=body), max_bytes, layers - 1)
    if not is_whole:
        yield file, (Fault("unreadable", "its end is missing"),)


def _read_zip(file: SavedFile, max_bytes: int, layers: int) -> Iterator[tuple[SavedFile, Contents]]:
    left, limit = max_bytes * _ARCHIVE, max_bytes / 1_000_000
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.body))
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except _ZIP_ERRORS:
        yield file, (Fault("unreadable", "it is a damaged ZIP file"),)
        return
    members = [member for member in members if is_known(member.filename) and not is_hidden(member.filename)]
    if not members:
        yield file, (Fault("not_an_article", "it holds no file of a kind that is read"),)
    for member in members:
        address = f"{file.address}#{quote(member.filename)}"
        inner = replace(file, place=f"{file.place}/{member.filename}", address=address)
        try:
            with archive.open(member) as stream:
                body = stream.read(max_bytes + 1)
        except _ZIP_ERRORS as error:
            yield inner, (Fault("unreadable", f"it cannot be unpacked ({error})"),)
            continue
        if len(body) > max_bytes:
            yield inner, (Fault("unreadable", f"it holds more than {limit:g} MB once unpacked"),)
            left -= max_bytes
        else:
            for part, contents in read_contents(replace(inner, body=body), max_bytes, layers - 1):
                yield part, contents
                # What was given up while it was unpacked has cost as much as is allowed.
                given_up = part.body == body and find_format(part) in PACKED
                left -= max_bytes if given_up else len(part.body)
        if left < 0:
            told = f"it holds more than {limit * _ARCHIVE:g} MB once unpacked; the rest was not read"
            yield file, (Fault("unreadable", told),)
            return
