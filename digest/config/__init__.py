"""The configuration: sections.py and targets.py are its reference, file.py reads it, rows.py tells its
sources, editing.py changes them."""

from digest.config.editing import add_rows, remove_row
from digest.config.file import Config, load_config, parse_config
from digest.config.rows import list_rows
from digest.config.sections import SourceRow
from digest.config.targets import DeliveryRow

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
