"""Follow the pages that send their visitors on (meta refresh), as browsers do."""

from __future__ import annotations

import re
from dataclasses import replace

from digest.errors import SourceError
from digest.http import Client, Request, Response

_MAX_REFRESHES = 2
_HEAD = 100_000
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|channel)[\s>]", re.IGNORECASE)
_ROOT_HEAD = 16_000
_META = re.compile(rb"http-equiv\s*+=\s*+[\"']?\s*+refresh", re.IGNORECASE)


def fetch_through_refresh(client: Client, request: Request) -> tuple[Response, bool]:
    """Fetch an address and whatever its page sends its visitors on to; return whether it did.

    At most two pages are followed, as temporary redirects, with the cookies that they set; see Client.fetch
    for the errors. A page that leads nowhere is returned itself, and so is one that leads to itself, unless
    it has set a cookie.
    """
    response = first = client.fetch(request)
    seen = {(response.url, request.cookies)}
    for _ in range(_MAX_REFRESHES):
        target, cookies = _find_refresh(response), response.cookies
        if not target or (target, cookies) in seen:
            break
        seen.add((target, cookies))
        origin = request.origin or request.url
        following = replace(request, url=target, origin=origin, etag="", modified="", cookies=cookies)
        try:
            response = client.fetch(following)
        except SourceError:
            return first, False
    if response is first or response.error:
        return first, False
    return replace(response, moved_to=first.moved_to), True


def _find_refresh(response: Response) -> str:
    """Return the address to which a response sends its visitors at once, or ""."""
    if response.status == 304:
        return ""
    header = response.header("refresh")
    is_feed = _FEED_ROOT.search(response.body, 0, _ROOT_HEAD) is not None
    has_meta = not is_feed and _META.search(response.body, 0, _HEAD) is not None
    if not (header or has_meta):
        return ""
    from digest.sources.page_links import (
        MAX_REFRESH_SECONDS,
        find_page_links,
        read_refresh,
    )  # late: it is rare

    target, seconds = read_refresh(header, response.url)
    if target and seconds <= MAX_REFRESH_SECONDS:
        return target
    if not has_meta:
        return ""
    return find_page_links(response.body[:_HEAD].decode("utf-8", "ignore"), response.url).refresh
