"""Format the state of the program as Prometheus metrics."""

from __future__ import annotations

from datetime import datetime

from digest.serve.health_file import State

METRICS = {
    "digest_ok": "1 when nothing needs attention, else 0.",
    "digest_look_timestamp_seconds": "When the daemon last checked what is due.",
    "digest_collect_timestamp_seconds": "When sources were last visited.",
    "digest_sources": "Sources in the configuration.",
    "digest_sources_failing": "Sources whose last visit failed.",
    "digest_edition_timestamp_seconds": "When the last edition was published.",
    "digest_next_edition_timestamp_seconds": "When the next edition is due.",
    "digest_publish_failures": "Failed attempts in a row to publish.",
    "digest_deliveries": "Deliveries in the store, by state.",
}
"""{name: help text}; all are gauges."""


def format_metrics(state: State) -> str:
    """Return a state in Prometheus' text format; values that are not known yet are left out.

    With several editions, the metrics about an edition have its name as a label.
    """
    values: dict[str, float | None] = {
        "digest_ok": int(state["ok"]),
        "digest_look_timestamp_seconds": _to_seconds(state["time"]),
        "digest_collect_timestamp_seconds": _to_seconds(state["collect"]["last"]),
        "digest_sources": state["collect"]["sources"],
        "digest_sources_failing": len(state["collect"]["failing"]),
    }
    if "editions" not in state:
        values |= _list_edition_values(state, "")
    for own in state.get("editions", ()):
        values |= _list_edition_values(own, f'{{edition="{own["name"]}"}}')
    for kind in ("waiting", "sending", "done", "failed"):
        values[f'digest_deliveries{{state="{kind}"}}'] = state["counts"].get(kind, 0)
    lines = []
    for name, help_text in METRICS.items():
        rows = {key: value for key, value in values.items() if key.partition("{")[0] == name}
        found = [f"{key} {_format_value(value)}" for key, value in rows.items() if value is not None]
        if found:
            lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge", *found]
    return "\n".join(lines) + "\n"


def _list_edition_values(own: State, labels: str) -> dict[str, float | None]:
    """Return the values of one edition. labels: those of its metrics, in braces, or ""."""
    edition, plan = own["edition"] or {}, own["publish"]
    return {
        f"digest_edition_timestamp_seconds{labels}": _to_seconds(edition.get("issued")),
        f"digest_next_edition_timestamp_seconds{labels}": _to_seconds(plan["next"]),
        f"digest_publish_failures{labels}": plan.get("tries", 0),
    }


def _format_value(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"


def _to_seconds(moment: str | None) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None
