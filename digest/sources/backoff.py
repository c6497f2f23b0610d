"""Decide when a source is visited again: server delays, backoff after failures, and when to report them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from digest.errors import SourceError, UnreachableError
from digest.http import MAX_RETRY_AFTER, Response
from digest.models import Collected, SourceState, Visit
from digest.text.urls import remove_credentials

# Backoff begins after this many failures in a row.
_FAILURES = 3
_FIRST_DELAY, _MAX_DELAY = timedelta(minutes=30), timedelta(hours=12)
# Delays differ between sources by up to this share, so that they do not all return at once.
_JITTER = 0.25
# Some servers send a max-age of a year by mistake: no source is skipped for longer than this.
_MAX_REST = timedelta(hours=4)
_GONE_DELAY = timedelta(days=30)
_MAX_SERVER_DELAY = timedelta(seconds=MAX_RETRY_AFTER)


def discard_future_times(state: SourceState, now: datetime) -> SourceState:
    """Return a state without times that a clock that was ahead has left behind.

    Times after now are dropped, and so is a not_before that was set by such a clock or is longer than any
    delay of this program.
    """
    was_ahead = state.last_visit is not None and state.last_visit > now
    latest = now + (_GONE_DELAY if state.gone else _MAX_SERVER_DELAY)
    return replace(
        state,
        not_before=None if was_ahead else _drop_after(state.not_before, latest),
        failing_since=_drop_after(state.failing_since, now),
        last_visit=_drop_after(state.last_visit, now),
        last_success=_drop_after(state.last_success, now),
    )


def _drop_after(moment: datetime | None, latest: datetime) -> datetime | None:
    return moment if moment and moment <= latest else None


def skip_early_visit(visit: Visit) -> Collected | None:
    """Return the result of a visit that is too early and is therefore skipped, or None if it is due.

    A source that works is unchanged. A source that fails keeps failing, with the reason for the delay.
    """
    state, where = visit.state, remove_credentials(visit.source.location)
    if state.not_before is None or visit.now >= state.not_before:
        return None
    failure = None
    if state.gone:
        message = "the server says that it is permanently gone"
        failure = SourceError(where, message, "Remove it, or look for its new address.")
    elif state.failures:
        until = f"{state.not_before:%Y-%m-%d %H:%M} UTC"
        failure = SourceError(
            where, f"it is not visited until {until}, after {state.failures} failures in a row"
        )
    return Collected(
        visit.source,
        failure=failure,
        state=replace(state, last_visit=visit.now),
        unchanged=True,
        failure_became_persistent=failure is not None and _became_persistent(visit),
    )


def update_state(collected: Collected, visit: Visit) -> Collected:
    """Return the result of a visit with the state that its success or failure leads to.

    There is no backoff if no server could be reached: no server was burdened, and the source may be
    available again as soon as this machine is back online. Only a server that answers with an error is
    visited less often.
    """
    state, now = collected.state, visit.now
    if collected.failure is None:
        state = replace(state, failures=0, failing_since=None, gone=False, last_visit=now, last_success=now)
        return replace(collected, state=state)
    failures = visit.state.failures + 1
    delays = [state.not_before] if state.not_before and state.not_before > now else []
    has_answered = not isinstance(collected.failure, UnreachableError)
    if visit.source.location.startswith(("http", "imap")) and has_answered and failures > _FAILURES:
        delays.append(now + _compute_delay(failures - _FAILURES - 1, visit.source.name))
    state = replace(
        state,
        # A new address that fails is dropped: the next visit starts at the configured one.
        moved_to="",
        not_before=max(delays, default=None),
        failures=failures,
        failing_since=visit.state.failing_since or now,
        last_visit=now,
    )
    return replace(collected, state=state, failure_became_persistent=_became_persistent(visit))


def record_refusal(visit: Visit, response: Response) -> SourceState:
    """Return the state after an error response, with the delay that the server asks for, if any."""
    delay = None
    # A 410 at a new address is not final: the configured address is tried first.
    gone = response.status == 410 and not visit.state.moved_to
    if gone:
        delay = _GONE_DELAY
    elif response.retry_after:
        delay = timedelta(seconds=response.retry_after)
    elif response.status == 429:
        delay = _compute_delay(visit.state.failures, visit.source.name)
    return replace(visit.state, gone=gone, not_before=visit.now + delay if delay else None)


def find_next_visit(state: SourceState, response: Response, now: datetime) -> datetime | None:
    """Return the time before which a source does not want to be visited after a good response, or None.

    It asks for this with Cache-Control, or with the ttl and skipHours of its feed, which are in the state.
    The longest delay counts, up to four hours.
    """
    rest = max(timedelta(seconds=response.fresh_for), timedelta(minutes=state.rest_minutes))
    moment = now + rest
    if str(moment.hour) in state.quiet_hours:
        hours = (moment.replace(minute=0, second=0) + timedelta(hours=hour) for hour in range(1, 24))
        moment = next((hour for hour in hours if str(hour.hour) not in state.quiet_hours), moment)
    return min(moment, now + _MAX_REST) if moment > now else None


def _became_persistent(visit: Visit) -> bool:
    """Whether a failure has lasted for failure_notice_after, and had not at the previous visit."""
    state, notice_after = visit.state, timedelta(seconds=visit.source.failure_notice_after)
    notice_at = (state.failing_since or visit.now) + notice_after
    previous = state.last_visit if state.failing_since else None
    return notice_at <= visit.now and (previous is None or previous < notice_at)


def _compute_delay(doublings: int, name: str) -> timedelta:
    """Return the backoff delay, which doubles with each failure, with a jitter that depends on the name."""
    share = int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) / 2**32
    factor: int = 2 ** min(doublings, 10)
    return min(_FIRST_DELAY * factor, _MAX_DELAY) * (1 + _JITTER * share)
