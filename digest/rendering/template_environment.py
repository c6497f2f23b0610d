"""Set up Jinja: a sandbox in which undefined names are errors and every value is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.models import EditionData
from digest.rendering.escaping import ESCAPES
from digest.rendering.localize import localizer_filters, make_localizer
from digest.rendering.render_settings import Output, RenderSettings, Write
from digest.rendering.static_files import omit_script, read_script, read_stylesheet
from digest.rendering.template_errors import advise_on_error, locate_error, suggest_word
from digest.rendering.template_filters import list_filters
from digest.runtime.bundled_files import find_resource_folder

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


def open_writer(
    output: Output,
    data: EditionData,
    settings: RenderSettings,
    variables: Mapping[str, object] | None = None,
) -> Write:
    """Return a function that renders the templates of one output; it raises RenderError.

    variables: what templates get in place of the edition's data.

    Raises:
        RenderError: the folder of templates, the time zone or a filter cannot be used.
    """
    return partial(write_template, open_environment(output, data, settings), variables or data)


def write_template(
    environment: SandboxedEnvironment, data: Mapping[str, object], name: str, **variables: object
) -> str:
    """Render a template. variables: further ones besides the data. Raises RenderError."""
    from jinja2 import TemplateError, TemplateNotFound

    try:
        return environment.get_template(name).render(data, edition=data, **variables)
    except RenderError:
        raise
    except TemplateNotFound as error:
        place = locate_error(error, "[output] formats")
        raise RenderError(
            place, f"there is no template {error.name}", _advise_on_name(environment, str(error.name))
        ) from error
    except TemplateError as error:
        raise RenderError(
            locate_error(error, name),
            (error.message or "is not a template").rstrip("."),
            advise_on_error(error, data, environment.filters),
        ) from error
    except UnicodeDecodeError as error:
        advice = "Save it and what it includes as UTF-8."
        raise RenderError(name, "the template is not text in UTF-8", advice) from error
    except Exception as error:
        # An expression in a template can raise anything (a number divided by a text, say).
        raise RenderError(locate_error(error, name), f"{type(error).__name__}: {error}") from error


def open_environment(output: Output, data: EditionData, settings: RenderSettings) -> SandboxedEnvironment:
    """Return the Jinja environment for one output of one edition: loaders, escaping, filters and functions.

    Raises RenderError.
    """
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from digest.rendering.bytecode_cache import TemplateCache
    from digest.rendering.template_inheritance import CheckingCodeGenerator

    if settings.templates and not settings.templates.is_dir():
        raise RenderError(str(settings.templates), "there is no such folder", "Correct [output] templates.")
    default = FileSystemLoader(find_resource_folder("templates"))
    own = [FileSystemLoader(settings.templates)] if settings.templates else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, default, PrefixLoader({"default": default})]),
        undefined=StrictUndefined,
        autoescape=output.escape != "json",
        finalize=_defer(ESCAPES[output.escape]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The result of a filter on a constant depends on the edition and the settings, so it must not be
        # compiled in.
        optimized=False,
        bytecode_cache=TemplateCache(output.escape, settings.cache_folder),
    )
    environment.code_generator_class = CheckingCodeGenerator
    localizer = make_localizer(
        data["date"], settings.language or data["language"], open_zone(data["timezone"])
    )
    environment.filters.update(localizer_filters(localizer))
    environment.filters.update(list_filters(output, settings))
    environment.globals.update(
        label=localizer.label,
        reason=localizer.reason,
        hour_ticks=localizer.hour_ticks,
        page_language=localizer.language,
        stylesheet=partial(read_stylesheet, environment),
        script=partial(read_script, environment) if settings.script else omit_script,
        theme=settings.theme,
        archive=settings.archive,
    )
    return environment


def _advise_on_name(environment: SandboxedEnvironment, name: str) -> str:
    """Suggest the template that was probably intended, and say where templates are searched."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    assert isinstance(environment.loader, ChoiceLoader)
    loaders = [loader for loader in environment.loader.loaders if isinstance(loader, FileSystemLoader)]
    places = " and ".join(path for loader in loaders for path in loader.searchpath)
    suggestion = suggest_word(name, set(environment.list_templates(["j2"])), "")
    return f"{suggestion} Templates are looked for in {places}.".lstrip()


def _defer(escape: Callable[[object], object] | None) -> Callable[..., object]:
    """Escape when rendering: Jinja evaluates a function that needs no context when it compiles."""
    from jinja2 import pass_context

    return pass_context(lambda _, value: escape(value) if escape else value)


def open_zone(name: str) -> ZoneInfo:
    """Return the time zone of a name. Raises RenderError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RenderError(
            "timezone", f"there is no time zone {name}", "Use a name such as Europe/London."
        ) from None
