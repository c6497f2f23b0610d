"""Every command, option, key and name is documented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import click
import pytest
from pydantic import BaseModel

from digest.cli.app import commands
from digest.config import (
    Config,
    EditionRow,
    RuleRow,
    SourceRow,
    WatchRow,
    list_edition_configs,
    parse_config,
)
from digest.config.delivery_schema import DELIVERY_ROWS, FilesRow
from digest.config.rule_schema import RULE_FIELDS
from digest.config.source_schema import MAILBOX_KEYS
from digest.deliveries import DELIVERIES
from digest.grouping import DEFAULT_SETTINGS
from digest.languages import LANGUAGES
from digest.rendering import OUTPUTS
from digest.runtime.executors import ENGINES
from digest.runtime.plugins import KnownNames
from digest.sources import SOURCES
from digest.sources.folder.formats import COMPRESSED_FORMATS, FORMATS
from digest.summarizers import SUMMARIZERS

ROOT = Path(__file__).parents[1]
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
SOURCES_PAGE = (ROOT / "docs" / "sources.md").read_text("utf-8")
NEWSLETTERS_PAGE = (ROOT / "docs" / "newsletters.md").read_text("utf-8")
RULES_PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
EDITIONS_PAGE = (ROOT / "docs" / "editions.md").read_text("utf-8")
TEMPLATES_PAGE = (ROOT / "docs" / "templates.md").read_text("utf-8")
STARTER = (ROOT / "config" / "digest.toml").read_text("utf-8")
SHOWN = re.sub(r"^# (?=\[|[a-z_]+ = )", "", STARTER, flags=re.MULTILINE)
"""The starter configuration with every key that is shown in a comment."""

# Keys that are shown with an example, because their default is empty or computed.
EXAMPLES = {
    "collect.private_hosts",
    "digest.sections",
    "digest.section_rules",
    "digest.ranking_rules",
    "digest.boost",
    "digest.mute",
    "grouping.threshold",
    "output.templates",
    "output.filters",
    "engine.address",
    "engine.security",
    "engine.scratch",
}


def walk_commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from walk_commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def walk_keys(table: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, field in table.model_fields.items():
        inner: Any = field.annotation
        inner = get_args(inner)[0] if get_origin(inner) is tuple else inner
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from walk_keys(inner, (*path, key))
        elif not field.exclude:
            yield (*path, field.alias or key)


COMMANDS = dict(walk_commands(commands, "digest"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_its_page(name: str) -> None:
    assert f"`{name}" in COMMANDS_PAGE


@pytest.mark.parametrize("name", ["run", "publish"])
def test_the_options_of_an_edition_are_in_the_page_of_commands(name: str) -> None:
    options = {option for param in COMMANDS[f"digest {name}"].params for option in param.opts}
    assert {
        option for option in options if option.startswith("--") and f"`{option}" not in COMMANDS_PAGE
    } == set()


@pytest.mark.parametrize("path", list(walk_keys(Config)), ids=".".join)
def test_every_key_is_in_the_starter_in_its_table(path: tuple[str, ...]) -> None:
    *tables, key = path
    shown: Any = tomllib.loads(SHOWN)
    for table in tables:
        shown = shown[table]
    assert any(key in row for row in (shown if isinstance(shown, list) else [shown]))


def test_the_starter_shows_the_defaults() -> None:
    shown, config = tomllib.loads(SHOWN), Config(version=1)
    for path in walk_keys(Config):
        if path[0] in ("sources", "rules", "watches", "deliveries", "editions") or ".".join(path) in EXAMPLES:
            continue
        value: Any = shown
        default: Any = config
        for key in path:
            value, default = value[key], getattr(default, key)
        assert value == (list(default) if isinstance(default, tuple) else default), ".".join(path)
    assert shown["grouping"]["threshold"] == DEFAULT_SETTINGS.threshold
    row = next(row for row in shown["sources"] if "weight" in row)
    for key in ("limit", "weight"):
        assert row[key] == SourceRow.model_fields[key].default


@pytest.mark.parametrize("key", [key for key, field in SourceRow.model_fields.items() if not field.exclude])
def test_every_key_of_a_source_is_in_its_page(key: str) -> None:
    page = NEWSLETTERS_PAGE if key in MAILBOX_KEYS else SOURCES_PAGE
    assert re.search(rf"^{key} = ", page, re.MULTILINE)


@pytest.mark.parametrize("key", EditionRow.model_fields)
def test_every_key_of_an_edition_is_in_its_page(key: str) -> None:
    assert re.search(rf"^\|.*`{key}`.*\|", EDITIONS_PAGE, re.MULTILINE)


def test_the_examples_of_several_editions_are_valid(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", EDITIONS_PAGE, re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        config = parse_config(f"version = 1\n{example}", tmp_path / "digest.toml", {}, KnownNames())
        assert [own.edition for own in list_edition_configs(config)] == [row.name for row in config.editions]


def test_every_key_of_a_watch_is_in_its_page_and_the_example_is_valid(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "watches.md").read_text("utf-8")
    for key, field in WatchRow.model_fields.items():
        assert f"`{field.alias or key}`" in page
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    config = parse_config(f"version = 1\n{example}", tmp_path / "digest.toml", {}, KnownNames())
    assert config.watches[0].excluded == ("Port Ellis United",)


@pytest.mark.parametrize("key", RuleRow.model_fields)
def test_every_key_of_a_rule_is_in_its_page(key: str) -> None:
    assert re.search(rf"^{key} = |`{key} = |`{key}`", RULES_PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    ("names", "page"),
    [
        (SOURCES, SOURCES_PAGE),
        (RULE_FIELDS, RULES_PAGE),
        (FORMATS, SOURCES_PAGE),
        (COMPRESSED_FORMATS, SOURCES_PAGE),
        (SUMMARIZERS, STARTER),
        (OUTPUTS, STARTER),
        (OUTPUTS, TEMPLATES_PAGE),
        (DELIVERIES, STARTER),
        (ENGINES, STARTER),
        (LANGUAGES, STARTER),
        ([path.stem for path in (ROOT / "templates" / "themes").glob("*.css")], STARTER),
        ([path.stem for path in (ROOT / "templates" / "themes").glob("*.css")], TEMPLATES_PAGE),
    ],
    ids=lambda names: "" if isinstance(names, str) else ",".join(sorted(names)[:3]),
)
def test_every_name_of_a_registry_is_documented(names: Any, page: str) -> None:
    assert [name for name in names if f"`{name}`" not in page and f'"{name}"' not in page] == []


def test_links_point_at_existing_files() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("kind", DELIVERY_ROWS)
def test_every_key_of_a_delivery_is_in_the_starter_with_its_default(kind: str) -> None:
    rows = [row for row in tomllib.loads(SHOWN)["deliveries"] if row["kind"] == kind]
    assert len(rows) == 1
    for key, field in DELIVERY_ROWS[kind].model_fields.items():
        if key not in ("name", "password_file", "editions") and not field.exclude:
            assert key in rows[0]
        if key in ("security", "subject", "timeout_seconds", "headlines"):
            assert rows[0][key] == field.default
    assert "password_file = " in STARTER
    assert "editions = false" in STARTER


def test_the_configuration_shown_in_the_starter_is_valid() -> None:
    rows = Config.model_validate(tomllib.loads(SHOWN)).deliveries
    assert [type(row) for row in rows] == list(DELIVERY_ROWS.values())
    assert rows[0] == FilesRow(kind="files", folder="/srv/www/digest", name="the web server")
