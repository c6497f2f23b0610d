"""Fuzz the readers with atheris, which looks for inputs that reach new lines of the program.

    python -m benchmarks.attack.fuzz [--target NAME] [--seconds N] [--seed N] [--folder FOLDER]

A fault is a warning, any exception but a DigestError, or an input that takes more than 10 seconds. The input
is then kept in the folder, and the exit code is not 0. Inputs that reach new lines are kept there, too: the
next run begins with them. What is found becomes a small test next to the code that was fixed.

atheris is not among the development tools, because it has wheels for few systems: `pip install atheris`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import warnings
from pathlib import Path

_NAMES = (
    "feed",
    "page",
    "mail",
    "markdown",
    "text",
    "table",
    "records",
    "archive",
    "folder",
    "opml",
    "config",
)
_MAX_BYTES = 20_000
_MAX_SECONDS_PER_INPUT = 10


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--target", choices=_NAMES, help="only this one; otherwise all, one after the other")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("fuzz"), help="for what is found")
    options = parser.parse_args()
    if options.target:
        return fuzz(options.target, options.seconds, options.seed, options.folder)
    rest = ["--seconds", str(options.seconds), "--seed", str(options.seed), "--folder", str(options.folder)]
    command = [sys.executable, "-m", "benchmarks.attack.fuzz", *rest, "--target"]
    faults = [name for name in _NAMES if subprocess.run([*command, name], check=False).returncode]
    print(f"FAILED {', '.join(faults)}" if faults else "no fault found")
    return 1 if faults else 0


def fuzz(name: str, seconds: int, seed: int, folder: Path) -> int:
    """Fuzz one target. It ends the process after the time, or at the first fault."""
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["digest"]):
        from benchmarks.attack.fuzz_targets import TARGETS
        from benchmarks.attack.visits import load_libraries

        load_libraries()
        target = TARGETS[name]
        for document in target.documents:
            target.read(document)  # it imports the modules that are imported where they are used
    corpus, found = folder / name, folder / f"{name}-faults"
    for path in (corpus, found):
        path.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(target.documents):
        (corpus / f"valid-{number}").write_bytes(document)
    print(f"\n== {name}", flush=True)
    options = {
        "max_total_time": seconds,
        "max_len": _MAX_BYTES,
        "timeout": _MAX_SECONDS_PER_INPUT,
        "seed": seed,
        "artifact_prefix": f"{found}/",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    warnings.simplefilter("error")
    atheris.Setup(
        [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(corpus)], target.read
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
