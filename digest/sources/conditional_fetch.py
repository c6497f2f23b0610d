"""Fetch a web address only if it has changed, and turn the response into articles and a source state."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.models import Collected, Visit
from digest.sources.backoff import find_next_visit, record_refusal
from digest.sources.page_refresh import fetch_through_refresh
from digest.text import clean_name
from digest.text.urls import remove_credentials

if TYPE_CHECKING:
    from digest.sources.feed_entries import Feed

# Fetching waits for the network and runs in many threads. Parsing needs the processor: threads that parse at
# the same time only compete for the interpreter.
PARSE_LOCK = Lock()
RELOAD_DAYS = 7
"""A source is fetched unconditionally once in so many days: some servers answer "not modified" for ever."""

_LATER = "The next visit tries again."
# In so many bytes the first entry of a feed begins; otherwise its times are part of what is compared.
_HEAD_BYTES = 16_000
_FIRST_ENTRY = re.compile(rb"<(?:[\w.-]{1,30}:)?(?:item|entry)[\s>]")
_BUILD_TIME = re.compile(rb"<(lastBuildDate|pubDate|updated|modified|dc:date)>[^<]{0,100}</\1\s{0,9}>")


def fetch_if_changed(
    visit: Visit, client: Client, accept: str, parse: Callable[[Response], Feed]
) -> Collected:
    """Fetch the address of a source if it has changed; return its articles, newest first, and its state.

    Once in RELOAD_DAYS it is fetched whether or not the server says that it has changed, and a page that
    sends its visitors on (meta refresh) is followed.

    accept: media types. parse: makes a feed of the response; not called if nothing has changed. An error
    response becomes a failure in the result, with the time before which the source should not be visited
    again. Raises SourceError if there is no response or parse finds nothing in it. Cost: linear.
    """
    source, state = visit.source, visit.state
    where = remove_credentials(source.location)
    request = Request(
        state.moved_to or source.location,
        headers=source.headers,
        origin=source.location,
        accept=accept,
        timeout=source.timeout,
        max_bytes=source.max_bytes,
    )
    if not _is_reload_due(visit):
        request = replace(request, etag=state.etag, modified=state.modified)
    response, was_refreshed = fetch_through_refresh(client, request)
    if error := response.error:
        failure = SourceError(where, error.message, error.advice)
        return Collected(source, failure=failure, state=record_refusal(visit, response))
    if response.status == 304 and not (state.etag or state.modified):
        raise SourceError(where, "the server answers “not modified” (304) to a first visit")
    moved_to = response.moved_to or state.moved_to
    body_hash = _hash_content(response.body)
    # The validators of a page that sends its visitors on say nothing of where it leads.
    is_valid = not (response.cut_off or was_refreshed)
    etag, modified = (response.etag, response.modified) if is_valid else ("", "")
    if response.status == 304 or body_hash == state.body:
        if response.status != 304:
            state = replace(state, etag=etag, modified=modified)
        next_visit = find_next_visit(state, response, visit.now)
        state = replace(state, moved_to=moved_to, not_before=next_visit)
        return Collected(source, state=state, unchanged=True)
    from digest.sources.feed_entries import make_articles  # late: not needed if nothing has changed

    with PARSE_LOCK:
        feed = parse(response)
        if source.takes_title and (title := clean_name(feed.title)):
            source = replace(source, name=title)
        articles, left_out, warnings = make_articles(feed, source, visit.now)
    is_complete = not (response.cut_off or feed.cut_off)
    if not is_complete:
        if not articles:
            raise SourceError(where, "it breaks off before the end of its first entry", _LATER)
        warnings = (*warnings, "its end is missing; the complete entries before it were taken")
    state = replace(
        state,
        moved_to=moved_to,
        etag=etag if is_complete else "",
        modified=modified if is_complete else "",
        body=body_hash if is_complete else "",
        rest_minutes=feed.rest_minutes,
        quiet_hours=feed.quiet_hours,
    )
    state = replace(state, not_before=find_next_visit(state, response, visit.now))
    return Collected(source, articles, state=state, left_out=left_out, warnings=warnings)


def _hash_content(body: bytes) -> str:
    """Return the hash of a document without the times at which a feed was built, which precede its entries.

    Many feeds are built anew for each visitor: their time alone is no reason to read them again.
    """
    entry = _FIRST_ENTRY.search(body, 0, _HEAD_BYTES)
    start = entry.start() if entry else 0
    content = blake2b(_BUILD_TIME.sub(b"", body[:start]), digest_size=16)
    content.update(memoryview(body)[start:])
    return content.hexdigest()


def _is_reload_due(visit: Visit) -> bool:
    """Whether a new period of RELOAD_DAYS has begun since the last good visit.

    The periods of two sources begin at different times, so that they are not all reloaded at once.
    """
    last, period = visit.state.last_success, timedelta(days=RELOAD_DAYS).total_seconds()
    if last is None:
        return False
    offset = int.from_bytes(blake2b(visit.source.key.encode(), digest_size=4).digest()) % period
    current, previous = ((moment.timestamp() + offset) // period for moment in (visit.now, last))
    return current != previous
