"""Plug-ins that fail: the message names them."""

from __future__ import annotations

import pytest

from digest.editions.serialize import serialize_edition
from digest.editions.story_scoring import load_rules
from digest.errors import ConfigError, RenderError
from digest.rendering import Output, RenderSettings, render_edition
from tests.support.golden_edition import CABLE, golden_edition


def fail(*_: object) -> float:
    raise LookupError("no luck")


OUTPUT = Output("", ".notes", make=fail)  # type: ignore[arg-type]


def test_a_ranking_rule_that_fails_is_named() -> None:
    rule = load_rules({"mine": f"{__name__}:fail"})["mine"]
    with pytest.raises(ConfigError, match=r"fail.*LookupError: no luck"):
        rule(CABLE, None)  # type: ignore[arg-type]


def test_a_format_that_fails_is_named() -> None:
    settings = RenderSettings(formats=(f"{__name__}:OUTPUT",))
    with pytest.raises(RenderError, match=r"fail failed \(LookupError: no luck\)"):
        render_edition(serialize_edition(golden_edition()), settings)
