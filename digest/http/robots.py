"""Check the robots.txt rules of sites (RFC 9309). The only module that uses protego."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.errors import SourceError
from digest.http.client import Client, Request
from digest.text.decoding import decode_bytes

if TYPE_CHECKING:
    from protego import Protego

_MAX_BYTES = 512_000


@dataclass(slots=True)
class Robots:
    """The robots.txt rules of the sites of one visit; each robots.txt is requested once.

    origin: the configured address on whose behalf a site is contacted. timeout: seconds for each request.
    """

    client: Client
    origin: str
    timeout: float
    _rules: dict[str, Protego | None] = field(default_factory=dict)

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
        site = urlsplit(url).netloc
        if site not in self._rules:
            self._rules[site] = self._fetch_rules(urljoin(url, "/robots.txt"))
        return self._rules[site]

    def _fetch_rules(self, address: str) -> Protego | None:
        from protego import Protego

        try:
            response = self.client.fetch(Request(address, origin=self.origin, timeout=self.timeout))
        except SourceError:
            return None
        if response.status == 429 or response.status >= 500:
            return None
        rules: Protego = Protego.parse("" if response.error else decode_bytes(response.body[:_MAX_BYTES]))
        return rules
