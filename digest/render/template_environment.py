"""The one door to Jinja: templates in a sandbox that know no undefined name and escape every value."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.render.columns import display_width, wrap_text
from digest.render.escaping import ESCAPES, as_json, as_script, escape_link, shorten_link
from digest.render.localize import localizer_filters, make_localizer
from digest.render.settings import Output, RenderSettings, Write, file_name
from digest.render.template_errors import suggest, suggest_word, template_place
from digest.runtime.plugins import load_function
from digest.runtime.resources import resource_folder

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


def open_writer(output: Output, data: Mapping[str, Any], settings: RenderSettings) -> Write:
    """What writes templates of one output with one edition's data; it raises RenderError.

    Raises:
        RenderError: the folder of templates, the time zone or a filter cannot be used.
    """
    return partial(write_template, open_environment(output, data, settings), data)


def write_template(environment: SandboxedEnvironment, data: Mapping[str, Any], name: str, **more: Any) -> str:
    """What a template says. more: variables beside the data. Raises RenderError."""
    from jinja2 import TemplateError, TemplateNotFound

    try:
        return environment.get_template(name).render(data, edition=data, **more)
    except RenderError:
        raise
    except TemplateNotFound as error:
        place = template_place(error, "[output] formats")
        raise RenderError(
            place, f"there is no template {error.name}", point_out(environment, str(error.name))
        ) from error
    except TemplateError as error:
        raise RenderError(
            template_place(error, name),
            (error.message or "is not a template").rstrip("."),
            suggest_word(error, {"data": data, "filters": environment.filters}),
        ) from error
    except UnicodeDecodeError as error:
        advice = "Save it and what it includes as UTF-8."
        raise RenderError(name, "the template is not text in UTF-8", advice) from error
    except Exception as error:
        # Whatever a template's own expressions can raise (a number divided by a text, say) is its mistake.
        raise RenderError(template_place(error, name), f"{type(error).__name__}: {error}") from error


def open_environment(
    output: Output, data: Mapping[str, Any], settings: RenderSettings
) -> SandboxedEnvironment:
    """A Jinja environment for one output of one edition: where templates are, how values are escaped,
    and the words they can use."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from digest.render.bytecode_cache import CompiledTemplates
    from digest.render.inheritance import LineageChecks

    if settings.templates and not settings.templates.is_dir():
        raise RenderError(str(settings.templates), "there is no such folder", "Mend [output] templates.")
    default = FileSystemLoader(resource_folder("templates"))
    own = [FileSystemLoader(settings.templates)] if settings.templates else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, default, PrefixLoader({"default": default})]),
        undefined=StrictUndefined,
        autoescape=output.escape != "json",
        finalize=unfolded(ESCAPES[output.escape]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What filters make of a constant depends on the edition and the settings: not to be compiled in.
        optimized=False,
        bytecode_cache=CompiledTemplates(output.escape),
    )
    environment.code_generator_class = LineageChecks
    wording = make_localizer(data["date"], settings.language or data["language"], open_zone(data["timezone"]))
    environment.filters.update(localizer_filters(wording))
    environment.filters.update(FILTERS)
    environment.filters.update(
        file_of=partial(name_file, settings.name, output.suffix),
        public=partial(publish_address, settings.address),
        **{name: load_filter(name, path) for name, path in settings.filters},
    )
    environment.globals.update(
        label=wording.label,
        reason=wording.reason,
        hour_ticks=wording.hour_ticks,
        page_language=wording.language,
        stylesheet=partial(read_stylesheet, environment),
        script=partial(read_script, environment) if settings.script else no_script,
        theme=settings.theme,
        archive=settings.archive,
    )
    return environment


def point_out(environment: SandboxedEnvironment, name: str) -> str:
    """The template that was probably meant instead of this name, and where templates are looked for."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    assert isinstance(environment.loader, ChoiceLoader)
    loaders = [loader for loader in environment.loader.loaders if isinstance(loader, FileSystemLoader)]
    places = " and ".join(path for loader in loaders for path in loader.searchpath)
    meant = suggest(name, set(environment.list_templates(["j2"])), "")
    return f"{meant} Templates are looked for in {places}.".lstrip()


def unfolded(escape: Callable[[object], object] | None) -> Callable[..., object]:
    """The same for Jinja, which works out when it compiles whatever needs no context."""
    from jinja2 import pass_context

    return pass_context(lambda _, value: escape(value) if escape else value)


def open_zone(name: str) -> ZoneInfo:
    """The time zone of a name. Raises RenderError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RenderError(
            "timezone", f"there is no time zone {name}", "Use a name such as Europe/London."
        ) from None


def load_filter(name: str, path: str) -> Any:
    """A filter of the reader's own. Raises RenderError."""
    try:
        return load_function(path)
    except LookupError as error:
        advice = "Name it module:function, its module where Python finds it."
        raise RenderError(f"[output.filters] {name}", str(error), advice) from error


def clip_text(text: str, most: int) -> str:
    """A text of at most so many characters, with … for what is not there."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def name_file(pattern: str, own: str, day: str, suffix: str = "") -> str:
    """The file of that day's edition, as a link beside it; with the output's own suffix, or the one given."""
    return quote(file_name(pattern, day, suffix or own))


def publish_address(address: str, name: str) -> str:
    """The address at which the file of that name can be reached, or "" where [output] address names none."""
    return f"{address.rstrip('/')}/{name}" if address else ""


def no_script(name: str) -> None:
    """None: the reader wants no script."""


def name_resource(text: str) -> str:
    """The name of a thing for feeds and books: the same for the same text, and for no other."""
    return uuid.uuid5(uuid.NAMESPACE_URL, text).urn


def write_mail_date(time: str) -> str:
    """An ISO time as mail and RSS write it: Fri, 16 Oct 2026 04:30:00 +0000"""
    return format_datetime(datetime.fromisoformat(time))


FILTERS: dict[str, Callable[..., object]] = {
    "json": as_json,
    "embedded": as_script,
    "link": escape_link,
    "short_link": shorten_link,
    "wrapped": wrap_text,
    "columns": display_width,
    "clipped": clip_text,
    "urn": name_resource,
    "mail_date": write_mail_date,
}
"""{name in a template: what it calls}, beside those of the wording, file_of and public."""


def read_stylesheet(environment: SandboxedEnvironment, name: str, optional: bool = False) -> str:
    """The text of a CSS file of the templates as it is, for braces in it are not Jinja's.

    optional: "" where there is no such file. Raises RenderError.
    """
    return read_part(environment, name, "css", optional)


def read_script(environment: SandboxedEnvironment, name: str) -> dict[str, str] | None:
    """A script of the templates as it is (text), and what a policy calls it (hash); None for no name.

    Raises RenderError.
    """
    if not name:
        return None
    text = read_part(environment, name, "js", optional=False)
    digest = hashlib.sha256(text.encode()).digest()
    return {"text": text, "hash": f"sha256-{base64.b64encode(digest).decode()}"}


def read_part(environment: SandboxedEnvironment, name: str, suffix: str, optional: bool) -> str:
    """A file of the templates that is put into a page as it is."""
    from jinja2 import TemplateNotFound
    from markupsafe import Markup

    kind, element = {"css": ("stylesheet", "style"), "js": ("script", "script")}[suffix]
    assert environment.loader
    try:
        text, path, _ = environment.loader.get_source(environment, name)
    except TemplateNotFound:
        if optional:
            return ""
        known = [found for found in environment.list_templates([suffix]) if not found.startswith("default/")]
        raise RenderError(name, f"there is no such {kind}", f"There are {', '.join(known)}.") from None
    if f"</{element}" in text.lower():
        raise RenderError(path or name, f"a {kind} cannot hold </{element}")
    return Markup(text)
