"""The items of a newsletter: headlines that lead somewhere, with what is said of each.

No words are known: an item is a heading or a line that is a link as a whole, and what stands between it and
the next. A part without a link (a greeting, a footer) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from digest.sources.draft import Draft
from digest.sources.segmentation.lines import SENTENCE_END, count_words
from digest.text import clean_line
from digest.text.urls import canonical_address

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BOXES = """
    address article blockquote body br center dd div dl dt footer h5 h6 header hr li main nav ol p pre
    section table tbody td tfoot th thead tr ul
"""
_BLOCKS = _HEADINGS | frozenset(_BOXES.split())
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "svg"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\n]{0,60}?<?(https?://[^\s<>]+)>?\s*")
# Words of a heading and of a line that is a link: shorter ones are buttons and menus.
_HEADING_WORDS, _LINK_WORDS = range(1, 40), range(4, 40)
_BLANK = re.compile(r"\n\s*\n")
_LEAST_ITEMS = 3
# A letter that says this much before its first item, and more than all its items, is an article itself.
_LETTER_WORDS = 130
_WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a mail. link: where it leads as a whole, or "". is_heading: it is marked as one.

    text: "" of an address that stands for itself.
    """

    text: str
    link: str = ""
    is_heading: bool = False

    @property
    def is_title(self) -> bool:
        size = count_words(self.text)
        return (self.is_heading and size in _HEADING_WORDS) or (self.link != "" and size in _LINK_WORDS)


def read_items(blocks: Sequence[Block]) -> tuple[Draft, ...]:
    """Return the items of a newsletter, each a draft with its address; none when it is another kind of mail.

    A heading with neither text nor link of its own names the section of the items below it. When most items
    say something of themselves, those that say nothing are links of another kind. Cost: linear.
    """
    places = [place for place, block in enumerate(blocks) if block.is_title]
    section, found = "", []
    for place, end in pairwise([*places, len(blocks)]):
        head, below = blocks[place], blocks[place + 1 : end]
        link = head.link or next((block.link for block in below if block.link), "")
        lines = _read_teaser(below)
        if link:
            found.append((head.text, link, lines, section))
        elif not lines:
            section = head.text
    told = [len(lines) for _, _, lines, _ in found if lines]
    if 2 * len(told) >= len(found):
        found = [item for item in found if item[2]]
        # What ends the mail seems to belong to its last item: it is cut to the length of the others.
        most = max(told[:-1], default=0)
        found = [(title, link, lines[:most], section) for title, link, lines, section in found]
    drafts: dict[str, Draft] = {}
    for title, link, lines, section in found:
        drafts.setdefault(link, Draft(title=title, text="\n\n".join(lines), url=link, section=section))
    said = sum(count_words(draft.text) for draft in drafts.values())
    before = sum(count_words(block.text) for block in blocks[: places[0] if places else 0])
    if len(drafts) < _LEAST_ITEMS or before > max(_LETTER_WORDS, said):
        return ()
    return tuple(drafts.values())


def _read_teaser(below: Sequence[Block]) -> list[str]:
    """What is said of an item: the lines up to the link that follows them."""
    lines: list[str] = []
    for block in below:
        if block.link and lines:
            break
        if not block.link:
            lines.append(block.text)
    return lines


def list_page_blocks(html: str) -> list[Block]:
    """Return the lines of a mail in HTML, without what it hides. Never raises on broken markup. Linear."""
    try:
        parser = HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
        tree = document_fromstring(html.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    return list(_cut_blocks(tree))


def list_text_blocks(text: str) -> list[Block]:
    """Return the lines of a mail in plain text. An address on a line of its own belongs to what is above it.

    Of the paragraphs that lead to one, the last but one that does not end as a sentence is a heading.
    """
    blocks: list[Block] = []
    above: list[str] = []
    for part in filter(None, map(str.strip, _BLANK.split(text))):
        *lines, last = part.split("\n")
        address = _ADDRESS.fullmatch(last)
        if not address:
            above.append(clean_line(part))
            continue
        # A headline may stand right above what is said of it.
        above += [lines[0], clean_line(" ".join(lines[1:]))] if not above and lines else [" ".join(lines)]
        above = [line for line in above if line]
        open_ends = [place for place, line in enumerate(above) if not SENTENCE_END.search(line)]
        heading = next((place for place in reversed(open_ends) if place < len(above) - 1), 0)
        blocks += [Block(line, is_heading=place == heading) for place, line in enumerate(above)]
        blocks.append(Block("", canonical_address(address[1])))
        above = []
    return blocks + [Block(line) for line in above]


def _cut_blocks(tree: HtmlElement) -> Iterator[Block]:
    pieces: list[tuple[str, str]] = []
    link, headings = "", 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _BLOCKS and (block := _join(pieces, headings > 0)):
            yield block
        if tag in _BLOCKS:
            pieces = []
        if event == "start":
            headings += tag in _HEADINGS
            link = _find_address(element) if tag == "a" else link
            if tag in _UNSEEN or _HIDDEN.search(element.get("style", "")):
                walk.skip_subtree()
            else:
                pieces.append((element.text or "", link))
        else:
            headings -= tag in _HEADINGS
            link = "" if tag == "a" else link
            pieces.append((element.tail or "", link))
    if block := _join(pieces, False):
        yield block


def _find_address(element: HtmlElement) -> str:
    address = canonical_address(element.get("href", ""))
    return address if address.startswith("http") else ""


def _join(pieces: Sequence[tuple[str, str]], is_heading: bool) -> Block | None:
    text = clean_line("".join(piece for piece, _ in pieces))
    if not text:
        return None
    links = {link for piece, link in pieces if link and piece.strip()}
    linked = sum(len(clean_line(piece)) for piece, link in pieces if link)
    whole = len(links) == 1 and linked >= _WHOLE * len(text)
    return Block(text, next(iter(links)) if whole else "", is_heading)
