"""Find the items of a newsletter: linked headlines, each with the teaser below it.

No words of any language are used: an item starts at a heading, or at a line that is one link, and ends where
the next one starts. A part without a link (a greeting, a footer) is not an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from digest.sources.article_drafts import Draft
from digest.sources.inline_elements import flatten_inline_elements
from digest.sources.segmentation.lines import SENTENCE_END, count_words
from digest.text import clean_line
from digest.text.urls import canonicalize_url

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BLOCK_TAGS = """
    address article blockquote body br center dd div dl dt footer h5 h6 header hr li main nav ol p pre
    section table tbody td tfoot th thead tr ul
"""
_BREAKING_TAGS = _HEADINGS | frozenset(_BLOCK_TAGS.split())
_INVISIBLE_TAGS = frozenset({"script", "style", "head", "title", "template", "svg"})
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\n]{0,60}?<?(https?://[^\s<>]+)>?\s*")
# How many words a heading and a line that is a link may have: shorter ones are buttons and menus.
_HEADING_WORDS, _LINK_WORDS = range(1, 40), range(4, 40)
_BLANK_LINES = re.compile(r"\n\s*\n")
_MIN_ITEMS = 3
# A mail with more words than this, and than all its items, before its first item is an article itself.
_MAX_INTRO_WORDS = 130
# A block is a link as a whole if the link covers at least this share of its characters.
_MIN_LINK_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class MailBlock:
    """A line of a mail.

    text: "" when the line is only an address. link: the address that the whole line links to, or "".
    is_heading: it is marked up as a heading.
    """

    text: str
    link: str = ""
    is_heading: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it can be the headline of an item."""
        word_count = count_words(self.text)
        is_heading = self.is_heading and word_count in _HEADING_WORDS
        return is_heading or (self.link != "" and word_count in _LINK_WORDS)


def find_items(blocks: Sequence[MailBlock]) -> tuple[Draft, ...]:
    """Return the items of a newsletter, each a draft with its URL; none when it is another kind of mail.

    A heading with neither text nor link names the section of the items below it. When most items have a
    teaser, those without one are links of another kind and dropped. Cost: linear.
    """
    starts = [index for index, block in enumerate(blocks) if block.is_title]
    section, items = "", []
    for start, end in pairwise([*starts, len(blocks)]):
        headline, below = blocks[start], blocks[start + 1 : end]
        link = headline.link or next((block.link for block in below if block.link), "")
        lines = _read_teaser(below)
        if link:
            items.append((headline.text, link, lines, section))
        elif not lines:
            section = headline.text
    lengths = [len(lines) for _, _, lines, _ in items if lines]
    if 2 * len(lengths) >= len(items):
        items = [item for item in items if item[2]]
        # The footer of the mail seems to belong to the last item, so that is cut to the length of the others.
        longest = max(lengths[:-1], default=0)
        items = [(title, link, lines[:longest], section) for title, link, lines, section in items]
    drafts: dict[str, Draft] = {}
    for title, link, lines, section in items:
        drafts.setdefault(link, Draft(title=title, text="\n\n".join(lines), url=link, section=section))
    teaser_words = sum(count_words(draft.text) for draft in drafts.values())
    intro_words = sum(count_words(block.text) for block in blocks[: starts[0] if starts else 0])
    if len(drafts) < _MIN_ITEMS or intro_words > max(_MAX_INTRO_WORDS, teaser_words):
        return ()
    return tuple(drafts.values())


def _read_teaser(below: Sequence[MailBlock]) -> list[str]:
    """The teaser of an item: its lines up to the link that follows them."""
    lines: list[str] = []
    for block in below:
        if block.link and lines:
            break
        if not block.link:
            lines.append(block.text)
    return lines


def list_html_blocks(html: str) -> list[MailBlock]:
    """Return the visible lines of an HTML mail. Never raises on broken markup. Cost: linear."""
    try:
        parser = HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
        tree = document_fromstring(html.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    flatten_inline_elements(tree)
    return list(_split_blocks(tree))


def list_text_blocks(text: str) -> list[MailBlock]:
    """Return the lines of a plain-text mail. An address on a line of its own belongs to what is above it.

    Of the paragraphs above an address, except the one right above it, the last that does not end like a
    sentence is the headline; if there is none, the first. Cost: linear.
    """
    blocks: list[MailBlock] = []
    above: list[str] = []
    for paragraph in filter(None, map(str.strip, _BLANK_LINES.split(text))):
        *lines, last = paragraph.split("\n")
        address = _ADDRESS.fullmatch(last)
        if not address:
            above.append(clean_line(paragraph))
            continue
        # A headline may be followed by its teaser without a blank line.
        above += [lines[0], clean_line(" ".join(lines[1:]))] if not above and lines else [" ".join(lines)]
        above = [line for line in above if line]
        unfinished = [index for index, line in enumerate(above) if not SENTENCE_END.search(line)]
        heading = next((index for index in reversed(unfinished) if index < len(above) - 1), 0)
        blocks += [MailBlock(line, is_heading=index == heading) for index, line in enumerate(above)]
        blocks.append(MailBlock("", canonicalize_url(address[1])))
        above = []
    return blocks + [MailBlock(line) for line in above]


def _split_blocks(tree: HtmlElement) -> Iterator[MailBlock]:
    pieces: list[tuple[str, str]] = []
    link, headings = "", 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _BREAKING_TAGS and (block := _join_pieces(pieces, headings > 0)):
            yield block
        if tag in _BREAKING_TAGS:
            pieces = []
        if event == "start":
            headings += tag in _HEADINGS
            link = _read_link(element) if tag == "a" else link
            if tag in _INVISIBLE_TAGS or _HIDDEN_STYLE.search(element.get("style", "")):
                walk.skip_subtree()
            else:
                pieces.append((element.text or "", link))
        else:
            headings -= tag in _HEADINGS
            link = "" if tag == "a" else link
            pieces.append((element.tail or "", link))
    if block := _join_pieces(pieces, False):
        yield block


def _read_link(element: HtmlElement) -> str:
    address = canonicalize_url(element.get("href", ""))
    return address if address.startswith("http") else ""


def _join_pieces(pieces: Sequence[tuple[str, str]], is_heading: bool) -> MailBlock | None:
    text = clean_line("".join(piece for piece, _ in pieces))
    if not text:
        return None
    links = {link for piece, link in pieces if link and piece.strip()}
    linked = sum(len(clean_line(piece)) for piece, link in pieces if link)
    is_link = len(links) == 1 and linked >= _MIN_LINK_SHARE * len(text)
    return MailBlock(text, next(iter(links)) if is_link else "", is_heading)
