"""Check, before anything is collected, that what a configuration names exists: themes, templates, plug-ins.

`digest.config` checks what the file alone shows. What it names is looked for here, for the commands that
need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from digest.config import Config
from digest.config.diagnostics import (
    KeyPath,
    find_key_lines,
    format_key,
    format_place,
    format_value,
    suggest_name,
)
from digest.errors import ConfigError, DigestError
from digest.runtime.bundled_files import find_resource_folder

Mistake = tuple[KeyPath, str]


def check_parts(config: Config) -> None:
    """Check that everything a configuration names exists; import the plug-ins of its own.

    config: that of the file. Cost: looks for some files, and imports nothing for what comes with the program.

    Raises:
        ConfigError: one line for each mistake: file:line: key: message.
    """
    mistakes = [*_find_missing_files(config), *_find_broken_plugins(config)]
    if not mistakes:
        return
    lines = find_key_lines(config.file.read_text(encoding="utf-8-sig")) if config.file.is_file() else {}
    messages = [
        f"{format_place(key, config.file, lines)}: {format_key(key)}: {text}"
        for key, text in sorted(mistakes, key=lambda mistake: lines.get(mistake[0], 0))
    ]
    raise ConfigError("", "\n".join(messages))


def _find_missing_files(config: Config) -> Iterator[Mistake]:
    own, bundled = config.templates_folder, find_resource_folder("templates")
    if own and not own.is_dir():
        problem = "is not a folder" if own.exists() else "does not exist"
        yield ("output", "templates"), f"{own} {problem}; `digest templates export` makes such a folder"
        return
    folders = [folder for folder in (own, bundled) if folder]
    themes = {path.stem for folder in folders for path in folder.glob("themes/*.css")}
    for place, theme, formats in _list_looks(config):
        if theme is not None and theme not in themes:
            close, listed = suggest_name(theme, themes), ", ".join(sorted(themes))
            yield (*place, "theme"), f"there is no theme {format_value(theme)}{close}; there are {listed}"
        for name in formats or ():
            if name.endswith(".j2") and not any((folder / name).is_file() for folder in folders):
                places = " or ".join(map(str, folders))
                yield (*place, "formats"), f"there is no template {name} in {places}"


def _list_looks(config: Config) -> Iterator[tuple[KeyPath, str | None, tuple[str, ...] | None]]:
    """Yield (path of a table, its theme, its formats) of [output] and of each row of [[editions]]."""
    yield ("output",), config.output.theme, config.output.formats
    for number, row in enumerate(config.editions):
        yield ("editions", number), row.theme, row.formats


def _find_broken_plugins(config: Config) -> Iterator[Mistake]:
    for key, load in _list_plugins(config):
        try:
            load()
        except DigestError as error:
            yield key, error.message


def _list_plugins(config: Config) -> Iterator[tuple[KeyPath, Callable[[], object]]]:
    """Yield (path of a key, function that loads its plug-in) for each plug-in that the file names."""
    if _is_own(config.summary.method):
        from digest.summarizers import find_summarizer

        yield ("summary", "method"), partial(find_summarizer, config.summary.method)
    for name, plugin in config.digest.ranking_rules.items():
        from digest.editions.story_scoring import load_rules

        yield ("digest", "ranking_rules", name), partial(load_rules, {name: plugin})
    for number, rule in enumerate(config.rules):
        if rule.filter:
            from digest.editions.article_rules import load_rule

            yield ("rules", number, "filter"), partial(load_rule, rule, number + 1)
    for place, _, formats in _list_looks(config):
        for name in filter(_is_own, formats or ()):
            from digest.rendering import find_output

            yield (*place, "formats"), partial(find_output, name)
    for name, plugin in config.output.filters.items():
        from digest.rendering.template_filters import load_filter

        yield ("output", "filters", name), partial(load_filter, name, plugin)
    for number, delivery in enumerate(config.deliveries):
        if _is_own(delivery.kind):
            from digest.deliveries.channels import find_delivery

            yield ("deliveries", number, "kind"), partial(find_delivery, delivery.kind)


def _is_own(name: str) -> bool:
    """Whether a name stands for code of the user: "module:function"."""
    return ":" in name
