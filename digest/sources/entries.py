"""What a feed holds, and how its entries become articles: identity, recurring phrases, order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from digest.models import Article, LeftOut, Source
from digest.sources.dates import is_possible
from digest.sources.draft import CROWD, Draft, make_article
from digest.text import fingerprint
from digest.text.urls import article_id, canonical_address, without_password

MOST_ENTRIES = 20_000
"""A feed of more is an archive, or made to hold a reader up: only its first ones are read."""

# How many different entries a phrase must end to recur, and what share of all.
_RECURRENCES = 3
_SUFFIX_SHARE = 0.5
_TAIL_SHARE = 0.25
# The last sentence of a text is looked for so far from its end; so many in a row may recur.
_TAIL_REACH = 400
_TAILS = 4
_TAIL_START = re.compile(r"\n\n|(?<=[.!?…»”\"\])。！？])\s+(?=\S)")
_SEPARATOR = re.compile(r"\s[|–—·•-]\s")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds.

    entries: in its order; `key` is an entry's guid. title: the feed's own. home: the page it belongs to,
    or "". cut_off: its end is missing. warnings: what could not be read of it. rest_minutes: how long it
    wants to be left alone after a visit. quiet_hours: in which hours it does, in UTC, "0" to "23".
    """

    entries: tuple[Draft, ...]
    title: str = ""
    home: str = ""
    cut_off: bool = False
    warnings: tuple[str, ...] = ()
    rest_minutes: int = 0
    quiet_hours: tuple[str, ...] = ()


def web_address(link: str, base: str) -> str:
    """Return the address of a link in a feed, or "": a feed leads to the web and not to files."""
    url = canonical_address(link, base) if link.strip() else ""
    return url if url.startswith("http") else ""


def make_articles(
    feed: Feed, source: Source, now: datetime
) -> tuple[tuple[Article, ...], tuple[LeftOut, ...], tuple[str, ...]]:
    """Return a feed's articles, newest first, what is none, and warnings.

    An article is known by its address, so that two feeds that lead to one page bring one article; only
    an entry without an address of its own is known by its guid, else by its title and text. Of entries
    that are known as the same the later one counts. A time in the future or before the web is taken
    for unknown. Phrases that end many entries ("appeared first on …") and many titles are dropped,
    because they recur, whatever they say. Cost: linear.
    """
    entries = drop_recurrences(feed.entries)
    crowded = _find_crowded(entries) | {feed.home}
    place = without_password(source.location)
    found: dict[str, Article] = {}
    left_out: list[LeftOut] = []
    impossible = 0
    for entry in entries:
        own_address = entry.url not in crowded and entry.url
        known_by = own_address or f"{place} {entry.key or fingerprint(entry.title + entry.text)}"
        identity = article_id(known_by)
        if not entry.title and not entry.text:
            left_out.append(
                LeftOut(identity, "", source.name, "not_an_article", "no title and no text", entry.url)
            )
            continue
        if entry.published and not is_possible(entry.published, now):
            impossible += 1
        # Feeds name themselves as their entries' outlet; the reader has a name of his own for them.
        outlet = entry.source if fingerprint(entry.source) != fingerprint(feed.title) else ""
        article = make_article(entry, identity, source, now, outlet=outlet)
        known = found.get(identity)
        if known is None or article.moment >= known.moment:
            found[identity] = article
    articles = sorted(found.values(), key=lambda article: article.moment, reverse=True)
    warnings = list(feed.warnings)
    if impossible:
        warnings.append(f"{impossible} entries bear a date that cannot be true")
    if len(articles) > source.limit:
        warnings.append(f"the newest {source.limit} of {len(articles)} entries were taken")
    return tuple(articles[: source.limit]), tuple(left_out), tuple(warnings)


def drop_recurrences(entries: Iterable[Draft]) -> list[Draft]:
    """Return entries without the phrases that end many of their titles and many of their texts.

    Of a title it is the part behind the last dash or bar, where it ends half of them; of a text the last
    sentence or paragraph, where it ends a quarter of them, an entry's own title in it aside. Either must
    end three different ones. Cost: linear.
    """
    titled = [(entry, *_split_suffix(entry.title)) for entry in entries]
    suffixes = _find_recurring(((entry.title, suffix) for entry, _, suffix in titled), _SUFFIX_SHARE)
    kept = [replace(entry, title=head) if suffix in suffixes else entry for entry, head, suffix in titled]
    for _ in range(_TAILS):
        parted = [(entry, *_split_tail(entry)) for entry in kept]
        tails = _find_recurring(((entry.text, tail) for entry, _, tail in parted), _TAIL_SHARE)
        if not tails:
            break
        kept = [replace(entry, text=head) if tail in tails else entry for entry, head, tail in parted]
    return kept


def _find_recurring(ends: Iterable[tuple[str, str]], share: float) -> frozenset[str]:
    """The ends, (whole, end), that enough different wholes have in common."""
    different = dict(ends)
    counts = Counter(end for end in different.values() if end)
    least = max(_RECURRENCES, share * len(different))
    return frozenset(end for end, count in counts.items() if count >= least)


def _split_suffix(title: str) -> tuple[str, str]:
    *_, last = None, *_SEPARATOR.finditer(title)
    return (title[: last.start()], title[last.end() :]) if last else (title, "")


def _split_tail(entry: Draft) -> tuple[str, str]:
    """A text without its last sentence or paragraph, and a key for that; "" when it is long."""
    from_here = max(len(entry.text) - _TAIL_REACH, 0)
    starts = [found.span() for found in _TAIL_START.finditer(entry.text, from_here)]
    if not starts and from_here:
        return entry.text, ""
    end, start = starts[-1] if starts else (0, 0)
    key = entry.text[start:].replace(entry.title, "") if entry.title else entry.text[start:]
    return entry.text[:end], key.casefold()


def _find_crowded(entries: Iterable[Draft]) -> frozenset[str]:
    """Addresses that many different entries share."""
    counts = Counter(url for url, _ in {(entry.url, entry.title) for entry in entries})
    return frozenset(url for url, count in counts.items() if count >= CROWD)
