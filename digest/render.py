"""An edition as files: the one door to Jinja.

An output is one template and one line in OUTPUTS. Templates run in a sandbox, know no undefined
name, and escape every value for their format by themselves: what is HTML by Jinja's own escaping,
what is Markdown by a backslash before every character that would be markup.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.resources import resource_folder
from digest.wording import open_wording, wording_filters

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


@dataclass(frozen=True, slots=True)
class Output:
    """template: a file of the templates folder. suffix: of the files it makes."""

    template: str
    suffix: str


OUTPUTS: dict[str, Output] = {
    "html": Output("edition.html.j2", ".html"),
    "markdown": Output("edition.md.j2", ".md"),
    "json": Output("edition.json.j2", ".json"),
}


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How editions are written.

    formats: keys of OUTPUTS. name: of the files, without suffix, {date} in it. templates: a folder
    whose files are taken before the default ones of the same name, or None. theme: a file of
    themes/ without its suffix. language: of the labels; "" is the edition's own.
    """

    formats: tuple[str, ...] = ("html", "markdown")
    name: str = "digest-{date}"
    templates: Path | None = None
    theme: str = "morning"
    language: str = ""


def default_templates() -> Path:
    """Return the folder of the templates that come with the program."""
    return resource_folder("templates")


def render_edition(data: Mapping[str, Any], settings: RenderSettings) -> dict[str, str]:
    """Return {file name: text} of an edition, in the order of the formats.

    data: from `edition_data`, fresh or as stored. The same data, settings and templates give the same
    bytes.

    Raises:
        RenderError: a format, theme, folder or time zone is not known, or a template has a mistake;
            `where` names its file and line.
    """
    return {
        file_name(settings.name, data["date"], output.suffix): render_output(output, data, settings)
        for output in (find_output(name) for name in settings.formats)
    }


def find_output(name: str) -> Output:
    """The output of that name. Raises RenderError when there is none."""
    if name not in OUTPUTS:
        raise RenderError(
            "[output] formats", f"there is no format {name}", f"There are {', '.join(OUTPUTS)}."
        )
    return OUTPUTS[name]


def file_name(pattern: str, day: str, suffix: str) -> str:
    return pattern.replace("{date}", day) + suffix


def render_output(output: Output, data: Mapping[str, Any], settings: RenderSettings) -> str:
    """The text of one output. Raises RenderError."""
    from jinja2 import TemplateError

    environment = open_environment(output, data, settings)
    try:
        template = environment.get_template(output.template)
        return template.render(data, edition=data)
    except RenderError:
        raise
    except TemplateError as error:
        raise RenderError(
            template_place(error, output.template),
            error.message or "is not a template",
            suggest_word(error, data),
        ) from error
    except UnicodeDecodeError as error:
        advice = "Save it and what it includes as UTF-8."
        raise RenderError(output.template, "the template is not text in UTF-8", advice) from error
    except Exception as error:
        # Whatever a template's own expressions can raise (a number divided by a text, say) is its mistake.
        raise RenderError(
            template_place(error, output.template), f"{type(error).__name__}: {error}"
        ) from error


def open_environment(
    output: Output, data: Mapping[str, Any], settings: RenderSettings
) -> SandboxedEnvironment:
    """A Jinja environment for one output of one edition: where templates are, how values are escaped,
    and the words they can use."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    if settings.templates and not settings.templates.is_dir():
        raise RenderError(str(settings.templates), "there is no such folder", "Mend [output] templates.")
    default = FileSystemLoader(default_templates())
    own = [FileSystemLoader(settings.templates)] if settings.templates else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, default, PrefixLoader({"default": default})]),
        undefined=StrictUndefined,
        autoescape=output.suffix in ESCAPES,
        finalize=ESCAPES.get(output.suffix),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    wording = open_wording(data["date"], settings.language or data["language"], open_zone(data["timezone"]))
    environment.filters.update(wording_filters(wording))
    environment.filters["json"] = as_json
    environment.filters["link"] = escape_link
    environment.filters["file_of"] = lambda day: quote(file_name(settings.name, day, output.suffix))
    environment.globals.update(
        label=wording.label,
        reason=wording.reason,
        hour_ticks=wording.hour_ticks,
        page_language=wording.language,
        stylesheet=partial(read_stylesheet, environment),
        theme=settings.theme,
    )
    return environment


def open_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RenderError(
            "timezone", f"there is no time zone {name}", "Use a name such as Europe/London."
        ) from None


def read_stylesheet(environment: SandboxedEnvironment, name: str, optional: bool = False) -> str:
    """The text of a CSS file of the templates as it is, for braces in it are not Jinja's.

    optional: "" where there is no such file. Raises RenderError.
    """
    from jinja2 import TemplateNotFound
    from markupsafe import Markup

    assert environment.loader
    try:
        text, path, _ = environment.loader.get_source(environment, name)
    except TemplateNotFound:
        if optional:
            return ""
        known = [found for found in environment.list_templates(["css"]) if not found.startswith("default/")]
        raise RenderError(name, "there is no such stylesheet", f"There are {', '.join(known)}.") from None
    if "</style" in text.lower():
        raise RenderError(path or name, "a stylesheet cannot hold </style")
    return Markup(text)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


# What Markdown (CommonMark and GitHub's) reads as markup wherever it stands, or as an entity, or as a
# heading, a list or a rule at the start of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?\w+;)|^[-+=]")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)])")


def escape_markdown(value: object) -> object:
    """A value on one line, a backslash before everything in it that Markdown would read as markup."""
    from markupsafe import Markup

    if hasattr(value, "__html__"):
        return value
    line = re.sub(r"[\t\r\n]+", " ", str(value))
    return Markup(_LIST_NUMBER.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", line)))


def escape_link(url: str) -> object:
    """An address as it can stand in a Markdown link: what would end it is percent-encoded."""
    from markupsafe import Markup

    return Markup(re.sub(r"""[\s<>()\[\]"'`\\]""", lambda found: quote(found[0]), url))


# {suffix: what every value passes through}. HTML needs nothing beside Jinja's autoescape; with it switched
# on for Markdown, too, what is escaped once (a Markup) is not escaped again.
ESCAPES = {".html": None, ".md": escape_markdown}


def template_place(error: Exception, template: str) -> str:
    """file, line of the mistake: the last template on the way to it."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else template


def suggest_word(error: Exception, data: Mapping[str, Any]) -> str:
    """Advice when a template uses a word that the data does not have."""
    unknown = re.search(r"'(\w+)' is undefined|attribute '(\w+)'", str(error))
    if not unknown:
        return ""
    close = get_close_matches(unknown[1] or unknown[2], sorted(known_words(data)), n=1)
    return f"Did you mean {close[0]}?" if close else "edition.schema.json names every word there is."


def known_words(value: object) -> set[str]:
    """Every key anywhere in the data."""
    if isinstance(value, Mapping):
        return set(value).union(*map(known_words, value.values()))
    return set().union(*map(known_words, value)) if isinstance(value, list) else set()
