"""Choose the link to the article of a feed entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from digest.sources.feed.attached_media import guess_file_type
from digest.sources.feed.xml_repair import TEXT_RELATION

# In this order after the links to the article itself.
_OTHER_RELATIONS = ("related", "self", "via", "enclosure")
_ARTICLE_RELATIONS = ("", "alternate")
# A relation may be written as an address (RFC 4287, 4.2.7.2).
_REGISTERED = "http://www.iana.org/assignments/relation/"
# The script that each region with Chinese writes.
_SCRIPTS = {
    **dict.fromkeys(("zh-cn", "zh-sg", "zh-my"), "zh-hans"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-mo"), "zh-hant"),
}
# "?a=1", "news/1.html": relative addresses. "N/A" and "1" are none when several entries share them.
_LIKE_AN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[/?.]|[\w/-]+\.\w", re.IGNORECASE)


def choose_link(entry: Mapping[str, Any], language: str = "") -> str:
    """Return the link to the article of an entry as its feed gives it, or "" if there is none.

    entry: in the shape of feedparser. language: of the reader or of the entry; it decides between links that
    differ by hreflang. The publisher's own link comes before that of a click-counting service, a link to the
    article before any other one, and after all links the attached file (a podcast has nothing else), unless
    it is a picture. An id counts if the parser took it for the link: it is an address, or a path. An item of
    RSS 1.0 without a link has the address that it is about.
    """
    original = entry.get("feedburner_origlink", "")
    plain: str = original or entry.get("link", "")
    given: Sequence[Mapping[str, str]] = entry.get("links", ())
    if len(given) < 2 and plain.startswith("http") and not (given and given[0].get("rel") == TEXT_RELATION):
        return plain
    links = [(_read_relation(link), link) for link in given if link.get("href")]
    to_article = [link for rel, link in links if rel in _ARTICLE_RELATIONS]
    if not original:
        if translated := _choose_language(to_article, language):
            return translated
        # One without a relation counts, too: a picture is no article if there is a link to a page.
        if len(to_article) > 1 and _is_picture("enclosure", {"href": plain}):
            pages = [link.get("href", "") for link in to_article if not _is_picture("enclosure", link)]
            return pages[0] if pages else plain
    in_text = [link.get("href", "") for rel, link in links if rel == TEXT_RELATION]
    if in_text and not to_article:
        return in_text[0]
    # If there is no link, feedparser uses the id, even if it is not an address.
    if plain and (plain != entry.get("id") or plain[:4].lower().startswith(("http", "/"))):
        return plain
    first = {rel: link.get("href", "") for rel, link in reversed(links) if not _is_picture(rel, link)}
    found = next((first[rel] for rel in ("alternate", "", *_OTHER_RELATIONS) if rel in first), "")
    return found or next(_iterate_media(entry), "") or _get_resource(entry)


def _get_resource(entry: Mapping[str, Any]) -> str:
    """Return the address of the page that an item of RSS 1.0 is about (rdf:about), or ""."""
    about: str = entry.get("about", "")
    return about if about[:4].lower() == "http" else ""


def _read_relation(link: Mapping[str, str]) -> str:
    return link.get("rel", "").strip().removeprefix(_REGISTERED)


def _iterate_media(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses of the sounds, films and documents that an entry consists of."""
    for media in entry.get("media_content", ()):
        address, kind = media.get("url", ""), media.get("medium", "") or media.get("type", "")
        if address and not kind.startswith("image") and not _is_picture("enclosure", {"href": address}):
            yield address
    if player := entry.get("media_player", {}).get("url", ""):
        yield player
    for content in entry.get("content", ()):
        if address := content.get("src", ""):
            yield address


def drop_shared_placeholders(links: Sequence[str], titles: Iterable[str]) -> list[str]:
    """Return the links of the entries of a feed, with "" for what stands in several and leads nowhere.

    titles: of the same entries. "N/A" or "1" is a placeholder if entries with different titles share it.
    """
    if all(_LIKE_AN_ADDRESS.match(link) for link in links):
        return list(links)
    titles_of: defaultdict[str, set[str]] = defaultdict(set)
    for link, title in zip(links, titles, strict=True):
        titles_of[link].add(title)
    return ["" if len(titles_of[link]) > 1 and not _LIKE_AN_ADDRESS.match(link) else link for link in links]


def is_media_file(url: str) -> bool:
    """Whether an address names a sound, a film or a picture instead of a page."""
    return guess_file_type(url).startswith(("audio/", "video/", "image/"))


def _choose_language(links: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return the address in a language, else the first one, if the links differ by hreflang; else ""."""
    codes = [_normalize_code(link.get("hreflang", "") or link.get("xml:lang", "")) for link in links]
    if len(set(codes)) < 2:
        return ""
    wanted = _normalize_code(language)
    exact = [place for place, code in enumerate(codes) if code == wanted]
    close = [place for place, code in enumerate(codes) if code.partition("-")[0] == wanted.partition("-")[0]]
    return str(links[(*exact, *close, 0)[0] if wanted else 0].get("href", ""))


def _normalize_code(language: str) -> str:
    code = language.lower().replace("_", "-")
    return _SCRIPTS.get(code, code[:7] if code.startswith("zh-han") else code)


def _is_picture(rel: str, link: Mapping[str, Any]) -> bool:
    if rel != "enclosure":
        return False
    kind = link.get("type", "").lower() or guess_file_type(link.get("href", ""))
    return kind.startswith("image/")
