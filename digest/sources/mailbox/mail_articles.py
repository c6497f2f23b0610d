"""Turn the mails of a mailbox into articles with ids that stay the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.models import Article, LeftOut, Source
from digest.sources.article_drafts import SHARED_ADDRESS_TITLES, Draft, Fault, describe_cut, make_article
from digest.sources.folder.boilerplate import drop_recurring, find_recurring
from digest.sources.folder.file_reasons import leave_out
from digest.sources.folder.formats.mail_files import read_headers, read_mail
from digest.sources.folder.saved_file import SavedFile
from digest.text import fingerprint_text
from digest.text.urls import make_article_id

_UNKNOWN_AGE = timedelta(days=1)
"""Mails are read as files whose time says nothing: they may have been sent days ago."""


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A mail as it was fetched. key: identifies it if it has no Message-ID."""

    key: str
    body: bytes


def make_mail_articles(
    mails: Iterable[FetchedMail], boilerplate: frozenset[str], source: Source, now: datetime
) -> tuple[tuple[Article, ...], tuple[LeftOut, ...], frozenset[str]]:
    """Return the articles of some mails, what was left out, and the recurring paragraphs.

    boilerplate: the recurring paragraphs of earlier visits. Cost: linear in the size of the mails.
    """
    found: list[tuple[str, Draft]] = []
    left_out: list[LeftOut] = []
    texts: list[list[str]] = []
    for mail in mails:
        headers = read_headers(mail.body)
        contents = read_mail(SavedFile(mail.key, "", mail.body, now - _UNKNOWN_AGE, now))
        drafts = [draft for draft in contents if isinstance(draft, Draft)]
        # The Message-ID stays when the mail is moved to another folder.
        identity = headers.message_id or mail.key
        if len(drafts) == 1:
            found += ((identity, draft) for draft in drafts)
        else:
            found += ((f"{identity} {fingerprint_text(draft.title)}", draft) for draft in drafts)
        texts.append([draft.text for draft in drafts])
        left_out += (
            leave_out(source, headers.subject or mail.key, fault.why, fault.detail)
            for fault in contents
            if isinstance(fault, Fault)
        )
    boilerplate |= find_recurring(texts)
    shared = _find_shared_urls(draft for _, draft in found)
    articles: dict[str, Article] = {}
    for identity, draft in found:
        own_url = draft.url if draft.url not in shared else ""
        id_ = make_article_id(own_url or f"{source.location!s} {identity}")
        kept = replace(draft, text=drop_recurring(draft.text, boilerplate))
        articles.setdefault(id_, make_article(kept, id_, source, now, outlet=draft.source))
        if detail := describe_cut(draft):
            left_out.append(leave_out(source, draft.title, "unreadable", detail))
    return tuple(articles.values()), tuple(left_out), boilerplate


def _find_shared_urls(drafts: Iterable[Draft]) -> frozenset[str]:
    """Return the URLs that too many different drafts share to be the address of one of them."""
    titles: Mapping[str, set[str]] = defaultdict(set)
    for draft in drafts:
        titles[draft.url].add(fingerprint_text(draft.title))
    return frozenset(url for url, known in titles.items() if len(known) >= SHARED_ADDRESS_TITLES)
