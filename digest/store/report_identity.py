"""Recognize a report that its outlet sends again at another address, so that it is not news twice.

The id of an article comes from its address. Addresses change: to https, to another host, to another slug when
a headline is corrected, to another domain; and some carry a number of the visit. So three more traits are
kept with each article. An article whose id is unknown is the known one that shares a trait with it and
resembles it enough; it gets that one's id.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from digest.models import Article, Collected
from digest.text import measure_overlap, split_words
from digest.text.fingerprints import normalize_letters

_MIN_LIKENESS = 0.5
"""Two versions of a report share at least this share of the words of the longer headline, or of the
five-word runs of the shorter one with its text."""

_MIN_TEXT_LIKENESS = 0.75
"""The same for two versions that have neither guid nor address in common."""

_MIN_WORDS, _MIN_WORDS_OF_ANOTHER_TIME = 4, 12
"""The same headline and text in so many words are one report; the higher number counts unless the times are
the same, because "Tonight's forecast: hear it here" is another one each evening."""

_TEXT_START = 200
"""Characters of a text that are part of its key; texts that begin alike are compared in full."""

_MAX_KNOWN = 4096
"""So many articles arrive in some transactions."""

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_PATH_SUFFIX = re.compile(r"(?<=[^/])/(?:amp|index\.(?:html?|php|aspx?))$", re.IGNORECASE)
# Servers write these into addresses of visitors without cookies.
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;?]*", re.IGNORECASE)
_SESSION_PARAMETERS = frozenset(
    {"jsessionid", "phpsessid", "aspsessionid", "sessionid", "session_id", "sid", "cfid", "cftoken", "zenid"}
)
_LONG_VALUE = 8
"""A session number has at least this many characters; "sid=12" may select a page."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What identifies an article besides its id: its guid ("" for none), and keys of 63 bits (0 for none).

    address: the same for different forms of one web address. text: the same for equal headlines and
    beginnings of texts in one outlet.
    """

    guid: str
    address: int
    text: int


def make_traits(article: Article) -> Traits:
    """Return the traits of an article. Cost: linear in its text."""
    return _make_traits(article.guid, article.url, article.source, article.title, article.text[:_TEXT_START])


@lru_cache(maxsize=_MAX_KNOWN)  # they are needed to recognize an article, and again to save it
def _make_traits(guid: str, url: str, outlet: str, title: str, start: str) -> Traits:
    return Traits(guid, make_address_key(url), make_text_key(outlet, title, start))


def make_address_key(url: str) -> int:
    """Return a key of 63 bits that is the same for different forms of one web address, or 0 for none.

    The forms differ in http or https, "www.", "m." or "amp." before the host, "/amp", "/index.html" or a
    slash at the end, the number of a session, and the order of the parameters.

    url: in canonical form (see `canonicalize_url`), so without tracking parameters.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in ("http", "https"):
        return 0
    host_and_path, _, query = rest.partition("?")
    if ";" in host_and_path:
        host_and_path = _SESSION_IN_PATH.sub("", host_and_path)
    host_and_path = _PATH_SUFFIX.sub("", _HOST_PREFIX.sub("", host_and_path.rstrip("/")))
    pairs = sorted(pair for pair in query.split("&") if pair and not _is_session(pair)) if query else ()
    return _make_key("\n".join((host_and_path, *pairs)))


def make_text_key(outlet: str, title: str, text: str) -> int:
    """Return a key of 63 bits for a headline and the start of its text in an outlet.

    Case, white space and punctuation make no difference.
    """
    return _make_key(f"{outlet}\n{normalize_letters(f'{title} {text[:_TEXT_START]}')}")


def is_same_report(known: Article, received: Article) -> bool:
    """Whether an article with the guid or the address of a known report is another version of it.

    The guid or the address does not suffice: some feeds number their entries anew each day, or keep one
    address for the newest report. If the times differ, a similar headline does not suffice, either.
    """
    one, other = f"{known.title}\n{known.text}", f"{received.title}\n{received.text}"
    if measure_overlap(one, other) >= _MIN_LIKENESS:
        return True
    if len({date for date in (known.published, received.published) if date}) > 1:
        return False
    title, other_title = set(split_words(known.title)), set(split_words(received.title))
    return len(title & other_title) >= _MIN_LIKENESS * max(len(title), len(other_title), 1)


def is_same_text(known: Article, received: Article) -> bool:
    """Whether an article with the outlet, headline and start of a known report is the same report."""
    is_same_time = known.published is not None and known.published == received.published
    least = _MIN_WORDS if is_same_time else _MIN_WORDS_OF_ANOTHER_TIME
    words, others = (split_words(f"{article.title} {article.text}") for article in (known, received))
    if words == others:
        return len(words) >= least
    return measure_overlap(known.text, received.text) >= _MIN_TEXT_LIKENESS


def match_reports(
    visit: Collected, traits: Mapping[str, Traits], candidates: Mapping[Article, Traits]
) -> dict[str, str]:
    """Find the articles of a visit that are known under another id.

    An article that the same visit still sends under its own id is not taken for another one, and none is
    taken twice.

    Args:
        visit: its articles, in any order.
        traits: {id: traits} of those of its articles whose ids are unknown.
        candidates: known articles that may share a trait with them, and their traits.

    Returns:
        {id of the article received: id of the known one}. If several are possible, one of the same source
        comes first, then the earliest. Cost: linear in the articles and in the texts that are compared.
    """
    key = visit.source.key
    ranked = sorted(candidates, key=lambda one: (one.feed != key, one.first_seen, one.id))
    by_guid, by_address, by_text = (defaultdict[object, list[Article]](list) for _ in range(3))
    for known in ranked:
        known_traits = candidates[known]
        if known.feed == key:
            by_guid[known_traits.guid].append(known)
        by_address[known_traits.address].append(known)
        by_text[known_traits.text].append(known)
    counts = Counter(article.guid for article in visit.articles)
    sent = {article.id for article in visit.articles}
    found: dict[str, str] = {}
    for article in visit.articles:
        if not (own := traits.get(article.id)):
            continue
        # A guid that a source gives to several articles names none of them.
        same_guid = by_guid[own.guid] if own.guid and counts[own.guid] == 1 else []
        same_address = by_address[own.address] if own.address else []
        same_text = by_text[own.text] if own.text else []
        versions = (known for known in (*same_guid, *same_address) if is_same_report(known, article))
        copies = (known for known in same_text if is_same_text(known, article))
        match = next((known.id for known in chain(versions, copies) if known.id not in sent), None)
        if match:
            found[article.id] = match
            sent.add(match)
    return found


def _is_session(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name.lower() in _SESSION_PARAMETERS and len(value) >= _LONG_VALUE


def _make_key(identity: str) -> int:
    number = blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(number, "big") >> 1 or 1
