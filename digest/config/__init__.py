"""The configuration: its schema, the loader and the editing of the file."""

from digest.config.delivery_schema import DeliveryRow
from digest.config.editing import add_rows, remove_row
from digest.config.edition_configs import list_edition_configs
from digest.config.edition_rows import EditionRow
from digest.config.loader import Config, load_config, parse_config
from digest.config.rule_schema import RuleRow
from digest.config.schema import OutputSection, SummarySection
from digest.config.source_builder import build_sources
from digest.config.source_schema import SourceRow
from digest.config.watch_schema import WatchRow

__all__ = [
    "Config",
    "DeliveryRow",
    "EditionRow",
    "OutputSection",
    "RuleRow",
    "SourceRow",
    "SummarySection",
    "WatchRow",
    "add_rows",
    "build_sources",
    "list_edition_configs",
    "load_config",
    "parse_config",
    "remove_row",
]
