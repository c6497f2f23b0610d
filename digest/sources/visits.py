"""One visit to an address of the web: asked politely, read only when it changed, remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from threading import Lock

from digest.address import without_password
from digest.errors import SourceError
from digest.http import Door, Request, Response
from digest.model import Collected, Visit
from digest.sources.entries import Feed, make_articles
from digest.sources.patience import find_next_visit, remember_refusal

# Fetching waits and runs in many threads; reading computes, and threads that compute at once only take
# the interpreter from each other.
ONE_READER = Lock()


def visit_address(visit: Visit, door: Door, accept: str, parse: Callable[[Response], Feed]) -> Collected:
    """Ask for what a source's address holds and return its articles, newest first, and what to remember.

    accept: media types. parse: what is made of the answer; not called when nothing has changed. A
    refusal of the server is a failure in what comes back, with the time before which it should not be
    asked again. Raises SourceError when there is no answer or parse finds nothing in it. Cost: linear.
    """
    source, memory = visit.source, visit.memory
    where = without_password(source.location)
    response = door.fetch(
        Request(
            memory.moved_to or source.location,
            memory.etag,
            memory.modified,
            source.headers,
            origin=source.location,
            accept=accept,
            timeout=source.timeout,
            max_bytes=source.max_bytes,
        )
    )
    if refusal := response.refusal:
        failure = SourceError(where, refusal.message, refusal.advice)
        return Collected(source, failure=failure, memory=remember_refusal(visit, response))
    if response.status == 304 and not (memory.etag or memory.modified):
        raise SourceError(where, "it says that nothing has changed since a visit that never was")
    moved = response.moved_to or memory.moved_to
    body_print = blake2b(response.body, digest_size=16).hexdigest()
    if response.status == 304 or body_print == memory.body:
        wait = find_next_visit(memory, response, visit.now)
        return Collected(source, memory=replace(memory, moved_to=moved, not_before=wait), unchanged=True)
    with ONE_READER:
        feed = parse(response)
        articles, left_out, warnings = make_articles(feed, source, visit.now)
    whole = not (response.cut_off or feed.cut_off)
    if not whole:
        if not articles:
            raise SourceError(where, "it breaks off before the end of its first entry", "It is tried again.")
        warnings = (*warnings, "its end is missing; the whole entries before it were taken")
    known = replace(
        memory,
        moved_to=moved,
        etag=response.etag if whole else "",
        modified=response.modified if whole else "",
        body=body_print if whole else "",
        rest_minutes=feed.rest_minutes,
        quiet_hours=feed.quiet_hours,
    )
    known = replace(known, not_before=find_next_visit(known, response, visit.now))
    return Collected(source, articles, memory=known, left_out=left_out, warnings=warnings)
