"""The rules of the layout: layers and adapters by import-linter, names, sizes, clock and environment."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tokenize
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 350
MEDIAN_MODULE = 130
"""The median length of a module in lines, at most."""

RETIRED = frozenset(
    {
        "told",
        "said",
        "wishes",
        "holdings",
        "dossier",
        "ledger",
        "patience",
        "washing",
        "octets",
        "equipment",
        "telling",
        "roster",
        "parcel",
        "shelf",
        "house",
        "room",
        "door",
        "asked",
        "meant",
    }
)
"""Words of an earlier vocabulary. No identifier may hold one of them as a part."""

NONDETERMINISTIC = {
    ("time", "time"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("os", "environ"),
    ("os", "getenv"),
    ("uuid", "uuid4"),
}


@cache
def parse_module(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_layers_and_adapters_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_package_root_holds_four_files() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {
        "__init__.py",
        "__main__.py",
        "errors.py",
        "pipeline.py",
    }


def test_modules_are_small() -> None:
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path for path, lines in sizes.items() if lines > LONGEST_MODULE} == set()
    assert median(lines for path, lines in sizes.items() if path.name != "__init__.py") <= MEDIAN_MODULE


def test_module_names_are_unique() -> None:
    counts = Counter(path.stem for path in MODULES if not path.stem.startswith("__"))
    assert {name for name, count in counts.items() if count > 1} == set()


def test_public_class_names_are_unique() -> None:
    counts = Counter(
        node.name
        for path in MODULES
        for node in parse_module(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in counts.items() if count > 1} == set()


@pytest.mark.parametrize("folder", ["digest", "tests", "benchmarks"])
def test_no_identifier_holds_a_retired_word(folder: str) -> None:
    found: set[tuple[str, str]] = set()
    for path in sorted((ROOT / folder).rglob("*.py")):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                parts = re.split(r"_+|(?<=[a-z0-9])(?=[A-Z])", token.string)
                if token.type == tokenize.NAME and RETIRED & {part.casefold() for part in parts}:
                    found.add((str(path.relative_to(ROOT)), token.string))
    assert sorted(found) == []


def test_clock_and_environment_are_read_in_one_module() -> None:
    found: list[str] = []
    for path in MODULES:
        # The HTTP client measures how long an answer takes; that is not the time of day.
        forbidden = NONDETERMINISTIC | (set() if path.parent.name == "http" else {("time", "monotonic")})
        for node in ast.walk(parse_module(path)) if path.stem != "environment" else ():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                is_forbidden = (node.value.id, node.attr) in forbidden
            elif isinstance(node, ast.Import):
                is_forbidden = any(alias.name in ("random", "secrets") for alias in node.names)
            else:
                is_forbidden = isinstance(node, ast.ImportFrom) and node.module in ("random", "secrets")
            found += [f"{path}: {ast.unparse(node)}"] if is_forbidden else []
    assert found == []
