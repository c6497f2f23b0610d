"""Remove from a mail what its sender did not write: quoted mails, signatures, footers of lists.

Programs mark quoted text in a handful of ways: a line that attributes it ("On Monday, M. Falk wrote:") above
lines that begin with ">", a separator ("-----Original Message-----"), the header of the quoted mail, or an
element of their own in HTML. Kept libraries for this were tried and not taken, see docs/decisions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import lxml.html

from digest.sources.folder.mail_signatures import cut_signature
from digest.sources.folder.mail_words import FOOTER, FORWARDED, HEADER, ORIGINAL, WROTE
from digest.text import html_to_text, split_words

_ATTRIBUTION = re.compile(rf"(?=.{{0,250}}\b(?:{WROTE})(?!\w)).{{8,300}}[:：]\s*$", re.IGNORECASE)
# In any language, such a line above quoted ones attributes them if it gives an address, or a day and an hour.
_DAY = r"(?:\d{4}|\d{1,2}[./-] ?\d{1,2}[./-] ?\d\d)"
_MOMENT = rf"(?:{_DAY}.{{1,60}}\d[:.]\d\d|\d[:.]\d\d.{{1,60}}{_DAY})"
_ATTRIBUTION_FORM = re.compile(rf"(?=.{{0,250}}(?:\S@\S|{_MOMENT})).{{8,300}}[:：]\s*$")
# An attribution above a mail that is quoted without marks gives both, or one of them and a verb.
_WHOLE_ATTRIBUTION = re.compile(rf"(?=.{{0,250}}\S@\S)(?=.{{0,250}}{_MOMENT}).{{8,300}}[:：]\s*$")
_CJK_ATTRIBUTION = re.compile(r"^.{0,200}\d.{0,200}(?:写道|寫道|のメール|さんは書きました|작성)[:：]?\s*$")
_ATTRIBUTIONS = (_ATTRIBUTION, _ATTRIBUTION_FORM, _CJK_ATTRIBUTION)

# "---- On Mon, 4 May 2026 09:00:00 +0000 Mia Falk wrote ----": above a mail that is quoted without marks.
_RULED_ATTRIBUTION = re.compile(r"^-{3,20} ?(?=.{0,250}\d[:.]\d\d).{8,300}-{3,20}\s*$")

_RULE = re.compile(r"^[ \t]*(?:[_=~#-][ \t]?){3,}$")
# Some programs put the initials of the quoted sender before the mark.
_QUOTED = re.compile(r"^[ \t]?(?:[>＞]|\|[ \t]?>|[A-Z]{2,3}>)")
# Programs for languages written from right to left put marks of direction around names and addresses.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Where an element of quotations begins and ends, in the text of a mail.
_QUOTE_START, _QUOTE_END = "\ue000", "\ue001"
_BLANK_LINES = re.compile("\n{3,}")
_QUOTE_TAG = re.compile(r"<(/?)blockquote\b[^<>]*>", re.IGNORECASE)

MAX_FOOTER_LINES = 8

MIN_HEADERS = 3
"""Header lines in a row that begin a quoted mail."""

MIN_OWN_WORDS = 8
"""A sender who writes less above a whole mail forwards it: then that mail is what there is to read."""

_QUOTE_ELEMENTS = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' protonmail_quote ')]"
    " | //*[contains(@class, 'yahoo_quoted')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'gmail_attr')]"
)
_SIGNATURE_ELEMENTS = (
    "//*[contains(@class, 'moz-signature')] | //*[contains(@class, 'gmail_signature')]"
    " | //*[@id='Signature'] | //*[contains(@class, 'protonmail_signature_block')]"
)
_REST_IS_QUOTED = "//*[@id='divRplyFwdMsg' or @id='appendonsend' or contains(@class, 'OutlookMessageHeader')]"


def remove_quotes(text: str, sender: str = "") -> str:
    """Return the lines of a plain-text mail that its sender wrote, in order.

    sender: the name in the header of the mail, or ""; it begins a signature. Lines that begin with ">" are
    quoted unless the mail has no others. A forwarded mail is kept, without its header, if little is written
    above it. Cost: linear.
    """
    text = _DIRECTION_MARKS.sub("", text)
    lines = _cut_footer(_mark_barred_lines(text.split("\n")))
    own, quoted = _cut_at_separator(lines)
    if quoted and len(split_words("\n".join(_drop_quoted_lines(own)))) < MIN_OWN_WORDS:
        own = [*own, *_drop_header(quoted)]
    written = _drop_quoted_lines(own)
    if not split_words("\n".join(written)):
        return text
    return "\n".join(cut_signature(written, sender))


def read_own_text(page: str, sender: str = "") -> str:
    """Return the text of an HTML mail that its sender wrote, with a blank line between paragraphs.

    page: without the elements that remove_quotes_from_html() removes. sender: as for remove_quotes(). Other
    mail programs write an attribution, the header of the quoted mail or a signature as plain text, too; a
    <blockquote> below an attribution is quoted. Cost: linear.
    """
    if not page:
        return ""
    marked = _QUOTE_TAG.sub(lambda tag: f"<p>{_QUOTE_END if tag[1] else _QUOTE_START}</p>", page)
    lines = _drop_attributed_blocks(html_to_text(marked).split("\n"))
    return _BLANK_LINES.sub("\n\n", remove_quotes("\n".join(lines), sender)).strip()


def remove_quotes_from_html(page: str) -> str:
    """Return the HTML of a mail without the elements in which mail programs put quoted mails and signatures.

    Forwarded mails stay; a mail of which nothing would be left is returned as it is. Cost: linear.
    """
    if not page.strip():
        return page
    try:
        tree = lxml.html.document_fromstring(page)
    except (lxml.etree.ParserError, ValueError):
        return page
    for element in tree.xpath(f"{_QUOTE_ELEMENTS} | {_SIGNATURE_ELEMENTS}"):
        if not _is_forwarded(element):
            _remove(element)
    for element in tree.xpath(_REST_IS_QUOTED):
        above = " ".join(element.xpath("./preceding::text()"))
        if len(split_words(above)) >= MIN_OWN_WORDS:
            for follower in list(element.itersiblings()):
                _remove(follower)
        _remove(element)
    if not split_words(tree.text_content()):
        return page
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _drop_attributed_blocks(lines: Sequence[str]) -> list[str]:
    """Drop the marks around elements of quotations, and the elements below an attribution, with that."""
    kept: list[str] = []
    depth = 0
    for line in lines:
        if line == _QUOTE_START:
            depth += bool(depth) or _drop_attribution(kept)
        elif line == _QUOTE_END:
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(line)
    return kept


def _is_forwarded(element: lxml.html.HtmlElement) -> bool:
    first = next((text for text in element.itertext() if text.strip()), "")
    return FORWARDED.match(first.strip()) is not None


def _remove(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _mark_barred_lines(lines: Sequence[str]) -> list[str]:
    """Put the usual mark in place of "|" before the lines that are quoted with it, below an attribution."""
    marked: list[str] = []
    is_attributed = False
    for line in lines:
        if is_attributed and line.startswith("|"):
            line = f">{line[1:]}"
        elif line.strip():
            is_attributed = any(form.match(line) for form in _ATTRIBUTIONS)
        marked.append(line)
    return marked


def _cut_footer(lines: Sequence[str]) -> list[str]:
    """Cut the footer that a list adds below a rule."""
    last = max((place for place, line in enumerate(lines) if line.strip()), default=-1)
    for place in range(max(last - MAX_FOOTER_LINES, 0), last + 1):
        is_start = _RULE.match(lines[place]) or lines[place].rstrip() == "--"
        if is_start and FOOTER.search("\n".join(lines[place : last + 1])):
            return _cut_footer(lines[:place])
    return list(lines)


def _cut_at_separator(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split lines where a whole mail follows: at a separator, or at the header of the mail."""
    last_quoted = max((place for place, line in enumerate(lines) if _QUOTED.match(line)), default=-1)
    for place, line in enumerate(lines):
        if place > last_quoted and (size := _measure_attribution(lines, place)):
            return list(lines[:place]), list(lines[place + size :])
        if ORIGINAL.match(line) or FORWARDED.match(line) or _RULED_ATTRIBUTION.match(line):
            return list(lines[:place]), list(lines[place + 1 :])
        if HEADER.match(line) and _count_headers(lines[place : place + 12]) >= MIN_HEADERS:
            above = place - 1 if place and _RULE.match(lines[place - 1]) else place
            return list(lines[:above]), list(lines[place:])
    return list(lines), []


def _measure_attribution(lines: Sequence[str], place: int) -> int:
    """Return over how many lines an attribution goes that begins here; 0 if none does."""
    for size in (1, 2):
        last = lines[place + size - 1].rstrip() if place + size <= len(lines) else ""
        if last[-1:] in (":", "："):
            joined = " ".join(line.strip() for line in lines[place : place + size])
            is_whole = _WHOLE_ATTRIBUTION.match(joined)
            is_whole = is_whole or (_ATTRIBUTION.match(joined) and _ATTRIBUTION_FORM.match(joined))
            return size if is_whole else 0
    return 0


def _count_headers(lines: Sequence[str]) -> int:
    count = 0
    for line in lines:
        if line.strip() and not HEADER.match(line):
            break
        count += bool(line.strip())
    return count


def _drop_header(lines: Sequence[str]) -> list[str]:
    """Drop the header at the start of a forwarded mail."""
    place = 0
    while place < len(lines) and (not lines[place].strip() or HEADER.match(lines[place])):
        place += 1
    return list(lines[place:])


def _drop_quoted_lines(lines: Sequence[str]) -> list[str]:
    """Drop lines that begin with ">", and the lines above them that attribute them."""
    kept: list[str] = []
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
            continue
        while kept and not kept[-1].strip():
            kept.pop()
        _drop_attribution(kept)
        kept.append("")
    _drop_attribution(kept)
    return kept


def _drop_attribution(kept: list[str]) -> bool:
    """Drop an attribution at the end of these lines, wrapped or not; return whether there is one."""
    while kept and not kept[-1].strip():
        kept.pop()
    for size in (1, 2, 3):
        joined = " ".join(line.strip() for line in kept[-size:])
        # A line that begins with "<mia@" or "wrote" goes on from the one above.
        begins = not joined[:1].islower() and not joined.startswith("<")
        above = "".join(kept[-size - 1 : -size])
        is_whole = len(kept) >= size and ((begins and size == 1) or not above.strip())
        if is_whole and any(form.match(joined) for form in _ATTRIBUTIONS):
            del kept[-size:]
            return True
    return False
