"""Describe what is installed, so that machines that work on one edition can be compared.

The same articles give the same edition only with the same program, word lists and libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from digest.runtime.version import __version__

LIBRARIES = (
    *("feedparser", "htmldate", "jieba", "lxml", "numpy", "py3langid", "pystemmer", "scipy"),
    *("sumy", "tinysegmenter", "trafilatura"),
)
"""The libraries that articles and summaries depend on, by the names of their packages."""

MAX_DIFFERENCES = 4
"""So many differences are listed; a machine with more of them has another installation altogether."""


@cache
def describe_installation() -> dict[str, str]:
    """Return {part: version} of this process: the program, its code and data, Python and its libraries.

    A library that is not installed has the version "none". Cost: reads the files of the program once.
    """
    versions = {"daily-news-digest": __version__, "code and word lists": _hash_program()}
    versions["Python"] = f"{sys.version_info.major}.{sys.version_info.minor}"
    return versions | {name: _find_version(name) for name in LIBRARIES}


def describe_differences(own: Mapping[str, str], others: Mapping[str, Mapping[str, str]]) -> str:
    """Return where other machines differ from this one, in one line; "" if they do not.

    Args:
        own: {part: version} of this process.
        others: {name of the machine: {part: version}}.
    """
    found: dict[str, list[str]] = {}
    for name, versions in sorted(others.items()):
        for part, version in own.items():
            other = versions.get(part, "none")
            if other != version:
                found.setdefault(f"{part} {other} instead of {version}", []).append(name)
    listed = [f"{text} at {', '.join(names)}" for text, names in found.items()]
    more = f", and {len(listed) - MAX_DIFFERENCES} more" if len(listed) > MAX_DIFFERENCES else ""
    return ", ".join(listed[:MAX_DIFFERENCES]) + more


def _find_version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def _hash_program() -> str:
    """Hash the modules of the program; word lists and patterns are modules, too."""
    package = Path(__file__).parents[1]
    total = sha256()
    for path in sorted(package.rglob("*.py"), key=lambda path: path.relative_to(package).as_posix()):
        total.update(path.relative_to(package).as_posix().encode())
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:12]
