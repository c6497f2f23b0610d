"""Declared dependencies, the tested versions and the lock file agree with each other and with the code."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.licences import is_allowed, list_distributions, list_licences, main

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
OPTIONAL_MODULES = {"PIL": ["pillow"]}
"""{module of an extra: its distribution}, where the names differ and the extra may not be installed."""

_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def test_every_imported_library_is_declared_and_every_declared_one_is_imported() -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    optional = {
        canonicalize_name(Requirement(line).name)
        for name, lines in PROJECT["optional-dependencies"].items()
        if name != "dev"
        for line in lines
    }
    modules = _list_imported_modules() - sys.stdlib_module_names - {"digest"}
    distributions = {**OPTIONAL_MODULES, **packages_distributions()}
    imported = {canonicalize_name(name) for module in modules for name in distributions.get(module, [module])}
    assert imported - optional == declared - {"tzdata"}, "tzdata is data only"


def test_the_lock_file_pins_the_tested_versions() -> None:
    tested, locked = _read_pins((ROOT / "constraints.txt").read_text("utf-8")), _read_pins(LOCK)
    assert locked == {name: tested.get(name) for name in locked}


def test_the_lock_file_has_hashes_of_everything_a_plain_install_needs() -> None:
    locked = _read_pins(LOCK)
    waiting = [Requirement(line) for line in PROJECT["dependencies"]]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        environments = [{"extra": extra} for extra in (requirement.extras or {""})]
        if requirement.marker and not requirement.marker.evaluate():
            continue
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(locked[name]), requirement
        key = f"{name}[{','.join(sorted(requirement.extras))}]"
        if key not in seen:
            seen.add(key)
            for line in requires(name) or ():
                needed = Requirement(line)
                if not needed.marker or any(map(needed.marker.evaluate, environments)):
                    needed.marker = None
                    waiting.append(needed)
    entries = re.split(r"\n(?=[a-zA-Z])", LOCK[LOCK.index("\n", LOCK.index("nox -s lock")) :])
    unhashed = [entry.splitlines()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry]
    assert unhashed == []


def _list_imported_modules() -> set[str]:
    """Return the top-level names of all modules that the package imports."""
    modules = set()
    for path in (ROOT / "digest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return modules


def _read_pins(text: str) -> dict[str, str]:
    """Return {name: version} of the lines name==version."""
    return {canonicalize_name(name): version for name, version in _PIN.findall(text)}


def test_nothing_that_a_plain_install_needs_is_under_the_gpl(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    listed = capsys.readouterr().out
    assert {"jinja2", "lxml", "scipy"} <= set(list_distributions())
    assert "jinja2" in listed


@pytest.mark.parametrize(
    ("metadata", "classifiers", "allowed"),
    [
        ({"License-Expression": "MIT"}, (), True),
        ({"License-Expression": "LGPL-2.1-only"}, (), True),
        ({"License-Expression": "MPL-1.1 OR GPL-2.0-only"}, (), True),
        ({"License-Expression": "GPL-3.0-or-later"}, (), False),
        ({"License-Expression": "AGPL-3.0-only"}, (), False),
        ({"License-Expression": "GPL-2.0-only AND MIT"}, (), False),
        ({}, ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)",), False),
        ({}, ("License :: OSI Approved :: GNU Affero General Public License v3",), False),
        ({}, ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",), True),
        ({"License": "GNU GPL"}, (), False),
        ({"License": "The MIT License\n\n" + "Permission is granted " * 30}, (), True),
        ({}, (), False),
    ],
)
def test_licences_are_recognized(
    metadata: dict[str, str], classifiers: tuple[str, ...], allowed: bool
) -> None:
    assert is_allowed(list_licences(metadata, classifiers)) is allowed
