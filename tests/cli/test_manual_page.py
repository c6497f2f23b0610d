"""The manual page is that of the commands as they are."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from digest.cli.app import commands
from tests.support.manual_page import PAGE, format_manual_page, iterate_commands


def test_the_manual_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == format_manual_page(), "write it anew: nox -s man"


def test_the_manual_page_has_every_command_and_option() -> None:
    page = format_manual_page().replace("\\-", "-")
    for words, command in iterate_commands(commands, ("digest",)):
        assert f"\n.SS {' '.join(words)}" in page
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert parameter.opts[-1] in page, parameter.opts


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_manual_page_is_valid_roff() -> None:
    arguments = ["groff", "-man", "-Tascii", "-P-cbou", "-ww", str(PAGE)]
    shown = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert shown.stderr == ""
    assert "digest sources add" in shown.stdout
