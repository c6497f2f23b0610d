"""The command that runs workers of a Dask cluster: worker."""

from __future__ import annotations

import os
from pathlib import Path

import click

from digest.cli.exit_codes import DONE
from digest.runtime.environment import find_optional_config


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("address")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "-c", "--config", "file", type=click.Path(path_type=Path), help="The configuration file to use."
)
def worker(address: str, more: tuple[str, ...], file: Path | None) -> int:
    """Run workers for the Dask scheduler at ADDRESS, one for each core.

    Further arguments are those of `dask worker`: --nworkers, --memory-limit, --local-directory and others.
    Ctrl-C stops the workers.
    """
    from digest.runtime.certificates import find_certificates
    from digest.runtime.dask_cluster import require_dask

    require_dask()
    from digest.runtime.dask_worker import run_worker

    config = find_optional_config(file)
    run_worker(address, find_certificates(config) if config else None, os.cpu_count() or 1, more)
    return DONE
