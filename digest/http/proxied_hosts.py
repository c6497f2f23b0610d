"""Look up the hosts that a proxy is asked for: a proxy would connect to private addresses for strangers.

The proxy looks names up itself, so this cannot be certain: a name may have other addresses there, or a moment
later. A name that cannot be looked up here is left to the proxy. docs/security.md says so.
"""

from __future__ import annotations

import socket
import threading

from digest.http.private_hosts import is_private

LOOKUP_SECONDS = 2.0
MAX_UNANSWERED = 3
"""After so many lookups without an answer there is no resolver here, and no further ones are made."""

_UNANSWERED: list[str] = []


def find_private_address(host: str) -> str:
    """Return a private address that a host name has by this machine's resolver, or "". Takes 2 s at most."""
    if len(_UNANSWERED) >= MAX_UNANSWERED:
        return ""
    found: list[str] | None = None

    def look_up() -> None:
        nonlocal found
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except (OSError, ValueError):  # UnicodeError: it is not a name
            found = []

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(LOOKUP_SECONDS)
    if found is None:
        _UNANSWERED.append(host)
        return ""
    return next((address for address in found if is_private(address)), "")
