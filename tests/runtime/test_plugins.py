"""Plug-ins are found beside the configuration and in installed packages, in every process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from digest.runtime import plugins
from digest.runtime.executors import open_map
from digest.runtime.plugins import KnownNames, add_plugin_folder, load_function, load_plugin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a configuration; the modules imported from it are forgotten afterwards."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(plugins, "_folders", {})
    imported = set(sys.modules)
    add_plugin_folder(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - imported:
        # Others stay: what holds a function of a module expects to find that module.
        if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(tmp_path):
            del sys.modules[name]


def test_a_module_beside_the_configuration_is_found_and_so_are_its_neighbors(folder: Path) -> None:
    (folder / "own_words.py").write_text("from own_helper import WORD\ndef say(): return WORD\n")
    (folder / "own_helper.py").write_text("WORD = 'yes'\n")
    assert load_function("own_words:say")() == "yes"
    assert sys.path[-1] == str(folder)


def test_a_package_beside_the_configuration_is_found(folder: Path) -> None:
    (folder / "own_package").mkdir()
    (folder / "own_package" / "__init__.py").touch()
    (folder / "own_package" / "words.py").write_text("class Speaker:\n  def say(): return 'yes'\n")
    assert load_function("own_package.words:Speaker.say")() == "yes"


def test_the_import_path_stays_as_it_is_without_plug_ins_in_the_folder(folder: Path) -> None:
    load_function("digest.summarizers.lead:choose")
    assert str(folder) not in sys.path


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "own_none:say",
            None,
            "there is no module own_none in the folder of the configuration ({folder}) or",
        ),
        ("own_none:say", None, "put own_none.py into that folder, or install its package"),
        ("own_pack.none:say", None, "put own_pack/none.py into that folder"),
        ("own_empty:say", "", "{folder}/own_empty.py has no say"),
        ("own_needy:say", "import own_missing", "importing own_needy raised ModuleNotFoundError: No module"),
        ("own_broken:say", "def say(:", "importing own_broken raised SyntaxError"),
        ("own_value:say", "say = 3", "'own_value:say' is not a function"),
        ("matrix", None, "'matrix' is not the name of an installed plug-in (delivery.matrix)"),
    ],
)
def test_the_error_says_what_is_wrong_and_what_to_do(
    folder: Path, name: str, text: str | None, expected: str
) -> None:
    if text is not None:
        (folder / f"{name.partition(':')[0]}.py").write_text(text)
    with pytest.raises(LookupError) as caught:
        load_function(name, "delivery")
    assert expected.format(folder=folder) in str(caught.value)


def test_a_file_cannot_replace_a_module_of_python_and_the_error_says_so(folder: Path) -> None:
    (folder / "email.py").write_text("def deliver(payload, target): ...\n")
    with pytest.raises(LookupError) as caught:
        load_function("email:deliver")
    assert f"it hides {folder / 'email.py'}, give that file another name" in str(caught.value)


@pytest.mark.parametrize(
    "kind", ["serial", "threads", "processes", pytest.param("dask", marks=pytest.mark.slow)]
)
def test_workers_find_the_plug_ins_of_their_parent(folder: Path, kind: str) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    (folder / "own_sum.py").write_text("def double(number): return 2 * number\n")
    with open_map(kind, 2) as map_function:
        results = list(map_function(partial(call_named, "own_sum:double"), [1, 2, 3]))
    assert results == [2, 4, 6]


def call_named(name: str, number: int) -> int:
    result: int = load_function(name)(number)
    return result


def test_installed_packages_register_plug_ins(folder: Path) -> None:
    metadata = folder / "own_matrix-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: own-matrix\nVersion: 1.0\n")
    entries = (
        "delivery.matrix = own_matrix:SEND\nfilter.loud = own_matrix:loud\nformat.html = own_matrix:SEND\n"
    )
    (metadata / "entry_points.txt").write_text(f"[digest.plugins]\n{entries}")
    (folder / "own_matrix.py").write_text("SEND = 3\ndef loud(text): return text.upper()\n")
    sys.path.append(str(folder))
    assert load_plugin("matrix", "delivery") == 3
    assert load_function("loud", "filter")("a") == "A"
    names = KnownNames()
    assert list(names["delivery"])[-2:] == ["webhook", "matrix"]
    assert list(names["format"]).count("html") == 1
    assert "loud" not in names["summary"]
