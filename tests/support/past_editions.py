"""Editions of several days in a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.editions.serialize import serialize_edition
from digest.models import EditionData
from tests.support.golden_edition import MADE, golden_edition


def make_past_editions(count: int) -> list[EditionData]:
    """Return the golden edition and the same edition on the days before, newest first."""
    edition = golden_edition()
    return [
        serialize_edition(
            replace(edition, date=edition.date - timedelta(days=days), made=MADE - timedelta(days=days))
        )
        for days in range(count)
    ]
