"""Read the authors, categories and images of a feed and its entries, as feedparser does."""

from __future__ import annotations

from functools import partial
from typing import Any

from digest.sources.feed.elements import fix_text, get_raw_text, read_attributes
from digest.sources.feed.feed_namespaces import UnsupportedFeedError
from digest.sources.feed.parser_state import FeedState, Handler

_ITUNES_SCHEME = "http://www.itunes.com/"
_MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"


def _read_author(state: FeedState, element: Any) -> None:
    state.in_author = True
    state.context.setdefault("authors", []).append({})
    state.store("author", state.read_mixed(element))
    state.in_author = False
    state.complete_author()


def _read_owner(state: FeedState, element: Any) -> None:
    state.in_publisher = True
    state.read_children(element)
    state.in_publisher = False


def _read_author_field(state: FeedState, element: Any, *, key: str) -> None:
    value = get_raw_text(element)
    if state.in_publisher or state.in_author:
        state.save_author(key, value)


def _read_author_address(state: FeedState, element: Any) -> None:
    value = get_raw_text(element)
    if state.in_author:
        state.save_author("href", value)


def _read_category(state: FeedState, element: Any, *, scheme: str | None = None) -> None:
    attributes = read_attributes(element)
    if attributes or scheme:
        scheme = attributes.get("scheme", scheme or attributes.get("domain"))
        state.add_tag(attributes.get("term"), scheme, attributes.get("label"))
    _complete_tag(state, element)


def _read_itunes_category(state: FeedState, element: Any) -> None:
    state.add_tag(read_attributes(element).get("text"), _ITUNES_SCHEME)
    _complete_tag(state, element)


def _complete_tag(state: FeedState, element: Any) -> None:
    """Make the text of a category the term of the last one, if that has none, or a category of its own."""
    value = state.read_mixed(element)
    if value:
        state.complete_tag(value)


def _read_tags(state: FeedState, element: Any, *, scheme: str | None = None) -> None:
    for term in fix_text(get_raw_text(element)).split(","):
        if term.strip():
            state.add_tag(term.strip(), scheme)


def _read_keywords(state: FeedState, element: Any, *, scheme: str | None = None) -> None:
    """Read keywords; feedparser ignores their text if the element has attributes."""
    if read_attributes(element):
        get_raw_text(element)
        state.reject_mixed(element)
    else:
        _read_tags(state, element, scheme=scheme)


def _read_itunes_image(state: FeedState, element: Any) -> None:
    if len(element) or state.in_mixed:
        raise UnsupportedFeedError
    attributes = read_attributes(element)
    address = attributes.get("href") or attributes.get("url")
    if address:
        state.context["image"] = {"href": address}
        state.update_context()


def find_media_text(state: FeedState, element: Any) -> str:
    """Return the description, else the title, that Media RSS elements give the file around them.

    feedparser takes them for those of the entry; see `_read_description`.
    """
    texts = {state.find_name(child.tag): child.text for child in element if not len(child)}
    return fix_text((texts.get("media:description") or texts.get("media:title") or "").strip())


def _read_media_content(state: FeedState, element: Any) -> None:
    attributes = dict(read_attributes(element))
    if len(element) and (text := find_media_text(state, element)):
        attributes["text"] = text
    state.context.setdefault("media_content", []).append(attributes)
    _read_media_group(state, element)


def _read_media_group(state: FeedState, element: Any) -> None:
    state.reject_mixed(element)
    if len(element):
        state.read_children(element)
        if text := find_media_text(state, element):
            state.context.setdefault("media_text", text)


def _read_player(state: FeedState, element: Any) -> None:
    get_raw_text(element)
    state.context["media_player"] = dict(read_attributes(element))


def _read_thumbnail(state: FeedState, element: Any) -> None:
    attributes = dict(read_attributes(element))
    address = get_raw_text(element)
    if address:
        attributes.setdefault("url", fix_text(state.resolve(address)))
    state.context.setdefault("media_thumbnail", []).append(attributes)


_TABLE: tuple[tuple[str, Handler], ...] = (
    # Authors
    ("author dc_author dc_creator itunes_author managingeditor", _read_author),
    ("itunes_owner", _read_owner),
    ("dc_contributor itunes_name name", partial(_read_author_field, key="name")),
    ("email itunes_email", partial(_read_author_field, key="email")),
    ("homepage uri url", _read_author_address),
    # Categories
    ("category dc_subject keywords", _read_category),
    ("media_category", partial(_read_category, scheme=_MEDIA_SCHEME)),
    ("itunes_category", _read_itunes_category),
    ("tags", _read_tags),
    ("media_keywords", _read_keywords),
    ("itunes_keywords", partial(_read_keywords, scheme=_ITUNES_SCHEME)),
    # Images
    ("itunes_image itunes_link", _read_itunes_image),
    ("media_content", _read_media_content),
    ("media_player", _read_player),
    ("media_thumbnail", _read_thumbnail),
    ("media_group", _read_media_group),
)
LABEL_HANDLERS = {name: handler for names, handler in _TABLE for name in names.split()}
