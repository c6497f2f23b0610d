"""Find the recording of a feed entry with its length, and the picture with its alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from mimetypes import guess_type
from urllib.parse import unquote

from digest.models import MediaKind
from digest.sources.feed.feed_text import read_line
from digest.text.urls import find_path

MAX_ALT = 300
"""The most characters of an alternative text. A longer text is the description of a film, say."""

MAX_SECONDS = 7 * 24 * 3600
"""A longer recording is a mistake."""

MAX_PICTURES = 20
"""How many pictures of a text are looked at."""

_FLASH = "application/x-shockwave-flash"
"""How the feeds of a large site of films declare the file of its player: the film is at the entry's link."""

_VAGUE_TYPES = frozenset({"", "application/octet-stream", "application/binary"})
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,]\d+)?", re.ASCII)
_SECONDS = re.compile(r"(\d{1,7})(?:[.,]\d+)?", re.ASCII)
_ISO_DURATION = re.compile(r"P(?:0D)?T(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d+)?S)?", re.ASCII)
_IMAGE = re.compile(r"<img\s[^<>]{1,8000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or film of an entry. url: as given, "" if there is none. seconds: its length, 0 if unknown."""

    url: str = ""
    kind: MediaKind = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an entry. url: as given, "" if there is none. alt: its alternative text, or ""."""

    url: str = ""
    alt: str = ""


def find_recording(files: Iterable[Mapping[str, str]], length: str = "", page: str = "") -> Recording:
    """Return the first sound or film among the files of an entry. Cost: linear.

    Args:
        files: each with `url`, and `type` (a media type), `medium` and `duration` where they are known.
        length: of the recording, by the entry itself.
        page: the address of the entry, where a film is played that has no file.
    """
    for file in files:
        if kind := find_media_kind(file):
            is_player = file.get("type") == _FLASH
            url = page if is_player else file.get("url", "")
            seconds = parse_duration(file.get("duration", "")) or parse_duration(length)
            if url:
                return Recording(url, kind, seconds)
    return Recording()


def find_media_kind(file: Mapping[str, str]) -> MediaKind:
    """Return "audio" or "video" for a file with sound or film, else ""."""
    media_type, medium = file.get("type", "").lower(), file.get("medium", "").lower()
    if media_type in _VAGUE_TYPES:
        media_type = guess_file_type(file.get("url", ""))
    if medium == "video" or media_type.startswith("video/") or media_type == _FLASH:
        return "video"
    return "audio" if medium == "audio" or media_type.startswith("audio/") else ""


def parse_duration(text: str) -> int:
    """Return the seconds of a length, 0 if it cannot be read.

    text: "1:02:03", "62:03", "3723", or as ISO 8601 writes it: "PT1H2M3S".
    """
    text = text.strip()
    if plain := _SECONDS.fullmatch(text):
        seconds = int(plain[1])
    elif found := _CLOCK.fullmatch(text) or _ISO_DURATION.fullmatch(text.upper()):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    else:
        return 0
    return seconds if seconds <= MAX_SECONDS else 0


def choose_picture(url: str, texts: Iterable[str], markup: Iterable[str]) -> Picture:
    """Return the picture of an entry with its alternative text.

    Args:
        url: of the picture that the entry names, "" for none: then it is the first one in its text that has
            an alternative text. One without is an ornament, or counts visits.
        texts: what the entry itself says about the picture; the first short one counts.
        markup: the HTML of the entry.
    """
    described = _list_described_pictures(markup)
    if not url:
        return next(described, Picture())
    own = next((alt for text in texts if 0 < len(alt := read_line(text)) <= MAX_ALT), "")
    if own:
        return Picture(url, own)
    same = (picture.alt for picture in described if _name_picture(picture.url) == _name_picture(url))
    return Picture(url, next(same, ""))


def _list_described_pictures(markup: Iterable[str]) -> Iterator[Picture]:
    """Yield the pictures in HTML that have an address and an alternative text."""
    for text in markup:
        if "<img" not in text and "<IMG" not in text:
            continue
        for found in islice(_IMAGE.finditer(text), MAX_PICTURES):
            values = {row[1].lower(): row[2] or row[3] or "" for row in _ATTRIBUTE.finditer(found[0])}
            if not values.get("alt") or not values.get("src"):
                continue
            source, alt = read_line(values["src"]), read_line(values["alt"])
            if source and 0 < len(alt) <= MAX_ALT:
                yield Picture(source, alt)


def guess_file_type(url: str) -> str:
    """Return the media type of the file at an address by its name, "" if it is not known."""
    return _guess_type_by_suffix(_name_file(url).lstrip(".").partition(".")[2])


@lru_cache(maxsize=256)
def _guess_type_by_suffix(suffix: str) -> str:
    """Return the media type for the end of a name ("jpg", "tar.gz"); cached, because the same few recur."""
    return guess_type(f"file.{suffix}")[0] or ""


def _name_file(url: str) -> str:
    """Return the name of a file by its address: the last part of the path, "" if there is none."""
    return find_path(url).rpartition("/")[2]


def _name_picture(url: str) -> str:
    """Return the name of a picture's file: its sizes are at other addresses, with the same name."""
    return unquote(_name_file(url)).lower()
