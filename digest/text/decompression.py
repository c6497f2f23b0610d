"""Decompress bytes from the network and from files, whatever their label says of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib.util import find_spec

from digest.errors import SourceError

GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _DEFLATE = 31, 15, -15
_STEP = 1 << 16
# No compressed data lacks control characters in so many bytes; text has no others than these.
_SAMPLE_BYTES = 64
_CONTROLS = bytes({*range(0x20)} - set(b"\t\n\r"))
_MAX_CODINGS = 4

Unpacker = Callable[[bytes, int, str], tuple[bytes, bool]]


def unpack_content(body: bytes, coding: str, max_bytes: int, where: str = "") -> tuple[bytes, bool]:
    """Undo the content codings of a response, and return whether it is complete.

    coding: as in Content-Encoding ("gzip, gzip": applied twice); unknown codings that are no compression are
    ignored, and bytes that are not compressed are returned as they are, whatever the label says. Raises
    SourceError if the result is larger than max_bytes, or for a compression that is not supported.
    """
    codings = [part for part in coding.lower().replace(" ", "").split(",") if part]
    unsupported = [part for part in codings if part in _UNSUPPORTED and part not in UNPACKERS]
    if unsupported or len(codings) > _MAX_CODINGS:
        raise SourceError(where, f"the response has an unsupported content encoding ({coding})")
    is_complete = True
    for part in reversed(codings):
        if part in UNPACKERS and not _is_plain(body):
            body, is_whole = UNPACKERS[part](body, max_bytes, where)
            is_complete = is_complete and is_whole
    return body, is_complete


def _is_plain(body: bytes) -> bool:
    """Whether bytes are not compressed."""
    sample = body[:_SAMPLE_BYTES]
    return len(sample.translate(None, _CONTROLS)) == len(sample)


def unpack_gzip(body: bytes, max_bytes: int, where: str = "") -> tuple[bytes, bool]:
    """Decompress gzip bytes, and return whether they are complete; other bytes are returned unchanged.

    max_bytes: of the result. where: named in the error. Complete means that every member ended with the right
    checksum and length; junk after the last member is ignored, as browsers do. Raises SourceError if the
    result is larger than max_bytes. Cost: linear.
    """
    if not body.startswith(GZIP_MAGIC):
        return body, True
    pieces: list[bytes] = []
    rest, complete = body, True
    while complete and rest.startswith(GZIP_MAGIC):
        member = zlib.decompressobj(_GZIP)
        complete = _inflate(member, rest, pieces, max_bytes, where)
        rest = member.unused_data
    return b"".join(pieces), complete


def unpack_deflate(body: bytes, max_bytes: int, where: str = "") -> tuple[bytes, bool]:
    """Decompress "deflate" bytes, with or without a zlib header, and return whether they are complete."""
    if body.startswith(GZIP_MAGIC):
        return unpack_gzip(body, max_bytes, where)
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    pieces: list[bytes] = []
    complete = _inflate(zlib.decompressobj(_ZLIB if is_zlib else _DEFLATE), body, pieces, max_bytes, where)
    return b"".join(pieces), complete


def unpack_brotli(body: bytes, max_bytes: int, where: str = "") -> tuple[bytes, bool]:
    """Decompress Brotli bytes, and return whether they are complete. Needs the package brotli."""
    import brotli

    stream = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    try:
        while not stream.is_finished() and (body or not stream.can_accept_more_data()):
            pieces.append(stream.process(body, output_buffer_limit=_STEP))
            body = b""
            size += len(pieces[-1])
            _check_size(size, max_bytes, where)
    except brotli.error:
        return b"".join(pieces), False
    return b"".join(pieces), stream.is_finished()


def _inflate(
    member: zlib._Decompress, packed: bytes, pieces: list[bytes], max_bytes: int, where: str
) -> bool:
    """Decompress step by step into pieces. Returns False if the bytes are truncated or damaged."""
    size = sum(map(len, pieces))
    try:
        while packed and not member.eof:
            piece = member.decompress(packed, _STEP)
            packed = member.unconsumed_tail
            pieces.append(piece)
            size += len(piece)
            _check_size(size, max_bytes, where)
    except zlib.error:
        return False
    return member.eof


def _check_size(size: int, max_bytes: int, where: str) -> None:
    if size > max_bytes:
        raise SourceError(where, f"it holds more than {max_bytes / 1_000_000:g} MB once unpacked")


UNPACKERS: dict[str, Unpacker] = {"gzip": unpack_gzip, "x-gzip": unpack_gzip, "deflate": unpack_deflate}
"""{content coding: what decompresses it}"""

if find_spec("brotli"):
    UNPACKERS["br"] = unpack_brotli
_UNSUPPORTED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
