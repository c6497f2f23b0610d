"""Check the licences of everything that a plain install needs: none is the GPL or the AGPL.

python -m tests.support.licences
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "daily-news-digest"
_STRONG = re.compile(
    r"(?<![L\w])A?GPL|(?:Affero|(?<!Lesser )(?<!Library )General) .*Public License", re.IGNORECASE
)
_WEAK = re.compile(r"LGPL|Lesser General Public|Library or Lesser", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\s+OR\s+|[/|]", re.IGNORECASE)


def list_distributions(project: str = PROJECT) -> list[str]:
    """Return the names of the distributions that a project needs here, without its extras, sorted."""
    waiting, found = [Requirement(project)], dict[str, set[str]]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = {"", *wanted.extras}
        if extras <= found.get(name, set()):
            continue
        found[name] = found.get(name, set()) | extras
        for line in distribution(name).requires or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return sorted(found)


def list_licences(metadata: Mapping[str, str], classifiers: Iterable[str]) -> list[str]:
    """Return the licences that a distribution offers, any of which may be chosen; [] when it names none."""
    for text in (metadata.get("License-Expression"), *_list_classified(classifiers), metadata.get("License")):
        if text and text.strip() and len(text) < 200:
            return [part.strip(" ()") for part in _ALTERNATIVE.split(text.strip()) if part.strip(" ()")]
    long_text = (metadata.get("License") or "").strip()
    return [long_text.splitlines()[0]] if long_text else []


def _list_classified(classifiers: Iterable[str]) -> Iterator[str]:
    names = [row.rpartition(" :: ")[2] for row in classifiers if row.startswith("License ::")]
    if names and names != ["OSI Approved"]:
        yield " OR ".join(name for name in names if name != "OSI Approved")


def is_allowed(licences: Iterable[str]) -> bool:
    """Whether one of the offered licences is known and neither the GPL nor the AGPL."""
    return any(not _STRONG.search(name) or _WEAK.search(name) for name in licences)


def main() -> int:
    """Print the licence of each distribution; return 1 if one is missing or not allowed."""
    refused = 0
    for name in list_distributions():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        metadata = {
            key: found.metadata[key] for key in ("License-Expression", "License") if key in found.metadata
        }
        licences = list_licences(metadata, found.metadata.get_all("Classifier") or ())
        allowed = is_allowed(licences)
        refused += not allowed
        mark, names = "" if allowed else "NOT ALLOWED  ", " or ".join(licences) or "none named"
        print(f"{mark}{name} {found.version}: {names}")
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main())
