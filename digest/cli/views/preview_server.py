"""The newest edition in a browser on this machine, rendered again whenever what makes it has changed.

The page is served as it would be published. A frame around it asks for the state of templates and
configuration and loads the page again when that changes, so nothing is added to the page itself.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from digest.errors import DigestError
from digest.runtime.resources import resource_folder

LOOPBACK = "127.0.0.1"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
}
"""{ending: what it is}; anything else is plain text."""

MISTAKE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Mistake</title>
<style>body { font: 1.1rem/1.5 sans-serif; margin: 3rem auto; max-width: 45rem; padding: 0 1rem }</style>
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is previewed.

    watched: files and folders whose change shows. first: the file to show. write: the file of a name, or
    None; nothing is written before it is asked for, so that a change of one shows at once.
    """

    watched: tuple[Path, ...]
    first: str
    write: Callable[[str], str | bytes | None]


class Stage:
    """The scene as it is now: made again when a watched file has changed, and not before."""

    def __init__(self, make: Callable[[], Scene], watched: Iterable[Path]) -> None:
        """make: makes the scene, or raises DigestError. watched: what is looked at until it has succeeded."""
        self._make = make
        self._watched = tuple(watched)
        self._state = ""
        self._scene: Scene | DigestError | None = None
        self._lock = Lock()

    def state(self) -> str:
        """What changes when a watched file does."""
        return fingerprint_files(self._watched)

    def scene(self) -> Scene:
        """The scene of the files as they are. Raises DigestError: that of the last attempt to make it."""
        with self._lock:
            state = self.state()
            if self._scene is None or state != self._state:
                self._state = state
                try:
                    self._scene = self._make()
                    self._watched = self._scene.watched
                    self._state = self.state()
                except DigestError as error:
                    self._scene = error
            if isinstance(self._scene, DigestError):
                raise self._scene
            return self._scene


def fingerprint_files(watched: Iterable[Path]) -> str:
    """A text that differs when a file of these, or in these folders, is changed, added or removed."""
    found = blake2b(digest_size=16)
    for path in watched:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            try:
                facts = file.stat()
            except OSError:
                continue
            found.update(f"{file}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode(errors="surrogateescape"))
    return found.hexdigest()


@contextmanager
def open_preview(stage: Stage, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A server on this machine only that shows the stage; `serve_forever` runs it.

    port: 0 takes a free one. Raises DigestError when the port is taken.
    """
    frame = (resource_folder("templates") / "preview.html").read_bytes()
    handler = type("Handler", (PreviewHandler,), {"stage": stage, "frame": frame})
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        advice = "Choose another one with --port."
        raise DigestError(f"port {port}", f"it cannot be listened on ({error.strerror})", advice) from None
    server.daemon_threads = True
    try:
        yield server
    finally:
        server.server_close()


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers with the frame, the state, or a file of the scene."""

    stage: Stage
    frame: bytes

    def do_GET(self) -> None:
        """Answer one request."""
        # Another site could have its name lead here, and read what is shown: only our own name is answered.
        host = self.headers.get("Host", "").rpartition(":")[0]
        name = unquote(urlsplit(self.path).path).removeprefix("/")
        if host not in (LOOPBACK, "localhost"):
            self.answer(403, "text/plain", b"This is not the place you asked for.")
        elif name == "":
            self.answer(200, TYPES[".html"], self.frame)
        elif name == "state":
            self.answer(200, "text/plain", self.stage.state().encode())
        else:
            self.answer_file(name)

    def answer_file(self, name: str) -> None:
        """Answer with a file of the scene, or with what is wrong with it."""
        try:
            scene = self.stage.scene()
            file = scene.first if name == "edition" else name
            page = scene.write(file)
        except DigestError as error:
            self.answer(200, TYPES[".html"], describe_error(error).encode())
            return
        if page is None:
            self.answer(404, "text/plain", b"There is no such file in the edition.")
            return
        body = page.encode() if isinstance(page, str) else page
        self.answer(200, TYPES.get(Path(file).suffix, "text/plain; charset=utf-8"), body)

    def answer(self, status: int, kind: str, body: bytes) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody wants to read of every request."""


def describe_error(error: DigestError) -> str:
    """A page that tells what is wrong; it goes away by itself when that is mended."""
    return MISTAKE + "".join(f"<p>{html.escape(line)}</p>" for line in str(error).splitlines())
