"""The certificates that secure the connections of a Dask cluster with TLS."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Config


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: the certificate of the authority, that of this machine, and its key, if in a file of its
    own."""

    ca: str
    certificate: str
    key: str = ""


def find_certificates(config: Config) -> Certificates | None:
    """Return the files of [engine.security], or None. Raises ConfigError if one of them is missing."""
    security = config.engine.security
    if security is None:
        return None
    files = {name: str(config.path(text)) if text else "" for name, text in security.model_dump().items()}
    for name, file in files.items():
        if file and not os.path.isfile(file):
            raise ConfigError(f"engine.security.{name}", f"there is no file {file}")
    return Certificates(**files)
