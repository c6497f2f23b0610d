"""The preview: what is served, when it is made again, and to whom."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from digest.cli.views.preview_server import LOOPBACK, Scene, Stage, fingerprint_files, open_preview
from digest.editions.edition_data import edition_data
from digest.errors import ConfigError, DigestError
from digest.render import RenderSettings, render_edition
from tests.support.golden_edition import golden_edition
from tests.support.rendering import render


class Workshop:
    """Templates that a reader changes; counts how often the scene is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def make(self) -> Scene:
        self.made += 1
        return Scene((self.folder,), "digest-2026-10-16.html", self.write)

    def write(self, name: str) -> str | bytes | None:
        pages = render_edition(edition_data(golden_edition()), RenderSettings(templates=self.folder))
        return pages.get(name)


@contextmanager
def served(stage: Stage) -> Iterator[int]:
    with open_preview(stage) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def ask(port: int, path: str, host: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_page_is_served_as_it_is_published(tmp_path: Path) -> None:
    stage = Stage(Workshop(tmp_path).make, [tmp_path])
    with served(stage) as port:
        assert ask(port, "/edition") == (200, render(golden_edition(), templates=tmp_path))
        assert ask(port, "/digest-2026-10-16.md") == (200, render(golden_edition(), "markdown"))
        assert ask(port, "/no-such-file")[0] == 404
        assert ask(port, "/../../etc/passwd")[0] == 404
        assert 'src="/edition"' in ask(port, "/")[1]


def test_it_is_made_again_when_a_file_changes_and_only_then(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    stage = Stage(workshop.make, [tmp_path])
    with served(stage) as port:
        before = ask(port, "/state")
        ask(port, "/edition")
        ask(port, "/edition")
        assert workshop.made == 1
        (tmp_path / "user.css").write_text(".mine { color: red }", "utf-8")
        assert ask(port, "/state") != before
        assert ".mine { color: red }" in ask(port, "/edition")[1]
        assert workshop.made == 2


def test_a_mistake_is_shown_until_it_is_mended(tmp_path: Path) -> None:
    template = tmp_path / "edition.html.j2"
    stage = Stage(Workshop(tmp_path).make, [tmp_path])
    with served(stage) as port:
        ask(port, "/edition")
        template.write_text("{{ <storys }}", "utf-8")
        status, shown = ask(port, "/edition")
        assert status == 200
        assert f"{template}, line 1" in shown
        template.write_text("{{ title }}", "utf-8")
        assert ask(port, "/edition") == (200, "The Lantern")


def test_a_mistake_from_the_beginning_can_be_mended(tmp_path: Path) -> None:
    config = tmp_path / "digest.toml"

    def make() -> Scene:
        if config.read_text("utf-8") != "right":
            raise ConfigError(str(config), "this is not right")
        return Workshop(tmp_path).make()

    config.write_text("wrong", "utf-8")
    stage = Stage(make, [config])
    for _ in range(2):
        with pytest.raises(ConfigError):
            stage.scene()
    config.write_text("right", "utf-8")
    assert stage.scene().first == "digest-2026-10-16.html"


def test_another_sites_name_is_not_answered(tmp_path: Path) -> None:
    with served(Stage(Workshop(tmp_path).make, [tmp_path])) as port:
        assert ask(port, "/edition", "evil.example:80")[0] == 403
        assert ask(port, "/edition", f"localhost:{port}")[0] == 200


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    stage = Stage(Workshop(tmp_path).make, [tmp_path])
    with served(stage) as port, pytest.raises(DigestError, match="--port"), open_preview(stage, port):
        pass


def test_every_kind_of_change_shows(tmp_path: Path) -> None:
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
