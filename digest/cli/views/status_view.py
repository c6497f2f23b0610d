"""Format the state of the program for `digest status`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from digest.cli.views.console import count
from digest.cli.views.failure_groups import SourceFailure, describe_failures
from digest.models.edition_data import describe_contents
from digest.serve.health_file import State, is_stale, list_running


def format_status(state: State, daemon_state: State | None, now: datetime) -> list[str]:
    """Return the lines of `digest status`, with times in the reader's zone.

    Args:
        state: the present state; see `health.describe_state`.
        daemon_state: the state in the health file, or None when no daemon runs.
        now: the clock.
    """
    zone = ZoneInfo(state["timezone"])

    def show(moment: str | None) -> str:
        return f"{datetime.fromisoformat(moment).astimezone(zone):%a %Y-%m-%d %H:%M}" if moment else "never"

    collect = state["collect"]
    if daemon_state is None:
        lines = ["serve      not running"]
    elif is_stale(daemon_state, now):
        last = show(daemon_state["time"])
        lines = [f"serve      no sign of life since {last}: it was killed, or it hangs; start it again"]
    else:
        lines = [f"serve      running as {', '.join(list_running(daemon_state, now))}"]
    unvisited = collect["unvisited"]
    answering = collect["sources"] - len(collect["failing"]) - unvisited
    sources = count(collect["sources"], "source", "sources")
    answers = f"; {answering} of {sources} answered" if collect["last"] else ""
    answers += f", {unvisited} not visited yet" if answers and unvisited else ""
    lines.append(f"collected  {show(collect['last'])}{answers}")
    failures = (SourceFailure(row["name"], row["location"], row["message"]) for row in collect["failing"])
    lines += [f"           {line}" for line in describe_failures(failures)]
    for own in state.get("editions", [{**state, "name": ""}]):
        name, edition, publish = own["name"] and f"{own['name']}: ", own["edition"], own["publish"]
        if edition:
            contents = describe_contents(edition["stories"], edition["briefs"])
            lines.append(f"edition    {name}{edition['date']}, made {show(edition['made'])}, {contents}")
        else:
            lines.append(f"edition    {name}none yet")
        coming = show(publish["next"]) if publish["next"] else "none in the next days"
        lines.append(f"next       {name}{coming}")
    for row in state["deliveries"]:
        retry = f"; next try {show(row['next_try'])}" if row["next_try"] else ""
        edition = f"{row['edition']} " if row.get("edition") else ""
        lines.append(f"delivery   {edition}{row['date']} {row['target']}: {row['state']}{retry}")
    return lines + [f"problem    {problem}" for problem in state["problems"]]
