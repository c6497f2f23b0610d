"""Hosts: which of them are private, and how one is reached without being led to another."""

from __future__ import annotations

import re
import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from digest.errors import SourceError, UnreachableError

_LOCAL_NAME = re.compile(r"[^.]*\.?|.*\.(?:localhost|local|lan|internal|home\.arpa)\.?", re.IGNORECASE)
# NAT64, and the old form of an IPv4 address in one of IPv6; "::" and "::1" come out as private, too.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_ONLINE = "Check the address, and that this machine is online."
_LATER = "It is tried again at the next visit."


def is_local_name(host: str) -> bool:
    """Whether a host, as written, is one of this machine or its network: a private number, a local name."""
    try:
        return _is_private(host)
    except ValueError:
        pass
    try:  # 127.1 and 0x7f.1 are numbers, too
        return _is_private(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, UnicodeError):
        return _LOCAL_NAME.fullmatch(host) is not None


def _is_private(address: str) -> bool:
    """Whether a number belongs to this machine, to its network or to nobody."""
    number = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        low = IPv4Address(int(number) & 0xFFFFFFFF)
        translated = any(number in network for network in _TRANSLATED)
        number = number.ipv4_mapped or number.sixtofour or (low if translated else number)
    return not number.is_global or number.is_multicast


def connect_host(host: str, port: int, seconds: float, guarded: bool) -> socket.socket:
    """A socket to the first address of a host that answers within so many seconds."""
    deadline = time.monotonic() + seconds
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnreachableError(host, f"there is no host of the name {host}", _ONLINE) from error
    addresses = {where: family for family, _, _, _, where in found}
    if guarded and (private := [where[0] for where in addresses if _is_private(str(where[0]))]):
        raise refuse_private(host, str(private[0]))
    failure: OSError = TimeoutError()
    for tried, (where, family) in enumerate(addresses.items()):
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # a family of addresses this machine does not speak
            failure = error
            continue
        try:
            sock.settimeout(max((deadline - time.monotonic()) / (len(addresses) - tried), 0.001))
            sock.connect(where)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            sock.close()
            failure = error
            continue
        return sock
    raise _tell_unreachable(host, port, failure, seconds) from failure


def refuse_private(host: str, address: str) -> SourceError:
    """Why a host is not asked whose address is private."""
    told = host if host == address else f"{host} ({address})"
    return SourceError(
        host,
        f"{told} is an address of this machine or its network, which the source may not lead to",
        "If it is meant, name the host in private_hosts.",
    )


def _tell_unreachable(host: str, port: int, error: OSError, seconds: float) -> UnreachableError:
    if isinstance(error, TimeoutError):
        return UnreachableError(host, f"{host} did not answer within {seconds:.3g} s", _LATER)
    if isinstance(error, ConnectionRefusedError):
        return UnreachableError(host, f"{host} refuses connections at port {port}", _ONLINE)
    return UnreachableError(host, f"{host} cannot be reached ({error.strerror or error})", _ONLINE)
