"""The configuration of each edition: the file's, with what its row of [[editions]] says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from digest.config.edition_rows import EditionRow
from digest.config.loader import Config

_TABLES = {
    "digest": ("window_hours", "max_stories", "in_full", "per_section"),
    "output": ("formats", "theme"),
    "schedule": ("publish_at", "days", "grace_hours"),
}
"""{table of the file: its keys that a row may have, too}."""

_TOP_KEYS = ("title", "timezone", "language")


def list_edition_configs(config: Config) -> tuple[Config, ...]:
    """Return the configuration of each edition, in the order of the rows; without rows, the file's own.

    In it, the tables of the file have the values that the row gives, and `edition_row` is the row. The files
    of an edition have its name, in a folder of its own inside [output] folder. That of one edition stands
    for itself.
    """
    if config.edition_row:
        return (config,)
    return tuple(_apply_row(config, row) for row in config.editions) or (config,)


def _apply_row(config: Config, row: EditionRow) -> Config:
    output = config.output
    changes: dict[str, dict[str, Any]] = {table: _list_given(row, keys) for table, keys in _TABLES.items()}
    changes["output"] |= {
        "folder": f"{output.folder}/{row.name}",
        "name": output.name.replace("{date}", f"{row.name}-{{date}}"),
        "address": f"{output.address.rstrip('/')}/{row.name}" if output.address else "",
    }
    tables = {name: getattr(config, name).model_copy(update=update) for name, update in changes.items()}
    deliveries = config.deliveries
    if row.deliveries is not None:
        deliveries = tuple(delivery for delivery in deliveries if delivery.name in row.deliveries)
    own = {"deliveries": deliveries, "edition_row": row}
    return config.model_copy(update={**_list_given(row, _TOP_KEYS), **tables, **own})


def _list_given(row: EditionRow, keys: Collection[str]) -> dict[str, Any]:
    """Return {key: value} of those of these keys that a row has."""
    return {key: getattr(row, key) for key in keys if key in row.model_fields_set}
