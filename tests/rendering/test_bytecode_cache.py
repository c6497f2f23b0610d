"""Compiled templates in memory and in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.rendering import RenderSettings, bytecode_cache, render_edition
from tests.support.golden_edition import golden_edition

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs owners and permissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> RenderSettings:
    """Settings for a template of the user's own."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "note.txt.j2").write_text("{{ date }} one\n")
    return RenderSettings(formats=("note.txt.j2",), templates=templates, cache_folder=folder)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the templates that were compiled."""
    names: list[str] = []
    compile_template = jinja2.Environment.compile

    def compile_and_note(self: Any, source: Any, name: Any = None, *rest: Any, **options: Any) -> Any:
        names.append(name)
        return compile_template(self, source, name, *rest, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", compile_and_note)
    bytecode_cache._get_memory.cache_clear()
    yield names
    bytecode_cache._get_memory.cache_clear()


def render(settings: RenderSettings) -> str:
    """Render as a new process does: nothing is in memory."""
    bytecode_cache._get_memory.cache_clear()
    (page,) = render_edition(serialize_edition(golden_edition()), settings).values()
    assert isinstance(page, str)
    return page


def test_a_second_process_compiles_nothing(
    settings: RenderSettings, folder: Path, compiled: list[str]
) -> None:
    settings = replace(settings, formats=("html",))
    assert render(settings) == render(replace(settings, cache_folder=None))
    assert compiled
    compiled.clear()
    first = render(settings)
    assert not compiled
    assert first == render(replace(settings, cache_folder=None))
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_code_is_kept_in_memory_without_a_folder(settings: RenderSettings, compiled: list[str]) -> None:
    settings = replace(settings, cache_folder=None)
    for _ in range(2):
        render_edition(serialize_edition(golden_edition()), settings)
    assert compiled == ["note.txt.j2"]


def test_a_changed_template_is_compiled_again(settings: RenderSettings, folder: Path) -> None:
    assert settings.templates
    assert render(settings).endswith(" one\n")
    (settings.templates / "note.txt.j2").write_text("{{ date }} two\n")
    assert render(settings).endswith(" two\n")
    assert len(list(folder.iterdir())) == 1


def test_a_changed_parent_is_checked_again(settings: RenderSettings) -> None:
    assert settings.templates
    base = settings.templates / "base.txt.j2"
    base.write_text("{% block news %}{% endblock %}")
    (settings.templates / "note.txt.j2").write_text(
        '{% extends "base.txt.j2" %}{% block news %}new{% endblock %}'
    )
    assert render(settings) == "new"
    base.write_text("{% block olds %}{% endblock %}")
    with pytest.raises(RenderError, match="no block news"):
        render(settings)


@pytest.mark.parametrize("change", ["digest.rendering.bytecode_cache.__version__", "jinja2.__version__"])
def test_code_of_another_version_is_not_used(
    settings: RenderSettings, compiled: list[str], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    render(settings)
    monkeypatch.setattr(change, "0.0.1")
    render(settings)
    assert len(compiled) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"x" * 2000, None])
def test_a_damaged_file_is_replaced(
    settings: RenderSettings, folder: Path, compiled: list[str], damage: bytes | None
) -> None:
    page = render(settings)
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9 if damage is None else damage)
    for _ in range(2):
        assert render(settings) == page
    assert len(compiled) == 2


def test_a_file_that_others_can_write_is_not_loaded(
    settings: RenderSettings, folder: Path, compiled: list[str]
) -> None:
    render(settings)
    (path,) = folder.iterdir()
    path.chmod(0o620)
    render(settings)
    assert len(compiled) == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_another_user_is_not_loaded(
    settings: RenderSettings, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(settings)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    render(settings)
    assert len(compiled) == 2


def test_a_folder_that_is_gone_is_not_an_error(settings: RenderSettings, folder: Path) -> None:
    page = render(settings)
    assert render(replace(settings, cache_folder=folder / "none")) == page
