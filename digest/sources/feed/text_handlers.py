"""Read the texts, links and other single values of a feed and its entries, as feedparser does."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from digest.sources.feed.elements import (
    HTML,
    MARKUP_TYPES,
    PLAIN,
    XHTML,
    fix_text,
    get_raw_text,
    is_markup,
    read_attributes,
    set_href,
    to_media_type,
)
from digest.sources.feed.feed_namespaces import UnsupportedFeedError
from digest.sources.feed.parser_state import FeedState, Handler

_ENTITY_IN_LINK = re.compile("&([A-Za-z0-9_]+);")


def _read_title(state: FeedState, element: Any) -> None:
    detail = state.read_text(element, PLAIN)
    title = detail["value"]
    # The first title that is not empty counts, unless a later one is further out.
    if not -1 < state.title_depth <= state.depth:
        state.store("title", title, detail)
    if title:
        state.title_depth = state.depth


def _read_media_title(state: FeedState, element: Any) -> None:
    state.has_media_text = True
    title_depth = state.title_depth
    _read_title(state, element)
    state.title_depth = title_depth


def _read_body_text(state: FeedState, element: Any, default: str) -> dict[str, str]:
    """Read a text that may be HTML although it is declared as plain, except in Atom."""
    detail = state.read_text(element, default)
    if detail["type"] == PLAIN and not state.version.startswith("atom") and is_markup(detail["value"]):
        detail["type"] = HTML
    return detail


def _read_description(state: FeedState, element: Any, *, default: str) -> None:
    """Read a description or summary. A second one counts as a content."""
    if "summary" in state.context and not state.has_content:
        _read_content(state, element)
    elif default == HTML:
        _read_abstract(state, element, default=default)
    else:
        detail = _read_body_text(state, element, default)
        state.store("summary", detail["value"], detail)


def _read_media_description(state: FeedState, element: Any) -> None:
    """Read a description of Media RSS, which is that of the picture if the entry has one."""
    state.has_media_text = True
    if state.find_name(element.getparent().tag) in ("item", "entry") and not len(element):
        state.context.setdefault("media_text", fix_text((element.text or "").strip()))
    _read_description(state, element, default=HTML)


def _read_abstract(state: FeedState, element: Any, *, default: str = PLAIN) -> None:
    detail = _read_body_text(state, element, default)
    in_entry = state.entry is not None and state.source is None
    state.store("summary" if in_entry else "subtitle", detail["value"], detail)


def _read_content(state: FeedState, element: Any, *, default: str = PLAIN) -> None:
    state.has_content = True
    _read_body(state, element, default=default)


def _read_body(state: FeedState, element: Any, *, default: str = XHTML) -> None:
    if state.in_mixed:
        raise UnsupportedFeedError
    detail = _read_body_text(state, element, default)
    if address := read_attributes(element).get("src"):
        detail["src"] = state.resolve(address)
    if state.entry is not None and state.source is None:
        state.entry.setdefault("content", []).append(detail)
    if detail["type"] == PLAIN or detail["type"] in MARKUP_TYPES:
        state.context.setdefault("summary", detail["value"])


def _skip_text(state: FeedState, element: Any) -> None:
    """Skip a text that may contain markup."""
    if len(element):
        state.read_text(element, PLAIN)


def _read_value(state: FeedState, element: Any, *, key: str) -> None:
    state.store(key, fix_text(get_raw_text(element)))


def _read_id(state: FeedState, element: Any) -> None:
    state.is_permalink = read_attributes(element).get("ispermalink", "true").strip().lower() in (
        "true",
        "1",
        "yes",
    )
    value = get_raw_text(element)
    if value and state.is_permalink:
        value = state.resolve(value)
    value = fix_text(value)
    state.store("id", value)
    if state.is_permalink:
        state.context.setdefault("link", value)


def _read_original_link(state: FeedState, element: Any) -> None:
    if read_attributes(element):
        raise UnsupportedFeedError
    _read_value(state, element, key="feedburner_origlink")


def _read_link(state: FeedState, element: Any) -> None:
    link = dict(read_attributes(element))
    text = get_raw_text(element)
    rel = link.setdefault("rel", "alternate")
    link.setdefault("type", "application/atom+xml" if rel == "self" else HTML)
    set_href(link)
    if "href" in link:
        link["href"] = state.resolve(link["href"])
    in_image = state.entry is not None and state.in_image
    if not in_image:
        state.context.setdefault("links", []).append(link)
    if "href" not in link:
        if not in_image or state.source is not None:
            _store_link(state, fix_text(state.resolve(text) if text else ""))
        return
    state.reject_mixed(element)
    if rel == "alternate" and to_media_type(link["type"]) in MARKUP_TYPES:
        state.context["link"] = link["href"]


def _store_link(state: FeedState, address: str) -> None:
    """Store the text of a link, without the faults that double escaping leaves in queries."""
    if state.entry is not None and state.source is None:
        if "&" in address and ";" in address:
            address = _ENTITY_IN_LINK.sub(r"&\1", address.replace("&amp;", "&"))
        state.entry["link"] = address
        if address:
            state.entry["links"][-1]["href"] = address
    elif state.in_feed or state.source is not None:
        state.context["link"] = address = _ENTITY_IN_LINK.sub(r"&\1", address)
        state.context["links"][-1]["href"] = address


def _read_enclosure(state: FeedState, element: Any) -> None:
    get_raw_text(element)
    state.reject_mixed(element)
    link = dict(read_attributes(element))
    set_href(link)
    link["rel"] = "enclosure"
    state.context.setdefault("links", []).append(link)


_TABLE: tuple[tuple[str, Handler], ...] = (
    # Texts
    ("dc_title title", _read_title),
    ("media_title", _read_media_title),
    ("dc_description description", partial(_read_description, default=HTML)),
    ("media_description", _read_media_description),
    ("itunes_summary summary", partial(_read_description, default=PLAIN)),
    ("abstract", _read_abstract),
    ("content", _read_content),
    ("content_encoded fullitem", partial(_read_content, default=HTML)),
    ("body xhtml_body", _read_body),
    (
        "copyright dc_rights feedburner_browserfriendly info itunes_subtitle rights subtitle tagline",
        _skip_text,
    ),
    # Single values
    ("created dcterms_created", partial(_read_value, key="created")),
    ("dc_date dcterms_modified lastbuilddate modified updated", partial(_read_value, key="updated")),
    ("dcterms_issued issued pubdate published", partial(_read_value, key="published")),
    ("dc_language language", partial(_read_value, key="language")),
    ("itunes_duration", partial(_read_value, key="itunes_duration")),
    ("guid id", _read_id),
    ("link", _read_link),
    ("enclosure", _read_enclosure),
    ("feedburner_origlink", _read_original_link),
)
TEXT_HANDLERS = {name: handler for names, handler in _TABLE for name in names.split()}
