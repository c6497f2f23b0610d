"""Articles in mails: single ones, mailboxes, and the web archives (MHTML) that browsers save."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from digest.sources.dates import read_date
from digest.sources.draft import Contents, Draft, Fault, SavedFile
from digest.sources.folder.newsletter import list_page_blocks, list_text_blocks, read_items
from digest.sources.page.page_reader import decode_page, extract_articles
from digest.sources.segmentation.plaintext import draft_articles
from digest.text import clean_line, clean_text, plain_text, words
from digest.text.decoding import decode_bytes
from digest.text.urls import canonical_address

_MAIL_START = re.compile(rb"(?:\A|(?<=\n)\r?\n)From \S{1,200} [^\n]{0,200}\d\d:\d\d[^\n]{0,200}\n")
_QUOTED_START = re.compile(rb"^>(>*From )", re.MULTILINE)
# A plain part with less than this share of the words of the page beside it only points to that page.
_SHARE = 0.5


def read_mail(file: SavedFile) -> Contents:
    """Read a mail: the subject is the title, the sender the outlet, the fuller part the text.

    A newsletter of many items is as many articles, each with its address; other mails may hold several.
    """
    return _read_message(file.body, file)


def read_mailbox(file: SavedFile) -> Contents:
    """Read the mails of a mailbox ("mbox"), in its order."""
    mails = [mail for mail in _MAIL_START.split(file.body) if mail.strip()]
    return tuple(found for mail in mails for found in _read_message(_QUOTED_START.sub(rb"\1", mail), file))


def read_archive(file: SavedFile) -> Contents:
    """Read the page of a web archive, which says itself where the page came from."""
    archive = message_from_bytes(file.body)
    page = next((part for part in archive.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        return (Fault("not_an_article", "the archive holds no page"),)
    address = page["Content-Location"] or archive["Snapshot-Content-Location"] or ""
    drafts = extract_articles(_read_page(page), canonical_address(str(address)), file.moment)
    return drafts or (Fault("not_an_article", "the page in it is not an article"),)


def _read_message(body: bytes, file: SavedFile) -> Contents:
    mail = message_from_bytes(body)
    plain, page = _find_parts(mail)
    name, address = parseaddr(_header(mail, "From"))
    sender = clean_line(name) or address.partition("@")[2]
    sent = read_date(_header(mail, "Date"))
    found = read_items(list_page_blocks(page)) or read_items(list_text_blocks(plain))
    if not found:
        text = _choose_text(clean_text(plain), plain_text(page))
        if not text:
            return (Fault("not_an_article", "a mail without text"),)
        found = draft_articles(text, file.moment)
        if len(found) == 1:
            lone = Draft(title=_header(mail, "Subject"), text=text, key=_header(mail, "Message-ID"))
            found = (lone if lone.title else replace(found[0], key=lone.key),)
    return tuple(
        replace(draft, source=draft.source or sender, published=draft.published or sent) for draft in found
    )


def _find_parts(mail: Message) -> tuple[str, str]:
    """The first plain part of a mail and its first page, as they are; each may be ""."""
    plain, page = "", ""
    for part in mail.walk():
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not plain:
            plain = decode_bytes(_payload(part), part.get_content_charset("")).replace("\r\n", "\n")
        elif kind == "text/html" and not page:
            page = _read_page(part)
    return plain, page


def _choose_text(plain: str, page: str) -> str:
    """The part of a mail that says it best."""
    return plain if len(words(plain)) >= _SHARE * len(words(page)) else page


def _read_page(part: Message) -> str:
    return decode_page(_payload(part), part.get_content_charset(""))


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(mail: Message, name: str) -> str:
    value = str(mail[name] or "")
    try:
        return clean_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return clean_line(value)
