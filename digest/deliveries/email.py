"""Send an edition as a mail, plain text and HTML, by SMTP."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from hashlib import blake2b
from urllib.parse import quote

from digest.config.delivery_schema import parse_mailbox
from digest.deliveries.payload import Payload, Target
from digest.deliveries.smtp_connection import (
    ReplyLimitError,
    SmtpConnection,
    SmtpTlsConnection,
    log_in,
)
from digest.errors import DeliveryError, RefusalError
from digest.models.secret_text import list_login_forms
from digest.runtime.redaction import sanitize_error
from digest.text import clean_message
from digest.text.mail_encoding import choose_transfer_encoding, detach_images

PORTS = {"starttls": 587, "tls": 465, "none": 25}
MEDIA_TYPES = {
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".md": "text/markdown",
}
LOGIN_REQUIRED = (530, 534, 535)
"""The reply codes with which servers refuse a sender that has not logged in."""

MAX_HEADLINE = 150
"""So many characters of a headline are in a subject: more than a list of mails shows."""


def deliver_email(payload: Payload, target: Target) -> None:
    """Send a mail to the one address of the target.

    The same edition always has the same Message-ID, so a mail that may or may not have arrived can be sent
    again: mailboxes show it once.

    Raises:
        RefusalError: the server refuses the login, the sender, the address or the mail.
        DeliveryError: the server cannot be reached, is too slow, or asks for a later try.
    """
    message = write_mail(payload, target)
    with open_server(target) as server:
        server.send_message(message, _read_address(target, "sender"), [_read_address(target, "to")])


def check_email(target: Target) -> str:
    """Connect to the server and log in; nothing is sent. Raises DeliveryError."""
    with open_server(target):
        return f"{_describe_server(target)} accepts the connection"


def write_mail(payload: Payload, target: Target) -> EmailMessage:
    """Write the mail of an edition. The same edition, settings and templates give the same mail."""
    data, settings = payload.data, target.settings
    made = datetime.fromisoformat(data["made"])
    name, address = parse_mailbox(settings["sender"])
    host = address.rpartition("@")[2]
    edition = f"{data['title']} {data['made']} {payload.edition}".rstrip()
    edition_id = blake2b(edition.encode(), digest_size=6).hexdigest()
    message = EmailMessage()
    message["From"] = settings["sender"] if name else formataddr((_join_lines(data["title"]), address))
    message["To"] = settings["to"]
    message["Subject"] = _join_lines(format_subject(settings["subject"], payload))
    message["Date"] = format_datetime(made)
    message["Message-ID"] = f"<digest-{data['date']}.{edition_id}@{host}>"
    # Mail programs sort by it; it cannot have letters that are not ASCII.
    own = f"{payload.edition}." if payload.edition.isascii() and payload.edition else ""
    message["List-Id"] = f"<{own}digest.{host}>"
    message["List-Unsubscribe"] = f"<mailto:{quote(address, safe='@')}?subject=unsubscribe>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = data["language"]
    plain, (html, images) = payload.text("text"), detach_images(payload.text("mail"), host)
    message.set_content(plain, cte=choose_transfer_encoding(plain).name)
    message.add_alternative(html, subtype="html", cte=choose_transfer_encoding(html).name)
    html_part = message.get_body(("html",))
    assert html_part
    for content_id, image in images.items():
        # The first one makes it a part that contains the HTML and the images.
        html_part.add_related(image, "image", "jpeg", cid=f"<{content_id}>", disposition="inline")
    for format_name in settings["attach"]:
        file_name, content = payload.formats[format_name]
        media_type = MEDIA_TYPES.get(file_name[file_name.rfind(".") :], "application/octet-stream")
        attachment = content if isinstance(content, bytes) else content.encode()
        message.add_attachment(attachment, *media_type.split("/"), filename=file_name)
    return message


def format_subject(pattern: str, payload: Payload) -> str:
    """Replace {title}, {date} and {headline} in the pattern of a subject.

    {headline} is that of the first story, shortened to what a list of mails shows; the date without a story.
    """
    headline = next(iter(payload.headlines), "") or payload.data["date"]
    values = {
        "title": payload.data["title"],
        "date": payload.data["date"],
        "headline": headline
        if len(headline) <= MAX_HEADLINE
        else headline[: MAX_HEADLINE - 1].rstrip() + "…",
    }
    return re.sub(r"\{(title|date|headline)\}", lambda match: values[match[1]], pattern)


@contextmanager
def open_server(target: Target) -> Iterator[smtplib.SMTP]:
    """Open an encrypted connection to the mail server and log in. Raises DeliveryError for every failure."""
    user = target.settings["user"]
    password = _read_password(target) if user is not None else ""
    server = None
    try:
        server = _connect(target)
        if user is not None:
            log_in(server, user, password)
        yield server
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # A server may repeat the password in its reply.
        secrets = list_login_forms(user or "", password)
        raise sanitize_error(explain_failure(error, target), secrets) from None
    finally:
        if server:
            # The mail was accepted or refused before; a failing QUIT changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()


def explain_failure(error: Exception, target: Target) -> DeliveryError:
    """Explain what went wrong with the mail server, and whether a later try can help (no RefusalError)."""
    name, settings = _describe_server(target), target.settings

    def explain_reply(text: str, code: int, reply: bytes | str, advice: str) -> DeliveryError:
        reply = clean_message(reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply)
        is_permanent = 500 <= code < 600
        error_class = RefusalError if is_permanent else DeliveryError
        return error_class("", f"{name} {text} ({code} {reply})", advice if is_permanent else "")

    match error:
        case smtplib.SMTPAuthenticationError():
            advice = "Correct user and password (some providers require an app password)."
            return explain_reply("refuses the login", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPRecipientsRefused():
            ((address, (code, reply)),) = error.recipients.items()
            advice = "Correct or remove the address."
            return explain_reply(f"refuses the address {address}", code, reply, advice)
        case smtplib.SMTPSenderRefused() if error.smtp_code in LOGIN_REQUIRED:
            advice = "Set user and password."
            return explain_reply("requires a login", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPSenderRefused():
            advice = "Set sender to an address that this server may send for."
            return explain_reply(
                f"refuses the sender {error.sender}", error.smtp_code, error.smtp_error, advice
            )
        case smtplib.SMTPDataError():
            advice = "The reply says why (too large? taken for spam?); correct it."
            return explain_reply("refuses the mail", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPNotSupportedError():
            advice = 'Set security to "tls" or "none", remove user, or use ASCII for user and password.'
            return RefusalError("", f"{name} lacks a feature that the settings need ({error})", advice)
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return explain_failure(error.__context__, target)
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, ReplyLimitError):
            return DeliveryError("", f"{name} sends a reply without an end")
        case smtplib.SMTPServerDisconnected():
            return DeliveryError("", f"{name} closed the connection before the mail was sent")
        case smtplib.SMTPResponseException():
            advice = "Check host and port."
            return explain_reply("refuses the connection", error.smtp_code, error.smtp_error, advice)
        case ssl.SSLCertVerificationError():
            advice = "Its certificate must be valid for this host; check host and the clock of this machine."
            return DeliveryError("", f"{name} has no trusted certificate ({error.verify_message})", advice)
        case ssl.SSLError():
            advice = 'Check security and port: "tls" is usually 465, "starttls" 587.'
            return DeliveryError("", f"{name} does not speak TLS on this port", advice)
        case TimeoutError():
            seconds = f"{settings['timeout_seconds']:g} s"
            return DeliveryError("", f"{name} did not answer within {seconds}")
        case OSError():
            advice = "Check host and port, and the network connection."
            return DeliveryError("", f"{name} cannot be reached ({error.strerror or error})", advice)
        case _:
            advice = "Correct it."
            return RefusalError("", f"{name}: the mail cannot be encoded ({error})", advice)


def _connect(target: Target) -> smtplib.SMTP:
    """Connect, and encrypt the connection unless security is "none"."""
    settings = target.settings
    security, host, seconds = settings["security"], settings["host"], settings["timeout_seconds"]
    port = settings["port"] or PORTS[security]
    if security == "tls":
        return SmtpTlsConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    server = SmtpConnection(host, port, timeout=seconds)
    if security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _read_password(target: Target) -> str:
    """Return the password of the settings, or the first line of its file. Raises RefusalError."""
    settings = target.settings
    if settings["password"] is not None:
        return str(settings["password"])
    path = target.path(settings["password_file"])
    try:
        return path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        advice = "Correct password_file."
        raise RefusalError("", f"the password cannot be read from {path} ({reason})", advice) from None


def _read_address(target: Target, key: str) -> str:
    """Return the bare address of a mailbox in the settings, which the SMTP envelope needs."""
    return parse_mailbox(target.settings[key])[1]


def _join_lines(text: str) -> str:
    """Make a text safe for a header: a line break would start another header."""
    return " ".join(text.split())


def _describe_server(target: Target) -> str:
    settings = target.settings
    return f"mail server {settings['host']}:{settings['port'] or PORTS[settings['security']]}"
