"""The preview command: show the newest edition in the browser while its templates change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.edition_choice import find_edition_name
from digest.cli.exit_codes import DONE
from digest.cli.options import edition_option, make_console, shared_options
from digest.runtime.environment import find_config, find_config_file

if TYPE_CHECKING:
    from digest.cli.views.preview_server import Preview


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The port to use; 0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@edition_option
@shared_options
def preview(port: int, no_open: bool, edition: str | None, **options: Any) -> int:
    """Show the newest edition in the browser.

    It is reloaded when a template, a theme or the configuration changes. Only this machine can open it.
    Nothing is written or published. Ctrl-C ends it.
    """
    from digest.cli.views.preview_server import LivePreview, open_preview

    console = make_console(options)
    path = find_config_file(options["file"])
    live = LivePreview(partial(_load_preview, path, edition), [path])
    first = live.load()
    first.render(first.main_page)
    with open_preview(live, port) as server:
        address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/"
        console.note(f"The newest edition is at {address} until you press Ctrl-C.")
        if not no_open:
            click.launch(address)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            console.note("Preview closed.")
    return DONE


def _load_preview(path: Path, edition: str | None) -> Preview:
    """Load the newest edition and the pages beside it, with the configuration file as it is now.

    edition: the name of the edition; None: the newest of all.

    Raises:
        DigestError: the configuration has mistakes, or there is no edition.
    """
    from dataclasses import replace
    from datetime import date

    from digest.cli.views.archive_view import find_edition
    from digest.cli.views.preview_server import Preview
    from digest.config import list_edition_configs
    from digest.publishing.site import list_archive_editions, render_settings
    from digest.rendering import find_default_templates, find_output, render_edition
    from digest.rendering.archive_pages import PAGES, render_archive
    from digest.rendering.render_settings import format_file_name
    from digest.store import open_store

    config = find_config(path)
    with open_store(config.store_url) as store:
        name, data = find_edition(store, None, find_edition_name(edition, store))
        issues = list_archive_editions(store.of_edition(name), data)
    own = next((own for own in list_edition_configs(config) if own.edition == name), config)
    settings = render_settings(own)

    def render(file: str) -> str | bytes | None:
        for issue in issues:
            for kind in dict.fromkeys(("html", *settings.formats)):
                if file == format_file_name(settings.name, issue["date"], find_output(kind).suffix):
                    with open_store(config.store_url) as store:
                        _, whole = find_edition(store, date.fromisoformat(issue["date"]), name)
                    return render_edition(whole, replace(settings, formats=(kind,)))[file]
        return render_archive(issues, settings, ".html").get(file) if file in PAGES else None

    watched = dict.fromkeys((path, config.templates_folder or path, find_default_templates()))
    return Preview(tuple(watched), format_file_name(settings.name, data["date"], ".html"), render)
