"""Share the sources of a round among the collectors of one store, a few hosts at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.models import Collected, Source, SourceState, Visit
from digest.sources.saving import save_visits
from digest.store import Store

LEASE = timedelta(minutes=15)
"""After so long others may visit the hosts that a collector has claimed; claims take a few minutes."""

MIN_CLAIMED, MAX_CLAIMED = 4, 500
"""Hosts in one claim. Many, because the last, slow ones of each claim are waited for."""

CLAIMS_PER_ROUND = 24
"""So many claims in a round, while they are neither too small nor too large."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How to share a round. owner: the name of this collector. pause: called while others are still visiting
    something; returns when it is time to look again."""

    owner: str
    pause: Callable[[], None]


def share_sources(
    store: Store, sharing: Sharing | None, sources: Sequence[Source]
) -> Iterator[Sequence[Source]]:
    """Yield sources that this collector visits; each part has been visited when the next one is asked for.

    Without `sharing`, and with a database that takes one collector only, it is all of them in one part. All
    sources of one host are in one part. Sources of this machine are always among them. Ends when every
    host has been visited, by this collector or by another one whose round was under way meanwhile; so it
    waits for the others, and takes over what one that died has left.
    """
    if sharing is None or not store.hosts.are_shared:
        yield sources
        return
    by_host: dict[str, list[Source]] = {"": []}
    for source in sources:
        by_host.setdefault(source.host, []).append(source)
    yield by_host.pop("")
    round_ = store.hosts.begin_round(sharing.owner, by_host)
    size = min(max(len(by_host) // CLAIMS_PER_ROUND, MIN_CLAIMED), MAX_CLAIMED)
    pending: Sequence[str] = sorted(by_host)
    visited: Sequence[str] = ()
    while pending:
        is_idle = True
        for start in range(0, len(pending), size):
            if claimed := store.hosts.claim(round_, pending[start : start + size], LEASE):
                # After the next claim: a collector that has claimed nothing looks as if it had ended.
                store.hosts.finish(round_, visited)
                visited, is_idle = claimed, False
                yield [source for host in claimed for source in by_host[host]]
        store.hosts.finish(round_, visited)
        pending = store.hosts.unfinished(round_, pending)
        if pending and is_idle:
            sharing.pause()


def visit_in_parts(
    store: Store,
    parts: Iterable[Sequence[Source]],
    visit: Callable[[Sequence[Visit], Iterable[Collected]], Iterable[Collected]],
    now: datetime,
    failed_lists: Sequence[Collected],
    configured: Collection[str] | None,
) -> tuple[int, int, tuple[Collected, ...]]:
    """Visit sources part by part and save what they bring; large sources again until all of them is saved.

    Args:
        parts: from `share_sources`.
        visit: returns the results of visits, and with the first ones those given.
        now: the clock.
        failed_lists: lists of sources that cannot be read.
        configured: see `Store.save_visits`.

    Returns:
        (how many sources were visited, the number of new articles, the visits that failed).
    """
    visited, new, failures = len(failed_lists), 0, list[Collected]()
    for part in parts:
        visited += len(part)
        continuations: dict[str, object] = {}
        while part:
            # Read each time: another collector may have visited some of these sources just before.
            states = store.sources.states([source.key for source in part])
            visits = [
                Visit(source, now, states.get(source.key, SourceState()), continuations.get(source.key))
                for source in part
            ]
            results = visit(visits, failed_lists)
            added, failed, continuations = save_visits(store, results, visits, now, configured)
            new, failed_lists = new + added, ()
            failures += failed
            part = [source for source in part if source.key in continuations]
    return visited, new, tuple(failures)


def sort_visits(visits: Iterable[Collected], sources: Sequence[Source]) -> tuple[Collected, ...]:
    """Return visits in the order of their sources, which are visited by host where they are shared.

    Those to other sources, such as lists that cannot be read, come first, in the order given.
    """
    place = {source.key: number for number, source in enumerate(sources)}
    return tuple(sorted(visits, key=lambda visit: place.get(visit.source.key, -1)))
