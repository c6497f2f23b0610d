"""The first minute: a starter folder for a new reader, and the bundled sample."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from digest.config import Config, load_config
from digest.config.diagnostics import nearest
from digest.errors import DigestError
from digest.languages import LANGUAGES
from digest.models import Source
from digest.pipeline import publish
from digest.render import OUTPUTS, default_templates
from digest.render.template_reference import annotate
from digest.runtime.executors import Map
from digest.runtime.resources import resource_folder
from digest.sources.feed.opml import read_opml, write_opml
from digest.store import Store

INBOX_NOTE = "Articles, saved pages, notes and newsletters in this folder become part of the next edition.\n"

TITLES = {
    "de": "Morgenausgabe",
    "es": "La edición de la mañana",
    "fr": "L’édition du matin",
    "it": "L’edizione del mattino",
    "nl": "Ochtendeditie",
    "pt": "A edição da manhã",
}

HOMES = {
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
"""{a time zone, or how it begins: the source list of the region}; the longest that fits counts."""

FOR_ENGLISH = ("world", "business", "science")
"""What a reader of English gets besides, for these lists are in English."""


def list_names() -> tuple[str, ...]:
    """The names of the source lists that come with the program."""
    return tuple(sorted(path.stem for path in (resource_folder("config") / "lists").glob("*.opml")))


def guess_lists(timezone: str, locale: str) -> tuple[str, ...]:
    """The source lists of a reader's region, and those for the language of the machine.

    timezone: such as Europe/Vienna. locale: such as de_AT.UTF-8.
    """
    fitting = [zone for zone in HOMES if timezone.startswith(zone)]
    home = (HOMES[max(fitting, key=len)],) if fitting else ()
    english = not re.match(r"[a-z]{2,3}(_|\b)", locale) or locale.startswith("en")
    return tuple(dict.fromkeys((*home, *(FOR_ENGLISH if english or not home else ()))))


def merge_lists(names: Sequence[str]) -> str:
    """One OPML with the feeds of several lists, each address once. Raises DigestError for an unknown name."""
    feeds: dict[str, Source] = {}
    for name in names:
        if name not in list_names():
            told = f"there is no source list {name}{nearest(name, list_names())}"
            raise DigestError("", told, f"There are {', '.join(list_names())}.")
        path = resource_folder("config") / "lists" / f"{name}.opml"
        for feed in read_opml(path.read_bytes(), str(path)):
            feeds.setdefault(feed.location, feed)
    return write_opml(feeds.values())


def write_starter(
    folder: Path,
    timezone: str,
    locale: str,
    lists: Sequence[str],
    templates: bool = False,
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write a starter configuration, a list of feeds, an inbox and, on request, the templates.

    Args:
        folder: where; it is made when it is missing.
        timezone: the reader's, as far as it can be told.
        locale: such as de_AT.UTF-8: language and title are guessed from it.
        lists: names of the source lists whose feeds to begin with.
        templates: put the default templates there too.

    Returns:
        The paths made, and those left alone because they were there already.

    Raises:
        DigestError: there is no such list, or something cannot be written.
    """
    shipped = resource_folder("config")
    language = locale[:2] if locale[:2] in LANGUAGES else "en"
    values = {"timezone": timezone, "language": language}
    if language in TITLES:
        values["title"] = TITLES[language]
    texts = {
        folder / "digest.toml": personalize((shipped / "digest.toml").read_text("utf-8"), values),
        folder / "sources.opml": merge_lists(lists),
        folder / "inbox" / ".about": INBOX_NOTE,
    }
    if templates:
        texts |= list_templates(folder / "templates")
        config = folder / "digest.toml"
        texts[config] = texts[config].replace('# templates = "templates"', 'templates = "templates"')
    return write_files(texts)


def list_templates(folder: Path) -> dict[Path, str]:
    """{path in the folder: text} of the default templates, each output's with a list of every variable."""
    ours = default_templates()
    commented = {output.template for output in OUTPUTS.values()}
    texts = {}
    for path in sorted(path for path in ours.rglob("*") if path.is_file()):
        name, text = path.relative_to(ours), path.read_text("utf-8")
        texts[folder / name] = annotate(text) if name.as_posix() in commented else text
    return texts


def write_files(texts: Mapping[Path, str]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write texts to files that are not there yet. Returns the paths made, and those left alone.

    Raises:
        DigestError: something cannot be written.
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
            raise DigestError(str(path), f"the file cannot be written ({error.strerror})") from None
    return tuple(made), tuple(kept)


def personalize(text: str, values: Mapping[str, str]) -> str:
    """The configuration with these keys of its top level set to other values; all comments stay."""
    for key, value in values.items():
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    return text


def sample_config(folder: Path, timezone: str) -> Config:
    """The configuration of the bundled sample: the reader's time zone, a store in memory.

    folder: the editions go into its folder digest-sample.
    """
    config = load_config(resource_folder("config") / "sample.toml", {}, {})
    output = config.output.model_copy(update={"folder": str(folder.absolute() / config.output.folder)})
    return config.model_copy(update={"timezone": timezone, "output": output})


def publish_sample_past(config: Config, store: Store, clock: datetime, work_map: Map) -> None:
    """Yesterday's edition of the sample, so that today's has something to continue."""
    yesterday = clock - timedelta(days=1)
    publish(config, store, yesterday.astimezone(config.zone).date(), yesterday, work_map)
