"""The container files, read: what they name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

from digest.config import parse_config

ROOT = Path(__file__).parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_extras_of_the_image_are_a_build_argument_with_known_names() -> None:
    (default,) = re.findall(r"^ARG EXTRAS=(.+)$", DOCKERFILE, re.MULTILINE)
    build = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["digest"]["build"]
    assert build["args"] == {"EXTRAS": f"${{DIGEST_EXTRAS:-{default}}}"}
    assert set(default.split(",")) <= EXTRAS.keys()
    # Each stage of a build sees only the arguments that it declares.
    for stage in DOCKERFILE.split("\nFROM ")[1:]:
        if "$EXTRAS" in stage:
            assert "\nARG EXTRAS\n" in stage


def test_the_documented_extras_are_those_of_the_package() -> None:
    table = (ROOT / "docs" / "install.md").read_text().partition("## Extras")[2].partition("\n## ")[0]
    # Mail needs nothing further: its extra is empty.
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == EXTRAS.keys() - {"dev", "email"}


def test_the_files_of_a_cluster_name_commands_hosts_and_extras_that_exist() -> None:
    services = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text())["services"]
    assert services.keys() == {"database", "scheduler", "worker", "digest"}
    for name in services.keys() - {"database"}:
        (extras,) = re.findall(r":-(.+)\}", services[name]["build"]["args"]["EXTRAS"])
        assert {"dask", "postgres"} <= set(extras.split(",")) <= EXTRAS.keys()
    program, command, address, *_ = services["worker"]["command"]
    assert (program, command, address) == ("digest", "worker", "tcp://scheduler:8786")
    page = (ROOT / "docs" / "scaling.md").read_text()
    example = next(text for text in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "@database" in text)
    variables = {"DIGEST_DATABASE_PASSWORD": "secret"}
    config = parse_config(f"version = 1\n{example}", ROOT / "digest.toml", variables, {})
    assert config.store_url == "postgresql+psycopg://digest:secret@database/digest"
    assert config.engine.address == address
