"""A connection to a mail server by IMAP, with limits on time and size.

It is the standard library's imaplib, whose methods for reading are made to be overridden. IMAPClient and
imap-tools are built on it, too, but offer no way to limit what a server sends: one line of it can announce a
literal of any size, and a byte now and then keeps a read from timing out.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any, BinaryIO

from digest.http import is_private
from digest.models.mailbox import MailboxAddress

MAX_LINE = 1_000_000
"""Bytes of a line of a server: the numbers of 100,000 mails."""

MAX_LINES = 20_000
"""Lines of an answer: a batch of mails has some hundreds, a list of folders a line for each."""


_CHUNK = 65_536
_PEEK_ITEMS = "(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM)])"
_ENCODED_RUN = re.compile(r"&([^&-]*+)-")
_OTHER_RUN = re.compile(r"&|[^\x20-\x7e]+")
_FOLDER_NAME = re.compile(rb'\A\([^()]{0,500}\) (?:"\\?."|NIL) (?:"((?:[^"\\]|\\.)*)"|([^\s"]++))\s*\Z')
_UID, _SIZE = re.compile(rb"\bUID (\d+)"), re.compile(rb"\bRFC822\.SIZE (\d+)")


class ServerLimitError(Exception):
    """A server sends more than is accepted."""


class TimeLimitError(Exception):
    """The visit has taken as long as it may."""


class PrivateAddressError(Exception):
    """A server has a private address, which its name does not say. The argument is the address."""


class NoEncryptionError(Exception):
    """A server offers no STARTTLS."""


@dataclass(frozen=True, slots=True)
class ListedMail:
    """A mail as a folder lists it. size: in bytes. sender: the From header as bytes."""

    uid: int
    size: int
    sender: bytes


class ImapConnection(imaplib.IMAP4):
    """A connection that is closed after some seconds, and that reads a limited number of bytes at a time.

    Any method may raise IMAP4.error, OSError, ServerLimitError or, after the time limit, TimeLimitError.
    """

    def __init__(
        self,
        address: MailboxAddress,
        security: str,
        context: ssl.SSLContext,
        timeout: float,
        max_bytes: int,
        allow_private: bool,
    ) -> None:
        self._mailbox, self._security, self._context = address, security, context
        self._max_bytes, self._allow_private = max_bytes, allow_private
        self._stream: BinaryIO | None = None
        self._stream_socket: socket.socket | None = None
        self._lines_received = self._bytes_received = 0
        self._is_expired = False
        self._timer = Timer(timeout, self._expire)
        self._timer.daemon = True
        self._timer.start()
        try:
            super().__init__(address.host, address.port, timeout)
            if security == "starttls":
                if "STARTTLS" not in self.capabilities:
                    raise NoEncryptionError
                self.starttls(context)
        except BaseException:
            self._timer.cancel()
            with suppress(Exception):
                self.shutdown()
            raise

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, and encrypt at once if security is "tls"."""
        self.host, self.port = host, port
        self.sock = socket.create_connection((host, port), timeout)
        peer = str(self.sock.getpeername()[0])
        if not self._allow_private and is_private(peer):
            raise PrivateAddressError(peer)
        if self._security == "tls":
            self.sock = self._context.wrap_socket(self.sock, server_hostname=host)

    def send(self, data: Any) -> None:
        """Send a command, or a part of one. What the server sends in answer is counted anew."""
        self._lines_received = self._bytes_received = 0
        super().send(data)

    def read(self, size: int) -> bytes:
        """Read a literal."""
        self._count(size)
        parts: list[bytes] = []
        while size and (part := self._read_stream().read(min(size, _CHUNK))):
            parts.append(part)
            size -= len(part)
        self._check_time()
        return b"".join(parts)

    def readline(self) -> bytes:
        """Read a line."""
        line = self._read_stream().readline(MAX_LINE + 1)
        self._check_time()
        self._lines_received += 1
        self._count(len(line))
        if len(line) > MAX_LINE or self._lines_received > MAX_LINES:
            raise ServerLimitError(len(line))
        return line

    def _count(self, size: int) -> None:
        """Add to what an answer holds: imaplib keeps all of it until the answer ends."""
        self._bytes_received += size
        if self._bytes_received > self._max_bytes + MAX_LINE:
            raise ServerLimitError(self._bytes_received)

    def shutdown(self) -> None:
        """Close the connection."""
        self._timer.cancel()
        # Whoever holds a file of the socket keeps it open; imaplib has one of its own after STARTTLS.
        for stream in (self._stream, vars(self).get("_file"), vars(self).get("file")):
            if stream:
                stream.close()
        if hasattr(self, "sock"):
            self.sock.close()

    def _read_stream(self) -> BinaryIO:
        """Return the buffered socket: a new one once TLS has replaced the socket."""
        if self._stream is None or self._stream_socket is not self.sock:
            self._stream, self._stream_socket = self.sock.makefile("rb"), self.sock
        return self._stream

    def _expire(self) -> None:
        self._is_expired = True
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _check_time(self) -> None:
        if self._is_expired:
            raise TimeLimitError

    @property
    def is_expired(self) -> bool:
        """Whether the time limit has closed the connection; then whatever was raised is its result."""
        return self._is_expired

    def log_in(self, user: str, password: str) -> None:
        """Log in; with AUTHENTICATE PLAIN if possible, which takes letters of all scripts."""
        if "AUTH=PLAIN" in self.capabilities:
            token = f"\0{user}\0{password}".encode()
            self.authenticate("PLAIN", lambda _challenge: token)
        else:
            self.login(user, password)

    def open_folder(self, name: str, writable: bool) -> int:
        """Select a folder and return its UIDVALIDITY, 0 if the server has none."""
        self._check(self.select(_quote(encode_folder_name(name)), readonly=not writable))
        values = self.response("UIDVALIDITY")[1]
        return int(values[-1]) if values and values[-1] else 0

    def list_folders(self, limit: int = 20) -> list[str]:
        """Return the names of some folders, for a message; [] if the server does not say."""
        rows = self._check(self.list())
        names = [_FOLDER_NAME.search(row) for row in rows if isinstance(row, bytes)]
        found_names = (decode_folder_name(found[1] or found[2] or b"") for found in names if found)
        return sorted(filter(None, found_names))[:limit]

    def search_uids(self, first: int, criteria: Sequence[str]) -> list[int]:
        """Return the UIDs of the mails from `first` on that meet all criteria, ascending."""
        rows = self._check(self.uid("SEARCH", f"UID {first}:*", *criteria))
        found = {int(word) for row in rows if isinstance(row, bytes) for word in row.split()}
        # "n:*" always contains the last mail.
        return sorted(uid for uid in found if uid >= first)

    def list_mails(self, uids: Iterable[int]) -> Iterator[ListedMail]:
        """Yield size and sender of the mails with these UIDs, as far as the server still has them."""
        rows = self._check(self.uid("FETCH", ",".join(map(str, uids)), _PEEK_ITEMS))
        for head, body in _split_rows(rows):
            uid, size = _UID.search(head), _SIZE.search(head)
            if uid and size:
                yield ListedMail(int(uid[1]), int(size[1]), body)

    def fetch_mail(self, uid: int) -> bytes:
        """Return a mail without marking it as read; b"" if it is gone."""
        rows = self._check(self.uid("FETCH", str(uid), "(BODY.PEEK[])"))
        return next((body for _, body in _split_rows(rows) if body), b"")

    def mark_read(self, uids: Iterable[int]) -> None:
        """Mark mails as read."""
        self._check(self.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)"))

    def _check(self, answer: tuple[str, Sequence[object]]) -> Sequence[object]:
        status, rows = answer
        if status != "OK":
            text = next((row for row in rows if isinstance(row, bytes)), b"")
            raise imaplib.IMAP4.error(text.decode("utf-8", "replace"))
        return rows


def _split_rows(rows: Sequence[object]) -> Iterator[tuple[bytes, bytes]]:
    """Yield (attributes, literal) of each mail in the answer to FETCH; b"" for a literal that is missing.

    imaplib gives a pair for each literal, and what follows it as a text of its own.
    """
    head, body = b"", b""
    for row in rows:
        if isinstance(row, tuple):
            if head:
                yield head, body
            head, body = row[0], row[1]
        elif isinstance(row, bytes):
            if re.match(rb"\d+ \(", row):
                if head:
                    yield head, body
                head, body = row, b""
            else:
                head += b" " + row
    if head:
        yield head, body


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encode_folder_name(name: str) -> str:
    """Encode the name of a folder for IMAP (RFC 3501, 5.1.3): "Post ü" becomes "Post &APw-"."""

    def encode(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        encoded = b64encode(found[0].encode("utf-16-be")).decode("ascii")
        return f"&{encoded.rstrip('=').replace('/', ',')}-"

    return _OTHER_RUN.sub(encode, name)


def decode_folder_name(name: bytes) -> str:
    """Decode the name of a folder; see `encode_folder_name`. A wrong one is returned as it is."""

    def decode(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        encoded = found[1].replace(",", "/")
        try:
            return b64decode(encoded + "=" * (-len(encoded) % 4)).decode("utf-16-be")
        except ValueError:
            return found[0]

    text = name.decode("utf-8", "replace")
    return _ENCODED_RUN.sub(decode, re.sub(r"\\(.)", r"\1", text))
