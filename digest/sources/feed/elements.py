"""Read the attributes, texts and addresses of XML elements as feedparser does."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from html.entities import entitydefs
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from digest.sources.feed.feed_namespaces import UnsupportedFeedError, find_prefix

PLAIN, HTML, XHTML = "text/plain", "text/html", "application/xhtml+xml"
MARKUP_TYPES = frozenset({HTML, XHTML})
_TYPES = {"text": PLAIN, "plain": PLAIN, "html": HTML, "xhtml": XHTML}
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_EXTRA_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {code: found for code in range(0x80, 0xA0) if (found := bytes([code]).decode("cp1252", "ignore"))}
_MARKUP = re.compile(r"</\w+>|&#?\w+;")
_TAG_NAME = re.compile(r"</?(\w+)")
_ENTITY_NAME = re.compile(r"&(\w+);")
_COMMON_TAGS = frozenset(
    """
    a abbr b blockquote br caption center cite code dd del div dl dt em fieldset figcaption figure font form
    h1 h2 h3 h4 h5 h6 hr i img input ins kbd label legend li ol option p pre q s samp select small span strike
    strong sub sup table tbody td textarea tfoot th thead tr tt u ul var video
    """.split()  # noqa: SIM905
)
# The schemes that feedparser accepts in the base of a feed; it keeps the outer base if another one is given.
_BASE_SCHEMES = frozenset(
    """
    aim callto cvs facetime feed file ftp git gopher gtalk h323 hdl http https imap irc irc6 ircs itms magnet
    mailto mms msnim news nntp prospero rsync rtsp rtspu sftp shttp sip sips skype smb snews ssh svn svn+ssh
    telnet wais ymsg
    """.split()  # noqa: SIM905
)


def read_attributes(element: Any) -> Mapping[str, str]:
    """Return the attributes of an element; the names are in lower case, with the usual prefixes."""
    items = element.items()
    if not items:
        return _NO_ATTRIBUTES
    attributes = {name.lower(): value for name, value in items if name[0] != "{"}
    if len(attributes) < len(items):
        attributes = _read_namespaced(items, attributes.keys())
    if "rel" in attributes:
        attributes["rel"] = attributes["rel"].lower()
    if "type" in attributes:
        attributes["type"] = attributes["type"].lower()
    return attributes


def _read_namespaced(items: list[tuple[str, str]], plain: Collection[str]) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, value in items:
        if name[0] != "{":
            attributes[name.lower()] = value
            continue
        namespace, _, local = name[1:].lower().rpartition("}")
        prefix = find_prefix(namespace)
        # An attribute of an unknown namespace counts as if it had none, unless that exists as well.
        if prefix or local not in plain:
            attributes[f"{prefix}:{local}" if prefix else local] = value
    return attributes


def set_href(attributes: dict[str, str]) -> None:
    """Name the address in the attributes "href", under whichever of three names it is given."""
    href = attributes.get("url", attributes.get("uri", attributes.get("href")))
    if href:
        attributes.pop("url", None)
        attributes.pop("uri", None)
        attributes["href"] = href


def get_raw_text(element: Any) -> str:
    """Return the text of an element. Raises UnsupportedFeedError if it has children."""
    if len(element):
        raise UnsupportedFeedError
    return (element.text or "").strip()


def fix_text(text: str) -> str:
    """Make two repairs: UTF-8 that was read as Latin-1, and the characters of Windows-1252."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_CP1252) if _C1.search(text) else text


def to_media_type(kind: str) -> str:
    """Return a media type for the short names that Atom has for some."""
    return _TYPES.get(kind, kind)


def is_encoded(kind: str, mode: str) -> bool:
    """Whether a text of this media type is Base64."""
    return mode == "base64" or not (kind.startswith("text/") or kind.endswith(("+xml", "/xml")))


def decode_base64(text: str) -> str:
    """Decode Base64, if it is valid and the result is UTF-8; return the text otherwise."""
    try:
        return base64.decodebytes(text.encode()).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def is_markup(text: str) -> bool:
    """Whether a text declared as plain contains HTML: end tags or entities, and nothing but known ones.

    Raises UnsupportedFeedError for tags that are less common: only feedparser knows them all.
    """
    if not _MARKUP.search(text):
        return False
    if not all(name.lower() in _COMMON_TAGS for name in _TAG_NAME.findall(text)):
        raise UnsupportedFeedError
    return all(name in entitydefs for name in _ENTITY_NAME.findall(text))


def join_address(base: str, address: str) -> str:
    """Resolve an address, with two slashes after its scheme; "" if that is not possible."""
    if ":///" in address:
        address = _EXTRA_SLASHES.sub(r"\1", address)
    if not base:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def join_base(outer: str, declared: str) -> str:
    """Return the base address inside an element, by that around it and the one that it declares, or ""."""
    joined = join_address(outer, declared or outer)
    if not outer or joined.strip().split(":", 1)[0] in _BASE_SCHEMES:
        return joined
    return outer
