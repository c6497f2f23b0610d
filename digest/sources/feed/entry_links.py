"""Choose the link to the article of a feed entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from mimetypes import guess_type
from typing import Any

# In this order after the links to the article itself.
_OTHER_RELATIONS = ("related", "self", "via", "enclosure")
_ARTICLE_RELATIONS = ("", "alternate")
# "?a=1", "news/1.html": relative addresses. "N/A" and "1" are none when several entries share them.
_LIKE_AN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[/?.]|[\w/-]+\.\w", re.IGNORECASE)


def choose_link(entry: Mapping[str, Any], language: str = "") -> str:
    """Return the link to the article of an entry as its feed gives it, or "" if there is none.

    entry: in the shape of feedparser. language: of the reader or of the entry; it decides between links that
    differ by hreflang. The publisher's own link comes before that of a click-counting service, a link to the
    article before any other one, and after all links the attached file (a podcast has nothing else), unless
    it is a picture. An id counts if the parser took it for the link: it is an address.
    """
    plain = _get(entry, "feedburner_origlink") or _get(entry, "link")
    if len(_list(entry, "links")) < 2 and plain.startswith("http"):
        return plain
    links = [(_get(link, "rel"), link) for link in _list(entry, "links") if _get(link, "href")]
    to_article = [link for rel, link in links if rel in _ARTICLE_RELATIONS]
    if not _get(entry, "feedburner_origlink"):
        if translated := _choose_language(to_article, language):
            return translated
        # An Atom link of another relation with its address as its text counts as the link for feedparser.
        others = {_get(link, "href") for rel, link in links if rel not in _ARTICLE_RELATIONS}
        if to_article and plain in others and plain not in {_get(link, "href") for link in to_article}:
            return _get(to_article[-1], "href")
        # One without a relation counts, too: a picture is no article if there is a link to a page.
        if len(to_article) > 1 and _is_picture("enclosure", {"href": plain}):
            pages = [_get(link, "href") for link in to_article if not _is_picture("enclosure", link)]
            return pages[0] if pages else plain
    # If there is no link, feedparser uses the id, even if it is not an address.
    if plain and (plain != _get(entry, "id") or plain.startswith("http")):
        return plain
    first = {rel: _get(link, "href") for rel, link in reversed(links) if not _is_picture(rel, link)}
    return next((first[rel] for rel in ("alternate", "", *_OTHER_RELATIONS) if rel in first), "")


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
    kind, _ = guess_type(url.partition("?")[0])
    return kind is not None and kind.startswith(("audio/", "video/", "image/"))


def _choose_language(links: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return the address in a language, else the first one, if the links differ by hreflang; else ""."""
    codes = [_get(link, "hreflang").lower().replace("_", "-") for link in links]
    if len(set(codes)) < 2:
        return ""
    wanted = language.lower().replace("_", "-")
    exact = [place for place, code in enumerate(codes) if code == wanted]
    close = [place for place, code in enumerate(codes) if code.partition("-")[0] == wanted.partition("-")[0]]
    return _get(links[(*exact, *close, 0)[0] if wanted else 0], "href")


def _is_picture(rel: str, link: Mapping[str, Any]) -> bool:
    if rel != "enclosure":
        return False
    kind = _get(link, "type").lower() or guess_type(_get(link, "href").partition("?")[0])[0] or ""
    return kind.startswith("image/")


def _get(fields: Any, name: str) -> str:
    value = dict.get(fields, name) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else ""


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    return value if isinstance(value, list) else []
