"""The configuration: its schema, the loader and the editing of the file."""

from digest.config.delivery_schema import DeliveryRow
from digest.config.editing import add_rows, remove_row
from digest.config.loader import Config, load_config, parse_config
from digest.config.rule_schema import RuleRow
from digest.config.schema import OutputSection, SourceRow, SummarySection
from digest.config.source_builder import build_sources

__all__ = [
    "Config",
    "DeliveryRow",
    "OutputSection",
    "RuleRow",
    "SourceRow",
    "SummarySection",
    "add_rows",
    "build_sources",
    "load_config",
    "parse_config",
    "remove_row",
]
