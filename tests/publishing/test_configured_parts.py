"""What a configuration names is looked for before anything is collected."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.cli import main
from digest.config import parse_config
from digest.errors import ConfigError
from digest.publishing.configured_parts import check_parts

SOURCE = '[[sources]]\nfolder = "articles"\nname = "Harbour Post"\n'


def write_config(folder: Path, text: str) -> Path:
    (folder / "articles").mkdir()
    (folder / "articles" / "ferry.txt").write_text("Ferry aground\n\nA ferry ran aground off Lorn.\n")
    (folder / "own.py").write_text("def first(*_):\n    return 0\n")
    file = folder / "digest.toml"
    file.write_text(f"version = 1\n{SOURCE}{text}")
    return file


def find_mistakes(file: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        check_parts(parse_config(file.read_text(), file, {}, {}))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[output]\ntheme = "newspapr"\n', 6, 'output.theme: there is no theme "newspapr" (did you mean'),
        ('[output]\ntheme = "../base"\n', 6, "output.theme: there is no theme"),
        ('[output]\ntheme = ""\n', 6, "there are list, morning, newspaper, terminal"),
        ('[[editions]]\nname = "e"\ntheme = "dunkel"\n', 7, "editions[1].theme: there is no theme"),
        ('[output]\ntemplates = "vorlagen für mich"\n', 6, "vorlagen für mich does not exist"),
        ('[output]\ntemplates = "own.py"\n', 6, "own.py is not a folder"),
        ('[output]\nformats = ["edition.org.j2"]\n', 6, "there is no template edition.org.j2 in"),
        (
            '[[editions]]\nname = "e"\nformats = ["x.org.j2"]\n',
            7,
            "editions[1].formats: there is no",
        ),
        ('[output]\nformats = ["own:FORMAT"]\n', 6, "output.formats: 'own:FORMAT' cannot be loaded"),
        ('[output.filters]\nloud = "own:loud"\n', 6, "output.filters.loud: 'own:loud' cannot be loaded"),
        ('[summary]\nmethod = "own:second"\n', 6, "summary.method: 'own:second' cannot be loaded"),
        ('[summary]\nmethod = "nowhere:summarize"\n', 6, "there is no module nowhere in"),
        ('[digest.ranking_rules]\nlocal = "own:local"\n', 6, "digest.ranking_rules.local: 'own:local'"),
        ('[digest.ranking_rules]\nvoices = "own:first"\n', 6, "there is a built-in rule of this name"),
        ('[[rules]]\nfilter = "own:rule"\n', 6, "rules[1].filter: 'own:rule' cannot be loaded"),
        ('[[deliveries]]\nkind = "own:send"\n', 6, "deliveries[1].kind: 'own:send' cannot be loaded"),
    ],
)
def test_a_missing_part_is_named_with_its_line(
    text: str, line: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_config(tmp_path, text)
    monkeypatch.syspath_prepend(str(tmp_path))
    found = find_mistakes(file)
    assert found.startswith(f"{file}:{line}: ")
    assert message in found
    assert len(found.splitlines()) == 1


def test_all_missing_parts_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = write_config(tmp_path, '[summary]\nmethod = "nowhere:f"\n[output]\ntheme = "dunkel"\n')
    places = [line.removeprefix(str(file)).split(":")[1] for line in find_mistakes(file).splitlines()]
    assert places == ["6", "8"]


def test_own_templates_and_themes_are_found(tmp_path: Path) -> None:
    file = write_config(
        tmp_path, '[output]\ntemplates = "own"\ntheme = "dunkel"\nformats = ["edition.org.j2", "html"]\n'
    )
    (tmp_path / "own" / "themes").mkdir(parents=True)
    (tmp_path / "own" / "themes" / "dunkel.css").write_text(".ed { color: black }")
    (tmp_path / "own" / "edition.org.j2").write_text("{{ title }}")
    check_parts(parse_config(file.read_text(), file, {}, {}))


@pytest.mark.parametrize("command", ["run", "check", "publish", "serve"])
def test_commands_stop_before_they_collect(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_config(tmp_path, '[output]\ntheme = "dark"\n')
    with pytest.raises(SystemExit) as exit_:
        main([command, "--config", str(file)])
    assert exit_.value.code == 2
    assert f'{file}:6: output.theme: there is no theme "dark"' in capsys.readouterr().err
    assert not (tmp_path / "digest.db").exists()
