"""The state of the fast parser: where in a feed it is, and the values found so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from digest.sources.feed.elements import (
    XHTML,
    decode_base64,
    fix_text,
    get_raw_text,
    is_encoded,
    join_address,
    join_base,
    read_attributes,
    to_media_type,
)
from digest.sources.feed.feed_namespaces import FeedNames, UnsupportedFeedError
from digest.sources.feed.inline_markup import MarkupWriter, unwrap_division

# A feed or an entry in the shape of feedparser: {name: a text, a table of texts, or a list of such tables}.
Fields = dict[str, Any]

# Reads one element with everything in it.
Handler = Callable[["FeedState", Any], None]

# Elements that may stand in an <image> or <textinput>; feedparser takes any other one for its end.
_INPUT_ELEMENTS = frozenset({"title", "link", "description", "name"})
_IMAGE_ELEMENTS = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_EMAIL = re.compile(
    r"(?<![a-zA-Z0-9_\-.+])([a-zA-Z0-9_\-.+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))"
    r"([a-zA-Z]{2,4}|[0-9]{1,3})(\]?)(\?subject=\S+)?"
)


class TagList(list[dict[str, str | None]]):
    """The categories of an entry."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: set[tuple[str | None, str | None, str | None]] = set()

    def add(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """Add a category, unless it exists or is empty."""
        key = (term, scheme, label)
        if any(key) and key not in self._keys:
            self._keys.add(key)
            self.append({"term": term, "scheme": scheme, "label": label})

    def complete(self, term: str) -> bool:
        """Set the term of the last category; return whether it had none."""
        tag = self[-1]
        if tag["term"]:
            return False
        self._keys.discard((tag["term"], tag["scheme"], tag["label"]))
        tag["term"] = term
        self._keys.add((term, tag["scheme"], tag["label"]))
        return True


class FeedState:
    """What feedparser remembers while it reads a feed, as far as it changes the values of entries.

    version: "rss", "atom10" (its namespace is declared), "atom" (other versions), or "" (RDF).
    """

    def __init__(
        self,
        names: FeedNames,
        handlers: Mapping[str, Handler],
        version: str,
        *,
        has_scopes: bool,
    ) -> None:
        self.version = version
        self.feed: Fields = {}
        self.entries: list[Fields] = []
        self.entry: Fields | None = None
        self.source: Fields | None = None
        # Where the values of the current element go.
        self.context: Fields = self.feed
        self.in_feed = self.in_author = self.in_publisher = False
        self.in_image = self.in_text_input = False
        # In an element whose text counts although it has children.
        self.in_mixed = 0
        self.has_content = False
        # Whether the current entry has a description or title of a picture somewhere.
        self.has_media_text = False
        self.is_permalink = False
        self.xlink_declarations = 0
        self.has_markup = False
        self.language = self.base = ""
        self.depth = self.title_depth = -1
        self._depths: dict[str, int] = {}
        self._bases: list[str] = []
        self._names = names
        self._handlers = handlers
        self._found: dict[Any, Handler] = {}
        self._has_scopes = self._is_careful = has_scopes

    def read_children(self, elements: Iterable[Any]) -> None:
        """Read these elements and everything in them. The text between them has no effect."""
        self.depth += 1
        found = self._found
        for element in elements:
            handler = found.get(element.tag) or self._find_handler(element.tag)
            if self._is_careful:
                self._read_carefully(handler, element)
            else:
                handler(self, element)
        self.depth -= 1

    def read_unknown(self, element: Any) -> None:
        """Read the elements in an element that has no meaning itself."""
        if self.in_mixed and element.items():
            self.reject_mixed(element)
        if len(element):
            self.read_children(element)

    def reject_mixed(self, element: Any) -> None:
        """Reject an element whose text would become that of the element around it, if that counts."""
        if self.in_mixed and (len(element) or (element.text or "").strip()):
            raise UnsupportedFeedError

    def read_mixed(self, element: Any) -> str:
        """Read the text of an element, or the elements in it if it contains no other text."""
        if not len(element):
            return fix_text(get_raw_text(element))
        if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            raise UnsupportedFeedError
        self.in_mixed += 1
        self.read_children(element)
        self.in_mixed -= 1
        return ""

    def read_text(self, element: Any, default: str) -> dict[str, str]:
        """Return the value and the media type of a text, which may contain elements. default: its type."""
        attributes = read_attributes(element)
        kind, is_base64 = default, False
        if attributes:
            kind = to_media_type(attributes.get("type", default))
            is_base64 = is_encoded(kind, attributes.get("mode", ""))
        if len(element):
            has_xlink = self._names.xlink_declarations > 0
            writer = MarkupWriter(kind, self._find_harmless_name, has_xlink=has_xlink)
            writer.write_content(element)
            self.has_markup = True
            self.xlink_declarations += writer.xlink_declarations
            kind = writer.kind
            is_division = self.version == "atom10" and kind == XHTML
            value = "".join(unwrap_division(writer.pieces) if is_division else writer.pieces)
        else:
            value = element.text or ""
            if kind == XHTML:
                value = escape(value)
        value = value.strip()
        if is_base64:
            value = decode_base64(value)
        return {"type": kind, "value": fix_text(value), "language": self.language}

    def resolve(self, address: str) -> str:
        """Return an address resolved against the xml:base that applies."""
        return join_address(self.base, address)

    def find_name(self, tag: str) -> str:
        """Return the name of an element, with the usual prefix of its namespace."""
        return self._names.find_name(tag)

    def store(self, key: str, value: str, detail: dict[str, str] | None = None) -> None:
        """Store a value in the entry, feed or source.

        In an entry, the last one counts, unless an earlier one is further out.
        """
        fields = self.context
        if self.entry is not None and self.source is None:
            fields = self.entry
            if self.depth <= self._depths.get(key, self.depth):
                self._depths[key] = self.depth
                fields[key] = value
        elif self.in_feed or self.source is not None:
            fields[key] = value
        else:
            return
        if detail is not None:
            fields[f"{key}_detail"] = detail

    def start_entry(self) -> Fields:
        """Begin an entry; its values are stored until end_entry."""
        if self.entry is not None or self.source is not None or self.in_mixed:
            raise UnsupportedFeedError
        self.entry = {}
        self.entries.append(self.entry)
        self._depths = {}
        self.is_permalink = self.has_media_text = False
        self.title_depth = -1
        self.update_context()
        return self.entry

    def end_entry(self) -> None:
        """End the current entry."""
        self.entry = None
        self.has_content = False
        self.update_context()

    def update_context(self) -> None:
        """Find out where values go, after any change of where the parser is."""
        self._is_careful = self._has_scopes or self.in_image or self.in_text_input
        if self.source is not None:
            self.context = self.source
        elif self.in_image and "image" in self.feed:
            self.context = self.feed["image"]
        elif self.in_text_input:
            self.context = self.feed["textinput"]
        else:
            self.context = self.feed if self.entry is None else self.entry

    def add_tag(self, term: str | None, scheme: str | None = None, label: str | None = None) -> None:
        """Add a category, unless it exists already."""
        tags = self.context.get("tags")
        if tags is None:
            tags = self.context["tags"] = TagList()
        tags.add(term, scheme, label)

    def complete_tag(self, term: str) -> None:
        """Set the term of the last category, if it has none; add another one otherwise."""
        tags = self.context.get("tags")
        if not tags or not tags.complete(term):
            self.add_tag(term)

    def save_author(self, key: str, value: str) -> None:
        """Set a field of the last author, and of the first one whose name was derived from a text.

        The latter is a fault of feedparser, which shares one dictionary between them.
        """
        if not self.in_publisher:
            self.context.setdefault("author_detail", {})[key] = value
        self.complete_author()
        self.context.setdefault("authors", [{}])[-1][key] = value

    def complete_author(self) -> None:
        """Derive the author from the fields of the last one, or its name and address from the author."""
        detail = self.context.get("authors", [{}])[-1]
        if detail:
            name, email = detail.get("name"), detail.get("email")
            if name or email:
                self.context["author"] = f"{name} ({email})" if name and email else name or email
            return
        author = self.context.get("author")
        if not author:
            return
        if "@" in author and (found := _EMAIL.search(author)):
            detail["email"] = found[0]
            author = _remove_email(author, found[0])
        if author:
            detail["name"] = author
        if detail:
            self.context.setdefault("author_detail", detail)

    def _find_handler(self, tag: Any) -> Handler:
        if not isinstance(tag, str):
            raise UnsupportedFeedError
        name = self._names.find_name(tag).replace(":", "_", 1)
        self._found[tag] = handler = self._handlers.get(name, FeedState.read_unknown)
        return handler

    def _find_harmless_name(self, tag: Any) -> str | None:
        """Return the name of an element, or None if feedparser treats its end specially in any place."""
        return None if self._find_handler(tag) is not FeedState.read_unknown else self._names.find_name(tag)

    def _read_carefully(self, handler: Handler, element: Any) -> None:
        """Read an element that may declare a base or a language, or end an image or text input."""
        if not self._has_scopes:
            self._leave_boxes(element.tag)
            return handler(self, element)
        language = self.language
        attributes = read_attributes(element)
        self.language = attributes.get("xml:lang", attributes.get("lang", language)).replace("_", "-")
        self.base = join_base(self.base, attributes.get("xml:base", attributes.get("base", "")))
        self._bases.append(self.base)
        self._leave_boxes(element.tag)
        handler(self, element)
        self.language = language
        self._bases.pop()
        # feedparser keeps the base of an element after its end, if there is none around it.
        if self._bases and self._bases[-1]:
            self.base = self._bases[-1]
        return None

    def _leave_boxes(self, tag: str) -> None:
        if self.in_image or self.in_text_input:
            name = self._names.find_name(tag)
            if ":" not in name:
                self.in_text_input &= name in _INPUT_ELEMENTS
                self.in_image &= name in _IMAGE_ELEMENTS
                self.update_context()


def _remove_email(author: str, email: str) -> str:
    """Remove an address and the brackets around it, or around what remains, from the text of an author."""
    author = author.replace(email, "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
    return author.removeprefix("(").removesuffix(")").strip()
