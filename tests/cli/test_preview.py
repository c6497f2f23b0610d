"""The preview server: what it serves, when it loads the preview again, which requests it refuses."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from digest.cli.views.preview_server import LOOPBACK, LivePreview, Preview, fingerprint_files, open_preview
from digest.editions.serialize import serialize_edition
from digest.errors import ConfigError, DigestError
from digest.rendering import RenderSettings, render_edition
from tests.support.golden_edition import golden_edition
from tests.support.rendering import render


class EditablePreview:
    """A preview with templates that tests change; counts how often it is loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loads = 0

    def load(self) -> Preview:
        self.loads += 1
        return Preview((self.folder,), "digest-2026-10-16.html", self.render)

    def render(self, name: str) -> str | bytes | None:
        pages = render_edition(serialize_edition(golden_edition()), RenderSettings(templates=self.folder))
        return pages.get(name)


@contextmanager
def serve_preview(live: LivePreview) -> Iterator[int]:
    with open_preview(live) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def request(port: int, path: str, host: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    return response.status, response.read().decode()


def test_the_page_is_served_as_it_would_be_published(tmp_path: Path) -> None:
    live = LivePreview(EditablePreview(tmp_path).load, [tmp_path])
    with serve_preview(live) as port:
        assert request(port, "/edition") == (200, render(golden_edition(), templates=tmp_path))
        assert request(port, "/digest-2026-10-16.md") == (200, render(golden_edition(), "markdown"))
        assert request(port, "/no-such-file")[0] == 404
        assert request(port, "/../../etc/passwd")[0] == 404
        assert 'src="/edition"' in request(port, "/")[1]


def test_the_preview_is_loaded_again_only_when_a_file_changes(tmp_path: Path) -> None:
    editable = EditablePreview(tmp_path)
    live = LivePreview(editable.load, [tmp_path])
    with serve_preview(live) as port:
        before = request(port, "/state")
        request(port, "/edition")
        request(port, "/edition")
        assert editable.loads == 1
        (tmp_path / "user.css").write_text(".mine { color: red }", "utf-8")
        assert request(port, "/state") != before
        assert ".mine { color: red }" in request(port, "/edition")[1]
        assert editable.loads == 2


def test_a_mistake_in_a_template_is_shown_until_it_is_fixed(tmp_path: Path) -> None:
    template = tmp_path / "edition.html.j2"
    live = LivePreview(EditablePreview(tmp_path).load, [tmp_path])
    with serve_preview(live) as port:
        request(port, "/edition")
        template.write_text("{{ <storys }}", "utf-8")
        status, shown = request(port, "/edition")
        assert status == 200
        assert f"{template}, line 1" in shown
        template.write_text("{{ title }}", "utf-8")
        assert request(port, "/edition") == (200, "The Lantern")


def test_a_mistake_at_the_start_can_be_fixed(tmp_path: Path) -> None:
    config = tmp_path / "digest.toml"

    def load() -> Preview:
        if config.read_text("utf-8") != "right":
            raise ConfigError(str(config), "this is not right")
        return EditablePreview(tmp_path).load()

    config.write_text("wrong", "utf-8")
    live = LivePreview(load, [config])
    for _ in range(2):
        with pytest.raises(ConfigError):
            live.load()
    config.write_text("right", "utf-8")
    assert live.load().main_page == "digest-2026-10-16.html"


def test_requests_for_other_host_names_are_refused(tmp_path: Path) -> None:
    with serve_preview(LivePreview(EditablePreview(tmp_path).load, [tmp_path])) as port:
        assert request(port, "/edition", "evil.example:80")[0] == 403
        assert request(port, "/edition", f"localhost:{port}")[0] == 200


def test_a_port_in_use_raises_an_error(tmp_path: Path) -> None:
    live = LivePreview(EditablePreview(tmp_path).load, [tmp_path])
    with serve_preview(live) as port, pytest.raises(DigestError, match="--port"), open_preview(live, port):
        pass


def test_the_fingerprint_changes_when_files_are_added_changed_or_removed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", "utf-8")
    states = [fingerprint_files([tmp_path])]
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b").write_text("1", "utf-8")
    states.append(fingerprint_files([tmp_path]))
    (tmp_path / "a").write_text("22", "utf-8")
    states.append(fingerprint_files([tmp_path]))
    (tmp_path / "a").unlink()
    states.append(fingerprint_files([tmp_path]))
    assert len(set(states)) == 4
    assert fingerprint_files([tmp_path / "gone"]) == fingerprint_files([])
