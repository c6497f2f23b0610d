"""Recognize that making an edition again would write the files that are there already.

Building and rendering an edition are pure: equal inputs, settings, templates and code give equal files. So an
edition is recorded with a fingerprint of all of these and with a hash of each file. While the fingerprint is
the same, and the files are too, nothing has to be grouped, summarized or rendered.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from digest.config import Config
from digest.editions.article_selection import Window
from digest.editions.shared_steps import SharedSteps
from digest.models import Article, EditionInputs, Headline
from digest.publishing.site import list_archive_days
from digest.runtime.bundled_files import find_resource_folder
from digest.runtime.version import __version__
from digest.store import Store

Content = str | bytes

MAX_TEMPLATES_BYTES = 20_000_000
"""A folder of templates with more than this holds other things, too, and is not read at every run."""


def fingerprint_surroundings(config: Config) -> str:
    """Return a fingerprint of what an edition is made with: program, settings, templates; "" if unknown.

    It is unknown with plug-ins, whose code may read anything, and with images, which are fetched. The fonts
    of this machine, which only PDF depends on, are not part of it; the deliveries do not count.
    """
    own_templates = _list_own_templates(config.templates_folder)
    if config.output.images or _names_plugin(config) or own_templates is None:
        return ""
    templates = _list_files(find_resource_folder("templates"), "")
    settings = config.model_dump_json(exclude={"deliveries", "editions"})
    if config.edition_row:
        settings += config.edition_row.model_dump_json(exclude={"deliveries"})
    return _combine((*_describe_program(), *templates, *own_templates, settings))


def fingerprint_edition(
    surroundings: str,
    config: Config,
    store: Store,
    day: date,
    window: Window,
    inputs: EditionInputs,
    shared: SharedSteps,
) -> str:
    """Return a fingerprint of everything that determines the files of an edition, or "" if that is unknown.

    Cost: linear in the texts of the inputs, a hundredth of grouping them.

    Args:
        surroundings: from `fingerprint_surroundings`, before anything was rendered.
        config: the configuration.
        store: has the other editions, which the archive shows.
        day, window, inputs: those of the edition.
        shared: of the round. Every publication needs a fingerprint twice, and most inputs are the same.
    """
    if not surroundings:
        return ""
    others = set(list_archive_days(store, day)) - {day} if config.output.archive else set()
    values = ((field.name, getattr(inputs, field.name)) for field in fields(inputs))

    def hash_tuple(name: str, items: tuple[Any, ...]) -> str:
        # The editions of one hour have most articles in common, but not in the same tuples.
        if inputs.companions:
            return _hash_in_round(shared, items, _hash_headline if name == "headlines" else _hash_item)
        return shared.call(_hash_headlines if name == "headlines" else _hash_items, items)

    parts = (
        f"{name} {hash_tuple(name, value) if isinstance(value, tuple) else value!r}" for name, value in values
    )
    archive = store.editions.hash_data(others)
    return _combine(chain((surroundings, archive, str(day), repr(window)), parts))


def _hash_items(items: tuple[object, ...]) -> str:
    # Item by item, because the texts of ten thousand articles are large.
    return _combine(map(repr, items))


def _hash_headlines(headlines: tuple[Article | Headline, ...]) -> str:
    # Most are articles, whose texts are hashed already.
    return _combine(map(_describe_headline, headlines))


def _describe_headline(row: Article | Headline) -> str:
    return f"{row.id} {row.source} {row.title} {row.moment}"


def _hash_in_round(
    shared: SharedSteps, items: tuple[Any, ...], hash_item: Callable[[Any, None], bytes]
) -> str:
    """Return what `_hash_items` or `_hash_headlines` does; each item is hashed once in a round."""
    return sha256(b"".join(shared.map(map, hash_item, items, None))).hexdigest()


def _hash_item(item: object, _: None) -> bytes:
    return sha256(repr(item).encode("utf-8", "surrogatepass")).digest()


def _hash_headline(row: Article | Headline, _: None) -> bytes:
    return sha256(_describe_headline(row).encode("utf-8", "surrogatepass")).digest()


def format_written(made_from: str, pages: Mapping[str, Content], others: Mapping[str, Content]) -> str:
    """Return what the store keeps of the files of an edition, as JSON.

    Args:
        made_from: from `fingerprint_edition`.
        pages: {file name: content}, the files of the edition.
        others: {file name: content}, those about all editions.
    """
    return json.dumps({"made_from": made_from, "pages": _hash_all(pages), "others": _hash_all(others)})


def find_unchanged_pages(written: str, made_from: str, folder: Path) -> tuple[str, ...]:
    """Return the names of an edition's files if all of its files are as they were written, else ().

    Args:
        written: from `format_written`, or "".
        made_from: what the edition would be made from now; see `fingerprint_edition`.
        folder: where the files are.
    """
    if not (written and made_from):
        return ()
    try:
        record = json.loads(written)
        hashes: dict[str, str] = {**record["pages"], **record["others"]}
        is_same = record["made_from"] == made_from and all(
            _hash((folder / name).read_bytes()) == known for name, known in hashes.items()
        )
    except (OSError, ValueError, TypeError, KeyError):  # no such file, or a damaged record
        return ()
    return tuple(record["pages"]) if is_same else ()


def _combine(parts: Iterable[str]) -> str:
    total = sha256()
    for part in parts:
        total.update(sha256(part.encode("utf-8", "surrogatepass")).digest())
    return total.hexdigest()


def _hash_all(pages: Mapping[str, Content]) -> dict[str, str]:
    return {name: _hash(content) for name, content in pages.items()}


def _hash(content: Content) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _names_plugin(config: Config) -> bool:
    """Whether code of the user takes part, which is named "module:function"; packages have versions."""
    names = (
        config.summary.method,
        *config.output.formats,
        *config.output.filters.values(),
        *config.digest.ranking_rules.values(),
    )
    return any(":" in name for name in names)


@cache
def _describe_program() -> tuple[str, ...]:
    """Describe the code of this process: the program, Python and the installed packages."""
    package = Path(__file__).parents[1]
    packages = sorted(
        name
        for folder in {path for path in sys.path if os.path.isdir(path)}
        for name in os.listdir(folder)
        if name.endswith((".dist-info", ".egg-info"))
    )
    return (__version__, sys.version, *packages, *_list_files(package, ".py"))


def _list_files(folder: Path, suffix: str) -> Iterator[str]:
    """Yield path, size and time of the files of the program with a suffix: an upgrade changes them."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffix):
                path = os.path.join(place, name)
                status = os.stat(path)
                yield f"{path} {status.st_size} {status.st_mtime_ns}"


def _list_own_templates(folder: Path | None) -> list[str] | None:
    """Return path and hash of each file in the user's folder of templates, or None."""
    # None means that it cannot be read, or not in a reasonable time.
    if folder is None:
        return []
    found, size = [], 0
    try:
        for place, folders, names in os.walk(folder):
            folders.sort()
            if any(os.path.islink(os.path.join(place, name)) for name in folders):
                return None  # templates are loaded through such links, too, and they may lead in circles
            for name in sorted(names):
                path = Path(place, name)
                size += path.stat().st_size
                if size > MAX_TEMPLATES_BYTES:
                    return None
                found.append(f"{path} {_hash(path.read_bytes())}")
    except OSError:
        return None
    return found
