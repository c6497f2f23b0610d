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
    """Return a state in Prometheus' text format; values that are not known yet are left out."""
    edition = state["edition"] or {}
    values: dict[str, float | None] = {
        "digest_ok": int(state["ok"]),
        "digest_look_timestamp_seconds": _to_seconds(state["time"]),
        "digest_collect_timestamp_seconds": _to_seconds(state["collect"]["last"]),
        "digest_sources": state["collect"]["sources"],
        "digest_sources_failing": len(state["collect"]["failing"]),
        "digest_edition_timestamp_seconds": _to_seconds(edition.get("issued")),
        "digest_next_edition_timestamp_seconds": _to_seconds(state["publish"]["next"]),
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


def _to_seconds(moment: str | None) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None
