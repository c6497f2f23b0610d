"""Find the dateline of an article: the date that stands beside its headline, and is not that of an update."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement

from digest.sources.date_hints import DateHints
from digest.sources.dates import parse_date
from digest.sources.month_names import find_month, is_weekday
from digest.sources.page.dateline_words import PUBLISHED, UPDATED
from digest.sources.segmentation.page_layout import BYLINE
from digest.text import clean_line, fingerprint_text
from digest.text.digits import normalize_digits

# A block with more words beside its dates is prose, which tells of other days.
_MAX_WORDS = 16
_MAX_LABEL_WORDS = 4
# A dateline follows the headline and the lead, of at most so many words; behind them, it must be named so.
_MAX_LEAD_WORDS = 80
# So many elements above the headline may contain a dateline before it.
_LEVELS = 3
_INLINE_TAGS = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "em", "font", "i", "label", "mark", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u"}
)
_OTHER_TAGS = frozenset(
    {"article", "aside", "blockquote", "button", "figcaption", "figure", "footer", "form", "iframe", "nav"}
    | {"noscript", "script", "select", "style", "svg", "template", "textarea"}
)
_OTHER_CLASSES = re.compile(
    r"comment(?!ary)|repl(?:y|ies)\b|discuss|disqus|respond|related|recommend|sidebar|widget|popular|trending"
    r"|most[-_]?read|latest|newsletter|advert|sponsor|breadcrumb|similar|read[-_]?(?:more|also|next)|archive"
    r"|carousel|tweet|twitter|embed|calendar|copyright|footer|\bmenu|\bnav|ticker|event",
    re.IGNORECASE,
)
# A box of such a class with a link of several words is that of another article.
_CARD_CLASSES = re.compile(r"teaser|promo|card|item", re.IGNORECASE)
_MIN_LINKED_WORDS = 4
_PAGE_HEADS = re.compile(
    r"masthead|top[-_]?bar|logo|site[-_]?head|page[-_]?head|^header$|banner", re.IGNORECASE
)
_DATE_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:(?:pub|post|entry|article|story|news)?[-_]?(?:date|datum|fecha|data)(?:line|time)?"
    r"|pubdate|timestamp|time|published|posted(?:-on)?|publish(?:ed)?[-_]?(?:date|time))(?:$|[\s_-])",
    re.IGNORECASE,
)
_PUBLISHED_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:published|pubdate|datepublished|dateline|entry-date|post-date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PIECES = re.compile(r" [/–—-] |[–—] | ?[|•·] ?")
_COMMA = re.compile(r"[,，、] ?")
# "Published:2026-05-03", not "9:30".
_TIGHT_COLON = re.compile(r"(?<=\D)[:：]")
_MAX_CHANGE_WORDS = 3
_MAX_LENGTH = 300
_DATE_START = re.compile(r"[^\W\d_]+|\d")


@dataclass(slots=True)
class _Block:
    """A run of text on a page.

    words: without dates. dates: (the words before it, its text, whether its class calls it one of
    publication). label: a short line before the block, which may say what its date is.
    """

    words: list[str] = field(default_factory=list)
    dates: list[tuple[str, str, bool]] = field(default_factory=list)
    label: str = ""


def find_dateline(tree: HtmlElement, headline: str, hints: DateHints) -> datetime | None:
    """Return the date beside the headline of a page, in UTC, or None.

    headline: the title of the article. hints: of the page. A dateline is a <time>, an element whose class
    names a date, or a short line that is a date, possibly behind a byline or "Published", in any language:
    near the headline, in lines of a few words, outside of comments, asides, figures, forms, footers and
    other articles. A date after a word for a change ("Updated") is left out. Farther below, a date needs a
    word or a class for publication, and all such dates must agree. Cost: linear.
    """
    heading = _find_heading(tree, fingerprint_text(headline))
    if heading is None:
        return _find_dateline_below(_iterate_all(tree), hints)
    found = _find_dateline_below(_iterate_after(heading), hints)
    if found:
        return found
    return next((date for block in _iterate_before(heading) if (date := _read_block(block, hints))), None)


def _find_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """Return the heading of the article: that with its title, else the first <h1> that is in no menu."""
    headings = [heading for heading in tree.iter("h1") if not _is_in_menu(heading)]
    others = (heading for heading in tree.iter("h2") if not _is_in_menu(heading))
    matching = (
        heading for heading in (*headings, *others) if title in fingerprint_text(heading.text_content())
    )
    found = next(matching, None) if title else None
    return headings[0] if found is None and headings else found


def _is_in_menu(heading: HtmlElement) -> bool:
    return next(heading.iterancestors("nav", "li", "aside", "footer", "form"), None) is not None


def _find_dateline_below(blocks: Iterator[_Block], hints: DateHints) -> datetime | None:
    words, farther = 0, set()
    for block in blocks:
        words += len(block.words)
        if words <= _MAX_LEAD_WORDS:
            if date := _read_block(block, hints):
                return date
        elif date := _read_block(block, hints, is_near=False):
            farther.add(date)
    return farther.pop() if len(farther) == 1 else None


def _read_block(block: _Block, hints: DateHints, *, is_near: bool = True) -> datetime | None:
    """Return the date of publication in a block; near the headline, it needs no word that calls it so."""
    if len(block.words) > _MAX_WORDS:
        return None
    plain = []
    for label, text, is_named in block.dates:
        named, changed = _find_last(PUBLISHED, label), _find_last(UPDATED, label)
        if changed > named:
            continue
        if date := parse_date(text, hints) or _read_line(text, hints):
            if named >= 0 or is_named:
                return date
            if not _is_sentence(block.words):
                plain.append(date)
    if is_near and plain:
        return plain[0]
    date = None if block.dates else _read_line(" ".join(block.words), hints, is_near=is_near)
    if date and _find_last(UPDATED, block.label) > _find_last(PUBLISHED, block.label):
        return None
    return date


def _is_sentence(words: list[str]) -> bool:
    """Return whether the words around a date are a sentence, which tells of the day of something else."""
    return len(words) > _MAX_LABEL_WORDS and words[-1].endswith(tuple(".!?…。！？।۔"))


def _find_last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _read_line(text: str, hints: DateHints, *, is_near: bool = True) -> datetime | None:
    """Return the date that a short line consists of, or that stands in it behind a word for publication."""
    if len(text) > _MAX_LENGTH or sum(map(str.isdecimal, text)) < 3:
        return None
    pieces = [text, *_PIECES.split(text)] if _PIECES.search(text) else [text]
    if BYLINE.match(text):
        pieces += [text[comma.end() :] for comma in _COMMA.finditer(text)]
    label = ""
    for piece in pieces:
        digit = re.search(r"\d", piece)
        if digit is None:
            label = piece
            continue
        named = _find_last(PUBLISHED, piece)
        if named < 0 and not is_near:
            label = ""
            continue
        changed = _find_last(UPDATED, piece)
        is_change = (0 <= changed < digit.start() and changed > named) or UPDATED.search(label)
        label = ""
        if is_change:
            continue
        if named >= 0 and (date := _read_behind(piece, named, hints)):
            return date
        if is_near and _starts_with_date(piece, hints) and (date := parse_date(piece, hints)):
            return date
    return None


def _read_behind(text: str, position: int, hints: DateHints) -> datetime | None:
    """Return the date behind a word for publication, at most five words after it."""
    rest = _TIGHT_COLON.sub(": ", text[position:])
    changed = UPDATED.search(rest)
    words = (rest[: changed.start()] if changed else rest).strip(" ,،;(").split()
    # "5 May 2026, dernière mise à jour": the last words belong to that for a change.
    spare = _MAX_CHANGE_WORDS if changed else 0
    for start in range(1, min(7, len(words))):
        if not _starts_with_date(" ".join(words[start:]), hints):
            continue
        for end in range(len(words), max(start, len(words) - spare - 1), -1):
            if date := parse_date(" ".join(words[start:end]).rstrip(",،"), hints):
                return date
    return None


def _starts_with_date(text: str, hints: DateHints) -> bool:
    """Whether nothing but the names of a weekday and a month are before the first digit of a text."""
    first, comma, rest = text.partition(",")
    if comma and is_weekday(first.strip().lower(), hints.language):
        text = rest
    for words, word in enumerate(_DATE_START.findall(normalize_digits(text.lower()))):
        if word.isdigit():
            return True
        if words > 1 or not (is_weekday(word, hints.language) or _is_month(word, hints)):
            return False
    return False


def _is_month(word: str, hints: DateHints) -> bool:
    try:
        return bool(find_month(word, hints.language))
    except ValueError:
        return False


def _iterate_after(heading: HtmlElement) -> Iterator[_Block]:
    """Yield the blocks after a heading, to the end of its <article>, <main> or page."""
    block = _Block()
    yield from _iterate_blocks_behind(heading, block)
    yield block


def _iterate_blocks_behind(heading: HtmlElement, block: _Block) -> Iterator[_Block]:
    element = heading
    while element is not None and element.tag not in ("article", "main", "body"):
        block.words += (element.tail or "").split()
        for sibling in element.itersiblings():
            yield from _walk(sibling, block)
        element = element.getparent()


def _iterate_before(heading: HtmlElement) -> Iterator[_Block]:
    """Yield the blocks before a heading, nearest first, in the elements that begin with it."""
    element = heading
    for _ in range(_LEVELS):
        if element is None or element.tag in ("article", "main", "body"):
            return
        for sibling in element.itersiblings(preceding=True):
            if not isinstance(sibling.tag, str):
                continue
            if sibling.tag == "header" or _PAGE_HEADS.search(
                f"{sibling.get('class', '')} {sibling.get('id', '')}"
            ):
                return
            block = _Block()
            yield from _walk(sibling, block)
            yield block
        element = element.getparent()


def _iterate_all(tree: HtmlElement) -> Iterator[_Block]:
    block = _Block()
    roots = [*tree.iter("article")][:1] or [*tree.iter("main")][:1] or [tree]
    for element in roots[0]:
        yield from _walk(element, block)
    yield block


def _walk(element: HtmlElement, block: _Block) -> Iterator[_Block]:
    """Yield the blocks that end in an element or before it; the last one goes on behind the element."""
    tail = element.tail or ""
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template"):
        block.words += tail.split()
        return
    is_inline = element.tag in _INLINE_TAGS
    if not is_inline:
        yield from _end_block(block)
    if not _is_of_something_else(element):
        if _is_date(element):
            before = [] if block.dates else [block.label]
            label = " ".join([*before, *block.words[-6:]])
            block.dates.append((label, _read_value(element), _is_named(element)))
        else:
            block.words += (element.text or "").split()
            for child in element:
                yield from _walk(child, block)
    if not is_inline:
        yield from _end_block(block)
    block.words += tail.split()


def _end_block(block: _Block) -> Iterator[_Block]:
    if block.words or block.dates:
        yield _Block([*block.words], [*block.dates], block.label)
        is_label = not block.dates and len(block.words) <= _MAX_LABEL_WORDS
        block.label = " ".join(block.words) if is_label else ""
        block.words.clear()
        block.dates.clear()


def _is_of_something_else(element: HtmlElement) -> bool:
    if element.tag in _OTHER_TAGS:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if len(names) > 1 and _OTHER_CLASSES.search(names):
        return True
    return (element.tag == "li" or bool(_CARD_CLASSES.search(names))) and any(
        len(link.text_content().split()) >= _MIN_LINKED_WORDS for link in element.iter("a")
    )


def _is_date(element: HtmlElement) -> bool:
    if element.tag == "time" or element.get("itemprop") in ("datePublished", "dateModified", "dateCreated"):
        return True
    names = element.get("class", "")
    return bool(
        names
        and _DATE_CLASSES.search(names)
        and len(text := clean_line(element.text_content())) < 80
        and any(map(str.isdecimal, text + _read_title(element)))
        and element.find(".//time") is None
        and not any(_DATE_CLASSES.search(child.get("class", "")) for child in element.iterdescendants("*"))
    )


def _is_named(element: HtmlElement) -> bool:
    return (
        element.get("itemprop") == "datePublished"
        or element.get("pubdate") is not None
        or bool(_PUBLISHED_CLASSES.search(element.get("class", "")))
    )


def _read_value(element: HtmlElement) -> str:
    """Return the date of an element, "" if the element says that it is of a change."""
    text, names = clean_line(element.text_content()), element.get("class", "")
    named, changed = _find_first(PUBLISHED, text), _find_first(UPDATED, text)
    is_changed = changed < named or (changed == named and UPDATED.search(names) and not _is_named(element))
    if is_changed or element.get("itemprop") == "dateModified":
        return ""
    return element.get("datetime") or element.get("content") or _read_title(element) or text


def _read_title(element: HtmlElement) -> str:
    """Return the exact value of an abbreviated date (microformats), or ""."""
    return element.get("title", "") if element.tag == "abbr" else ""


def _find_first(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else len(text)
