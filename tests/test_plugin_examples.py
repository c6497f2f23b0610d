"""The examples of docs/plugins.md, run as they are written: beside a digest.toml, started from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from digest.sources import Draft
from tests.support.webserver import Route, WebServer

PAGE = (Path(__file__).parents[1] / "docs" / "plugins.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
EXAMPLES = ("A source kind", "A summary method", "An output format", "A template filter", "A delivery",
            "A ranking rule", "A filter of articles")  # fmt: skip
INBOX = "version = 1\n[[sources]]\nfolder = 'inbox'\n"
BRIDGE = (
    "Bridge closes for a week\n\n"
    "The bridge at Orvik closes on Monday. Engineers found rust in the north tower. "
    "The ferry will run every 20 minutes. Traffic is sent through the tunnel. The council met twice."
)
CHOIR = "Choir wins prize\n\nThe choir of Wenlow sang in the market hall and won a silver cup.\n"


def extract_blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTIONS[section], re.DOTALL | re.MULTILINE)


def write_example(folder: Path, section: str, base: str = INBOX) -> None:
    """Write the files of one example beside a configuration whose folder has two articles."""
    (folder / "inbox").mkdir(parents=True)
    (folder / "inbox" / "bridge.txt").write_text(BRIDGE)
    (folder / "inbox" / "choir.txt").write_text(CHOIR)
    for block in extract_blocks(section, "python"):
        name = re.match(r"# (\w+\.py)\n", block)
        assert name, "the first line names the file"
        (folder / name[1]).write_text(block)
    for block in extract_blocks(section, "jinja"):
        path = re.match(r"\{# ([\w./]+) #\}", block)
        assert path, "the first line names the template"
        (folder / path[1]).parent.mkdir()
        (folder / path[1]).write_text(block)
    settings = "".join(extract_blocks(section, "toml"))
    (folder / "digest.toml").write_text(base + settings)


def run_digest(folder: Path, *arguments: str, start: str = "-m digest") -> subprocess.CompletedProcess[str]:
    """Run the program in another folder than that of the configuration, without PYTHONPATH."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, *start.split(" ", 1), *arguments, "-c", str(folder / "digest.toml"), "--json"]
    return subprocess.run(
        command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def publish(folder: Path, *settings: str) -> dict[str, Any]:
    """Run `digest run` and return its answer."""
    with (folder / "digest.toml").open("a") as file:
        file.writelines(settings)
    result = run_digest(folder, "run")
    assert result.returncode == 0, result.stdout + result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_source_of_docs_sources_reads_its_address(home: Path, web: WebServer) -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text("utf-8")
    section = text.partition("## A source of your own")[2].partition("\n## ")[0]
    blocks = dict(re.findall(r"^```(python|toml)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE))
    home.mkdir()
    (home / "notices.py").write_text(blocks["python"])
    rows = blocks["toml"].replace("https://townhall.example/notices.json", web.url("/notices.json"))
    (home / "digest.toml").write_text(f"version = 1\n[digest]\nwindow_hours = 0\n{rows}")
    notice = {
        "number": 7,
        "subject": "Water is turned off in Mill Lane",
        "text": "The water is turned off in Mill Lane on Monday from eight to noon.",
        "date": "2026-03-12T08:00:00+01:00",
    }
    web.routes["/notices.json"] = Route(json.dumps([notice]).encode())
    (story,) = publish(home)["edition"]["stories"]
    assert (story["title"], story["section"]) == ("Water is turned off in Mill Lane", "Local")
    (article,) = story["articles"]
    assert (article["source"], article["url"]) == ("Town hall", f"{web.url('/notices.json')}#7")
    assert article["published"] == "2026-03-12T07:00:00Z"
    web.routes["/notices.json"] = Route(status=503)
    checked = run_digest(home, "check")
    assert checked.returncode == 1
    assert "503" in checked.stdout


def test_the_fields_of_a_draft_in_docs_sources_are_its_own() -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text("utf-8")
    table = text.partition("A `Draft` has these fields")[2].partition("\n\nThe second argument")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in row.split(", ")}
    assert len(named) > 5
    assert {name.strip("`") for name in named} <= {field.name for field in fields(Draft)}


def write_tickets(folder: Path) -> None:
    (folder / "exports").mkdir()
    day = "2026-03-12"
    rows = f"url,title,text,date\nhttps://shop.example/1,Tram line opens,The tram line opens in June.,{day}\n"
    (folder / "exports" / "may.csv").write_text(rows)


def test_the_source_kind_reads_its_folder(home: Path) -> None:
    write_example(home, "A source kind", "version = 1\n[digest]\nwindow_hours = 0\n")
    write_tickets(home)
    (story,) = publish(home)["edition"]["stories"]
    assert (story["title"], story["articles"][0]["source"]) == ("Tram line opens", "Tickets")
    assert story["articles"][0]["published"] == "2026-03-12T00:00:00Z"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["threads", "processes", "serial", "dask"])
def test_the_source_kind_and_the_summary_method_run_on_every_engine(home: Path, engine: str) -> None:
    if engine == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    write_example(home, "A summary method", "version = 1\n[digest]\nwindow_hours = 0\n")
    write_tickets(home)
    for block in extract_blocks("A source kind", "python"):
        (home / "tickets.py").write_text(block)
    source = "".join(extract_blocks("A source kind", "toml"))
    inbox = "[[sources]]\nfolder = 'inbox'\n"
    stories = publish(home, "words = 20\n", source, inbox, f"[engine]\nkind = '{engine}'\nworkers = 2\n")
    titles = [story["title"] for story in stories["edition"]["stories"]]
    assert sorted(titles) == ["Bridge closes for a week", "Choir wins prize", "Tram line opens"]
    assert {story["method"] for story in stories["edition"]["stories"]} == {"figures_first:choose"}


@pytest.mark.slow
def test_the_summary_method_chooses_the_sentences(home: Path) -> None:
    write_example(home, "A summary method")
    stories = publish(home, "single_words = 10\n")["edition"]["stories"]
    (bridge,) = (story for story in stories if "Bridge" in story["title"])
    assert "The ferry will run every 20 minutes." in [sentence["text"] for sentence in bridge["summary"]]


@pytest.mark.slow
def test_the_output_format_writes_its_file(home: Path) -> None:
    write_example(home, "An output format")
    (path,) = (Path(name) for name in publish(home)["files"] if name.endswith(".csv"))
    header, *rows = path.read_text().splitlines()
    assert header == "rank,section,title"
    assert sorted(row.split(",")[2] for row in rows) == ["Bridge closes for a week", "Choir wins prize"]


@pytest.mark.slow
def test_the_filter_is_used_in_a_template(home: Path) -> None:
    write_example(home, "A template filter")
    (path,) = (Path(name) for name in publish(home)["files"])
    assert "CHOIR WINS PRIZE!!" in path.read_text()


def test_the_delivery_gets_the_edition(home: Path) -> None:
    write_example(home, "A delivery")
    assert publish(home)["failures"] == []
    lines = (home / "journal.txt").read_text().splitlines()
    assert sorted(line.split(" ", 1)[1] for line in lines) == ["Bridge closes for a week", "Choir wins prize"]


@pytest.mark.slow
def test_the_ranking_rule_adds_its_points(home: Path) -> None:
    write_example(home, "A ranking rule")
    first, second = publish(home)["edition"]["stories"]
    assert first["title"] == "Choir wins prize"
    assert first["score"]["parts"]["nearby"] == 3.0
    assert "nearby" not in second["score"]["parts"]


def test_the_filter_of_articles_changes_and_rejects(home: Path) -> None:
    write_example(home, "A filter of articles")
    (home / "inbox" / "bridge.txt").write_text(f"UPDATE: {BRIDGE}")
    (home / "inbox" / "choir.txt").write_text("Deaths: Monday\n\nThe register lists three names this week.\n")
    edition = publish(home)["edition"]
    assert [story["title"] for story in edition["stories"]] == ["Bridge closes for a week"]
    assert [(row["title"], row["detail"]) for row in edition["left_out"]] == [("Deaths: Monday", "tidy up")]


@pytest.mark.slow
def test_installed_packages_register_names(home: Path, tmp_path: Path) -> None:
    write_example(home, "A delivery")
    packages = tmp_path / "site-packages"
    metadata = packages / "digest_journal-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: digest-journal\nVersion: 1.0\n")
    (block,) = extract_blocks("Installed packages", "toml")
    entries = "".join(line.replace('"', "") for line in block.splitlines(keepends=True)[1:])
    (metadata / "entry_points.txt").write_text(f"[digest.plugins]\n{entries}")
    module = (home / "journal.py").read_text() + extract_blocks("A template filter", "python")[0]
    module = re.sub(r"^(# \w+\.py|\"\"\".*\"\"\")\n", "", module, flags=re.MULTILINE)
    (packages / "digest_journal.py").write_text(module)
    (home / "journal.py").unlink()
    (home / "templates").mkdir()
    (home / "templates" / "edition.txt.j2").write_text("{{ stories[0].title|shout }}\n")
    config = (home / "digest.toml").read_text().replace("journal:deliver", "journal")
    (home / "digest.toml").write_text(f"{config}[output]\nformats = ['text']\ntemplates = 'templates'\n")
    code = f"-c import sys; sys.path.append({str(packages)!r}); from digest.cli import main; main()"
    result = run_digest(home, "run", start=code)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (home / "journal.txt").read_text().count("\n") == 2
    (page,) = (home / "editions").glob("*.txt")
    assert page.read_text().strip() in ("CHOIR WINS PRIZE!", "BRIDGE CLOSES FOR A WEEK!")


@pytest.mark.parametrize(
    "section", [EXAMPLES[0], *(pytest.param(section, marks=pytest.mark.slow) for section in EXAMPLES[1:])]
)
def test_check_names_the_folder_where_a_plug_in_is_missing(home: Path, section: str) -> None:
    write_example(home, section)
    for path in home.glob("*.py"):
        path.unlink()
    result = run_digest(home, "check")
    # A source is checked like all sources; without another plug-in the configuration itself cannot be used.
    report = result.stdout or result.stderr
    module = re.findall(r"^# (\w+)\.py", "".join(extract_blocks(section, "python")))[0]
    assert f"there is no module {module} in the folder of the configuration ({home})" in report
    assert f"put {module}.py into that folder" in report


def test_every_family_has_an_example() -> None:
    assert [section for section in SECTIONS if extract_blocks(section, "python")] == list(EXAMPLES)
