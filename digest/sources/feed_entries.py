"""Turn the entries of a feed into articles: identity, recurring phrases, order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from operator import attrgetter

from digest.models import Article, Collected, LeftOut, Source, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import SHARED_ADDRESS_TITLES, Draft, describe_cut, make_article
from digest.sources.dates import is_plausible_date
from digest.text import fingerprint_text
from digest.text.urls import canonicalize_url, make_article_id

FIRST_UNDATED = 5
"""How many entries without a date are news at the first visit to a feed."""

MAX_ENTRIES = 20_000
"""A larger feed is an archive, or an attempt to block the reader: only its first entries are read."""

# A recurring phrase ends at least this many different entries, and at least this share of all.
_MIN_RECURRENCES = 3
_SUFFIX_SHARE = 0.5
_TAIL_SHARE = 0.25
_SHARED_TEXT_SHARE = 0.5
# How many characters from the end of a text its last sentence may start; how many sentences may recur.
_MAX_TAIL = 400
_MAX_TAILS = 4
# The last place where a sentence or paragraph starts: a greedy pattern is matched from the end.
_TAIL_START = re.compile(r"(?s:.*)(\n\n|(?<=[.!?…»”\"\])。！？])\s+(?=\S))")
_SEPARATOR = re.compile(r"\s[|–—·•-]\s")

Words = tuple[str, str]
"""The title and the text of an entry, without what it has in common with others of its feed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed.

    entries: in the order of the feed; `key` is the guid of an entry. title: of the feed. home: the address
    of its website, or "". cut_off: its end is missing. warnings: what could not be read. rest_minutes: its
    ttl. quiet_hours: its skipHours, in UTC, "0" to "23".
    """

    entries: tuple[Draft, ...]
    title: str = ""
    home: str = ""
    cut_off: bool = False
    warnings: tuple[str, ...] = ()
    rest_minutes: int = 0
    quiet_hours: tuple[str, ...] = ()


def add_encoding_warning(feed: Feed, guessed: str) -> Feed:
    """Return a feed with a warning if its encoding had to be guessed. guessed: the encoding, or ""."""
    if not guessed:
        return feed
    warning = f"it does not declare its encoding correctly; {guessed} was guessed"
    return replace(feed, warnings=(*feed.warnings, warning))


def resolve_web_address(link: str, base: str) -> str:
    """Return the absolute http or https address of a link in a feed, or "" if it leads elsewhere."""
    url = canonicalize_url(link, base) if link.strip() else ""
    return url if url.startswith("http") else ""


def make_articles(
    feed: Feed, source: Source, now: datetime
) -> tuple[tuple[Article, ...], tuple[LeftOut, ...], tuple[str, ...]]:
    """Return the articles of a feed, newest first, the entries left out, and warnings.

    An article is identified by its address, so two feeds that link to one page give one article. Only an
    entry without an address of its own is identified by its guid, else by its title and text. Neither an
    address nor a guid is an entry's own if entries share it that differ in title and text (and, for an
    address, in their guids). Of entries with the same identity the later one counts. A date in the future
    or before the web existed is treated as unknown. An entry that the program fails on is left out. Phrases
    that end many texts ("appeared first on …") or many titles are dropped because they recur, in whatever
    language. Cost: linear.
    """
    entries = list(zip(feed.entries, drop_recurring_phrases(feed.entries), strict=True))
    shared_keys = _find_shared_keys(entries)
    shared = _find_shared_addresses(entries, shared_keys) | {feed.home}
    location = source.revealed_key  # becomes part of a hash
    title_fingerprint = fingerprint_text(feed.title)
    found: dict[str, Article] = {}
    left_out: list[LeftOut] = []
    implausible = 0
    for entry, words in entries:
        title, text = words
        own_address = entry.url not in shared and entry.url
        own_key = entry.key not in shared_keys and entry.key
        key = own_address or f"{location} {own_key or fingerprint_text(title + text)}"
        identity = make_article_id(key)
        if not title and not text:
            left_out.append(
                LeftOut(identity, "", source.name, "not_an_article", "no title and no text", entry.url)
            )
            continue
        if entry.published and not is_plausible_date(entry.published, now):
            implausible += 1
        # Many feeds name themselves as the outlet of their entries; the configured name takes precedence.
        is_outlet = entry.source and fingerprint_text(entry.source) != title_fingerprint
        try:
            outlet = entry.source if is_outlet else ""
            article = make_article(entry, identity, source, now, outlet=outlet, words=words)
        except Exception as error:
            fault = describe_fault("reading the entry", entry.url or identity, error)
            left_out.append(LeftOut(identity, title, source.name, "failed", fault, entry.url))
            continue
        if entry.cut:
            detail = describe_cut(replace(entry, title=title))
            cut_id = make_article_id(f"{identity} {detail}")
            left_out.append(LeftOut(cut_id, article.title, source.name, "unreadable", detail, article.url))
        previous = found.get(identity)
        if previous is None or article.moment >= previous.moment:
            found[identity] = article
    articles = sorted(found.values(), key=lambda article: article.moment, reverse=True)
    warnings = list(feed.warnings)
    if implausible:
        warnings.append(f"{implausible} entries have an implausible date")
    if len(articles) > source.limit:
        warnings.append(f"the newest {source.limit} of {len(articles)} entries were taken")
    return tuple(articles[: source.limit]), tuple(left_out), tuple(warnings)


def mark_backlog(collected: Collected, visit: Visit) -> Collected:
    """Return the result of the first good visit to a feed with its undated entries marked as backlog.

    All but the first FIRST_UNDATED in the order of the feed are: a feed lists its newest entries first, and
    without dates its whole archive would be the news of the day.
    """
    if visit.state.last_success is not None:
        return collected
    undated = [article.id for article in collected.articles if article.published is None]
    backlog = frozenset(undated[FIRST_UNDATED:])
    articles = (replace(one, is_backlog=True) if one.id in backlog else one for one in collected.articles)
    return replace(collected, articles=tuple(articles)) if backlog else collected


def drop_recurring_phrases(entries: Iterable[Draft]) -> list[Words]:
    """Return the titles and texts of entries without the phrases that end many of them.

    In a title, the phrase is the part after the last dash or bar, if it ends half of the titles; in a text,
    the last sentence or paragraph, ignoring the entry's own title in it, if it ends a quarter of the texts.
    Either must end three different ones. A text that half of the entries have under different titles
    ("Comments") says nothing about any of them and is dropped. Cost: linear.
    """
    given = list(entries)
    splits = [_split_suffix(entry.title) for entry in given]
    ends = ((entry.title, suffix) for entry, (_, suffix) in zip(given, splits, strict=True))
    suffixes = _find_recurring(ends, _SUFFIX_SHARE)
    titles = [
        head if suffix in suffixes else entry.title
        for entry, (head, suffix) in zip(given, splits, strict=True)
    ]
    texts = _drop_shared_texts(titles, [entry.text for entry in given])
    tails = [_split_tail(title, text) for title, text in zip(titles, texts, strict=True)]
    for _ in range(_MAX_TAILS):
        recurring = _find_recurring(
            ((text, tail) for text, (_, tail) in zip(texts, tails, strict=True)), _TAIL_SHARE
        )
        if not recurring:
            break
        for place, (head, tail) in enumerate(tails):
            if tail in recurring:
                texts[place], tails[place] = head, _split_tail(titles[place], head)
    return list(zip(titles, texts, strict=True))


def _drop_shared_texts(titles: list[str], texts: list[str]) -> list[str]:
    """Return texts, each "" if too many entries share it, whatever their titles in it."""
    rows = list(zip(titles, texts, strict=True))
    short = {
        (title, text): text.replace(title, "").casefold()
        for title, text in rows
        if title and 0 < len(text) <= _MAX_TAIL
    }
    counts = Counter(short.values())
    threshold = max(_MIN_RECURRENCES, _SHARED_TEXT_SHARE * len(rows))
    shared = {text for text, count in counts.items() if count >= threshold}
    return ["" if shared and short.get(row) in shared else row[1] for row in rows]


def _find_recurring(ends: Iterable[tuple[str, str]], share: float) -> frozenset[str]:
    """Return the ends that enough different texts share. ends: (text, end) pairs."""
    distinct = dict(ends)
    counts = Counter(end for end in distinct.values() if end)
    threshold = max(_MIN_RECURRENCES, share * len(distinct))
    return frozenset(end for end, count in counts.items() if count >= threshold)


def _split_suffix(title: str) -> tuple[str, str]:
    *_, last = None, *_SEPARATOR.finditer(title)
    return (title[: last.start()], title[last.end() :]) if last else (title, "")


def _split_tail(title: str, text: str) -> tuple[str, str]:
    """Split the last sentence or paragraph off a text; return the rest and a key for it, "" if it is long."""
    search_from = max(len(text) - _MAX_TAIL, 0)
    found = _TAIL_START.match(text, search_from)
    if not found and search_from:
        return text, ""
    end, start = found.span(1) if found else (0, 0)
    key = text[start:].replace(title, "") if title else text[start:]
    return text[:end], key.casefold()


def _find_shared_keys(entries: Iterable[tuple[Draft, Words]]) -> frozenset[str]:
    """Return the guids that different entries share ("N/A"): they identify none of them."""
    shared = set()
    for key, group in _group_shared(entries, attrgetter("key")).items():
        titles, texts = map(set, zip(*(words for _, words in group), strict=True))
        differ = all(len(values) > 1 or values == {""} for values in (titles, texts))
        if differ and len(titles | texts) > 2:
            shared.add(key)
    return frozenset(shared)


def _find_shared_addresses(
    entries: Iterable[tuple[Draft, Words]], shared_keys: Collection[str]
) -> frozenset[str]:
    """Return the addresses that many titles share, or entries with different guids, titles and texts."""
    shared = set()
    for url, group in _group_shared(entries, attrgetter("url")).items():
        keys = {entry.key for entry, _ in group}
        words = [own for _, own in group]
        have_own_keys = len(keys) > 1 or not keys.isdisjoint(shared_keys)
        is_common = len({title for title, _ in words}) >= SHARED_ADDRESS_TITLES
        if is_common or (have_own_keys and _are_different(words)):
            shared.add(url)
    return frozenset(shared)


def _group_shared(
    entries: Iterable[tuple[Draft, Words]], get_value: Callable[[Draft], str]
) -> dict[str, list[tuple[Draft, Words]]]:
    """Return {value: the entries that have it} for the values that several entries have."""
    groups: defaultdict[str, list[tuple[Draft, Words]]] = defaultdict(list)
    for row in entries:
        groups[get_value(row[0])].append(row)
    return {value: group for value, group in groups.items() if value and len(group) > 1}


def _are_different(group: Sequence[Words]) -> bool:
    """Whether entries differ in both title and text; one that only adds words ("… (updated)") is no other."""
    return all(
        not any(mine in theirs or theirs in mine for mine, theirs in zip(one, other, strict=True))
        for one, other in pairwise(sorted(group))
    )
