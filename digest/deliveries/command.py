"""An edition handed to a program."""

from __future__ import annotations

import json
import shutil
import subprocess

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError


def deliver_command(payload: Payload, target: Target) -> None:
    """Run a program: the path of the edition's first file is its last argument, the edition as JSON stands
    on its standard input. It runs in the configuration's folder.

    Raises:
        RefusalError: there is no such program. DeliveryError: it fails, or takes too long.
    """
    program = find_program(target)
    settings = target.settings
    line = [program, *settings["command"][1:], str(payload.folder / next(iter(payload.pages)))]
    try:
        ended = subprocess.run(
            line,
            input=json.dumps(payload.data, ensure_ascii=False).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=target.folder,
            timeout=settings["timeout_seconds"],
            check=False,
        )
    except subprocess.TimeoutExpired:
        told = (
            f"{settings['command'][0]} had not ended after {settings['timeout_seconds']:g} s and was stopped"
        )
        raise DeliveryError("", told, "Mend the program, or raise timeout_seconds.") from None
    except OSError as error:
        told = f"{settings['command'][0]} cannot be run ({error.strerror})"
        raise RefusalError("", told, "Look at its permissions.") from None
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        last = f": {said[-1][:200]}" if said else ""
        raise DeliveryError(
            "", f"{settings['command'][0]} ended with {ended.returncode}{last}", "Mend the program."
        )


def check_command(target: Target) -> str:
    """Whether the program is there; it is not run. Raises RefusalError."""
    return f"{find_program(target)} is there"


def find_program(target: Target) -> str:
    """Where the program is: in the configuration's folder, or wherever programs are."""
    name = str(target.settings["command"][0])
    found = shutil.which(str(target.path(name))) or shutil.which(name)
    if not found:
        raise RefusalError("", f"there is no program {name}", "Write its whole path, and make it executable.")
    return found
