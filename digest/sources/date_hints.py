"""Say what is known of a source that helps to read its dates: their language and country."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOST = re.compile(r"[a-z]+://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateHints:
    """What is known of a source whose dates are read.

    language: ("pt-BR"), or "". country: two lower-case letters, or "".
    """

    language: str = ""
    country: str = ""


def find_hints(language: str, address: str) -> DateHints:
    """Return what helps to read the dates of a source. language: as declared. address: a URL of it."""
    code, _, region = language.replace("_", "-").lower().partition("-")
    host = _HOST.match(address)
    domain = host[1].lower().rpartition(".")[2] if host else ""
    country = region if len(region) == 2 else domain if len(domain) == 2 else ""
    return DateHints(f"{code}-{region}" if region else code, {"uk": "gb"}.get(country, country))
