"""Named development commands. `nox -l` lists them, `nox -s lint types` runs some, `nox` runs the checks.

The sessions run in the environment that nox is installed in, so that a check takes seconds, not an
install. Only `lock` and `sbom` have environments of their own, for their tools.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "imports", "tests"]

BENCHMARKS = (
    ("attack", "--size", "20000"),
    ("day", "--articles", "300", "--feeds", "20"),
    ("folder", "--files", "200"),
    ("growth", "--sizes", "300", "1000"),
    ("large_day", "--articles", "300", "--feeds", "20"),
    ("page", "--stories", "5"),
    ("polling", "--feeds", "50"),
    ("peers", "--feeds", "20"),
    ("quality",),
    ("speed",),
)
"""Each benchmark at a size that takes seconds: does it run?"""


@nox.session(name="format")
def format_code(session: nox.Session) -> None:
    """Format the code and sort the imports."""
    session.run("ruff", "format", ".")
    session.run("ruff", "check", "--fix", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """Check formatting and lint rules."""
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy --strict."""
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """Check layers and library adapters with import-linter."""
    session.run("lint-imports", "--no-cache")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after -- go to pytest."""
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """Run the tests that take seconds each."""
    session.run("python", "-m", "pytest", "-m", "slow", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Run every benchmark at a small size, and check the recorded quality values and speed ratios."""
    for name, *arguments in BENCHMARKS:
        session.run("python", "-m", f"benchmarks.{name}", *arguments)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel into dist/, or into the folder after --."""
    session.run("python", "-m", "build", "--wheel", "--outdir", *(session.posargs or ("dist",)), ".")


@nox.session
def licences(session: nox.Session) -> None:
    """Check that nothing a plain install needs is under the GPL or the AGPL."""
    session.run("python", "-m", "tests.support.licences")


@nox.session(venv_backend="venv")
def sbom(session: nox.Session) -> None:
    """Write a list of all libraries (CycloneDX) into sbom.json, or into the file after --."""
    session.install("--quiet", "cyclonedx-bom")
    target = session.posargs[0] if session.posargs else "sbom.json"
    arguments = ("--output-reproducible", "--output-format", "JSON", "--output-file", target)
    session.run("cyclonedx-py", "requirements", "requirements.lock", *arguments)


@nox.session(venv_backend="venv")
def lock(session: nox.Session) -> None:
    """Write requirements.lock anew, after a change of the dependencies or of constraints.txt."""
    session.install("--quiet", "uv")
    arguments = ("--quiet", "--universal", "--generate-hashes", "--python-version", "3.11")
    session.run(
        *("uv", "pip", "compile", *arguments, "--constraints", "constraints.txt", "pyproject.toml"),
        *("--output-file", "requirements.lock"),
        env={"UV_CUSTOM_COMPILE_COMMAND": "nox -s lock"},
    )


@nox.session
def man(session: nox.Session) -> None:
    """Write docs/digest.1, the manual page, from the commands."""
    session.run("python", "-m", "tests.support.manual_page")


@nox.session
def golden(session: nox.Session) -> None:
    """Write the golden files anew after an intended change of the page; review the difference."""
    session.run("python", "-m", "pytest", "-n", "0", "tests/editions", "tests/rendering", "--golden-update")
