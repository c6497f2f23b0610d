"""A connection to a mail server by SMTP, with limits on the size and the time of its replies.

smtplib reads a reply until its last line, and waits anew for every byte: a server can send lines without an
end until memory is full, or a byte now and then for ever.
"""

from __future__ import annotations

import smtplib
import socket
from base64 import b64encode

from digest.runtime.environment import read_steady_seconds

MAX_REPLY_LINES = 100
_CHUNK = 4_096


class ReplyLimitError(smtplib.SMTPException):
    """A server sends more than a reply."""


class ReplyReader:
    """What a server sends, line by line; smtplib reads from it as from a file.

    seconds: how long a whole reply may take, and each of its parts.
    """

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection, self._seconds = connection, seconds
        self._received = b""
        self.start_reply()

    def start_reply(self) -> None:
        """Begin a reply: its lines and its time are counted from here."""
        self._lines = 0
        self._end = read_steady_seconds() + self._seconds

    def readline(self, size: int) -> bytes:
        """Read a line, or its first `size` bytes. Raises TimeoutError, ReplyLimitError or OSError."""
        self._lines += 1
        if self._lines > MAX_REPLY_LINES:
            raise ReplyLimitError(f"more than {MAX_REPLY_LINES} lines")
        while b"\n" not in self._received and len(self._received) < size:
            if read_steady_seconds() > self._end:
                raise TimeoutError
            part = self._connection.recv(_CHUNK)
            if not part:
                break
            self._received += part
        end = min(self._received.find(b"\n") + 1 or size, size)
        line, self._received = self._received[:end], self._received[end:]
        return line

    def close(self) -> None:
        """The connection is closed by its owner."""


class SmtpConnection(smtplib.SMTP):
    """A connection that is encrypted later, or not."""

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; see `smtplib.SMTP.getreply`."""
        _start_reply(self)
        return super().getreply()


class SmtpTlsConnection(smtplib.SMTP_SSL):
    """A connection that is encrypted from the first byte."""

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; see `smtplib.SMTP.getreply`."""
        _start_reply(self)
        return super().getreply()


def log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; see `smtplib.SMTP.login`, which takes ASCII only. Other letters are sent as UTF-8 (RFC 4616).

    Raises:
        smtplib.SMTPException: the server refuses them, or has neither PLAIN nor LOGIN for other letters.
    """
    if (user + password).isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()
    offered = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, reply = server.docmd("AUTH", "PLAIN " + _encode(f"\0{user}\0{password}"))
    elif "LOGIN" in offered:
        code, reply = server.docmd("AUTH", f"LOGIN {_encode(user)}")
        if code == 334:
            code, reply = server.docmd(_encode(password))
    else:
        raise smtplib.SMTPNotSupportedError("a login with letters that are not ASCII")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _encode(text: str) -> str:
    return b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _start_reply(server: smtplib.SMTP) -> None:
    # smtplib forgets its file when TLS replaces the socket.
    if server.sock and not isinstance(server.file, ReplyReader):
        server.file = ReplyReader(server.sock, server.timeout)
    if isinstance(server.file, ReplyReader):
        server.file.start_reply()
