"""Parse feeds: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from digest.models.default_limits import MAX_BYTES
from digest.sources.article_drafts import MAX_CATEGORIES, Draft
from digest.sources.date_hints import DateHints, find_hints
from digest.sources.dates import parse_date
from digest.sources.diagnosis import explain_non_feed, is_html
from digest.sources.feed.attached_media import choose_picture, find_recording
from digest.sources.feed.entry_links import choose_link, drop_shared_placeholders
from digest.sources.feed.fast_parser import parse_feed_fast
from digest.sources.feed.feed_text import read_line, read_text
from digest.sources.feed.jsonfeed import is_json, parse_json_feed
from digest.sources.feed.parser_state import Fields
from digest.sources.feed.xml_repair import limit_entries, limit_tags, repair_links, repair_xml
from digest.sources.feed_entries import (
    MAX_ENTRIES,
    Feed,
    add_encoding_warning,
    resolve_web_address,
)
from digest.text.decoding import decode_xml_with_guess
from digest.text.decompression import unpack_gzip

_ATOM_ROOT = re.compile(r"<(?:[\w.-]+:)?feed[\s>]", re.IGNORECASE)
_HEAD = 8_000
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours>(.{1,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d\d?)\s*</hour>", re.IGNORECASE)
_TEXT_TYPES = frozenset({"", "text/plain", "text/html", "application/xhtml+xml"})
_DATES = ("published", "updated", "created")
MAX_LENIENT_TAGS = 50_000
"""feedparser takes 12 to 20 µs for a tag: up to a second. 200 articles of 100 tags have 20,000."""


def parse_feed(
    body: bytes, *, address: str, charset: str = "", max_bytes: int = MAX_BYTES, language: str = ""
) -> Feed:
    """Parse a feed: RSS, Atom, RDF or JSON Feed, in any encoding.

    address: where it came from. charset: the encoding that the server declares, or "". max_bytes: cap on
    its decompressed size. language: of the source, as configured, or "". Entities are never expanded and
    nothing else is ever loaded. Raises SourceError that says what the document is if it is not a feed. Cost:
    linear.
    """
    unpacked, is_complete = unpack_gzip(body, max_bytes, address)
    text, guessed = decode_xml_with_guess(unpacked, charset)
    if is_json(text):
        feed = parse_json_feed(text, address)
        if feed:
            return add_encoding_warning(feed, guessed)
    elif not is_html(text):
        kept = limit_entries(text, MAX_ENTRIES)
        xml, cut_off = repair_xml(kept)
        if xml:
            is_atom = _ATOM_ROOT.match(xml) is not None
            xml = repair_links(xml, is_atom=is_atom)
            parsed = parse_feed_fast(xml)
            limited = xml if parsed else limit_tags(xml, MAX_LENIENT_TAGS)
            channel, found = parsed or _parse_leniently(limited, address)
            feed = make_feed(channel, found, address, language, is_atom=is_atom)
            if len(kept) < len(text):
                feed = _add_warning(feed, f"only its first {MAX_ENTRIES} entries were read")
            elif len(limited) < len(xml):
                warning = (
                    f"its XML is broken or unusual, and only its first {MAX_LENIENT_TAGS:,} tags were read"
                )
                feed = _add_warning(feed, warning)
            else:
                feed = replace(feed, cut_off=cut_off or not is_complete)
            feed = add_encoding_warning(feed, guessed)
            rest_minutes, quiet_hours = _read_schedule(xml[:_HEAD])
            return replace(feed, rest_minutes=rest_minutes, quiet_hours=quiet_hours)
    raise explain_non_feed(unpacked, text, address)


def make_feed(
    channel: Fields, found: list[Fields], address: str, language: str = "", *, is_atom: bool = False
) -> Feed:
    """Return the feed with the drafts of its entries, from the values in the shape of feedparser.

    language: of the source, as configured; it decides between links in several languages. is_atom: a title
    that is declared as plain text is plain text; in RSS all titles are, and many are HTML.
    """
    home = resolve_web_address(channel.get("link", ""), address)
    declared = channel.get("language", "")
    links = [choose_link(entry, language or _read_language(entry) or declared) for entry in found]
    links = drop_shared_placeholders(links, (entry.get("title", "") for entry in found))
    hints = find_hints(language or declared, home or address)
    entries = tuple(
        _read_entry(entry, link, home or address, declared, hints, is_atom=is_atom)
        for entry, link in zip(found, links, strict=True)
    )
    pairs = zip(entries, found, strict=True)
    undated = sum(entry.published is None and any(map(fields.get, _DATES)) for entry, fields in pairs)
    warnings = (f"{undated} entries have a date that cannot be read",) if undated else ()
    return Feed(entries, read_line(channel.get("title", "")), home, warnings=warnings)


def _read_schedule(head: str) -> tuple[int, tuple[str, ...]]:
    """Return the ttl of a feed in minutes, and the hours of the day in its skipHours."""
    ttl, skip_hours = _TTL.search(head), _SKIP_HOURS.search(head)
    hours = {str(int(hour) % 24) for hour in _HOUR.findall(skip_hours[1])} if skip_hours else set()
    return int(ttl[1]) if ttl else 0, tuple(sorted(hours, key=int))


def _add_warning(feed: Feed, warning: str) -> Feed:
    return replace(feed, warnings=(*feed.warnings, warning))


def _parse_leniently(xml: str, address: str) -> tuple[Fields, list[Fields]]:
    from digest.sources.feed.lenient_parser import parse_with_feedparser

    return parse_with_feedparser(xml, address)


def _read_language(entry: Fields) -> str:
    return entry["title_detail"].get("language", "") if "title_detail" in entry else ""


def _read_entry(
    entry: Fields, link: str, base: str, language: str, hints: DateHints, *, is_atom: bool
) -> Draft:
    outlet = read_line(entry["source"].get("title", "")) if "source" in entry else ""
    title_kind = entry["title_detail"].get("type", "") if is_atom and "title_detail" in entry else ""
    own_language = _read_language(entry) or language
    bodies = _find_bodies(entry)
    texts = [read_text(value, kind, own_language) for value, kind in bodies.items()]
    url = resolve_web_address(link, base)
    picture = choose_picture(_find_image(entry), _list_picture_texts(entry), bodies)
    recording = find_recording(_list_files(entry), entry.get("itunes_duration", ""), url)
    return Draft(
        title=_cut_outlet(read_line(entry.get("title", ""), kind=title_kind), outlet),
        text=max(texts, key=len, default=""),
        url=url,
        source=outlet,
        published=_read_date(entry, hints),
        language=own_language,
        author=_read_author(entry),
        image=resolve_web_address(picture.url, base),
        image_alt=picture.alt,
        media_url=resolve_web_address(recording.url, base),
        media_kind=recording.kind,
        media_seconds=recording.seconds,
        # Without a guid, what stands behind "#" tells the notes on one page apart.
        key=entry.get("id") or (link if "#" in link else ""),
        categories=_read_categories(entry),
    )


def _read_date(entry: Fields, hints: DateHints) -> datetime | None:
    for name in _DATES:
        if (text := entry.get(name)) and (date := parse_date(text, hints)):
            return date
    return None


def _find_bodies(entry: Fields) -> dict[str, str]:
    """Return {value: media type} of everything in an entry that may be its text, each value once.

    What is said about a picture counts only if there is nothing else.
    """
    summary, detail = entry.get("summary", ""), entry.get("summary_detail", {})
    # The detail may belong to the description of an image.
    found = {summary: detail.get("type", "") if detail.get("value") == summary else ""}
    for content in entry.get("content", ()):
        found[content.get("value", "")] = content.get("type", "")
    bodies = {value: kind for value, kind in found.items() if value and _is_text(value, kind)}
    captions = _list_captions(entry)
    return {value: kind for value, kind in bodies.items() if value not in captions} or bodies


def _list_captions(entry: Fields) -> set[str]:
    """Return what an entry says about its pictures."""
    pictures = [media for media in entry.get("media_content", ()) if _is_picture(media)]
    own = {text for media in pictures if (text := media.get("text"))}
    return own or ({entry["media_text"]} if pictures and "media_text" in entry else own)


def _is_text(value: str, kind: str) -> bool:
    """Whether a value is text by its media type, or binary data, decoded by feedparser, that is text."""
    is_binary = kind == "application/octet-stream"
    return kind in _TEXT_TYPES or (is_binary and " ".join(value.split()).isprintable())


def _find_image(entry: Fields) -> str:
    """Return the address of the picture that an entry names first: in Media RSS, in a link, in iTunes."""
    media = entry.get("media_thumbnail") or list(filter(_is_picture, entry.get("media_content", ())))
    if media:
        return str(media[0].get("url", ""))
    links = [link for link in entry.get("links", ()) if link.get("type", "").startswith("image/")]
    own = entry["image"].get("href", "") if "image" in entry else ""
    return (links[0].get("href", "") if links else "") or own


def _is_picture(media: Mapping[str, str]) -> bool:
    return media.get("medium") == "image" or media.get("type", "")[:5] == "image"


def _list_picture_texts(entry: Fields) -> list[str]:
    """Return what an entry says about its first picture: the nearest first, a description before a title."""
    first = (media for name in ("media_thumbnail", "media_content") for media in entry.get(name, ())[:1])
    texts = [media["text"] for media in first if "text" in media]
    return [*texts, entry["media_text"]] if "media_text" in entry else texts


def _list_files(entry: Fields) -> list[Mapping[str, str]]:
    """Return the attached files of an entry with `url`, `type`, `medium` and `duration`."""
    attached = (link for link in entry.get("links", ()) if link.get("rel") == "enclosure")
    files = [{**link, "url": link.get("href", "")} for link in attached]
    return [*files, *entry.get("media_content", ())]


def _read_author(entry: Fields) -> str:
    names = [read_line(author.get("name", "")) for author in entry.get("authors", ())]
    return ", ".join(dict.fromkeys(filter(None, names))) or read_line(entry.get("author", ""))


def _read_categories(entry: Fields) -> tuple[str, ...]:
    """Return the first categories of an entry, each once; some feeds have dozens."""
    terms = [tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", ())[:MAX_CATEGORIES]]
    return tuple(dict.fromkeys(filter(None, map(_to_category, terms))))


@lru_cache(maxsize=4096)
def _to_category(value: str) -> str:
    """Return a category as plain text; cached, because the same few recur in every entry."""
    return read_line(value)


def _cut_outlet(title: str, outlet: str) -> str:
    """Remove the name of the outlet that aggregators append to a title."""
    return re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}$", "", title) if outlet else title
