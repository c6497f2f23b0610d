"""Gather the state of the program: what ran, what is next, what failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest.config import Config, list_edition_configs
from digest.editions.calendar import find_next_slot
from digest.models import DeliveryJob, Job, SourceHealth
from digest.models.edition_data import count_stories
from digest.publishing.leases import name_publish_job
from digest.runtime.redaction import redact
from digest.serve.health_file import State
from digest.serve.rounds import find_due_slot
from digest.sources.configured_sources import ADD_SOURCE_ADVICE, list_sources
from digest.store import Store

ALERT_PROBLEM_PERIOD = timedelta(days=1)
"""For so long a message of a watch that has not arrived is a problem."""

OVERDUE_AFTER = timedelta(minutes=15)
"""An edition that is missing for so long after its time is a problem."""


def describe_state(config: Config, store: Store, now: datetime) -> dict[str, Any]:
    """Return the state of the program as JSON-safe values; times are ISO 8601 in UTC, or null.

    Returns:
        ok: nothing needs attention. problems: what does, a sentence each. collect: last and next time,
        number of sources, failing ones with location, message, advice and since. edition: the last one.
        publish: next and overdue ("wanting") time and, when it fails, message, advice, tries and next_try.
        editions: the name, edition and publish of each row of [[editions]]; without rows it is missing.
        deliveries: those of the last issues, and all that have not arrived. counts: deliveries by state.
    """
    jobs = store.leases.jobs()
    editions = [_describe_one(own, store, now, jobs) for own in list_edition_configs(config)]
    listed, unreadable = list_sources(config)
    sources = (*listed, *(visit.source for visit in unreadable))
    health = store.sources.health(sources)
    failing = [row for row in health if row.status != "ok"]
    last_visit = store.sources.last_visit()
    arrived = [
        row
        for own in editions
        if own["edition"]
        for row in store.deliveries.jobs(date.fromisoformat(own["edition"]["date"]), own["name"])
        if row.state == "done"
    ]
    deliveries = [*arrived, *store.deliveries.undelivered()]
    state = {
        "time": _format_time(now),
        "timezone": config.timezone,
        "collect": {
            "last": _format_time(last_visit),
            "next": _format_time(last_visit + timedelta(minutes=config.collect.every_minutes))
            if last_visit
            else None,
            "sources": len(sources),
            "unvisited": len(sources) - len(health),
            "failing": [_describe_source(row, config.secrets) for row in failing],
            **_describe_failure(jobs.get("collect")),
        },
        **_combine_editions(editions),
        "deliveries": [_describe_delivery(row) for row in deliveries],
        "counts": store.deliveries.count_by_state(),
    }
    on_web = sum(_is_web_address(source.key) for source in sources)
    # One feed that fails is a failing source; when several fail at once, the machine may be offline.
    on_web = on_web if 1 < on_web < len(sources) else 0
    began = min(store.sources.first_visits().values(), default=None)
    problems = [
        *_list_problems(state, editions, deliveries, now, on_web, began),
        *_list_unsent_alerts(store, now),
    ]
    return {"ok": not problems, "problems": problems, **state}


def _describe_one(config: Config, store: Store, now: datetime, jobs: Mapping[str, Job]) -> State:
    """Return the state of one edition: its name, last issue and next time. config: that of the edition."""
    store = store.of_edition(config.edition)
    schedule = config.schedule
    next_slot = find_next_slot(now, config.zone, schedule.publish_at, schedule.days)
    due_slot = find_due_slot(config, store, now)
    last_day = store.editions.last_date(before=now.astimezone(config.zone).date() + timedelta(days=1))
    return {
        "name": config.edition,
        "edition": _describe_edition(store, last_day) if last_day else None,
        "publish": {
            "next": _format_time(next_slot.moment) if next_slot else None,
            "wanting": _format_time(due_slot.moment) if due_slot else None,
            **_describe_failure(jobs.get(name_publish_job(config.edition))),
        },
    }


def _combine_editions(editions: Sequence[State]) -> dict[str, Any]:
    """Return the last edition of all, and the next or failing publication; with names, each of them, too."""
    issues = [own["edition"] for own in editions if own["edition"]]
    plans = [own["publish"] for own in editions]
    times = {
        key: min((plan[key] for plan in plans if plan[key]), default=None) for key in ("next", "wanting")
    }
    failing: State = next((plan for plan in plans if plan.get("tries")), {})
    combined = {
        "edition": max(issues, key=lambda issue: str(issue["issued"]), default=None),
        "publish": {**failing, **times},
    }
    return combined if [own["name"] for own in editions] == [""] else {**combined, "editions": list(editions)}


def _list_unsent_alerts(store: Store, now: datetime) -> Iterator[str]:
    """Yield a sentence for each message of a watch that was tried and has not arrived, for a day."""
    for alert in store.watches.alerts():
        if alert.message and alert.state != "done" and now - alert.made <= ALERT_PROBLEM_PERIOD:
            message = f"What the watch {alert.watch} found has not reached {alert.target}: {alert.message}"
            # A message of a watch is tried again by itself, or never.
            yield _add_advice(message, alert.advice.partition(", then run")[0])


def _list_problems(
    state: State,
    editions: Sequence[State],
    deliveries: list[DeliveryJob],
    now: datetime,
    on_web: int,
    began: datetime | None,
) -> list[str]:
    """Return what needs attention, a sentence each, with what to do about it.

    on_web: how many sources are on the web, where others, such as a folder, answer without it; else 0.
    began: when a source was first visited; no edition was missed before that.
    """
    problems = []
    if began is None and state["collect"]["sources"]:
        advice = "`digest run` collects and publishes; `digest serve` does both by itself."
        problems.append(_add_advice("Nothing has been collected yet", advice))
    for own in editions:
        name, publish = own["name"], own["publish"]
        if publish.get("tries"):
            message = f"Publishing {name} fails" if name else "Publishing fails"
            problems.append(_add_advice(f"{message}: {publish['message']}", publish["advice"]))
        elif began and _is_overdue(publish["wanting"], began, now):
            due = datetime.fromisoformat(publish["wanting"]).astimezone(ZoneInfo(state["timezone"]))
            message = f"The edition {name}".rstrip() + f" due at {due:%H:%M on %A %Y-%m-%d} is missing"
            command = f"digest run {name}".rstrip()
            advice = f"`{command}` publishes it now; `digest serve` publishes by itself."
            problems.append(_add_advice(message, advice))
    collect = state["collect"]
    if not collect["sources"]:
        problems.append(_add_advice("There are no sources", ADD_SOURCE_ADVICE))
    failing = [row for row in collect["failing"] if not on_web or _is_web_address(row["location"])]
    if failing and len(failing) >= (on_web or collect["sources"]):
        what = "No source on the web answers" if on_web else "No source answers"
        problems.append(_add_advice(what, f"The error of the first: {failing[0]['message']}."))
    for row in deliveries:
        if row.message and row.state != "done":
            attempts = f"tried {row.attempts} times" if row.attempts > 1 else "tried once"
            edition = f"edition {row.edition}".rstrip()
            message = f"The {edition} of {row.date} has not reached {row.target} ({attempts}): {row.message}"
            problems.append(_add_advice(message, row.advice))
    return problems


def _is_web_address(location: str) -> bool:
    return location.startswith(("https://", "http://"))


def _is_overdue(wanting: str | None, began: datetime, now: datetime) -> bool:
    due = datetime.fromisoformat(wanting) if wanting else None
    return due is not None and began < due and now - due > OVERDUE_AFTER


def _add_advice(message: str, advice: str) -> str:
    return f"{message}. {advice}".rstrip()


def _describe_source(row: SourceHealth, secrets: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": row.name,
        "location": row.key,
        "message": redact(row.message, secrets),
        "advice": row.advice,
        "since": _format_time(row.since),
    }


def _describe_edition(store: Store, day: date) -> dict[str, Any] | None:
    data = store.editions.data(day)
    if data is None:
        return None
    stories, briefs = count_stories(data)
    return {
        "date": data["date"],
        "made": data["made"],
        "issued": _format_time(store.editions.issued_at(day)),
        "stories": stories,
        "briefs": briefs,
        "headline": data["stories"][0]["title"] if data["stories"] else "",
    }


def _describe_failure(job: Job | None) -> dict[str, Any]:
    """Return why a job fails and when it is tried again; empty when its last run succeeded."""
    if not job or not job.attempts:
        return {}
    return {
        "message": job.message,
        "advice": job.advice,
        "tries": job.attempts,
        "next_try": _format_time(job.next_try),
    }


def _describe_delivery(row: DeliveryJob) -> dict[str, Any]:
    edition = {"edition": row.edition} if row.edition else {}
    return edition | {
        "date": row.date.isoformat(),
        "target": row.target,
        "state": row.state,
        "tries": row.attempts,
        "next_try": _format_time(row.next_try),
        "ended": _format_time(row.ended),
        "message": row.message,
        "advice": row.advice,
    }


def _format_time(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
