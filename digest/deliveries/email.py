"""An edition as a mail: plain text and HTML, by SMTP."""

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

from digest.config.delivery_rows import part_mailbox
from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError
from digest.runtime.redaction import redact_error

PORTS = {"starttls": 587, "tls": 465, "none": 25}
TYPES = {
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".md": "text/markdown",
}
NOT_LOGGED_IN = (530, 534, 535)
LATER = "It is tried again by itself."
AGAIN = "then run `digest deliver --again DATE`."


def deliver_email(payload: Payload, target: Target) -> None:
    """Send a mail to the one address of the target.

    The same edition has the same Message-ID whenever it is sent, so a mail that may or may not have
    arrived can be sent again: mailboxes show one.

    Raises:
        RefusalError: the server takes neither the login, the sender, the address nor the mail.
        DeliveryError: it cannot be reached, is too slow, or wants to be asked later.
    """
    message = write_mail(payload, target)
    with opened_server(target) as server:
        server.send_message(message, bare_address(target, "sender"), [bare_address(target, "to")])


def check_email(target: Target) -> str:
    """Greet the server and log in; nothing is sent. Raises DeliveryError."""
    with opened_server(target):
        return f"{server_name(target)} lets us in"


def write_mail(payload: Payload, target: Target) -> EmailMessage:
    """The mail of an edition; the same edition, settings and templates make the same mail."""
    data, settings = payload.data, target.settings
    made = datetime.fromisoformat(data["made"])
    name, address = part_mailbox(settings["sender"])
    host = address.rpartition("@")[2]
    mark = blake2b(f"{data['title']} {data['made']}".encode(), digest_size=6).hexdigest()
    message = EmailMessage()
    message["From"] = settings["sender"] if name else formataddr((one_line(data["title"]), address))
    message["To"] = settings["to"]
    message["Subject"] = one_line(fill_subject(settings["subject"], payload))
    message["Date"] = format_datetime(made)
    message["Message-ID"] = f"<digest-{data['date']}.{mark}@{host}>"
    message["List-Id"] = f"<digest.{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = data["language"]
    message.set_content(payload.text("text"))
    message.add_alternative(payload.text("mail"), subtype="html")
    for form in settings["attach"]:
        name, content = payload.forms[form]
        type_ = TYPES.get(name[name.rfind(".") :], "application/octet-stream")
        octets = content if isinstance(content, bytes) else content.encode()
        message.add_attachment(octets, *type_.split("/"), filename=name)
    return message


def bare_address(target: Target, key: str) -> str:
    """The address of a mailbox in the settings, as the server wants it: without a name."""
    return part_mailbox(target.settings[key])[1]


def fill_subject(pattern: str, payload: Payload) -> str:
    """The subject with what stands for {title}, {date} and {headline}."""
    values = {
        "title": payload.data["title"],
        "date": payload.data["date"],
        "headline": next(iter(payload.headlines), ""),
    }
    return re.sub(r"\{(title|date|headline)\}", lambda found: values[found[1]], pattern)


def one_line(text: str) -> str:
    """A text fit for a header: what breaks lines would begin another header."""
    return " ".join(text.split())


@contextmanager
def opened_server(target: Target) -> Iterator[smtplib.SMTP]:
    """The mail server, greeted, encrypted and logged in; whatever it says against it as DeliveryError."""
    user = target.settings["user"]
    password = read_password(target) if user is not None else ""
    server = None
    try:
        server = connect(target)
        if user is not None:
            server.login(user, password)
        yield server
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # A server may repeat what it was told.
        raise redact_error(explain(error, target), [password]) from None
    finally:
        if server:
            # The mail has been taken by now, or has not: a server that does not say goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()


def connect(target: Target) -> smtplib.SMTP:
    """A greeted and, unless security is "none", encrypted connection."""
    settings = target.settings
    security, host, seconds = settings["security"], settings["host"], settings["timeout_seconds"]
    port = settings["port"] or PORTS[security]
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=seconds, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=seconds)
    if security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def read_password(target: Target) -> str:
    """The password, from the settings or the first line of its file. Raises RefusalError."""
    settings = target.settings
    if settings["password"] is not None:
        return str(settings["password"])
    path = target.path(settings["password_file"])
    try:
        return path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        advice = f"Mend password_file, {AGAIN}"
        raise RefusalError("", f"the password cannot be read from {path} ({reason})", advice) from None


def explain(error: Exception, target: Target) -> DeliveryError:
    """What went wrong between us and the mail server, in words, and whether trying again can help."""
    name, settings = server_name(target), target.settings

    def told(text: str, code: int, reply: bytes | str, advice: str) -> DeliveryError:
        said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        said = one_line(said)
        final = 500 <= code < 600
        kind = RefusalError if final else DeliveryError
        return kind("", f"{name} {text} ({code} {said})", advice if final else LATER)

    match error:
        case smtplib.SMTPAuthenticationError():
            advice = f"Mend user and password (some providers want an app password), {AGAIN}"
            return told("refuses the login", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPRecipientsRefused():
            ((address, (code, reply)),) = error.recipients.items()
            advice = f"Mend or remove the address, {AGAIN}"
            return told(f"refuses the address {address}", code, reply, advice)
        case smtplib.SMTPSenderRefused() if error.smtp_code in NOT_LOGGED_IN:
            advice = f"Set user and password, {AGAIN}"
            return told("wants a login", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPSenderRefused():
            advice = f"Set sender to an address that this server may send for, {AGAIN}"
            return told(f"refuses the sender {error.sender}", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPDataError():
            advice = f"Look at what it says (too large? taken for spam?), {AGAIN}"
            return told("refuses the mail", error.smtp_code, error.smtp_error, advice)
        case smtplib.SMTPNotSupportedError():
            advice = f'Set security to "tls" or "none", or leave user out, {AGAIN}'
            return RefusalError("", f"{name} does not offer what is asked of it ({error})", advice)
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return explain(error.__context__, target)
        case smtplib.SMTPServerDisconnected():
            return DeliveryError("", f"{name} closed the connection in the middle", LATER)
        case smtplib.SMTPResponseException():
            return told(
                "does not want to talk", error.smtp_code, error.smtp_error, f"Look at host and port, {AGAIN}"
            )
        case ssl.SSLCertVerificationError():
            advice = "Its certificate must be valid for this host; look at host and at this machine's clock."
            return DeliveryError(
                "", f"{name} shows no certificate to be trusted ({error.verify_message})", advice
            )
        case ssl.SSLError():
            advice = 'Look at security and port: "tls" is mostly 465, "starttls" 587.'
            return DeliveryError("", f"{name} does not speak TLS there", advice)
        case TimeoutError():
            seconds = f"{settings['timeout_seconds']:g} s"
            return DeliveryError("", f"{name} did not answer within {seconds}", LATER)
        case OSError():
            advice = "Look at host and port, and whether the network is up. " + LATER
            return DeliveryError("", f"{name} cannot be reached ({error.strerror or error})", advice)
        case _:
            return RefusalError("", f"{name}: the mail cannot be put together ({error})", f"Mend it, {AGAIN}")


def server_name(target: Target) -> str:
    """ "mail server mail.example.org:587" """
    settings = target.settings
    return f"mail server {settings['host']}:{settings['port'] or PORTS[settings['security']]}"
