"""Serve the newest edition on this machine, rendered again whenever its templates or configuration change.

The page is served exactly as it would be published. A frame around it polls a fingerprint of the watched
files and reloads the page when that changes, so nothing has to be added to the page itself.
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
from digest.runtime.bundled_files import find_resource_folder

LOOPBACK = "127.0.0.1"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
}
"""{suffix of a file: its media type}; anything else is plain text."""

ERROR_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Error</title>
<style>body { font: 1.1rem/1.5 sans-serif; margin: 3rem auto; max-width: 45rem; padding: 0 1rem }</style>
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """An edition and the pages beside it.

    watched: files and folders whose changes make it out of date. main_page: the name of the edition's page.
    render: renders the file of a name, or returns None if there is no such file. Files are rendered when
    they are requested, so that a change is visible at once.
    """

    watched: tuple[Path, ...]
    main_page: str
    render: Callable[[str], str | bytes | None]


class LivePreview:
    """A preview that is loaded again when a watched file has changed, and only then."""

    def __init__(self, load: Callable[[], Preview], watched: Iterable[Path]) -> None:
        """Prepare a preview.

        Args:
            load: loads the preview, or raises DigestError.
            watched: the files and folders to watch until `load` has succeeded once.
        """
        self._load = load
        self._watched = tuple(watched)
        self._fingerprint = ""
        self._result: Preview | DigestError | None = None
        self._lock = Lock()

    def fingerprint(self) -> str:
        """Return a text that changes when a watched file does."""
        return fingerprint_files(self._watched)

    def load(self) -> Preview:
        """Return the preview of the files as they are now. Raises DigestError when it cannot be loaded."""
        with self._lock:
            fingerprint = self.fingerprint()
            if self._result is None or fingerprint != self._fingerprint:
                self._fingerprint = fingerprint
                try:
                    self._result = self._load()
                    self._watched = self._result.watched
                    self._fingerprint = self.fingerprint()
                except DigestError as error:
                    self._result = error
            if isinstance(self._result, DigestError):
                raise self._result
            return self._result


def fingerprint_files(watched: Iterable[Path]) -> str:
    """Return a text that changes when one of these files, or a file in these folders, does.

    Only names, sizes and modification times are compared; contents are not read.
    """
    digest = blake2b(digest_size=16)
    for path in watched:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            try:
                facts = file.stat()
            except OSError:
                continue
            digest.update(f"{file}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


@contextmanager
def open_preview(live: LivePreview, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """Open a server for a preview, on this machine only; call its `serve_forever`.

    port: 0 takes a free one. Raises DigestError when the port is taken.
    """
    frame = (find_resource_folder("templates") / "preview.html").read_bytes()
    handler = type("Handler", (PreviewHandler,), {"live": live, "frame": frame})
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        advice = "Choose another one with --port."
        raise DigestError(f"port {port}", f"the port cannot be used ({error.strerror})", advice) from None
    server.daemon_threads = True
    try:
        yield server
    finally:
        server.server_close()


class PreviewHandler(BaseHTTPRequestHandler):
    """Answer with the frame, the fingerprint of the watched files, or a file of the preview."""

    live: LivePreview
    frame: bytes

    def do_GET(self) -> None:
        """Answer one request."""
        # Another site could let its host name resolve to this machine and read the preview (DNS rebinding),
        # so only this machine's own name is answered.
        host = self.headers.get("Host", "").rpartition(":")[0]
        name = unquote(urlsplit(self.path).path).removeprefix("/")
        if host not in (LOOPBACK, "localhost"):
            self.send_body(403, "text/plain", f"Use the address http://{LOOPBACK} instead.".encode())
        elif name == "":
            self.send_body(200, MEDIA_TYPES[".html"], self.frame)
        elif name == "state":
            self.send_body(200, "text/plain", self.live.fingerprint().encode())
        else:
            self.send_file(name)

    def send_file(self, name: str) -> None:
        """Send a file of the preview, or a page with the error that prevents it."""
        try:
            preview = self.live.load()
            file = preview.main_page if name == "edition" else name
            page = preview.render(file)
        except DigestError as error:
            self.send_body(200, MEDIA_TYPES[".html"], _format_error_page(error).encode())
            return
        if page is None:
            self.send_body(404, "text/plain", b"There is no such file in the edition.")
            return
        body = page.encode() if isinstance(page, str) else page
        self.send_body(200, MEDIA_TYPES.get(Path(file).suffix, "text/plain; charset=utf-8"), body)

    def send_body(self, status: int, media_type: str, body: bytes) -> None:
        """Send a whole response."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing: the frame polls every few moments."""


def _format_error_page(error: DigestError) -> str:
    """Return a page that shows an error; the frame replaces it when the error is fixed."""
    return ERROR_PAGE + "".join(f"<p>{html.escape(line)}</p>" for line in str(error).splitlines())
