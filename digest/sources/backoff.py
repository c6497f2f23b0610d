"""When a source is asked again: not before it wants to be, and ever later while it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from digest.errors import SourceError, UnreachableError
from digest.http import MAX_RETRY_AFTER, Response
from digest.models import Collected, SourceState, Visit
from digest.text.urls import without_password

# A source that fails so many times in a row is asked less often.
_FAILURES = 3
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=30), timedelta(hours=12)
# Waits differ from source to source by up to this share, so that not all come back at once.
_JITTER = 0.25
# Servers forget that they said an answer would hold for a year: longer than this nobody is left alone.
_LONGEST_REST = timedelta(hours=4)
_GONE_FOR = timedelta(days=30)
_LONGEST_ASKED = timedelta(seconds=MAX_RETRY_AFTER)


def void_future(state: SourceState, now: datetime) -> SourceState:
    """What is remembered, without what a clock that was ahead has left: times that are still to come, and
    a wait that was set then or is longer than any."""
    was_ahead = state.last_visit is not None and state.last_visit > now
    longest = now + (_GONE_FOR if state.gone else _LONGEST_ASKED)
    return replace(
        state,
        not_before=None if was_ahead else _up_to(state.not_before, longest),
        failing_since=_up_to(state.failing_since, now),
        last_visit=_up_to(state.last_visit, now),
        last_success=_up_to(state.last_success, now),
    )


def _up_to(moment: datetime | None, last: datetime) -> datetime | None:
    return moment if moment and moment <= last else None


def tell_not_now(visit: Visit) -> Collected | None:
    """What comes of a visit that is not made yet, or None when it is time for it.

    A source that asks to be left alone has brought nothing new; one that fails goes on failing.
    """
    state, where = visit.state, without_password(visit.source.location)
    if state.not_before is None or visit.now >= state.not_before:
        return None
    why = None
    if state.gone:
        told = "it is gone for good, said its server"
        why = SourceError(where, told, "Remove it, or look for its new address.")
    elif state.failures:
        until = f"{state.not_before:%Y-%m-%d %H:%M} UTC"
        told = f"it is left alone until {until}, after {state.failures} failures in a row"
        why = SourceError(where, told)
    lasting = why is not None and _begins_to_last(visit)
    state = replace(state, last_visit=visit.now)
    return Collected(visit.source, failure=why, state=state, unchanged=True, lasting=lasting)


def remember_visit(collected: Collected, visit: Visit) -> Collected:
    """What a visit brought, with what is to be remembered of how it went.

    Who could not be reached at all was not pestered, either, and may be there again the moment this
    machine is back on the network: only a server that answers, and answers badly, is asked less often.
    """
    state, now = collected.state, visit.now
    if collected.failure is None:
        known = replace(state, failures=0, failing_since=None, gone=False, last_visit=now, last_success=now)
        return replace(collected, state=known)
    failures = visit.state.failures + 1
    waits = [state.not_before] if state.not_before and state.not_before > now else []
    pestered = visit.source.location.startswith("http") and not isinstance(
        collected.failure, UnreachableError
    )
    if pestered and failures > _FAILURES:
        waits.append(now + _lengthen(failures - _FAILURES - 1, visit.source.name))
    state = replace(
        state,
        # A new address that fails is forgotten: the next visit begins at the configured one.
        moved_to="",
        not_before=max(waits, default=None),
        failures=failures,
        failing_since=visit.state.failing_since or now,
        last_visit=now,
    )
    return replace(collected, state=state, lasting=_begins_to_last(visit))


def remember_refusal(visit: Visit, response: Response) -> SourceState:
    """What is remembered of a server that refuses: until when it wants to be left alone, if it says so."""
    wait = None
    gone = response.status == 410 and not visit.state.moved_to  # else the old address is asked first
    if gone:
        wait = _GONE_FOR
    elif response.retry_after:
        wait = timedelta(seconds=response.retry_after)
    elif response.status == 429:
        wait = _lengthen(visit.state.failures, visit.source.name)
    return replace(visit.state, gone=gone, not_before=visit.now + wait if wait else None)


def find_next_visit(state: SourceState, response: Response, now: datetime) -> datetime | None:
    """The time before which a source that answered well does not want to be asked again, or None.

    It says so by Cache-Control, by the ttl and by the skipHours of its feed, the last two in memory; the
    longest counts, up to four hours.
    """
    rest = max(timedelta(seconds=response.fresh_for), timedelta(minutes=state.rest_minutes))
    moment = now + min(rest, _LONGEST_REST)
    if str(moment.hour) in state.quiet_hours:
        hours = (moment.replace(minute=0, second=0) + timedelta(hours=hour) for hour in range(1, 24))
        moment = next((hour for hour in hours if str(hour.hour) not in state.quiet_hours), moment)
    return min(moment, now + _LONGEST_REST) if moment > now else None


def _begins_to_last(visit: Visit) -> bool:
    """Whether a failure has lasted as long as the reader's patience, and had not at the visit before."""
    state, patience = visit.state, timedelta(seconds=visit.source.patience)
    end = (state.failing_since or visit.now) + patience
    before = state.last_visit if state.failing_since else None
    return end <= visit.now and (before is None or before < end)


def _lengthen(times: int, name: str) -> timedelta:
    """The wait after so many failures beyond the first few; each is twice as long as the one before."""
    chance = int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) / 2**32
    longer: int = 2 ** min(times, 10)
    return min(_FIRST_WAIT * longer, _LONGEST_WAIT) * (1 + _JITTER * chance)
