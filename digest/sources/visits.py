"""One visit to an address of the web: asked politely, read only when it changed, remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from threading import Lock

from digest.errors import SourceError
from digest.http import Door, Request, Response, without_password
from digest.model import Collected, Memory, Visit
from digest.sources.entries import Feed, make_articles

# A server that refuses so many visits in a row is asked less often.
_PATIENCE = 3
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=30), timedelta(hours=12)

# Fetching waits and runs in many threads; reading computes, and threads that compute at once only take
# the interpreter from each other.
_ONE_READER = Lock()


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
        return Collected(source, failure=failure, memory=_remember_refusal(visit, response))
    moved = response.moved_to or memory.moved_to
    body_print = blake2b(response.body, digest_size=16).hexdigest()
    if response.status == 304 or body_print == memory.body:
        return Collected(source, memory=replace(memory, moved_to=moved), unchanged=True)
    with _ONE_READER:
        feed = parse(response)
        articles, left_out, warnings = make_articles(feed, source, visit.now)
    if response.cut_off or feed.cut_off:
        if not articles:
            raise SourceError(where, "it breaks off before the end of its first entry", "It is tried again.")
        warnings = (*warnings, "its end is missing; the whole entries before it were taken")
    known = Memory(moved_to=moved)
    if not response.cut_off:
        known = replace(known, etag=response.etag, modified=response.modified, body=body_print)
    return Collected(source, articles, memory=known, left_out=left_out, warnings=warnings)


def _remember_refusal(visit: Visit, response: Response) -> Memory:
    """Not to be asked again before the time the server names, and ever later while it goes on refusing."""
    not_before = None
    failures = max(visit.memory.failures, _PATIENCE if response.status == 429 else 0)
    if response.retry_after:
        not_before = visit.now + timedelta(seconds=response.retry_after)
    elif failures >= _PATIENCE:
        not_before = visit.now + min(_FIRST_WAIT * 2 ** min(failures - _PATIENCE, 10), _LONGEST_WAIT)
    return replace(visit.memory, gone=response.status == 410, not_before=not_before)
