"""The value of `images` in [output]: a switch, or the formats that have images."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

IMAGE_FORMATS = ("html", "mail", "epub")
"""The first one stands for true, and for every format that is not named here."""


def read_image_formats(value: object) -> tuple[str, ...]:
    """Return the formats that a value of the configuration names. Raises ValueError."""
    if isinstance(value, bool):
        return IMAGE_FORMATS[:1] if value else ()
    if not isinstance(value, list | tuple) or any(name not in IMAGE_FORMATS for name in value):
        raise ValueError('expected true, false or a list of "html", "mail" and "epub"')
    return tuple(name for name in IMAGE_FORMATS if name in value)


ImageFormats = Annotated[tuple[str, ...], BeforeValidator(read_image_formats)]
