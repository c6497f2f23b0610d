"""Asking the web politely: what is asked, what is answered, and which answers are to be believed."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from digest import __version__
from digest.errors import SourceError
from digest.http.hosts import is_local_name
from digest.text.urls import without_password

MAX_REDIRECTS = 5
MAX_RETRY_AFTER = 86_400.0
"""The longest that a server may put a visit off, in seconds."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_KEPT_HEADERS = """
    age cache-control cf-mitigated content-type date etag last-modified retry-after
    """.split()  # noqa: SIM905
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?:(https?:)|(?=//))", re.IGNORECASE)
_CHECK = "Check the address in a browser."
_LATER = "It is tried again at the next visit."

# What a status says about a source: (what is wrong, what to do).
_REFUSALS = {
    401: (
        "it asks for a name and a password (401)",
        "Put them into the address or the headers of the source.",
    ),
    402: ("it asks to be paid (402)", _CHECK),
    403: ("it refuses access (403)", _CHECK),
    404: ("there is nothing at this address (404)", "Look for the new address on the publisher's page."),
    407: ("the proxy asks for a name and a password (407)", "Put them into the address of the proxy."),
    410: ("it is gone for good, says its server (410)", "Remove it, or look for its new address."),
    429: ("it asks for fewer visits (429)", "It is left alone for a while."),
    451: ("it is withheld for legal reasons (451)", _CHECK),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask for.

    url: an http or https address. origin: the address in the configuration for whose sake it is asked: its
    host may be private, and its host alone is told the headers, (name, value), and the name and password
    that stand in it. Without one no private host is asked, and url's own host is told them. etag,
    modified: the validators of the answer known already. accept: media types. body: what is posted, for its
    own sake: redirects are answers then; None only asks. timeout (seconds) and max_bytes: where they differ
    from the door's.
    """

    url: str
    etag: str = ""
    modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    accept: str = "*/*"
    timeout: float | None = None
    max_bytes: int | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered.

    url: where the answer came from in the end. headers: (lower-case name, value), those of interest.
    body: unpacked bytes. moved_to: the address that url has moved to for good, or "". cut_off: the
    body ended too early.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    moved_to: str = ""
    cut_off: bool = False

    def header(self, name: str) -> str:
        """The value of a header, or ""."""
        return dict(self.headers).get(name, "")

    @property
    def etag(self) -> str:
        return self.header("etag")

    @property
    def modified(self) -> str:
        return self.header("last-modified")

    @property
    def charset(self) -> str:
        """The encoding that the server names, or ""."""
        named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.header("content-type"), re.IGNORECASE)
        return named[1] if named else ""

    @property
    def retry_after(self) -> float | None:
        """Seconds until the server wants to be asked again, at most MAX_RETRY_AFTER, or None."""
        from email.utils import parsedate_to_datetime  # late: 20 ms

        told = self.header("retry-after").strip()
        if told.isdecimal():
            return min(float(told), MAX_RETRY_AFTER)
        try:
            wait = parsedate_to_datetime(told) - parsedate_to_datetime(self.header("date"))
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(wait.total_seconds(), 0.0), MAX_RETRY_AFTER)

    @property
    def fresh_for(self) -> float:
        """Seconds for which the server says this answer holds, 0 when it does not say."""
        said = self.header("cache-control").lower()
        named = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", said)
        if named is None or "no-cache" in said or "no-store" in said:
            return 0.0
        age = self.header("age").strip()
        return max(float(named[1]) - (float(age) if age.isdecimal() else 0.0), 0.0)

    @property
    def refusal(self) -> SourceError | None:
        """Why this is no answer to work with, or None for 200 and its kin and 304 (not modified)."""
        if self.status == 304 or 200 <= self.status < 300:
            return None
        if self.header("cf-mitigated") == "challenge":
            told = (
                "a bot check stands before it",
                "Programs are not let in: look for another address of this source.",
            )
        elif self.status >= 500:
            told = f"its server is in trouble ({self.status})", _LATER
        else:
            told = _REFUSALS.get(self.status, (f"its server refuses this request ({self.status})", _CHECK))
        return SourceError(self.url, *told)


@dataclass(frozen=True, slots=True)
class Client:
    """How the network is used: plain settings, so that it pickles; connections are kept per process.

    timeout_seconds: from connecting to the last byte, redirects included. max_bytes: of a body,
    unpacked. per_host: requests to one host at a time. at_once: how many hosts' connections are kept.
    private_hosts: hosts that may lie on this machine or its network ("*": all) besides those that stand
    in the configuration as such. proxies: what urllib.request.getproxies() says, as pairs.
    """

    user_agent: str = f"daily-news-digest/{__version__} (personal news digest; asks conditionally)"
    timeout_seconds: float = 20.0
    max_bytes: int = 10_000_000
    per_host: int = 2
    at_once: int = 32
    private_hosts: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str], ...] = ()

    def fetch(self, request: Request) -> Response:
        """Return the answer to a request, after at most MAX_REDIRECTS redirects.

        Every status comes back as a response; see Response.refusal. Only permanent redirects that lead
        to a good answer are remembered in moved_to. Raises SourceError when there is no answer: host not
        found, refused or silent, too slow, too large, private, no address of the web.
        """
        try:
            return _follow(self, request)
        except SourceError as error:
            raise type(error)(without_password(request.url), error.message, error.advice) from error


def _follow(client: Client, request: Request) -> Response:
    from digest.http import connections, wire  # late: they take 80 ms to import

    at = home = _split_address(request.url)
    if request.origin not in ("", request.url):
        home = _split_address(request.origin)
    left = request.timeout or client.timeout_seconds
    moved_to, lasting = "", True
    for _ in range(1 + MAX_REDIRECTS):
        host = at.hostname or ""
        at_home = host == home.hostname
        named = host in client.private_hosts or "*" in client.private_hosts
        guarded = not (named or (at_home and request.origin and is_local_name(host)))
        line = connections.Line(client.per_host, client.at_once, guarded, _find_proxy(client, at))
        secrets = home if at_home and at.scheme >= home.scheme else None
        headers = _make_headers(client, request, secrets, wire.ACCEPTED)
        url = at._replace(netloc=at.netloc.rpartition("@")[2], fragment="").geturl()
        most = request.max_bytes or client.max_bytes
        answer = wire.send_request(line, url, headers, left, most, request.body)
        target = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not target or request.body is not None:
            kept = tuple((name, answer.headers[name]) for name in _KEPT_HEADERS if name in answer.headers)
            response = Response(url, answer.status, kept, answer.body, cut_off=answer.cut_off)
            return replace(response, moved_to=moved_to) if moved_to and not response.refusal else response
        # Header bytes are handed over as Latin-1; addresses that are not ASCII are UTF-8 in practice.
        target = target.encode("latin-1", "ignore").decode("utf-8", "replace")
        at = _split_address(target, url)
        lasting = lasting and answer.status in _PERMANENT
        if lasting and "@" not in home.netloc:
            moved_to = at._replace(fragment="").geturl()
        left = max(left - answer.seconds, 0.001)
    raise SourceError(url, f"it sends its visitors on more than {MAX_REDIRECTS} times", _CHECK)


def _split_address(url: str, base: str = "") -> SplitResult:
    """An address of the web in its parts; "feed:" in front is an old habit of links to feeds."""
    try:
        parts = urlsplit(
            urljoin(base, _FEED_SCHEME.sub(lambda found: found[1] or "http:", url.strip(), count=1))
        )
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        told = without_password(url)
        raise SourceError(
            told, f"{told[:80]!r} is not an address of the web", "It must begin with https:// or http://."
        )
    return parts


def _make_headers(
    client: Client, request: Request, secrets: SplitResult | None, packings: str
) -> dict[str, str]:
    """The headers of a request; secrets: the address whose password, if any, may be told, or None."""
    headers = {"User-Agent": client.user_agent, "Accept": request.accept, "Accept-Encoding": packings}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.modified:
        headers["If-Modified-Since"] = request.modified
    if secrets is not None:
        if secrets.username is not None:
            pair = f"{unquote(secrets.username)}:{unquote(secrets.password or '')}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode("ascii")
        given = {name.lower() for name, _ in request.headers}
        headers = {name: value for name, value in headers.items() if name.lower() not in given}
        headers.update(request.headers)
    return headers


def _find_proxy(client: Client, at: SplitResult) -> str:
    """The address of the proxy that leads there, or ""."""
    proxies = dict(client.proxies)
    proxy = proxies.get(at.scheme) or proxies.get("all", "")
    if proxy:
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        if proxy_bypass_environment(at.netloc.rpartition("@")[2], proxies):
            return ""
    return proxy
