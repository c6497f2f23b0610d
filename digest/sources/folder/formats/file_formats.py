"""Detect the format of a file and read the articles in it: one reader for each format."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from digest.errors import SourceError
from digest.runtime.plugins import load_function
from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.formats.suffixes import COMPRESSED_FORMATS, FORMATS, is_supported
from digest.sources.folder.saved_file import SavedFile
from digest.sources.folder.scan import is_hidden
from digest.text.decompression import GZIP_MAGIC, unpack_gzip

_PACKAGE = "digest.sources.folder.formats"

# A file that starts with these bytes has this format, whatever its name says.
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"bplist00", ".webarchive"),
    (b"WARC/1.", ".warc"),
    (GZIP_MAGIC, ".gz"),
    (b"PK\x03\x04", ".zip"),
    (b"PK\x05\x06", ".zip"),
)
# A document is a ZIP file whose first entry says so; the name of an entry stands at this place.
_FIRST_ENTRY = 30
_DOCUMENTS = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
    (b"[Content_Types].xml", ".docx"),
)
_COMMENTS = rb"(?:\s*(?><!--.*?-->))*+\s*"
_HTML_START = re.compile(_COMMENTS + rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_FEED_START = re.compile(
    rb"\s*<\?xml[^>]*>" + _COMMENTS + rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE | re.DOTALL
)
_TEXT_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".txt", ".text"})
_CONTROL_BYTES = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_MAX_CONTROL_SHARE = 0.05
_SAMPLE_BYTES = 4096
MAX_DEPTH = 3
# An archive may unpack to this many times the size of a file, the archives within it included.
ARCHIVE_FACTOR = 3
MAX_MEMBERS = 5_000


def read_contents(
    file: SavedFile, max_bytes: int, max_depth: int = MAX_DEPTH
) -> Iterator[tuple[SavedFile, Contents]]:
    """Read a file, or the files compressed in it, in order: (the file or the inner one, its contents).

    The content decides about the format where the name says otherwise. max_bytes: the most that a file may
    unpack to; an archive may unpack to three times that, and hold 5,000 files. max_depth: of nested
    compression. Nothing is written to disk. Cost: linear in the unpacked size.
    """
    kind = detect_format(file)
    if not file.body.strip():
        yield file, (Fault("not_an_article", "the file is empty"),)
    elif kind in COMPRESSED_FORMATS and not max_depth:
        yield file, (Fault("not_an_article", "its archives are nested too deep"),)
    elif kind == ".gz":
        yield from _read_gzip(file, max_bytes, max_depth)
    elif kind == ".zip":
        yield from _read_zip(file, max_bytes, max_depth)
    elif kind not in FORMATS:
        yield file, (Fault("not_an_article", "it is not text, whatever its name says"),)
    else:
        read = load_function(f"{_PACKAGE}.{FORMATS[kind]}")
        contents = read(replace(file, max_bytes=max_bytes))
        yield file, contents or (Fault("not_an_article", "it contains no article"),)


def detect_format(file: SavedFile) -> str:
    """Return the suffix of the format to read a file as, by its content, then by its name; "" if binary."""
    sample = file.body[:_SAMPLE_BYTES]
    for magic, suffix in _MAGIC:
        if sample.startswith(magic):
            return _detect_document(file, sample) if suffix == ".zip" else suffix
    suffix = PurePosixPath(file.relative_path.lower()).suffix
    if suffix in _TEXT_SUFFIXES and _HTML_START.match(sample):
        return ".html"
    if suffix in _TEXT_SUFFIXES and _FEED_START.match(sample):
        return ".xml"
    is_utf16 = sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return suffix if is_utf16 or controls <= _MAX_CONTROL_SHARE * len(sample) else ""


def _detect_document(file: SavedFile, sample: bytes) -> str:
    """Return the suffix of a document in a ZIP file: by its first entry, then by its name; else ".zip"."""
    for entry, suffix in _DOCUMENTS:
        if sample.startswith(entry, _FIRST_ENTRY):
            return suffix
    suffix = PurePosixPath(file.relative_path.lower()).suffix
    return suffix if suffix in (".docx", ".odt") else ".zip"


def _read_gzip(file: SavedFile, max_bytes: int, max_depth: int) -> Iterator[tuple[SavedFile, Contents]]:
    path = file.relative_path
    try:
        body, is_whole = unpack_gzip(file.body, max_bytes, path)
    except SourceError as error:
        yield file, (Fault("unreadable", error.message),)
        return
    inner_path = path[:-3] if path.lower().endswith(".gz") else path
    yield from read_contents(replace(file, relative_path=inner_path, body=body), max_bytes, max_depth - 1)
    if not is_whole:
        yield file, (Fault("unreadable", "its end is missing"),)


def _read_zip(file: SavedFile, max_bytes: int, max_depth: int) -> Iterator[tuple[SavedFile, Contents]]:
    import zipfile
    import zlib
    from lzma import LZMAError

    errors = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, ValueError)
    budget, megabytes = max_bytes * ARCHIVE_FACTOR, max_bytes / 1_000_000
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.body))
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except errors:
        yield file, (Fault("unreadable", "it is a damaged ZIP file"),)
        return
    members = [
        member for member in members if is_supported(member.filename) and not is_hidden(member.filename)
    ]
    if not members:
        yield file, (Fault("not_an_article", "it contains no file of a supported type"),)
    if len(members) > MAX_MEMBERS:
        message = f"it contains {len(members):,} files; only the first {MAX_MEMBERS:,} were read"
        yield file, (Fault("unreadable", message),)
    for member in members[:MAX_MEMBERS]:
        if min(member.file_size, max_bytes) > budget:
            total = f"{megabytes * ARCHIVE_FACTOR:g} MB"
            message = f"it holds more than {total} once unpacked; the rest was not read"
            yield file, (Fault("unreadable", message),)
            return
        address = f"{file.address}#{quote(member.filename)}"
        inner = replace(file, relative_path=f"{file.relative_path}/{member.filename}", address=address)
        try:
            with archive.open(member) as stream:
                body = stream.read(max_bytes + 1)
        except errors as error:
            yield inner, (Fault("unreadable", f"it cannot be unpacked ({error})"),)
            continue
        if len(body) > max_bytes:
            yield inner, (Fault("unreadable", f"it holds more than {megabytes:g} MB once unpacked"),)
            budget -= max_bytes
        else:
            for part, contents in read_contents(replace(inner, body=body), max_bytes, max_depth - 1):
                yield part, contents
                # An inner archive whose unpacking was given up has cost as much as is allowed.
                is_given_up = part.body == body and detect_format(part) in COMPRESSED_FORMATS
                budget -= max_bytes if is_given_up else len(part.body)
