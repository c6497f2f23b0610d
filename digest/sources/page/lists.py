"""Find the lists in the text of a page that an extractor left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from digest.text import clean_line

# Lists of links are menus and related articles; lists of pictures are galleries.
_MAX_LINKED_SHARE = 0.5
_ITEMS = {"ul": ("li",), "ol": ("li",), "menu": ("li",), "dl": ("dt", "dd")}


def add_missing_lists(found: Sequence[str], tree: HtmlElement) -> list[str]:
    """Return the paragraphs found, with the items of lists that stand between them.

    A list belongs to the text if it follows a paragraph that was found, and precedes another one or completes
    a sentence that ends with a colon. Cost: linear.
    """
    places = {line: place for place, line in reversed(list(enumerate(found)))}
    added: dict[int, list[str]] = {}
    for element in tree.iter(*_ITEMS):
        before, after = (_read_sibling(element, preceding) for preceding in (True, False))
        if before not in places or not (after in places or before.endswith((":", "："))):
            continue
        if not _is_prose(element):
            continue
        anchor = places[before]
        for item in _iterate_items(element):
            if item in places:
                anchor = places[item]
            else:
                added.setdefault(anchor, []).append(item)
    return [
        line for place, paragraph in enumerate(found) for line in (paragraph, *added.get(place, ())) if line
    ]


def unnest_lists(tree: HtmlElement) -> None:
    """Put the items of a list that is inside an item of another one behind that item.

    Extractors give the texts of such lists twice or in another order. Lists of links are left alone. Cost:
    linear in the lists.
    """
    for inner in reversed(list(tree.iter("ul", "ol"))):
        outer = inner.getparent()
        if outer is not None and outer.tag == "li" and outer.getparent() is not None and _is_prose(inner):
            for item in reversed(inner.findall("li")):
                outer.addnext(item)
            inner.drop_tree()


def _read_sibling(element: HtmlElement, preceding: bool) -> str:
    sibling = next(element.itersiblings("*", preceding=preceding), None)
    box = element.getparent()
    if sibling is None and box is not None and box.tag == "div" and len(box) == 1:
        # The list has a box of its own.
        sibling = next(box.itersiblings("*", preceding=preceding), None)
    return clean_line(sibling.text_content()) if sibling is not None else ""


def _iterate_items(element: HtmlElement) -> Iterator[str]:
    for item in element.iterdescendants(*_ITEMS[element.tag]):
        # The items of a list in an item come next.
        pieces = [item.text or ""]
        for child in item:
            own = child.text_content() if isinstance(child.tag, str) and child.tag not in _ITEMS else ""
            pieces += [str(own), child.tail or ""]
        if line := clean_line("".join(pieces)):
            yield line


def _is_prose(element: HtmlElement) -> bool:
    if next(element.iter("img", "picture", "figure"), None) is not None:
        return False
    linked = sum(len(clean_line(link.text_content())) for link in element.iter("a"))
    return linked <= _MAX_LINKED_SHARE * len(clean_line(element.text_content()))
