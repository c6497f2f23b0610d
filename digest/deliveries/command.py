"""Pass an edition to a program."""

from __future__ import annotations

import json
import shutil
import subprocess

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError

MAX_STDERR_LINE = 200
"""Characters of a program's last line on standard error that a message shows."""


def deliver_command(payload: Payload, target: Target) -> None:
    """Run a program in the configuration's folder.

    Its last argument is the path of the edition's first file; its standard input is the edition as JSON.

    Raises:
        RefusalError: there is no such program, or it cannot be executed. DeliveryError: it fails or takes
            too long.
    """
    program = _find_program(target)
    settings = target.settings
    name, timeout = settings["command"][0], settings["timeout_seconds"]
    arguments = [program, *settings["command"][1:], str(payload.folder / next(iter(payload.pages)))]
    try:
        process = subprocess.run(
            arguments,
            input=json.dumps(payload.data, ensure_ascii=False).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=target.folder,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"{name} had not ended after {timeout:g} s and was stopped"
        raise DeliveryError("", message, "Fix the program, or raise timeout_seconds.") from None
    except OSError as error:
        message = f"{name} cannot be run ({error.strerror})"
        raise RefusalError("", message, "Check its permissions.") from None
    if process.returncode:
        lines = process.stderr.decode("utf-8", "replace").strip().splitlines()
        last = f": {lines[-1][:MAX_STDERR_LINE]}" if lines else ""
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
