"""The filters of templates, besides those of the localizer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from digest.errors import RenderError
from digest.rendering.escaping import (
    escape_link,
    format_json,
    format_script_json,
    format_tag,
    format_yaml,
    shorten_link,
)
from digest.rendering.render_settings import Output, RenderSettings, format_file_name
from digest.rendering.text_wrapping import measure_width, wrap_text
from digest.runtime.plugins import list_installed_plugins, load_function


def clip_text(text: str, limit: int) -> str:
    """Shorten a text to so many characters, ending in …"""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


# Browsers break a line after an en dash, also between the numbers of a score or a span of years. The
# bounded length keeps a long row of digits from being scanned again from each of them.
_NUMBERS_AT_DASH = re.compile(r"(?<!\d)\d{1,4}–\d{1,4}(?!\d)")
_SHORT = 16
"""Letters of the last words of a headline: longer ones would leave a wide gap in the line before."""
_UNBROKEN = r'<span class="unbroken">\g<0></span>'


def keep_unbroken(text: str, last: int = 0) -> object:
    """Keep 3–1 and 2019–24 on one line of a page, and so many of the last words if they are short."""
    from markupsafe import Markup, escape

    start, *words = text.rsplit(None, last) if 0 < last < len(text.split()) else [text]
    end = " ".join(words)
    if not 0 < len(end) <= _SHORT:
        return Markup(_NUMBERS_AT_DASH.sub(_UNBROKEN, str(escape(text))))
    kept = _UNBROKEN.replace(r"\g<0>", str(escape(end)))
    return Markup(f"{_NUMBERS_AT_DASH.sub(_UNBROKEN, str(escape(start)))} {kept}")


def format_edition_link(pattern: str, own_suffix: str, day: str, suffix: str = "") -> str:
    """Link to the file of that day's edition, in the same folder, with the output's suffix or a given one."""
    return quote(format_file_name(pattern, day, suffix or own_suffix))


def format_wikilink(pattern: str, day: str, text: str) -> object:
    """Link to that day's edition as Obsidian does: [[digest-2026-10-15|Thursday]]"""
    from markupsafe import Markup

    shown = re.sub(r"[\[\]|\s]+", " ", text).strip()
    return Markup("[[{}|{}]]").format(Markup(format_file_name(pattern, day, "")), Markup(shown))


def format_public_url(address: str, name: str) -> str:
    """The public URL of the file of that name, or "" without an address in [output]."""
    return f"{address.rstrip('/')}/{name}" if address else ""


def format_urn(text: str) -> str:
    """An identifier for feeds and books: the same for the same text, and different for any other."""
    return uuid.uuid5(uuid.NAMESPACE_URL, text).urn


def format_mail_date(time: str) -> str:
    """Format an ISO time for mail and RSS: Fri, 16 Oct 2026 04:30:00 +0000"""
    return format_datetime(datetime.fromisoformat(time))


FILTERS: dict[str, Callable[..., object]] = {
    "json": format_json,
    "embedded": format_script_json,
    "yaml": format_yaml,
    "tag": format_tag,
    "link": escape_link,
    "short_link": shorten_link,
    "wrapped": wrap_text,
    "columns": measure_width,
    "clipped": clip_text,
    "unbroken": keep_unbroken,
    "urn": format_urn,
    "mail_date": format_mail_date,
}
"""{name in a template: function}, the same for every edition."""

BOUND_FILTERS: dict[str, Callable[..., object]] = {
    "file_of": format_edition_link,
    "wikilink": format_wikilink,
    "public": format_public_url,
}
"""{name in a template: function} whose first arguments come from the settings."""


def list_filters(output: Output, settings: RenderSettings) -> dict[str, Callable[..., object]]:
    """Return {name: filter} for one output, the reader's own included. Raises RenderError."""
    return {
        **FILTERS,
        "file_of": partial(format_edition_link, settings.name, output.suffix),
        "wikilink": partial(format_wikilink, settings.name),
        "public": partial(format_public_url, settings.address),
        **{name: load_filter(name, name) for name in list_installed_plugins("filter")},
        **{name: load_filter(name, plugin) for name, plugin in settings.filters},
    }


def load_filter(name: str, plugin: str) -> Callable[..., Any]:
    """Load a filter that is a plug-in. plugin: "module:function" or an installed name. Raises RenderError."""
    try:
        return load_function(plugin, "filter")
    except LookupError as error:
        raise RenderError(f"[output.filters] {name}", str(error)) from error
