"""Where the files that ship beside the code are found: the default templates and the starter files."""

from __future__ import annotations

from pathlib import Path

# {name in the repository: name inside the installed package}. In a wheel the folders lie inside the
# package ("config" under another name, because digest/config/ has taken it); an editable install
# leaves them where they are in the repository.
RESOURCES = {"templates": "templates", "config": "config_files"}


def resource_folder(name: str) -> Path:
    """Return the folder of a key of RESOURCES, as installed or as it lies in the repository."""
    package = Path(__file__).parents[1]
    installed = package / RESOURCES[name]
    return installed if installed.is_dir() else package.parent / name
