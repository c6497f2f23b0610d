"""The command that runs workers of a Dask cluster: worker."""

from __future__ import annotations

import os
from pathlib import Path

import click

from digest.cli.exit_codes import DONE
from digest.errors import DigestError, UsageError
from digest.runtime.environment import find_optional_config


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("address")
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "-c", "--config", "file", type=click.Path(path_type=Path), help="The configuration file to use."
)
def worker(address: str, more: tuple[str, ...], file: Path | None) -> int:
    """Run workers for the Dask scheduler at ADDRESS.

    There is one for each core. Further arguments are those of `dask worker`: --nworkers, --memory-limit,
    --local-directory and others.
    Ctrl-C stops the workers.
    """
    from digest.runtime.certificates import find_certificates
    from digest.runtime.dask_cluster import require_dask

    require_dask()
    from digest.runtime.dask_worker import require_address, run_worker

    require_address(address)
    config = find_optional_config(file)
    certificates = find_certificates(config) if config else None
    if address.startswith("tls:") and not certificates and not any("--tls" in word for word in more):
        advice = (
            "Write [engine.security] into the configuration, or add --tls-ca-file, --tls-cert and --tls-key."
        )
        raise UsageError("", f"{address} needs certificates, and there are none", advice)
    try:
        run_worker(address, certificates, os.cpu_count() or 1, more)
    except click.Abort:
        raise
    except (click.ClickException, ValueError) as error:
        raise _explain_arguments(more, error) from error
    except Exception as error:
        cause = _find_cause(error)
        advice = "Check whether the scheduler is running there: `dask scheduler` prints its address."
        raise DigestError(address, f"no worker could be started ({cause})", advice) from error
    return DONE


def _explain_arguments(more: tuple[str, ...], error: Exception) -> UsageError:
    """Return the error about further arguments that Dask does not accept."""
    # Dask's message about an unknown one is a format string that nobody has filled in.
    reason = "one of them is unknown" if "%r" in str(error) else str(error).rstrip(".")
    message = f"`dask worker` does not accept the arguments {' '.join(more)} ({reason})"
    return UsageError("", message, "`dask worker --help` lists what it accepts.")


def _find_cause(error: BaseException) -> BaseException:
    """Return the error of the operating system that led to an error, or the error."""
    found: BaseException | None = error
    while found and not isinstance(found, OSError):
        found = found.__cause__
    return found or error
