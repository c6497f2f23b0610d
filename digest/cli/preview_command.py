"""The newest edition in the browser, while its templates change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config, find_config_file

if TYPE_CHECKING:
    from digest.cli.views.preview_server import Scene


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Listen there; 0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@shared_options
def preview(port: int, no_open: bool, **given: Any) -> int:
    """The newest edition in the browser, again at each change of template, theme or configuration.

    It is served to this machine only, and ends with Ctrl-C. Nothing is written or marked.
    """
    from digest.cli.views.preview_server import Stage, open_preview

    console = make_console(given)
    place = find_config_file(given["file"])
    stage = Stage(partial(make_scene, place), [place])
    scene = stage.scene()
    scene.write(scene.first)
    with open_preview(stage, port) as server:
        address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/"
        console.say(f"The newest edition is at {address} until you press Ctrl-C.")
        if not no_open:
            click.launch(address)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            console.say("The preview has ended.")
    return DONE


def make_scene(place: Path) -> Scene:
    """The newest edition of the store and what lies beside it, with the configuration as it is now."""
    from dataclasses import replace
    from datetime import date

    from digest.cli.views.archive_view import find_edition
    from digest.cli.views.preview_server import Scene
    from digest.publishing.site import list_kept, render_settings
    from digest.render import default_templates, find_output, render_edition
    from digest.render.archive_pages import PAGES, render_archive
    from digest.render.settings import file_name
    from digest.store import open_store

    config = find_config(place)
    settings = render_settings(config)
    with open_store(config.store_url) as store:
        data = find_edition(store, None)
        editions = list_kept(store, data)

    def write(name: str) -> str | bytes | None:
        for edition in editions:
            for kind in dict.fromkeys(("html", *settings.formats)):
                if name == file_name(settings.name, edition["date"], find_output(kind).suffix):
                    with open_store(config.store_url) as store:
                        whole = find_edition(store, date.fromisoformat(edition["date"]))
                    return render_edition(whole, replace(settings, formats=(kind,)))[name]
        return render_archive(editions, settings, ".html").get(name) if name in PAGES else None

    watched = dict.fromkeys((place, config.templates_folder or place, default_templates()))
    return Scene(tuple(watched), file_name(settings.name, data["date"], ".html"), write)
