"""Read the new mails of a mailbox: newsletters, and whatever else its senders write.

A folder numbers its mails (UID), and numbers them anew if it must (UIDVALIDITY). The state of the source has
the last number that was read, so that each mail is fetched once. Nothing is marked as read unless that is
wanted.
"""

from __future__ import annotations

import json
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from digest.errors import SourceError
from digest.http import Client, is_local_name
from digest.models import Collected, LeftOut, MailboxSettings, Source, Visit
from digest.models.mailbox import MailboxAddress, parse_mailbox_address
from digest.models.secret_text import list_login_forms, reveal
from digest.runtime.redaction import redact_error
from digest.sources.folder.file_reasons import leave_out
from digest.sources.folder.formats.mail_files import read_headers
from digest.sources.mailbox.imap_connection import ImapConnection, TimeLimitError
from digest.sources.mailbox.imap_errors import (
    explain_imap_error,
    explain_missing_folder,
    explain_refused_login,
)
from digest.sources.mailbox.mail_articles import FetchedMail, make_mail_articles
from digest.text.urls import remove_credentials

MAX_LISTED = 5_000
"""The most mails that one visit looks at, the newest: as many as of a mailbox in a file."""

_BATCH = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class MailboxState:
    """What is remembered of a folder. last_uid: 0 before the first mail. validity: its UIDVALIDITY."""

    validity: int = 0
    last_uid: int = 0
    boilerplate: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The new mails of a folder. last_uid: the last one that was handled. omitted: older than the newest."""

    mails: tuple[FetchedMail, ...]
    left_out: tuple[LeftOut, ...]
    validity: int
    last_uid: int
    warnings: tuple[str, ...] = ()


def read_mailbox_source(visit: Visit, client: Client) -> Collected:
    """Read the mails that have come since the last visit; at the first one, those of some days.

    Of more than `limit` mails the newest are read. When the time is over, what was fetched is kept, and the
    next visit goes on. Raises SourceError if the folder cannot be opened. Cost: linear in the new mails.
    """
    source = visit.source
    state = parse_mailbox_state(visit.state.body)
    fetched = _fetch_new_mails(source, client, state, visit.now)
    articles, left_out, boilerplate = make_mail_articles(fetched.mails, state.boilerplate, source, visit.now)
    state = MailboxState(fetched.validity, fetched.last_uid, boilerplate)
    return Collected(
        source,
        articles,
        state=replace(visit.state, body=format_mailbox_state(state)),
        left_out=(*fetched.left_out, *left_out),
        warnings=fetched.warnings or (() if articles else ("it has no new mails",)),
        unchanged=not fetched.mails and not fetched.left_out,
    )


def parse_mailbox_state(text: str) -> MailboxState:
    """Return the state that is serialized as this text, an empty one if it is none."""
    try:
        validity, last_uid, boilerplate = json.loads(text)
        return MailboxState(int(validity), int(last_uid), frozenset(boilerplate))
    except (ValueError, TypeError):
        return MailboxState()


def format_mailbox_state(state: MailboxState) -> str:
    """Return a state as JSON."""
    return json.dumps((state.validity, state.last_uid, sorted(state.boilerplate)))


def _fetch_new_mails(source: Source, client: Client, state: MailboxState, now: datetime) -> FetchResult:
    settings = source.mailbox
    where = remove_credentials(source.location)
    try:
        address = parse_mailbox_address(reveal(source.location))
    except ValueError as error:
        raise SourceError(where, str(error), "Check mailbox in the configuration.") from None
    if settings is None:
        raise SourceError(where, "it has no settings of a mailbox", "Use mailbox = instead of kind =.")
    connection = None
    # A server may repeat what it was sent.
    secrets = list_login_forms(address.user, reveal(settings.password))
    try:
        connection = _connect(address, settings, source, client)
        _log_in(connection, address, settings, where)
        return _read_folder(connection, address, source, settings, state, now)
    except SourceError as error:
        raise redact_error(error, secrets) from None
    except Exception as error:
        cause = TimeLimitError() if connection and connection.is_expired else error
        explained = explain_imap_error(cause, where, address, source.timeout)
        raise redact_error(explained, secrets) from None
    finally:
        if connection:
            with suppress(Exception):
                connection.logout()
            connection.shutdown()


def _connect(
    address: MailboxAddress, settings: MailboxSettings, source: Source, client: Client
) -> ImapConnection:
    context = ssl.create_default_context()
    if settings.certificates:
        try:
            context.load_verify_locations(settings.certificates)
        except OSError as error:
            reason = error.strerror or "it has no certificates"
            message = f"the certificates in {settings.certificates} cannot be read ({reason})"
            raise SourceError(source.name, message, "Check ca_file.") from None
    allow_private = (
        is_local_name(address.host) or address.host in client.private_hosts or "*" in client.private_hosts
    )
    return ImapConnection(
        address, settings.security, context, source.timeout, source.max_bytes, allow_private
    )


def _log_in(
    connection: ImapConnection, address: MailboxAddress, settings: MailboxSettings, where: str
) -> None:
    if "LOGINDISABLED" in connection.capabilities:
        advice = 'Use imaps://, or remove security = "none".'
        raise SourceError(where, f"{address.host} accepts no password without encryption", advice)
    try:
        connection.log_in(address.user, reveal(settings.password))
    except ImapConnection.abort:
        raise
    except ImapConnection.error as error:
        raise explain_refused_login(error, where, address) from None


def _read_folder(
    connection: ImapConnection,
    address: MailboxAddress,
    source: Source,
    settings: MailboxSettings,
    state: MailboxState,
    now: datetime,
) -> FetchResult:
    try:
        validity = connection.open_folder(address.folder, settings.mark_read)
    except ImapConnection.abort:
        raise
    except ImapConnection.error:
        known = connection.list_folders()
        raise explain_missing_folder(remove_credentials(source.location), address, known) from None
    if validity != state.validity:
        state = MailboxState(validity)
    criteria = () if state.last_uid else ("SINCE", _format_day(now - timedelta(days=settings.since_days)))
    uids = connection.search_uids(state.last_uid + 1, criteria)
    warnings = []
    if len(uids) > MAX_LISTED:
        warnings.append(f"the newest {MAX_LISTED:,} of {len(uids):,} mails were looked at")
    sizes = _list_wanted(connection, uids[-MAX_LISTED:], settings.senders)
    if len(sizes) > source.limit:
        warnings.append(f"the newest {source.limit:,} of {len(sizes):,} mails were taken")
    last_uid = uids[-1] if uids else state.last_uid
    mails: list[FetchedMail] = []
    left_out: list[LeftOut] = []
    done: list[int] = []
    for uid in sorted(sizes)[-source.limit :]:
        key = f"{validity}.{uid}"
        if sizes[uid] > source.max_bytes:
            message = f"the mail has {sizes[uid] / 1e6:.1f} MB, more than max_megabytes"
            left_out.append(leave_out(source, f"mail {key}", "unreadable", message))
            continue
        try:
            body = connection.fetch_mail(uid)
        except Exception:
            if not (done and connection.is_expired):
                raise
            warnings.append(f"the time was over after {len(done)} mails; the next visit reads the others")
            last_uid = done[-1]
            break
        done.append(uid)
        if body:
            mails.append(FetchedMail(key, body))
    if settings.mark_read and done and not connection.is_expired:
        connection.mark_read(done)
    return FetchResult(tuple(mails), tuple(left_out), validity, last_uid, tuple(warnings))


def _list_wanted(connection: ImapConnection, uids: list[int], senders: tuple[str, ...]) -> dict[int, int]:
    """Return {UID: size} of the mails by the senders that are wanted."""
    patterns = [pattern.lower() if "@" in pattern else f"*@{pattern.lower()}" for pattern in senders]
    sizes: dict[int, int] = {}
    for start in range(0, len(uids), _BATCH):
        for mail in connection.list_mails(uids[start : start + _BATCH]):
            address = read_headers(mail.sender).address if patterns else ""
            if not patterns or any(fnmatchcase(address, pattern) for pattern in patterns):
                sizes[mail.uid] = mail.size
    return sizes


def _format_day(moment: datetime) -> str:
    """Format a day for IMAP, whose months are English: "1-Mar-2026"."""
    return f"{moment.day}-{_MONTHS[moment.month - 1]}-{moment.year}"
