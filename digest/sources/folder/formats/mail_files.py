"""Read articles from mails, from mailboxes, and from the web archives (MHTML) that browsers save."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import parseaddr

from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import Contents, Draft, Fault
from digest.sources.dates import parse_date
from digest.sources.folder.mail_quotes import read_own_text, remove_quotes, remove_quotes_from_html
from digest.sources.folder.newsletter import find_items, list_html_blocks, list_text_blocks
from digest.sources.folder.saved_file import SavedFile, take_ends
from digest.sources.page.page_reader import decode_page, extract_articles
from digest.sources.segmentation.text_articles import draft_articles
from digest.text import clean_line, clean_text, split_words
from digest.text.decoding import decode_bytes
from digest.text.urls import canonicalize_url

_MAIL_START = re.compile(rb"(?:\A|(?<=\n)\r?\n)From \S{1,200} [^\n]{0,200}\d\d:\d\d[^\n]{0,200}\n")
_QUOTED_START = re.compile(rb"^>(>*From )", re.MULTILINE)
# A plain-text part with less than this share of the words of the HTML part only points to that part.
_MIN_PLAIN_SHARE = 0.5

MAX_MAILS = 5_000
"""The most mails of a mailbox that are read."""

MAX_HEADER = 10_000
_MAX_HEADERS = 1_000_000


class _LimitedHeaders(Compat32):
    """Headers cut to ten thousand characters: parameters and encoded words cost quadratic time.

    Letters that are not encoded are read as what they are, UTF-8 (RFC 6532) or another encoding.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        value = value[:MAX_HEADER]
        return name, value if value.isascii() else decode_bytes(value.encode("utf-8", "surrogateescape"))


_POLICY = _LimitedHeaders()


def read_mail(file: SavedFile) -> Contents:
    """Read a mail: the subject becomes the title, the sender the outlet, the fuller part the text.

    Each item of a newsletter becomes an article with the URL of the item; the text of any other mail is split
    where it contains several articles. Cost: linear in the size of the mail.
    """
    return _try_message(file.body, file)


def read_mailbox(file: SavedFile) -> Contents:
    """Read the mails of a mailbox in "mbox" format, in its order. Cost: linear in its size."""
    mails, surplus = take_ends(filter(bytes.strip, _MAIL_START.split(file.body)), MAX_MAILS)
    parts = (part for mail in mails for part in _try_message(_QUOTED_START.sub(rb"\1", mail), file))
    return (*surplus, *parts)


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """Some headers of a mail. address: of the sender, in lower case."""

    subject: str
    address: str
    message_id: str


def read_headers(body: bytes) -> MailHeaders:
    """Read the headers of a mail, as far as they are in its first megabyte."""
    mail = BytesHeaderParser(policy=_POLICY).parsebytes(body[:_MAX_HEADERS])
    _, address = parseaddr(_read_header(mail, "From"))
    return MailHeaders(_read_header(mail, "Subject"), address.lower(), _read_header(mail, "Message-ID"))


def read_web_archive(file: SavedFile) -> Contents:
    """Read the page in a web archive (MHTML), which names the address that the page was saved from."""
    archive = message_from_bytes(file.body, policy=_POLICY)
    page = next((part for part in archive.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        return (Fault("not_an_article", "the archive contains no page"),)
    address = page["Content-Location"] or archive["Snapshot-Content-Location"] or ""
    drafts = extract_articles(_read_page(page), canonicalize_url(str(address)), file.saved_at)
    return drafts or (Fault("not_an_article", "the page in it is not an article"),)


def _try_message(body: bytes, file: SavedFile) -> Contents:
    """Read a mail; one that cannot be read does not affect the others of its mailbox."""
    try:
        return _read_message(body, file)
    except RecursionError:
        return (Fault("unreadable", "it is a mail whose headers or parts are nested too deeply"),)
    except Exception as error:
        return (Fault("failed", describe_fault("reading a mail", file.relative_path, error)),)


def _read_message(body: bytes, file: SavedFile) -> Contents:
    mail = message_from_bytes(body, policy=_POLICY)
    plain, html = _read_bodies(mail)
    name, address = parseaddr(_read_header(mail, "From"))
    plain, html = remove_quotes(plain, name), remove_quotes_from_html(html)
    sender = clean_line(name) or address.partition("@")[2]
    sent = parse_date(_read_header(mail, "Date"))
    drafts = find_items(list_html_blocks(html)) or find_items(list_text_blocks(plain))
    if not drafts:
        text = _choose_text(clean_text(plain), read_own_text(html, name))
        if not text:
            return (Fault("not_an_article", "it is a mail without text"),)
        drafts = draft_articles(text, file.saved_at)
        if len(drafts) == 1:
            whole = Draft(
                title=_read_header(mail, "Subject"), text=text, key=_read_header(mail, "Message-ID")
            )
            drafts = (whole if whole.title else replace(drafts[0], key=whole.key),)
    return tuple(
        replace(draft, source=draft.source or sender, published=draft.published or sent) for draft in drafts
    )


def _read_bodies(mail: Message) -> tuple[str, str]:
    """The first plain-text part of a mail and its first HTML part, each "" when missing."""
    plain, html = "", ""
    for part in mail.walk():
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not plain:
            plain = decode_bytes(_read_payload(part), part.get_content_charset("")).replace("\r\n", "\n")
        elif kind == "text/html" and not html:
            html = _read_page(part)
    return plain, html


def _choose_text(plain: str, html_text: str) -> str:
    """The plain-text part of a mail, unless the text of the HTML part is much fuller."""
    return plain if len(split_words(plain)) >= _MIN_PLAIN_SHARE * len(split_words(html_text)) else html_text


def _read_page(part: Message) -> str:
    return decode_page(_read_payload(part), part.get_content_charset(""))


def _read_payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_header(mail: Message, name: str) -> str:
    value = str(mail[name] or "")
    try:
        return clean_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return clean_line(value)
