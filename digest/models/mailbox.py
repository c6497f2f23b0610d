"""The values that describe a mailbox as a source: its address and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

MailSecurity = Literal["tls", "starttls", "none"]

DEFAULT_PORTS = {"imaps": 993, "imap": 143}
FIRST_VISIT_DAYS = 7
"""How many days of mails the first visit to a mailbox takes."""


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """The parts of imaps://user@host:port/folder, decoded."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """How a mailbox is read.

    password: shows the name of its variable. senders: patterns for the addresses of senders
    ("*@letters.example"); none: everybody. mark_read: whether mails that were read are marked as read.
    since_days: how far back the first visit goes. security: of the connection. certificates: a file with
    certificates to trust beside those of the system, or "".
    """

    password: str
    senders: tuple[str, ...] = ()
    mark_read: bool = False
    since_days: int = FIRST_VISIT_DAYS
    security: MailSecurity = "tls"
    certificates: str = ""


def parse_mailbox_address(text: str) -> MailboxAddress:
    """Parse the address of a mailbox; without a folder it is that of the inbox.

    Raises:
        ValueError: it is none, or has a password in it; the message says what was expected.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    user, _, _ = parts.netloc.rpartition("@")
    if parts.scheme not in DEFAULT_PORTS or not user or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "expected the address of a mailbox such as imaps://me@mail.example.org/INBOX "
            "(or imap:// for STARTTLS), with user and host"
        )
    if ":" in user:
        raise ValueError('found a password in the address; write password = "${MAIL_PASSWORD}"')
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return MailboxAddress(
        parts.scheme, unquote(user), parts.hostname, port or DEFAULT_PORTS[parts.scheme], folder
    )
