"""Replace inline elements of a parsed page by their text, before its paragraphs are extracted.

Extractors drop elements that they do not expect in a sentence (<time>, <math>, <button>), break paragraphs at
others (<q>), and join superscripts and headlines without a space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml.html import HtmlElement

from digest.text import clean_line, split_words
from digest.text.formulas import FORMULA_TAGS, write_formula
from digest.text.inline_text import (
    ANNOTATION_TAGS,
    STRUCK_OUT_TAGS,
    find_shifted_tag,
    get_quotation_marks,
    is_for_screen_readers,
    is_note_mark,
    is_struck_out,
    join_fractions,
    quote_text,
    write_subscript,
    write_superscript,
)
from digest.text.words import HAN_AND_KANA

# Elements whose text an extractor drops, though it belongs to the sentence if they are in one.
_DATA_TAGS = ("time", "output", "math", "meter", "progress")
_CONTROL_TAGS = ("button", "label", "legend")
_BREAKING_TAGS = frozenset(
    """
    address article aside blockquote body br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main
    nav ol p section table td th tr ul
    """.split()  # noqa: SIM905
)
_SENTENCE_BLOCKS = frozenset({"p", "li", "dd", "td", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
# In these, only an element between words belongs to a sentence.
_BOXES = frozenset({"div", "section", "article", "main", "body", "dt", "th", "figcaption"})
_BOXES_IN_ITEMS = frozenset({"div", "p", "section", "article", "blockquote"})
_SHIFTABLE_TAGS = frozenset({"span", "font", "small", "b", "i", "em", "strong"})
_HIDDEN_TAGS = frozenset(
    {"script", "style", "template", "noscript", "svg", *STRUCK_OUT_TAGS, *ANNOTATION_TAGS}
)
# By attributes, because looking at each element takes three times as long.
_STYLED = (
    "//@style[contains(., 'through') or contains(., 'THROUGH') or contains(., 'vertical')"
    " or contains(., 'VERTICAL')]/.. | //@role[. = 'deletion']/.."
    " | //@class[contains(., 'str') or contains(., 'through') or contains(., 'idden')"
    " or contains(., 'sr-only') or contains(., 'screen') or contains(., 'invisible')]/.."
)
# Where an inline element of a heading begins or ends, and where that separates words.
_EDGE = "\ue000"
_BETWEEN_ELEMENTS = 2 * _EDGE
_WIDE = f"[{HAN_AND_KANA}\u3001-\u3020\uff01-\uff1f]"
_SPACE_IN_WIDE = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
# In Chinese and Japanese an element may be a part of a word; two that touch are two lines.
_TOUCHING = re.compile(
    rf"(?<=[^\W_A-Z])(?<!{_WIDE}){_EDGE}+(?=[^\W\d_a-z])|(?<={_WIDE}){_EDGE}{{2,}}(?=[^\W\d_a-z])"
    rf"|(?<=[:.!?…]){_EDGE}+(?=\w)"
)
# They are within a word.
_TAGS_IN_WORDS = frozenset({"sup", "sub", "wbr", "ruby", "rb", *ANNOTATION_TAGS})
# How many words of a paragraph make it a sentence, without those of the element itself.
_MIN_WORDS = 3
# A longer element is a box of its own.
_MAX_CHARACTERS = 80
_CONTEXT = 40
# How many elements are climbed to find what is before or after an element.
_MAX_CLIMB = 4
MAX_REPLACED = 500
"""Inline elements of one paragraph that are replaced: each costs as much as the text that precedes it."""


def flatten_inline_elements(tree: HtmlElement, language: str = "") -> None:
    """Change a page so that its inline elements are plain text. Cost: linear in the elements concerned.

    Struck-out text, text for screen readers only, marks of notes, and the annotations of ruby text and
    formulas are removed; superscripts, subscripts and fractions become small characters; <q> becomes
    quotation marks. language: ISO 639-1 or "".
    """
    styled = tree.xpath(_STYLED)
    unseen = [element for element in styled if is_struck_out(element.attrib) or _is_read_aloud_only(element)]
    for element in [*tree.iter(*STRUCK_OUT_TAGS, *ANNOTATION_TAGS), *unseen]:
        if element.getparent() is not None:
            text = element.text_content()
            if text[:1].isspace() or text[-1:].isspace():
                element.tail = f" {element.tail or ''}"
            element.drop_tree()
    for element in styled:
        if element.tag in _SHIFTABLE_TAGS and (shifted := find_shifted_tag(element.attrib)):
            element.tag = shifted
    # From the end, so that an element inside another one is replaced first, and what follows is text already.
    parents: Counter[HtmlElement] = Counter()
    for element in reversed(list(tree.iter("sup", "sub", "q", *FORMULA_TAGS))):
        parent = element.getparent()
        if parent is not None and parents[parent] < MAX_REPLACED and not _has_block(element):
            parents[parent] += 1
            _replace(element, _write_element(element, language))
    for parent in parents:
        parent.text = join_fractions(parent.text or "")
        for child in parent:
            child.tail = join_fractions(child.tail or "")
    for line_break in tree.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    for item in tree.iter("li", "dd", "blockquote"):
        for block in [child for child in item if child.tag in _BOXES_IN_ITEMS]:
            _separate_block(block, is_quoted=item.tag == "blockquote")
    replaced: Counter[HtmlElement] = Counter()
    for element in list(tree.iter(*_DATA_TAGS, *_CONTROL_TAGS)):
        parent = element.getparent()
        if parent is not None and replaced[parent] < MAX_REPLACED and _is_in_sentence(element):
            replaced[parent] += 1
            _replace(element, element.text_content())


def read_heading(element: HtmlElement, page_title: str = "") -> str:
    """Return the text of a heading on one line.

    Words on two lines or in two blocks are separated. So are two inline elements that touch where a capital
    follows a small letter or a stop, or where each has several words, unless page_title, which may contain
    the heading, joins them; and so it may two lines in Chinese or Japanese. Buttons and marks of links to the
    heading itself are no part of it.
    """
    pieces = list(_iterate_pieces(element))
    joined = clean_line("".join(piece for piece in pieces if piece != _EDGE))
    in_one_line = _SPACE_IN_WIDE.sub("", joined)
    if in_one_line != joined and in_one_line in page_title:
        return in_one_line
    if _EDGE not in pieces:
        return joined
    marked = _TOUCHING.sub(" ", "".join(pieces))
    if _BETWEEN_ELEMENTS in marked:
        marked = _separate_phrases(marked)
    spaced = clean_line(marked.replace(_EDGE, ""))
    return joined if spaced != joined and joined.casefold() in page_title.casefold() else spaced


def _separate_phrases(marked: str) -> str:
    """Put a space between two elements that touch, if both are of several words."""
    phrases = marked.split(_BETWEEN_ELEMENTS)
    text = phrases[0]
    for before, after in pairwise(phrases):
        is_phrase = all(len(phrase.replace(_EDGE, "").split()) > 1 for phrase in (before, after))
        text += f"{' ' if is_phrase else ''}{after}"
    return text


def _is_read_aloud_only(element: HtmlElement) -> bool:
    """Return whether an inline element is hidden from view, and nothing is shown in its place."""
    if element.tag not in _SHIFTABLE_TAGS or not is_for_screen_readers(element.get("class", "")):
        return False
    beside = (element.getprevious(), element.getnext())
    return not any(other is not None and other.get("aria-hidden") == "true" for other in beside)


def _is_mark(element: HtmlElement) -> bool:
    """Return whether an element in a heading is a button, or the sign of a link to the heading itself."""
    if element.tag == "button":
        return True
    is_anchor = element.tag == "a" and element.get("href", "").startswith("#")
    return is_anchor and not any(map(str.isalnum, element.text_content()))


def _iterate_pieces(element: HtmlElement) -> Iterator[str]:
    """Yield the texts in a heading, a space at the edges of blocks, and a sign at those of other elements."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN_TAGS or _is_mark(element):
        return
    if is_struck_out(element.attrib) or _is_read_aloud_only(element):
        return
    if element.tag in ("sup", "sub"):
        before = _find_text_before(element)
        text = element.text_content()
        is_link = is_note_mark(element.attrib) or element.find(".//a") is not None
        after = element.tail or ""
        yield (
            write_superscript(text, before, after, is_link=is_link)
            if element.tag == "sup"
            else write_subscript(text, before)
        )
        return
    marks = get_quotation_marks(_find_language(element), 0) if element.tag == "q" else ("", "")
    yield f"{marks[0]}{element.text or ''}"
    for child in element:
        edge = " " if child.tag in _BREAKING_TAGS else "" if child.tag in _TAGS_IN_WORDS else _EDGE
        yield edge
        yield from _iterate_pieces(child)
        yield edge
        yield child.tail or ""
    yield marks[1]


def _find_language(element: HtmlElement) -> str:
    """Return the language that an element or the nearest one around it declares, or ""."""
    return next((found for node in (element, *element.iterancestors()) if (found := node.get("lang"))), "")


def _write_element(element: HtmlElement, language: str) -> str:
    text, before = str(element.text_content()), _find_text_before(element)
    if element.tag == "sup":
        is_link = is_note_mark(element.attrib) or element.find(".//a") is not None
        parent = element.getparent()
        is_link = is_link or (parent.tag == "a" and parent.text_content().strip() == text.strip())
        return write_superscript(text, before, _find_text_after(element), is_link=is_link)
    if element.tag == "sub":
        return write_subscript(text, before)
    if element.tag == "q":
        depth = sum(1 for _ in element.iterancestors("q"))
        return quote_text(text, _find_language(element) or language, depth, "" if depth else before)
    parts = [(str(part.tag), str(part.text_content())) for part in element]
    return write_formula(str(element.tag), parts) if parts else text


def _separate_block(block: HtmlElement, *, is_quoted: bool) -> None:
    """Make a block without others in it the text of its list item, or a paragraph of a quotation.

    Extractors join such blocks without a space.
    """
    if block.tag == "p" and is_quoted:
        return
    if not _has_block(block):
        if is_quoted:
            block.tag = "p"
        else:
            block.text, block.tail = f" {block.text or ''}", f" {block.tail or ''}"
            block.drop_tag()


def _replace(element: HtmlElement, text: str) -> None:
    """Replace an element by a text."""
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()


def _has_block(element: HtmlElement) -> bool:
    return any(child.tag in _BREAKING_TAGS for child in element.iterdescendants())


def _is_in_sentence(element: HtmlElement) -> bool:
    """Return whether an element lies between the words of a paragraph; a date of its own does not."""
    if len(element.text_content()) > _MAX_CHARACTERS or _has_block(element):
        return False
    before, after = _find_text_before(element), _find_text_after(element)
    block = next((node.tag for node in element.iterancestors() if node.tag in _BREAKING_TAGS), "")
    is_between = bool(before.strip() and after.strip())
    if element.tag in _CONTROL_TAGS:
        leads = element.tag == "label" and after[:1] == " " and after.lstrip()[:1].islower()
        return block in _SENTENCE_BLOCKS and (is_between or leads)
    # A date before other data of the article ("3 March Reading time: 4 minutes") is no part of a sentence.
    begins = bool(before.strip()) or not after.lstrip()[:1].isupper()
    is_inside = (block in _SENTENCE_BLOCKS and begins) or (block in _BOXES and is_between)
    return is_inside and len(split_words(before + after)) >= _MIN_WORDS


def _find_text_before(element: HtmlElement) -> str:
    """Return the end of what precedes an element in its paragraph."""
    text = ""
    node = element
    for _ in range(_MAX_CLIMB):
        for sibling in node.itersiblings(preceding=True):
            if sibling.tag in _BREAKING_TAGS:
                return (sibling.tail or "") + text
            own = str(sibling.text_content()) if isinstance(sibling.tag, str) else ""
            text = own + (sibling.tail or "") + text
            if len(text) > _CONTEXT:
                return text
        node = node.getparent()
        if node is None:
            break
        text = (node.text or "") + text
        if node.tag in _BREAKING_TAGS:
            break
    return text


def _find_text_after(element: HtmlElement) -> str:
    """Return the beginning of what follows an element in its paragraph."""
    text = ""
    node = element
    for _ in range(_MAX_CLIMB):
        text += node.tail or ""
        for sibling in node.itersiblings():
            if sibling.tag in _BREAKING_TAGS or len(text) > _CONTEXT:
                return text
            text += (sibling.text_content() if isinstance(sibling.tag, str) else "") + (sibling.tail or "")
        node = node.getparent()
        if node is None or node.tag in _BREAKING_TAGS:
            break
    return text
