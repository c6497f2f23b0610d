"""Write a starter folder for a new user."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.config.diagnostics import suggest_name
from digest.errors import UsageError
from digest.languages import LANGUAGES
from digest.models import Source
from digest.rendering import OUTPUTS, find_default_templates
from digest.rendering.template_reference import annotate_template
from digest.runtime.bundled_files import find_resource_folder
from digest.sources.feed.opml import format_opml, read_opml

INBOX_NOTE = "Articles, saved pages, notes and newsletters in this folder become part of the next edition.\n"

TITLES = {
    "de": "Morgenausgabe",
    "es": "La edición de la mañana",
    "fr": "L’édition du matin",
    "it": "L’edizione del mattino",
    "nl": "Ochtendeditie",
    "pl": "Wydanie poranne",
    "pt": "A edição da manhã",
    "ar": "عدد الصباح",
    "he": "גיליון הבוקר",
}

REGION_LISTS = {
    "Africa/": "africa",
    "America/Toronto": "canada",
    "America/Vancouver": "canada",
    "America/Halifax": "canada",
    "America/Edmonton": "canada",
    "America/Winnipeg": "canada",
    "America/Sao_Paulo": "brazil",
    "America/Argentina/": "latin-america",
    "America/Bogota": "latin-america",
    "America/Lima": "latin-america",
    "America/Mexico_City": "latin-america",
    "America/Santiago": "latin-america",
    "America/": "united-states",
    "Asia/Kolkata": "india",
    "Asia/Calcutta": "india",
    "Asia/": "asia",
    "Atlantic/Reykjavik": "nordic",
    "Australia/": "australia",
    "Europe/Amsterdam": "netherlands",
    "Europe/Berlin": "germany",
    "Europe/Copenhagen": "nordic",
    "Europe/Dublin": "ireland",
    "Europe/Helsinki": "nordic",
    "Europe/Lisbon": "portugal",
    "Europe/London": "united-kingdom",
    "Europe/Madrid": "spain",
    "Europe/Oslo": "nordic",
    "Europe/Paris": "france",
    "Europe/Rome": "italy",
    "Europe/Stockholm": "nordic",
    "Europe/Vienna": "austria",
    "Europe/Zurich": "switzerland",
    "US/": "united-states",
}
"""{time zone or its prefix: source list of the region}; the longest match counts."""

ENGLISH_LISTS = ("world", "business", "science")
"""Lists in English, for users whose machine is set to English, or to no language."""


def list_names() -> tuple[str, ...]:
    """Return the names of the bundled source lists, sorted."""
    return tuple(sorted(path.stem for path in (find_resource_folder("config") / "lists").glob("*.opml")))


def guess_lists(timezone: str, locale: str) -> tuple[str, ...]:
    """Return the source lists of the user's region and language.

    timezone: such as Europe/Vienna. locale: such as de_AT.UTF-8.
    """
    matches = [zone for zone in REGION_LISTS if timezone.startswith(zone)]
    regional = (REGION_LISTS[max(matches, key=len)],) if matches else ()
    is_english = not re.match(r"[a-z]{2,3}(_|\b)", locale) or locale.startswith("en")
    return tuple(dict.fromkeys((*regional, *(ENGLISH_LISTS if is_english or not regional else ()))))


def merge_lists(names: Sequence[str]) -> str:
    """Return an OPML list of the feeds of several lists, each address once.

    Raises UsageError for an unknown name.
    """
    feeds: dict[str, Source] = {}
    for name in names:
        if name not in list_names():
            message = f"there is no source list {name}{suggest_name(name, list_names())}"
            raise UsageError("", message, f"Choose from {', '.join(list_names())}.")
        path = find_resource_folder("config") / "lists" / f"{name}.opml"
        for feed in read_opml(path.read_bytes(), str(path)):
            feeds.setdefault(feed.location, feed)
    return format_opml(feeds.values())


def write_starter(
    folder: Path,
    timezone: str,
    locale: str,
    lists: Sequence[str],
    templates: bool = False,
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write a starter configuration, a list of feeds, an inbox and, if requested, the templates.

    Args:
        folder: created if it is missing.
        timezone: the user's time zone, such as Europe/Vienna.
        locale: such as de_AT.UTF-8; determines language and title.
        lists: names of source lists whose feeds to start with.
        templates: whether to copy the default templates, too.

    Returns:
        The paths written, and those kept because they existed already.

    Raises:
        UsageError: there is no such list, or a file cannot be written.
    """
    bundled = find_resource_folder("config")
    language = locale[:2] if locale[:2] in LANGUAGES else "en"
    values = {"timezone": timezone, "language": language}
    if language in TITLES:
        values["title"] = TITLES[language]
    texts = {
        folder / "digest.toml": _personalize((bundled / "digest.toml").read_text("utf-8"), values),
        folder / "sources.opml": merge_lists(lists),
        folder / "inbox" / ".about": INBOX_NOTE,
    }
    if templates:
        texts |= list_templates(folder / "templates")
        config = folder / "digest.toml"
        texts[config] = texts[config].replace('# templates = "templates"', 'templates = "templates"')
    return write_files(texts)


def list_templates(folder: Path) -> dict[Path, str]:
    """Return {path in the folder: text} of the default templates.

    The template of each output begins with a comment that lists all variables.
    """
    source = find_default_templates()
    annotated = {output.template for output in OUTPUTS.values()}
    texts = {}
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name, text = path.relative_to(source), path.read_text("utf-8")
        texts[folder / name] = annotate_template(text) if name.as_posix() in annotated else text
    return texts


def write_files(texts: Mapping[Path, str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write {path: text} to files that do not exist yet. Return the paths written, and those kept.

    Raises:
        UsageError: a file cannot be written.
    """
    made, kept = [], []
    for path, text in texts.items():
        try:
            if path.exists():
                kept.append(path)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            made.append(path)
        except OSError as error:
            advice = "Name another folder, or make this one writable."
            raise UsageError(str(path), f"the file cannot be written ({error.strerror})", advice) from None
    return tuple(made), tuple(kept)


def _personalize(text: str, values: Mapping[str, str]) -> str:
    """Return a configuration text with other values of top-level keys; comments are kept."""
    for key, value in values.items():
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    return text
