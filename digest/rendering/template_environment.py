"""Set up Jinja: undefined names are errors, every value is escaped, nothing leads out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.languages import find_direction
from digest.models import EditionData
from digest.rendering.escaping import ESCAPES
from digest.rendering.localize import localizer_filters, make_localizer
from digest.rendering.render_settings import Output, RenderSettings, Write
from digest.rendering.static_files import omit_script, read_script, read_stylesheet
from digest.rendering.template_errors import advise_on_error, describe_error, locate_error, suggest_word
from digest.rendering.template_filters import list_filters
from digest.runtime.bundled_files import find_resource_folder
from digest.runtime.environment import read_thread_seconds

if TYPE_CHECKING:
    from digest.rendering.template_sandbox import TemplateSandbox


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
    environment: TemplateSandbox, data: Mapping[str, object], name: str, **variables: object
) -> str:
    """Render a template. variables: further ones besides the data. Raises RenderError."""
    from jinja2 import TemplateError, TemplateNotFound

    if environment.meter:
        environment.meter.start()
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
            describe_error(error),
            advise_on_error(error, data, environment.filters),
        ) from error
    except UnicodeDecodeError as error:
        advice = "Save it and what it includes as UTF-8."
        raise RenderError(name, "the template is not text in UTF-8", advice) from error
    except RecursionError as error:
        message = "it includes or calls itself without an end, or its parts are nested too deeply"
        raise RenderError(locate_error(error, name), message, "Nest fewer parts in each other.") from error
    except Exception as error:
        # An expression in a template can raise anything (a number divided by a text, say).
        raise RenderError(locate_error(error, name), f"{type(error).__name__}: {error}") from error


def open_environment(output: Output, data: EditionData, settings: RenderSettings) -> TemplateSandbox:
    """Return the Jinja environment for one output of one edition: loaders, escaping, filters and functions.

    Raises RenderError.
    """
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

    from digest.rendering.bytecode_cache import TemplateCache
    from digest.rendering.render_limits import RenderMeter
    from digest.rendering.template_files import OwnTemplateLoader
    from digest.rendering.template_sandbox import TemplateSandbox

    if settings.templates and not settings.templates.is_dir():
        raise RenderError(str(settings.templates), "there is no such folder", "Correct [output] templates.")
    default = FileSystemLoader(find_resource_folder("templates"))
    own = [OwnTemplateLoader(settings.templates)] if settings.templates else []
    environment = TemplateSandbox(
        # The templates that come with the program need no limit.
        meter=RenderMeter(read_thread_seconds) if settings.templates else None,
        loader=ChoiceLoader([*own, default, PrefixLoader({"default": default})]),
        undefined=StrictUndefined,
        autoescape=output.escape != "json",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The result of a filter on a constant depends on the edition and the settings, so it must not be
        # compiled in.
        optimized=False,
        bytecode_cache=TemplateCache(output.escape, settings.cache_folder),
    )
    escape = ESCAPES[output.escape]
    environment.finalize = _defer(escape, environment.check_output if environment.meter else None)
    localizer = make_localizer(
        data["date"], settings.language or data["language"], open_zone(data["timezone"])
    )
    environment.filters.update(localizer_filters(localizer))
    environment.filters.update(list_filters(output, settings))
    environment.guard_filters()
    environment.globals.update(
        label=localizer.label,
        reason=localizer.reason,
        hour_ticks=localizer.hour_ticks,
        page_language=localizer.language,
        page_direction=find_direction(localizer.language),
        stylesheet=partial(read_stylesheet, environment),
        script=partial(read_script, environment) if settings.script else omit_script,
        theme=settings.theme,
        archive=settings.archive,
        front_matter=settings.front_matter,
        wikilinks=settings.wikilinks,
    )
    return environment


def _advise_on_name(environment: TemplateSandbox, name: str) -> str:
    """Suggest the template that was probably intended, and say where templates are searched."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    assert isinstance(environment.loader, ChoiceLoader)
    loaders = [loader for loader in environment.loader.loaders if isinstance(loader, FileSystemLoader)]
    places = " and ".join(path for loader in loaders for path in loader.searchpath)
    suggestion = suggest_word(name, set(environment.list_templates(["j2"])), "")
    return f"{suggestion} Templates are looked for in {places}.".lstrip()


def _defer(
    escape: Callable[[object], object] | None, check: Callable[[object], object] | None
) -> Callable[..., object]:
    """Check and escape when rendering: Jinja evaluates a function without context when it compiles."""
    from jinja2 import pass_context

    if check is None:
        return pass_context(lambda _, value: escape(value) if escape else value)

    def finalize(_: object, value: object) -> object:
        return escape(check(value)) if escape else check(value)

    return pass_context(finalize)


def open_zone(name: str) -> ZoneInfo:
    """Return the time zone of a name. Raises RenderError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RenderError(
            "timezone", f"there is no time zone {name}", "Use a name such as Europe/London."
        ) from None
