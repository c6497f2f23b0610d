"""The names that a configuration may use, gathered from the tables of the families."""

from __future__ import annotations

from collections.abc import Collection


def known_names() -> dict[str, Collection[str]]:
    """{what a configuration calls it: the names allowed}"""
    from digest.deliveries import DELIVERIES
    from digest.render import OUTPUTS
    from digest.sources import SOURCES
    from digest.summarizers import SUMMARIZERS

    return {
        "deliveries": DELIVERIES,
        "formats": OUTPUTS,
        "kinds of source": SOURCES,
        "summary methods": SUMMARIZERS,
    }
