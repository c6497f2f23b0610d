"""Save the results of visits in the store, in batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from digest.errors import SourceError, StoreError
from digest.models import Collected, Visit
from digest.sources.backoff import update_state
from digest.store import Store

BATCH_SIZE = 64
"""The most visits in one transaction; one that leaves more to read ends it. A crash loses those after the
last batch; the next collecting repeats them."""


def save_visits(
    store: Store,
    results: Iterable[Collected],
    visits: Sequence[Visit],
    now: datetime,
    configured: Collection[str] | None,
) -> tuple[int, tuple[Collected, ...], dict[str, object]]:
    """Save visits as their results come in.

    A result that the database refuses becomes a failed visit and does not affect the others. When an
    interruption ends the results, those before it are saved first.

    Args:
        results: of the visits, in any order.
        visits: with the states of the sources before them.
        configured: see `Store.save_visits`.

    Returns:
        (number of new articles, the visits that failed, {key: continuation} of the sources that have more to
        read).

    Raises:
        StoreError: not even a failure can be saved.
    """
    visit_of = {visit.source.key: visit for visit in visits}
    new = 0
    failures: list[Collected] = []
    unfinished: dict[str, object] = {}
    for batch in _split_batches(results, BATCH_SIZE):
        saved: Sequence[Collected] = batch
        try:
            added = store.save_visits(batch, now, configured)
        except StoreError:
            saved, added = _save_one_by_one(store, batch, visit_of, now, configured)
        new += added
        failures += (result for result in saved if result.failure)
        unfinished |= {result.source.key: result.continuation for result in saved if result.has_more}
        # Freed before the next results are waited for.
        batch.clear()
        saved = ()
    return new, tuple(failures), unfinished


def _save_one_by_one(
    store: Store,
    batch: Iterable[Collected],
    visit_of: dict[str, Visit],
    now: datetime,
    configured: Collection[str] | None,
) -> tuple[list[Collected], int]:
    saved: list[Collected] = []
    new = 0
    for result in batch:
        try:
            new += store.save_visits([result], now, configured)
            saved.append(result)
        except StoreError as error:
            key = result.source.key
            visit = visit_of.get(key, Visit(result.source, now))
            failure = SourceError(key, f"its articles cannot be stored: {error.message}")
            saved.append(update_state(Collected(result.source, failure=failure, state=visit.state), visit))
            store.save_visits(saved[-1:], now, configured)
    return saved, new


def _split_batches(results: Iterable[Collected], size: int) -> Iterator[list[Collected]]:
    """Yield lists of at most `size` results, the last of which may have more to read.

    After an interruption first yield the rest, then raise it.
    """
    batch: list[Collected] = []
    try:
        for result in results:
            batch.append(result)
            has_more = result.has_more
            del result  # the batch alone holds it, while the next one is waited for
            if has_more or len(batch) == size:
                full, batch = batch, []
                yield full
    except GeneratorExit:  # the consumer has stopped
        raise
    except BaseException:
        yield batch
        raise
    yield batch
