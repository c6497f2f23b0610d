"""Pass an edition to a program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from tempfile import TemporaryFile

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError
from digest.runtime.environment import extend_environment
from digest.text import clean_message

MAX_STDERR_LINE = 200
"""Characters of a program's last line on standard error that a message shows."""

MAX_STDERR_BYTES = 4_000
"""The end of what a program writes to standard error, which is read."""

KEY_VARIABLE = "DIGEST_IDEMPOTENCY_KEY"
"""The environment variable by which a program knows a repeated delivery; see `Payload.make_key`."""


def deliver_command(payload: Payload, target: Target) -> None:
    """Run a program in the configuration's folder.

    Its last argument is the path of the edition's first file, if it has one; its standard input is the
    edition as JSON, and KEY_VARIABLE is set.

    Raises:
        RefusalError: there is no such program, or it cannot be executed. DeliveryError: it fails or takes
            too long.
    """
    program = _find_program(target)
    settings = target.settings
    name, timeout = settings["command"][0], settings["timeout_seconds"]
    first_page = [str(payload.folder / page) for page in payload.pages][:1]
    arguments = [program, *settings["command"][1:], *first_page]
    try:
        with TemporaryFile() as errors:
            process = subprocess.run(
                arguments,
                input=json.dumps(payload.data, ensure_ascii=False).encode(),
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=target.folder,
                env=extend_environment({KEY_VARIABLE: payload.make_key(target)}),
                timeout=timeout,
                check=False,
            )
            errors.seek(max(errors.seek(0, os.SEEK_END) - MAX_STDERR_BYTES, 0))
            written = errors.read()
    except subprocess.TimeoutExpired:
        message = f"{name} had not ended after {timeout:g} s and was stopped"
        raise DeliveryError("", message, "Fix the program, or raise timeout_seconds.") from None
    except OSError as error:
        message = f"{name} cannot be run ({error.strerror})"
        raise RefusalError("", message, "Check its permissions.") from None
    if process.returncode:
        lines = written.decode("utf-8", "replace").strip().splitlines()
        last = f": {clean_message(lines[-1], MAX_STDERR_LINE)}" if lines else ""
        raise DeliveryError("", f"{name} ended with {process.returncode}{last}", "Fix the program.")


def check_command(target: Target) -> str:
    """Check that the program exists; it is not run. Raises RefusalError."""
    return f"{_find_program(target)} is there"


def _find_program(target: Target) -> str:
    """Find the program in the configuration's folder or on PATH. Raises RefusalError."""
    name = str(target.settings["command"][0])
    found = shutil.which(str(target.path(name))) or shutil.which(name)
    if not found:
        raise RefusalError(
            "", f"there is no program {name}", "Use its absolute path, and make it executable."
        )
    return found
