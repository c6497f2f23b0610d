"""Explain what went wrong with a mail server, and what to do about it."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Sequence

from digest.errors import SourceError, UnreachableError
from digest.http import describe_private_host
from digest.models.mailbox import MailboxAddress
from digest.sources.mailbox.imap_connection import (
    NoEncryptionError,
    PrivateAddressError,
    ServerLimitError,
    TimeLimitError,
)
from digest.text import clean_message

_LATER = "The next visit tries again."


def explain_imap_error(error: Exception, where: str, address: MailboxAddress, timeout: float) -> SourceError:
    """Return the error for an exception that a connection raised. where: the mailbox, without secrets."""
    server = f"{address.host}:{address.port}"
    match error:
        case PrivateAddressError():
            return describe_private_host(address.host, str(error))
        case TimeLimitError() | TimeoutError():
            return UnreachableError(where, f"{server} did not answer within {timeout:g} s", _LATER)
        case NoEncryptionError():
            advice = 'Use imaps://; if the connection needs no protection, set security = "none".'
            return SourceError(where, f"{server} offers no encryption (STARTTLS)", advice)
        case ServerLimitError():
            return SourceError(where, f"{server} sends more than max_megabytes at once", _LATER)
        case ssl.SSLCertVerificationError():
            advice = "Check host and the clock of this machine; for a certificate of your own, set ca_file."
            message = f"the certificate of {server} is not trusted ({error.verify_message})"
            return SourceError(where, message, advice)
        case ssl.SSLError():
            advice = "imaps:// is usually port 993, imap:// with STARTTLS 143."
            return SourceError(where, f"{server} does not speak TLS on this port", advice)
        case socket.gaierror():
            return UnreachableError(where, f"the host {address.host} was not found", "Check its name.")
        case imaplib.IMAP4.abort() if "EOF" in str(error):
            return UnreachableError(where, f"{server} closed the connection", _LATER)
        case imaplib.IMAP4.abort():
            advice = "Check host and port: this may be no IMAP server."
            return SourceError(
                where, f"{server} does not answer as IMAP wants ({clean_message(str(error))})", advice
            )
        case ValueError():  # bytes or numbers where imaplib, or its caller, expects none
            return SourceError(where, f"{server} does not answer as IMAP wants", "Check host and port.")
        case imaplib.IMAP4.error():
            return SourceError(where, f"{server} answers: {clean_message(str(error))}", _LATER)
        case OSError():
            advice = "Check host and port, and the network connection."
            return UnreachableError(where, f"{server} cannot be reached ({error.strerror or error})", advice)
        case _:
            raise error


def explain_refused_login(error: Exception, where: str, address: MailboxAddress) -> SourceError:
    """Return the error for a name or password that the server refuses."""
    advice = "Correct the user or the password; many providers require an app password for programs."
    reply = clean_message(str(error))
    return SourceError(where, f"{address.host} refuses the login of {address.user} ({reply})", advice)


def explain_missing_folder(where: str, address: MailboxAddress, known: Sequence[str]) -> SourceError:
    """Return the error for a folder that cannot be opened. known: names of folders that exist."""
    advice = f"There are: {', '.join(map(clean_message, known))}." if known else "Check its name."
    return SourceError(where, f"{address.host} has no folder {address.folder!r} to open", advice)
