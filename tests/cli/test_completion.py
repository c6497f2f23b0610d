"""Completion in the shell: it is installed, and completes commands, options and choices."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".local/share/bash-completion/completions/digest"),
        ("zsh", ".local/share/zsh/site-functions/_digest"),
        ("fish", ".config/fish/completions/digest.fish"),
    ],
)
def test_completion_is_installed_for_the_shell_of_the_user(tmp_path: Path, shell: str, file: str) -> None:
    nowhere = {"XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    made = run_digest(tmp_path, "init", "--completion", SHELL=f"/usr/bin/{shell}", **nowhere)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"made  {tmp_path / file}\nNext: ")
    assert "_DIGEST_COMPLETE" in (tmp_path / file).read_text()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / file]
    named = run_digest(tmp_path, "init", "--completion", shell, SHELL="/bin/dash", **nowhere)
    assert named.stdout == made.stdout


@pytest.mark.parametrize(
    ("shell", "message"), [("/bin/dash", "the shell dash"), ("", "your shell is unknown")]
)
def test_an_unknown_shell_is_wrong_usage(tmp_path: Path, shell: str, message: str) -> None:
    failed = run_digest(tmp_path, "init", "--completion", SHELL=shell)
    assert failed.returncode == 2
    assert message in failed.stderr
    assert "Name one of bash, zsh, fish" in failed.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [("sources im", ["import"]), ("ar", ["archive"]), ("serve --print-unit la", ["launchd"])],
)
def test_bash_completes_what_is_typed(tmp_path: Path, typed: str, expected: list[str]) -> None:
    run_digest(tmp_path, "init", "--completion", "bash", XDG_DATA_HOME=str(tmp_path))
    program = tmp_path / "digest"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m digest "$@"\n')
    program.chmod(0o755)
    words = " ".join(("digest", typed))
    script = f"""
        source {tmp_path}/bash-completion/completions/digest
        COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _digest_completion digest; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    shown = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == expected
