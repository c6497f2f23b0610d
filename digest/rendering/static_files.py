"""Read the CSS and JavaScript files of the templates folder for inclusion in pages."""

from __future__ import annotations

import base64
import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from digest.errors import RenderError
from digest.rendering.template_errors import suggest_word

if TYPE_CHECKING:
    from jinja2 import Environment


def read_stylesheet(environment: Environment, name: str, optional: bool = False) -> str:
    """The text of a CSS file of the templates, unchanged; Jinja does not interpret its braces.

    optional: return "" when there is no such file. Raises RenderError.
    """
    from markupsafe import Markup

    return Markup(_read_static_file(environment, name, "css", optional))


def read_script(environment: Environment, name: str) -> dict[str, str] | None:
    """A script of the templates (text) and its hash for a content security policy (hash); None for no name.

    Raises RenderError.
    """
    from markupsafe import Markup

    if not name:
        return None
    text = Markup(_read_static_file(environment, name, "js", optional=False))
    digest = hashlib.sha256(text.encode()).digest()
    return {"text": text, "hash": f"sha256-{base64.b64encode(digest).decode()}"}


def omit_script(name: str) -> None:
    """Return None, in place of every script, when the reader wants none."""


def _read_static_file(environment: Environment, name: str, suffix: str, optional: bool) -> str:
    from jinja2 import TemplateNotFound

    kind, element = {"css": ("stylesheet", "style"), "js": ("script", "script")}[suffix]
    assert environment.loader
    try:
        text, path, _ = environment.loader.get_source(environment, name)
    except TemplateNotFound:
        if optional:
            return ""
        if name.startswith("themes/"):
            raise _explain_missing_theme(environment, name) from None
        known = [found for found in environment.list_templates([suffix]) if not found.startswith("default/")]
        raise RenderError(name, f"there is no such {kind}", f"There are {', '.join(known)}.") from None
    if f"</{element}" in text.lower():
        raise RenderError(path or name, f"a {kind} cannot contain </{element}")
    return text


def _explain_missing_theme(environment: Environment, name: str) -> RenderError:
    theme = PurePath(name).stem
    themes = [
        PurePath(file).stem for file in environment.list_templates(["css"]) if file.startswith("themes/")
    ]
    advice = f"{suggest_word(theme, set(themes), '')} There are {', '.join(themes)}.".lstrip()
    return RenderError("[output] theme", f"there is no theme {theme}", advice)
