"""Classify hosts as private or public, and open sockets to them without being misled by DNS."""

from __future__ import annotations

import re
import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from digest.errors import SourceError, UnreachableError

_LOCAL_NAME = re.compile(r"[^.]*\.?|.*\.(?:localhost|local|lan|internal|home\.arpa)\.?", re.IGNORECASE)
# NAT64, and IPv4-compatible IPv6 addresses; "::" and "::1" come out as private, too.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_ONLINE = "Check the address, and whether this machine is online."
_LATER = "The next visit tries again."


def is_local_name(host: str) -> bool:
    """Whether a host, as written, is a private IP address or a name in the local network."""
    try:
        return _is_private(host)
    except ValueError:
        pass
    try:  # 127.1 and 0x7f.1 are IP addresses, too
        return _is_private(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        return _LOCAL_NAME.fullmatch(host) is not None


def _is_private(address: str) -> bool:
    """Whether an IP address belongs to this machine, to its network or to nobody."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        low = IPv4Address(int(ip) & 0xFFFFFFFF)
        translated = any(ip in network for network in _TRANSLATED)
        ip = ip.ipv4_mapped or ip.sixtofour or (low if translated else ip)
    return not ip.is_global or ip.is_multicast


def open_socket(host: str, port: int, seconds: float, block_private: bool) -> socket.socket:
    """Open a socket to the first address of a host that accepts, within `seconds` for all addresses together.

    block_private: raise SourceError if one of its addresses is private. Raises UnreachableError if the
    name cannot be resolved or no address accepts.
    """
    deadline = time.monotonic() + seconds
    try:
        results = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnreachableError(host, f"the host name {host} cannot be resolved", _ONLINE) from error
    addresses = {address: family for family, _, _, _, address in results}
    if block_private and (private := [address[0] for address in addresses if _is_private(str(address[0]))]):
        raise describe_private_host(host, str(private[0]))
    failure: OSError = TimeoutError()
    for tried, (address, family) in enumerate(addresses.items()):
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # an address family that this machine does not support
            failure = error
            continue
        try:
            sock.settimeout(max((deadline - time.monotonic()) / (len(addresses) - tried), 0.001))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            sock.close()
            failure = error
            continue
        return sock
    raise _describe_unreachable(host, port, failure, seconds) from failure


def describe_private_host(host: str, address: str) -> SourceError:
    """Return the error for a host whose address is private."""
    shown = host if host == address else f"{host} ({address})"
    return SourceError(
        host,
        f"{shown} is a private address of this machine or its network, which the source may not access",
        "If you trust it, add the host to private_hosts.",
    )


def _describe_unreachable(host: str, port: int, error: OSError, seconds: float) -> UnreachableError:
    if isinstance(error, TimeoutError):
        return UnreachableError(host, f"{host} did not answer within {seconds:.3g} s", _LATER)
    if isinstance(error, ConnectionRefusedError):
        return UnreachableError(host, f"{host} refuses connections on port {port}", _ONLINE)
    return UnreachableError(host, f"{host} cannot be reached ({error.strerror or error})", _ONLINE)
