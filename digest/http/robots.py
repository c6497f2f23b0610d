"""Check the robots.txt rules of sites (RFC 9309). The only module that uses protego."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digest.errors import SourceError
from digest.http.client import Client, Request
from digest.models.secret_text import is_secret
from digest.text.decoding import decode_bytes
from digest.text.urls import resolve_feed_scheme

if TYPE_CHECKING:
    from protego import Protego

_MAX_BYTES = 512_000


_MAX_SITES = 256
"""The rules of so many sites are kept: sources that are visited in one round often link to the same ones."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt rules of the sites of one visit; each robots.txt is requested once in a round.

    origin: the configured address on whose behalf a site is contacted. timeout: seconds for each request.
    now: the time of the round.
    """

    client: Client
    origin: str
    timeout: float
    now: datetime

    def is_allowed(self, url: str) -> bool:
        """Whether a page may be requested. A site without a robots.txt allows it; a site whose robots.txt
        cannot be read at the moment does not."""
        rules = self._find_rules(url)
        return rules is not None and bool(rules.can_fetch(url, self._user_agent))

    def has_crawl_delay(self, url: str) -> bool:
        """Whether the site of a page asks for a delay between two requests."""
        rules = self._find_rules(url)
        return rules is not None and bool(rules.crawl_delay(self._user_agent))

    @property
    def _user_agent(self) -> str:
        return self.client.user_agent.partition(" ")[0].partition("/")[0]

    def _find_rules(self, url: str) -> Protego | None:
        # Of an origin without secrets, only the site decides what may be contacted.
        origin = self.origin if is_secret(self.origin) else _find_site(self.origin)
        return fetch_rules(self.client, urljoin(url, "/robots.txt"), origin, self.timeout, self.now)


@lru_cache(maxsize=_MAX_SITES)
def _find_site(address: str) -> str:
    return urljoin(resolve_feed_scheme(address), "/")


@lru_cache(maxsize=_MAX_SITES)
def fetch_rules(client: Client, address: str, origin: str, timeout: float, _now: datetime) -> Protego | None:
    """Return the rules of a robots.txt, None if it cannot be read at the moment."""
    from protego import Protego

    try:
        response = client.fetch(Request(address, origin=origin, timeout=timeout))
    except SourceError:
        return None
    if response.status == 429 or response.status >= 500:
        return None
    rules: Protego = Protego.parse("" if response.error else decode_bytes(response.body[:_MAX_BYTES]))
    return rules
