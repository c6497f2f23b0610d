"""One visit to an address of the web: asked politely, read only when it changed, remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from threading import Lock

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.models import Collected, Visit
from digest.sources.backoff import find_next_visit, remember_refusal
from digest.sources.entries import Feed, make_articles
from digest.text.urls import without_password

# Fetching waits and runs in many threads; reading computes, and threads that compute at once only take
# the interpreter from each other.
ONE_READER = Lock()


def visit_address(visit: Visit, client: Client, accept: str, parse: Callable[[Response], Feed]) -> Collected:
    """Ask for what a source's address holds and return its articles, newest first, and what to remember.

    accept: media types. parse: what is made of the answer; not called when nothing has changed. A
    refusal of the server is a failure in what comes back, with the time before which it should not be
    asked again. Raises SourceError when there is no answer or parse finds nothing in it. Cost: linear.
    """
    source, state = visit.source, visit.state
    where = without_password(source.location)
    response = client.fetch(
        Request(
            state.moved_to or source.location,
            state.etag,
            state.modified,
            source.headers,
            origin=source.location,
            accept=accept,
            timeout=source.timeout,
            max_bytes=source.max_bytes,
        )
    )
    if refusal := response.refusal:
        failure = SourceError(where, refusal.message, refusal.advice)
        return Collected(source, failure=failure, state=remember_refusal(visit, response))
    if response.status == 304 and not (state.etag or state.modified):
        raise SourceError(where, "it says that nothing has changed since a visit that never was")
    moved = response.moved_to or state.moved_to
    body_print = blake2b(response.body, digest_size=16).hexdigest()
    if response.status == 304 or body_print == state.body:
        wait = find_next_visit(state, response, visit.now)
        return Collected(source, state=replace(state, moved_to=moved, not_before=wait), unchanged=True)
    with ONE_READER:
        feed = parse(response)
        articles, left_out, warnings = make_articles(feed, source, visit.now)
    whole = not (response.cut_off or feed.cut_off)
    if not whole:
        if not articles:
            raise SourceError(where, "it breaks off before the end of its first entry", "It is tried again.")
        warnings = (*warnings, "its end is missing; the whole entries before it were taken")
    known = replace(
        state,
        moved_to=moved,
        etag=response.etag if whole else "",
        modified=response.modified if whole else "",
        body=body_print if whole else "",
        rest_minutes=feed.rest_minutes,
        quiet_hours=feed.quiet_hours,
    )
    known = replace(known, not_before=find_next_visit(known, response, visit.now))
    return Collected(source, articles, state=known, left_out=left_out, warnings=warnings)
