"""Pass an edition to a program."""

from __future__ import annotations

import json
import shutil
import subprocess
from tempfile import TemporaryFile
from threading import Thread

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError
from digest.runtime.environment import extend_environment
from digest.text import clean_message

MAX_STDERR_LINE = 200
"""Characters of a program's last line on standard error that a message shows."""

MAX_STDERR_BYTES = 4_000
"""The end of what a program writes to standard error, which is kept."""

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
        with TemporaryFile() as edition:
            edition.write(json.dumps(payload.data, ensure_ascii=False).encode())
            edition.seek(0)
            process = subprocess.Popen(
                arguments,
                stdin=edition,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=target.folder,
                env=extend_environment({KEY_VARIABLE: payload.make_key(target)}),
            )
        errors = _StderrReader(process)
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        message = f"{name} had not ended after {timeout:g} s and was stopped"
        raise DeliveryError("", message, "Fix the program, or raise timeout_seconds.") from None
    except OSError as error:
        message = f"{name} cannot be run ({error.strerror})"
        raise RefusalError("", message, "Check its permissions.") from None
    if process.returncode:
        lines = errors.read_end().decode("utf-8", "replace").strip().splitlines()
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


class _StderrReader:
    """Reads what a program writes to standard error while it runs, and keeps the end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self._end = process, b""
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stderr
        with self._process.stderr as stream:
            while part := stream.read1(65_536):  # type: ignore[attr-defined]
                self._end = (self._end + part)[-MAX_STDERR_BYTES:]

    def read_end(self) -> bytes:
        """Return the end of what has been written; what the program has started may write on."""
        self._thread.join(1)
        return self._end
