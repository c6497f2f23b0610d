"""Turn the rows of [[sources]] into sources."""

from __future__ import annotations

import re
from pathlib import Path

from digest.config.loader import Config
from digest.config.schema import PATH_KEYS, URL_KEYS
from digest.config.source_schema import SourceRow
from digest.models import MailboxSettings, Source
from digest.models.secret_text import VARIABLE, SecretText
from digest.text import clean_name


def build_sources(config: Config) -> tuple[Source, ...]:
    """Build the Source of each row of [[sources]], in the order of the file.

    A row with `opml` becomes a source of kind "opml"; sources/configured_sources.py reads the list.
    """
    return tuple(build_source(row, config) for row in config.sources)


def build_source(row: SourceRow, config: Config) -> Source:
    """Build the Source of a row, with the options that [collect] gives all sources."""
    key, value = row.location
    location = _keep_names(value, config) if key in URL_KEYS else str(config.path(value))
    return Source(
        name=clean_name(row.name or "") or clean_name(choose_default_name(key, location)) or key,
        kind=row.kind or key,
        location=location,
        section=row.section,
        language=row.language,
        timeout=config.collect.timeout_seconds,
        limit=row.limit,
        full_text=row.full_text or config.collect.full_text,
        include=row.include,
        exclude=row.exclude,
        headers=tuple(sorted((name, _keep_names(text, config)) for name, text in row.headers.items())),
        max_bytes=config.collect.max_bytes,
        weight=row.weight,
        missing_variables=row.missing_variables,
        mailbox=_build_mailbox(row, config) if key == "mailbox" else None,
        failure_notice_after=config.collect.tell_failures_after_hours * 3600,
        takes_title=key == "feed" and not clean_name(row.name or ""),
    )


def _build_mailbox(row: SourceRow, config: Config) -> MailboxSettings:
    is_tls = bool(row.mailbox and row.mailbox.startswith("imaps:"))
    return MailboxSettings(
        password=_keep_names(row.password or "", config),
        senders=row.senders,
        mark_read=row.mark_read,
        since_days=row.since_days,
        security="tls" if is_tls else row.security,
        certificates=str(config.path(row.ca_file)) if row.ca_file else "",
    )


def _keep_names(text: str, config: Config) -> str:
    """Return a text that shows the names of the variables in it, not their values."""
    return SecretText(text, config.variables) if VARIABLE.search(text) else text


def choose_default_name(key: str, location: str) -> str:
    """Choose the name of a source whose row has none: its host, or the name of its folder or file.

    That of a feed is replaced by the feed's own title when it is read.
    """
    if key in PATH_KEYS:
        return Path(location).name or location
    return re.sub(r"^(?:https?|imaps?)://(?:[^/]*@)?(?:www\.|feeds?\.|rss\.)?([^/:?#]+).*$", r"\1", location)
