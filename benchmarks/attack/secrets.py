"""Keys of many forms in the addresses and headers of sources, which a server repeats: nothing shows them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from urllib.parse import quote, quote_plus

from benchmarks.attack.cases import Case
from digest.cli import main

_KEYS = {
    "letters": "s3cr3tFerryKey",
    "spaces": "ferry key of Tarn",
    "marks of addresses": "ferry/key&of=Tarn?#%41+1",
    "markup": "ferry<key>&\"of'Tarn",
    "backslashes": 'ferry\\key\\"of\\u0041Tarn',
    "patterns": "ferry.*key[of](Tarn)+$",
    "letters of other scripts": "fährschlüssel-港口",
    "base64": "ZmVycnkta2V5+/b2YgVGFybg==",
    "many": "ferryKeyOfTarn" * 40,
    "references": "${HOME}ferryKeyOfTarn",
    "formats": "ferry{0}%s{{key}}Tarn",
    "capitals": "FERRY-key-OF-tarn",
}
_CONFIG = """version = 1
[output]
formats = ["html", "markdown", "json", "text"]
[[sources]]
feed = "http://127.0.0.1:{port}/feed?key=${{KEY}}"
[[sources]]
feed = "http://127.0.0.1:{port}/gone/${{KEY}}"
[[sources]]
feed = "http://127.0.0.1:{port}/moved?key=${{KEY}}"
headers = {{ X-Token = "a ${{KEY}}" }}
[[deliveries]]
name = "hook"
kind = "webhook"
url = "http://127.0.0.1:{port}/gone/${{KEY}}"
headers = {{ X-Token = "${{KEY}}" }}
"""
_COMMANDS = (
    ("run", "--verbose"),
    ("sources", "list", "--json"),
    ("sources", "export", "list.opml"),
    ("store", "export", "store.jsonl"),
    ("status", "--json"),
    ("check",),
    ("archive", "left-out"),
)


def list_cases() -> Iterator[Case]:
    for name, key in _KEYS.items():
        yield Case(f"a key of {name}", partial(_make, key), _look_for_key)


def _make(key: str, _size: int, _: Random) -> str:
    return key


def _look_for_key(key: str) -> str:
    """Run commands, and raise AssertionError if a file or an output has the key, however it is encoded."""
    encoded = {key, quote(key), quote(key, safe=""), quote_plus(key)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = _serve(encoded)
        (folder / "digest.toml").write_text(_CONFIG.format(port=server.server_port), "utf-8")
        _run_commands(folder, key)
        server.shutdown()
        texts = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    found = [file for file, text in texts.items() if any(form.encode() in text for form in encoded)]
    if found:
        raise AssertionError(f"the key is in {', '.join(found[:4])}")
    return f"{len(texts)} files"


def _run_commands(folder: Path, key: str) -> None:
    """Run the commands one after the other in a process of its own; their output is the file `output`."""
    child = os.fork()
    if not child:
        os.chdir(folder)
        output = os.open("output", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ["KEY"] = key
        for command in _COMMANDS:
            try:
                main(command)
            except SystemExit:
                pass
            except BaseException as error:  # shown as an output of the program
                print(f"unexpected {type(error).__name__}: {error}", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    if b"unexpected" in (written := (folder / "output").read_bytes()):
        raise AssertionError(written[-200:].decode("utf-8", "replace"))


def _serve(forms: set[str]) -> ThreadingHTTPServer:
    """Serve feeds, failures and redirects that repeat the key in every form."""
    rows = "".join(
        f"<item><title>{escape(form)} ferry {number}</title><guid>{number}</guid>"
        f"<link>http://127.0.0.1/{number}?{quote(form)}</link>"
        f"<author>{escape(form)}</author><category>{escape(form)}</category>"
        f"<description>The ferry {number} of {escape(form)} is back at the quay.</description></item>"
        for number, form in enumerate(sorted(forms))
    )
    title = escape(min(forms))
    feed = f"<rss version='2.0'><channel><title>{title}</title>{rows}</channel></rss>".encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")
            if path[0] == "/moved":
                self.send_response(302)
                self.send_header("Location", f"/feed?other={path[2]}")
                self.end_headers()
            elif path[0].startswith("/gone"):
                self.send_response(404, f"no {quote(path[0])}")
                self.end_headers()
                self.wfile.write(feed)
            else:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(feed)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server
