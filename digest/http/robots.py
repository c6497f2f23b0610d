"""What a site asks of programs that read its pages (RFC 9309). The one door to protego."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.errors import SourceError
from digest.http.client import Client, Request
from digest.text.decoding import decode_bytes

if TYPE_CHECKING:
    from protego import Protego

_MOST_BYTES = 512_000


@dataclass(slots=True)
class Robots:
    """The rules of the sites that one visit comes to; each robots.txt is asked for once.

    origin: the configured address for whose sake a site is asked. timeout: seconds for each.
    """

    client: Client
    origin: str
    timeout: float
    _rules: dict[str, Protego | None] = field(default_factory=dict)

    def allow(self, url: str) -> bool:
        """Whether a page may be asked for. A site without rules allows it; one that cannot tell its
        rules just now does not."""
        rules = self._find(url)
        return rules is not None and bool(rules.can_fetch(url, self._name))

    def wants_pauses(self, url: str) -> bool:
        """Whether its site asks for some time between two requests."""
        rules = self._find(url)
        return rules is not None and bool(rules.crawl_delay(self._name))

    @property
    def _name(self) -> str:
        return self.client.user_agent.partition("/")[0]

    def _find(self, url: str) -> Protego | None:
        site = urlsplit(url).netloc
        if site not in self._rules:
            self._rules[site] = self._read(urljoin(url, "/robots.txt"))
        return self._rules[site]

    def _read(self, address: str) -> Protego | None:
        from protego import Protego

        asked = Request(address, origin=self.origin, timeout=self.timeout)
        try:
            answer = self.client.fetch(asked)
        except SourceError:
            return None
        if answer.status == 429 or answer.status >= 500:
            return None
        rules: Protego = Protego.parse("" if answer.refusal else decode_bytes(answer.body[:_MOST_BYTES]))
        return rules
