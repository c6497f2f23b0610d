"""The configuration: sections.py and targets.py are its reference, file.py reads it, rows.py tells its
sources, editing.py changes them."""

from digest.config.delivery_rows import DeliveryRow
from digest.config.editing import add_rows, remove_row
from digest.config.loader import Config, load_config, parse_config
from digest.config.schema import SourceRow
from digest.config.source_rows import list_rows

__all__ = [
    "Config",
    "DeliveryRow",
    "SourceRow",
    "add_rows",
    "list_rows",
    "load_config",
    "parse_config",
    "remove_row",
]
