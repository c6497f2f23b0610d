"""Classify hosts and IP addresses as private or public."""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from digest.errors import SourceError

_LOCAL_NAME = re.compile(r"[^.]*\.?|.*\.(?:localhost|local|lan|internal|home\.arpa)\.?", re.IGNORECASE)
# NAT64, and IPv4-compatible IPv6 addresses; "::" and "::1" come out as private, too.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
# NAT64 within a network (RFC 8215), which Python's ipaddress calls global.
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")


@lru_cache(maxsize=4096)  # each request calls it twice
def is_local_name(host: str) -> bool:
    """Whether a host, as written, is a private IP address or a name in the local network."""
    host = host.removesuffix(".")
    try:
        return is_private(host)
    except ValueError:
        pass
    try:  # 127.1 and 0x7f.1 are IP addresses, too
        return is_private(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        return _LOCAL_NAME.fullmatch(host) is not None


def is_private(address: str) -> bool:
    """Whether an IP address belongs to this machine, to its network or to nobody. Raises ValueError."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip in _LOCAL_TRANSLATION:
            return True
        low = IPv4Address(int(ip) & 0xFFFFFFFF)
        translated = any(ip in network for network in _TRANSLATED)
        ip = ip.ipv4_mapped or ip.sixtofour or (low if translated else ip)
    return not ip.is_global or ip.is_multicast


def describe_private_host(host: str, address: str) -> SourceError:
    """Return the error for a host whose address is private."""
    shown = host if host == address else f"{host} ({address})"
    return SourceError(
        host,
        f"{shown} is a private address of this machine or its network, which the source may not access",
        "If you trust it, add the host to private_hosts.",
    )
