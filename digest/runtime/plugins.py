"""Find plug-ins: functions and objects of the user or of an installed package, by name.

A configuration names a plug-in in one of two ways:

- "module:function". The module is an installed one, or a file beside the configuration. The folder of the
  configuration is appended to sys.path when a configured module is not found otherwise. Appended: a file
  there can never replace a module of Python or of a package. sys.path, not a private loader: the module can
  import its neighbors, and worker processes can unpickle what it defines. Executors pass the folders on.
- a plain name such as "matrix", which an installed package registers as the entry point "delivery.matrix" of
  the group "digest.plugins". Built-in names come first.

See docs/plugins.md for what a plug-in of each family looks like.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINT_GROUP = "digest.plugins"

REGISTRIES = {
    "source": "digest.sources:SOURCES",
    "summary": "digest.summarizers:SUMMARIZERS",
    "format": "digest.rendering:OUTPUTS",
    "delivery": "digest.deliveries:DELIVERIES",
}
"""{family: its registry of built-in implementations}. By name, because the families import this module."""

_folders: dict[str, None] = {}


def add_plugin_folder(folder: Path | str) -> None:
    """Look for modules of plug-ins in this folder, too: the folder of the configuration."""
    _folders[str(folder)] = None


def list_plugin_folders() -> tuple[str, ...]:
    """List the folders that were added, in that order."""
    return tuple(_folders)


def call_with_plugins(function: Callable[[Any], Any], folders: Iterable[str], argument: Any) -> Any:
    """Call a function in a worker process that has to find the same plug-ins as its parent.

    folders: of `list_plugin_folders` in the parent.
    """
    for folder in folders:
        add_plugin_folder(folder)
    return function(argument)


def load_function(name: str, family: str = "") -> Callable[..., Any]:
    """Return the function that a name stands for; see `load_plugin`. Raises LookupError, too, if it is not
    callable."""
    found = load_plugin(name, family)
    if not callable(found):
        raise LookupError(f"{name!r} is not a function")
    function: Callable[..., Any] = found
    return function


def load_plugin(name: str, family: str = "") -> Any:
    """Return the object that a name stands for.

    Args:
        name: "module:object", or the name of an installed plug-in without its family.
        family: "source", "summary", "format", "delivery" or "filter".

    Raises:
        LookupError: with the reason, the places searched and what to do. Whatever the module raises on
            import becomes a LookupError.
    """
    if ":" not in name:
        installed = list_installed_plugins(family)
        if name not in installed:
            raise LookupError(f"{name!r} is not the name of an installed plug-in ({family}.{name})")
        name = installed[name].value
    module_name, _, attribute = name.partition(":")
    try:
        module = _import_module(module_name)
    except LookupError as error:
        raise LookupError(f"{name!r} cannot be loaded: {error}") from None
    except Exception as error:  # the module may raise anything on import
        reason = f"importing {module_name} raised {type(error).__name__}: {error}"
        raise LookupError(f"{name!r} cannot be loaded: {reason}") from error
    found: Any = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise LookupError(f"{name!r} cannot be loaded: {_explain_missing_attribute(module, attribute)}")
        found = getattr(found, part)
    return found


def list_installed_plugins(family: str) -> dict[str, EntryPoint]:
    """List {name: entry point} of the plug-ins of a family that installed packages register."""
    prefix = f"{family}."
    return {
        entry_point.name.removeprefix(prefix): entry_point
        for entry_point in _read_entry_points(tuple(sys.path))
        if entry_point.name.startswith(prefix)
    }


class KnownNames(Mapping[str, Collection[str]]):
    """{family: the names a configuration may use}, built-in ones and those of installed plug-ins.

    A registry is imported when its family is looked up: most configurations name few implementations.
    """

    def __getitem__(self, family: str) -> Collection[str]:
        return {
            **dict.fromkeys(load_plugin(REGISTRIES[family])),
            **dict.fromkeys(list_installed_plugins(family)),
        }

    def __iter__(self) -> Iterator[str]:
        return iter(REGISTRIES)

    def __len__(self) -> int:
        return len(REGISTRIES)


@cache
def _read_entry_points(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    # Reading the metadata of all packages takes about 10 ms; it changes only with sys.path.
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: (point.name, point.value)))


def _import_module(name: str) -> ModuleType:
    """Import an installed module, or one in a plug-in folder. Raises LookupError when there is none."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if not _is_module_missing(error, name):
            raise
    sys.path += (folder for folder in _folders if folder not in sys.path)
    invalidate_caches()  # the file may be newer than what Python remembers of the folder
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if not _is_module_missing(error, name):
            raise
    file = f"{name.replace('.', '/')}.py"
    places = [f"the folder of the configuration ({folder})" for folder in _folders]
    raise LookupError(
        f"there is no module {name} in {' or '.join([*places, f'the Python packages of {sys.prefix}'])};"
        f" {f'put {file} into that folder, or install its package' if places else 'install its package'}"
    )


def _is_module_missing(error: ModuleNotFoundError, name: str) -> bool:
    """Whether the module itself or a package around it is missing, not a module that it imports."""
    return error.name is not None and (name == error.name or name.startswith(f"{error.name}."))


def _explain_missing_attribute(module: ModuleType, attribute: str) -> str:
    file = getattr(module, "__file__", None) or module.__name__
    reason = f"{file} has no {attribute or 'name after the colon'}"
    own = (Path(folder) / f"{module.__name__}.py" for folder in _folders)
    hidden = [str(path) for path in own if path.is_file() and str(path) != file]
    return f"{reason}; it hides {hidden[0]}, give that file another name" if hidden else reason
