"""What each element of a feed does, as in feedparser: a function for each, in tables.

A function reads the whole element. It raises UnsupportedFeedError for a form that only feedparser can read.
"""

from __future__ import annotations

from typing import Any

from digest.sources.feed.elements import read_attributes
from digest.sources.feed.feed_namespaces import UnsupportedFeedError
from digest.sources.feed.label_handlers import LABEL_HANDLERS, find_media_text
from digest.sources.feed.parser_state import FeedState, Handler
from digest.sources.feed.text_handlers import TEXT_HANDLERS


def _read_feed(state: FeedState, element: Any) -> None:
    if state.in_feed or state.entry is not None or {"lastmod", "href"} & read_attributes(element).keys():
        raise UnsupportedFeedError
    state.in_feed = True
    state.read_children(element)
    state.in_feed = False


def _read_rss(state: FeedState, element: Any) -> None:
    if state.depth:
        raise UnsupportedFeedError
    state.read_children(element)


def _read_entry(state: FeedState, element: Any) -> None:
    attributes = read_attributes(element)
    if {"lastmod", "href"} & attributes.keys():
        raise UnsupportedFeedError
    entry = state.start_entry()
    if attributes.get("rdf:about"):
        entry["id"] = entry["about"] = attributes["rdf:about"]
    state.read_children(element)
    has_picture = "media_content" in entry or "media_thumbnail" in entry
    if state.has_media_text and has_picture and (text := find_media_text(state, element)):
        entry.setdefault("media_text", text)
    state.end_entry()


def _read_image(state: FeedState, element: Any) -> None:
    if state.source is not None:
        raise UnsupportedFeedError
    if state.entry is None:
        state.context.setdefault("image", {})
    state.in_image = True
    state.title_depth = -1
    state.update_context()
    state.read_children(element)
    state.in_image = False
    state.update_context()


def _read_text_input(state: FeedState, element: Any) -> None:
    if state.context is not state.feed:
        raise UnsupportedFeedError
    state.feed.setdefault("textinput", {})
    state.in_text_input = True
    state.title_depth = -1
    state.update_context()
    state.read_children(element)
    state.in_text_input = False
    state.update_context()


def _read_source(state: FeedState, element: Any) -> None:
    if state.source is not None or state.in_mixed:
        raise UnsupportedFeedError
    state.source = source = {}
    state.title_depth = -1
    state.update_context()
    title = state.read_mixed(element)
    state.source = None
    state.update_context()
    if title:
        source["title"] = title
    state.context["source"] = source


def _read_chapters(state: FeedState, element: Any) -> None:
    state.reject_mixed(element)
    if any(len(chapter) or "start" not in read_attributes(chapter) for chapter in element):
        raise UnsupportedFeedError


def _read_license(state: FeedState, element: Any) -> None:
    _skip(state, element)
    if state.entry is None and not state.in_feed:
        raise UnsupportedFeedError


def _skip(state: FeedState, element: Any) -> None:
    if len(element):
        raise UnsupportedFeedError


def _skip_frameless(state: FeedState, element: Any) -> None:
    """Skip an element that is nothing but its attributes."""
    _skip(state, element)
    state.reject_mixed(element)


def _reject(state: FeedState, element: Any) -> None:
    raise UnsupportedFeedError


def _read_children(state: FeedState, element: Any) -> None:
    state.read_children(element)


_TABLE: tuple[tuple[str, Handler], ...] = (
    # Structure
    ("rss", _read_rss),
    ("channel feed", _read_feed),
    ("entry item", _read_entry),
    ("image", _read_image),
    ("textinput", _read_text_input),
    ("source", _read_source),
    ("contributor georss_where where", _read_children),
    # Without effect on the values that are used
    ("cc_license cloud itunes_block itunes_explicit", _skip_frameless),
    ("dc_publisher dcterms_valid expirationdate generator georss_box georss_line", _skip),
    ("georss_point georss_polygon height media_credit media_license", _skip),
    ("media_rating media_restriction newlocation webmaster width", _skip),
    ("creativecommons_license", _read_license),
    ("psc_chapters", _read_chapters),
    # Read by feedparser in a peculiar way
    ("geom georssgeom gml_exterior gml_linearring gml_linestring gml_point gml_polygon gml_pos", _reject),
    ("gml_poslist psc_chapter", _reject),
    # Names of values that feedparser sets itself
    ("author_detail authors contributors date description_detail guidislink links", _reject),
    ("summary_detail title_detail", _reject),
)
# {name of an element, its prefix joined with "_": what it does}
HANDLERS = (
    {name: handler for names, handler in _TABLE for name in names.split()} | TEXT_HANDLERS | LABEL_HANDLERS
)
