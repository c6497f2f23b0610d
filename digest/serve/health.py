"""How the program is doing: what ran, what is next, what failed; for a person, a probe or a dashboard."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.config import Config
from digest.editions.calendar import next_slot
from digest.models import DeliveryJob, Job
from digest.runtime.redaction import redact
from digest.serve.rounds import due_slot
from digest.serve.scheduler import WAKE_SECONDS
from digest.sources.subscriptions import list_sources
from digest.store import Store

State = Mapping[str, Any]

SILENT = timedelta(seconds=10 * WAKE_SECONDS)
"""A `digest serve` that has not looked at the clock for so long has ended, or hangs."""

OVERDUE = timedelta(minutes=15)
"""An edition that is wanting for so long after its hour is told of."""


def describe_state(config: Config, store: Store, now: datetime) -> dict[str, Any]:
    """How it stands, as JSON-safe values; times are ISO 8601 in UTC, or null.

    Returns:
        ok: nothing a person should look at. problems: what is, a sentence each. collect: last and next time,
        sources, failing ones with message, advice and since. edition: the last one. publish: next and
        overdue time, and, when it fails, message, advice, tries and next_try. deliveries: those of the
        last edition, and all that have not arrived. counts: deliveries by state.
    """
    steps = store.steps()
    listed, unreadable = list_sources(config)
    sources = (*listed, *(visit.source for visit in unreadable))
    failing = [row for row in store.health(sources) if row.status != "ok"]
    last_day = store.last_date(before=now.astimezone(config.zone).date() + timedelta(days=1))
    data = store.edition(last_day) if last_day else None
    schedule = config.schedule
    coming = next_slot(now, config.zone, schedule.publish_at, schedule.days)
    wanting = due_slot(config, store, now)
    last_visit = store.last_visit()
    arrived = [row for row in store.dispatches(last_day) if row.state == "done"] if last_day else []
    rows = [*arrived, *store.undelivered()]
    state = {
        "time": iso(now),
        "timezone": config.timezone,
        "collect": {
            "last": iso(last_visit),
            "next": iso(last_visit + timedelta(minutes=config.collect.every_minutes)) if last_visit else None,
            "sources": len(sources),
            "failing": [
                {
                    "name": row.name,
                    "message": redact(row.message, config.secrets),
                    "advice": row.advice,
                    "since": iso(row.since),
                }
                for row in failing
            ],
            **describe_failure(steps.get("collect")),
        },
        "edition": {
            "date": data["date"],
            "made": data["made"],
            "issued": iso(store.issued(last_day)),
            "stories": len(data["stories"]),
            "headline": data["stories"][0]["title"] if data["stories"] else "",
        }
        if data and last_day
        else None,
        "publish": {
            "next": iso(coming.moment) if coming else None,
            "wanting": iso(wanting.moment) if wanting else None,
            **describe_failure(steps.get("publish")),
        },
        "deliveries": [describe_dispatch(row) for row in rows],
        "counts": store.count_dispatches(),
    }
    overdue = wanting is not None and now - wanting.moment > OVERDUE
    problems = list_problems(state, rows, overdue)
    return {"ok": not problems, "problems": problems, **state}


def list_problems(state: State, rows: list[DeliveryJob], overdue: bool) -> list[str]:
    """What a person should look at, a sentence each, with what to do about it."""
    problems = []
    publish = state["publish"]
    if publish.get("tries"):
        problems.append(sentence(f"Publishing fails: {publish['message']}", publish["advice"]))
    elif overdue:
        advice = "`digest run` makes it now; `digest serve` would have made it by itself."
        problems.append(sentence(f"The edition of {publish['wanting']} is wanting", advice))
    collect = state["collect"]
    if collect["failing"] and len(collect["failing"]) == collect["sources"]:
        reason = collect["failing"][0]["message"]
        problems.append(sentence("No source answers", f"The first says: {reason}."))
    for row in rows:
        if row.message and row.state != "done":
            tried = f"tried {row.tries} times" if row.tries > 1 else "tried once"
            told = f"The edition of {row.date} has not reached {row.target} ({tried}): {row.message}"
            problems.append(sentence(told, row.advice.replace("DATE", str(row.date))))
    return problems


def sentence(told: str, advice: str) -> str:
    """Two sentences, or one when there is no advice."""
    return f"{told}. {advice}".rstrip()


def describe_failure(step: Job | None) -> dict[str, Any]:
    """What is wrong with a step, or nothing."""
    if not step or not step.tries:
        return {}
    return {
        "message": step.message,
        "advice": step.advice,
        "tries": step.tries,
        "next_try": iso(step.next_try),
    }


def describe_dispatch(row: DeliveryJob) -> dict[str, Any]:
    """One delivery."""
    return {
        "date": row.date.isoformat(),
        "target": row.target,
        "state": row.state,
        "tries": row.tries,
        "next_try": iso(row.next_try),
        "ended": iso(row.ended),
        "message": row.message,
        "advice": row.advice,
    }


def iso(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def health_path(config: Config) -> Path:
    """Where `digest serve` leaves word of itself: beside the store, or, when that is a server's, beside the
    configuration."""
    file = config.store_file
    return file.with_suffix(".health.json") if file else config.folder / "digest.health.json"


def write_health(path: Path, state: State) -> None:
    """Leave word, whole or not at all. A full disk is told of elsewhere."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(json.dumps(state, ensure_ascii=False, indent=1) + "\n", "utf-8")
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)


def read_health(path: Path) -> dict[str, Any] | None:
    """What `digest serve` left there, or None when none runs or none can be read."""
    try:
        state: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state


def is_silent(state: State, now: datetime) -> bool:
    """Whether whoever left this word has not looked at the clock for long, or not since it was set back."""
    return abs(now - datetime.fromisoformat(state["time"])) > SILENT


def list_serving(state: State | None, now: datetime) -> dict[str, str]:
    """{owner: when it last looked at the clock} of each `digest serve` in this word that is not silent."""
    serving = state.get("serving", {}) if state else {}
    return {owner: looked for owner, looked in serving.items() if not is_silent({"time": looked}, now)}


def describe_lines(state: State, served: State | None, now: datetime) -> list[str]:
    """The state as lines for a person, times in the reader's zone."""
    zone = ZoneInfo(state["timezone"])

    def at(moment: str | None) -> str:
        return f"{datetime.fromisoformat(moment).astimezone(zone):%a %Y-%m-%d %H:%M}" if moment else "never"

    collect, edition, publish = state["collect"], state["edition"], state["publish"]
    if served is None:
        lines = ["serve      not running"]
    elif is_silent(served, now):
        lines = [
            f"serve      has not looked at the clock since {at(served['time'])}: it was killed, or hangs"
        ]
    else:
        lines = [f"serve      running as {', '.join(list_serving(served, now))}"]
    answering = collect["sources"] - len(collect["failing"])
    lines.append(f"collected  {at(collect['last'])}; {answering} of {collect['sources']} sources answer")
    lines += [f"           {row['name']}: {row['message']}" for row in collect["failing"]]
    if edition:
        lines.append(
            f"edition    {edition['date']}, made {at(edition['made'])}, {edition['stories']} stories"
        )
    else:
        lines.append("edition    none yet")
    lines.append(
        f"next       {at(publish['next'])}" if publish["next"] else "next       none in the next days"
    )
    for row in state["deliveries"]:
        when = f"; next try {at(row['next_try'])}" if row["next_try"] else ""
        lines.append(f"delivery   {row['date']} {row['target']}: {row['state']}{when}")
    return lines + [f"problem    {problem}" for problem in state["problems"]]


METRICS = {
    "digest_ok": "Whether there is nothing a person should look at.",
    "digest_look_timestamp_seconds": "When the clock was last looked at.",
    "digest_collect_timestamp_seconds": "When sources were last visited.",
    "digest_sources": "Sources in the configuration.",
    "digest_sources_failing": "Sources whose last visit failed.",
    "digest_edition_timestamp_seconds": "When the last edition was published.",
    "digest_next_edition_timestamp_seconds": "When the next edition is due.",
    "digest_publish_failures": "Failed tries in a row to publish.",
    "digest_deliveries": "Deliveries that are kept, by state.",
}


def describe_metrics(state: State) -> str:
    """The state in Prometheus' text form; what is not known yet is left out."""
    edition = state["edition"] or {}
    values: dict[str, float | None] = {
        "digest_ok": int(state["ok"]),
        "digest_look_timestamp_seconds": seconds(state["time"]),
        "digest_collect_timestamp_seconds": seconds(state["collect"]["last"]),
        "digest_sources": state["collect"]["sources"],
        "digest_sources_failing": len(state["collect"]["failing"]),
        "digest_edition_timestamp_seconds": seconds(edition.get("issued")),
        "digest_next_edition_timestamp_seconds": seconds(state["publish"]["next"]),
        "digest_publish_failures": state["publish"].get("tries", 0),
    }
    lines = []
    for name, help_text in METRICS.items():
        value = values.get(name)
        if name == "digest_deliveries" or value is not None:
            lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge"]
        if value is not None:
            lines.append(f"{name} {value:g}" if abs(value) < 1e5 else f"{name} {value:.0f}")
    for kind in ("waiting", "sending", "done", "failed"):
        lines.append(f'digest_deliveries{{state="{kind}"}} {state["counts"].get(kind, 0)}')
    return "\n".join(lines) + "\n"


def seconds(moment: str | None) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None
