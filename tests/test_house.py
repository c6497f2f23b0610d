"""The house holds: imports run downwards, and libraries, clock and environment enter by one door each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "digest"

FLOORS = {
    room: floor
    for floor, rooms in enumerate(
        (
            "address errors __init__",
            "dotted labels mistakes model redaction resources text",
            "database headlines octets selection wording",
            "config engine http schedule store",
            "deliveries edition grouping pictures ranking render sources summarizers",
            "telling",
            "composition pages roster tables",
            "holdings",
            "pipeline",
            "dispatch",
            "archive console dossier equipment preview starter subscriptions",
            "doctor serve",
            "cli",
            "__main__",
        )
    )
    for room in rooms.split()
}

DOORS = {
    "feedparser": {"sources.feed"},
    "Stemmer": {"summarizers"},
    "sumy": {"summarizers"},
    "jinja2": {"render"},
    "sqlalchemy": {"database", "store"},
    "urllib3": {"http.connections", "http.wire"},
    "apscheduler": {"schedule"},
    "trafilatura": {"sources.page"},
    "protego": {"sources.robots"},
    "py3langid": {"text.language"},
    "distributed": {"engine"},
    "dask": {"engine"},
    "click": {"cli"},
    "rich": {"console"},
    "pydantic": {"config", "mistakes"},
    "apprise": {"deliveries.notify"},
    "smtplib": {"deliveries.email"},
    "PIL": {"pictures"},
    "weasyprint": {"render.paper"},
    "numpy": {"grouping", "summarizers"},
    "scipy": {"grouping", "summarizers"},
}

FORBIDDEN = {
    ("time", "time"),
    ("time", "monotonic"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("os", "environ"),
    ("os", "getenv"),
    ("uuid", "uuid4"),
}
CLOCKWORK = {("time", "monotonic")}
"""Measuring how long an answer takes is the network door's business, and tells nobody what time it is."""


def rooms() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(HOUSE.rglob("*.py")):
        name = ".".join(path.relative_to(HOUSE).with_suffix("").parts)
        yield (
            name.removesuffix(".__init__") if name != "__init__" else name,
            ast.parse(path.read_text("utf-8")),
        )


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


ROOMS = dict(rooms())


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_downwards(room: str) -> None:
    here, *inner = room.split(".")
    for name in imports(ROOMS[room]):
        package, _, rest = name.partition(".")
        if package != "digest" or not rest or rest == "__version__":
            continue
        there = rest.split(".")[0]
        if there == here:
            table = (
                f"digest.{here}" == name.rpartition(".")[0] and name.rpartition(".")[2] not in MODULES[here]
            )
            assert not (inner and table), f"{room} imports from its own family's table"
        else:
            assert FLOORS[there] < FLOORS[here], f"{room} imports {there}, which is not below it"


MODULES = {
    folder.name: {path.stem for path in folder.glob("*.py")} | {path.name for path in folder.iterdir()}
    for folder in HOUSE.iterdir()
    if (folder / "__init__.py").exists()
}


@pytest.mark.parametrize("library", DOORS)
def test_a_library_enters_by_one_door(library: str) -> None:
    users = {room for room, tree in ROOMS.items() for name in imports(tree) if name.split(".")[0] == library}
    strangers = {
        room
        for room in users
        if not any(room == door or room.startswith(f"{door}.") for door in DOORS[library])
    }
    assert not strangers


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "equipment"])
def test_no_clock_chance_or_environment_but_in_one_room(room: str) -> None:
    allowed = CLOCKWORK if room.split(".")[0] == "http" else set()
    for node in ast.walk(ROOMS[room]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in FORBIDDEN - allowed, f"{room}:{node.lineno}"
    assert not {"random", "secrets"} & {name.split(".")[0] for name in imports(ROOMS[room])}


def test_every_room_has_its_floor() -> None:
    assert {room.split(".")[0] for room in ROOMS} <= set(FLOORS)
