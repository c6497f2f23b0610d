"""Locate the files shipped with the program: the default templates and the starter configuration."""

from __future__ import annotations

from pathlib import Path

# {folder in the repository: folder in the installed package}. A wheel has the folders inside the package
# ("config" under another name, because digest/config/ is a package); an editable install uses those of the
# repository.
RESOURCES = {"templates": "templates", "config": "config_files"}


def find_resource_folder(name: str) -> Path:
    """Return the path of a resource folder. name: a key of RESOURCES."""
    package = Path(__file__).parents[1]
    installed = package / RESOURCES[name]
    return installed if installed.is_dir() else package.parent / name
