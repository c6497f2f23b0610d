"""The public API: its examples run, its names are typed, importing it is cheap."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import digest
from digest import build_edition, collect, group, load_config, render, summarize
from digest.errors import ConfigError, SourceError
from tests.support.doc_examples import list_examples, run_example, write_articles

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
USER_FILE = """
from datetime import date, datetime, timezone
from pathlib import Path

import digest
from digest import build_edition, collect, group, load_config, render, summarize
from digest.errors import SourceError

failures: list[SourceError] = []
config = load_config(Path("digest.toml"))
now = datetime(2026, 11, 30, tzinfo=timezone.utc)
articles = collect(config, now=now, on_error=failures.append) + collect(["inbox", Path("more")])
titles: list[str] = [article.title for article in articles]
stories = group(articles, threshold=0.5)
lead: str = stories[0].lead.title
texts: list[str] = [sentence.text for sentence in summarize(stories[0], words=40, method="lead")]
places: list[int] = [sentence.position for sentence in summarize(["One text."], language="en")]
edition = build_edition(articles, config, now=now, day=date(2026, 11, 30))
headline: str = edition["stories"][0]["title"]
pages: dict[str, str | bytes] = render(edition, ["html"], config)
version: str = digest.__version__
"""


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a folder of articles."""
    write_articles(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", ["api.md"])
def test_the_examples_run(page: str, inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = list_examples(ROOT / "docs" / page)
    assert len(examples) >= 4
    for code in examples:
        run_example(code, inbox)
    assert "(2 articles)" in capsys.readouterr().out
    assert list(inbox.glob("digest-*.html"))


def test_every_public_name_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert {name for name in digest.__all__ if name != "__version__" and f"`{name}(" not in text} == set()


@pytest.mark.slow
def test_a_strictly_typed_file_can_use_every_public_name(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    file = tmp_path / "user.py"
    file.write_text(USER_FILE, "utf-8")
    assert {name for name in digest.__all__ if name not in USER_FILE} == set()
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        "",
        "--cache-dir",
        str(tmp_path / "cache"),
    ]
    result = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, text=True, check=False)
    own = [line for line in result.stdout.splitlines() if line.startswith(str(file))]
    assert own == []


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys; import digest\n"
        "print([name for name in sys.modules if name.startswith('digest.')])\n"
        "print(sorted({'click', 'feedparser', 'jinja2', 'lxml', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "['digest.runtime', 'digest.runtime.version']\n[]"


def test_render_stays_a_function_after_rendering(inbox: Path) -> None:
    render(build_edition(collect("inbox", now=NOW), now=NOW))
    assert callable(digest.render)
    assert digest.render is render


def test_articles_come_newest_first_and_once(inbox: Path) -> None:
    articles = collect(["inbox", inbox / "inbox"], now=NOW)
    assert [article.title for article in articles][-1] == "Late swifts counted over Marrow Island"
    assert len(articles) == 3
    assert [len(story.articles) for story in group(articles)] in ([1, 2], [2, 1])


def test_failures_are_raised_or_handed_over(inbox: Path) -> None:
    with pytest.raises(SourceError, match="absent"):
        collect(["inbox", "absent"], now=NOW)
    errors: list[SourceError] = []
    assert len(collect(["inbox", "absent"], now=NOW, on_error=errors.append)) == 3
    assert len(errors) == 1
    with pytest.raises(SourceError, match="no sources"):
        collect([])


def test_the_same_arguments_give_the_same_edition(inbox: Path) -> None:
    articles = collect("inbox", now=NOW)
    first, second = (build_edition(order, now=NOW) for order in (articles, tuple(reversed(articles))))
    assert json.dumps(first) == json.dumps(second)
    assert {story["title"] for story in first["stories"]} <= {article.title for article in articles}
    pages = render(first, ["html", "markdown", "json"])
    assert list(pages) == ["digest-2026-11-30.html", "digest-2026-11-30.md", "digest-2026-11-30.json"]
    assert render(json.loads(str(pages["digest-2026-11-30.json"])), ["markdown"]) == {
        "digest-2026-11-30.md": pages["digest-2026-11-30.md"]
    }


def test_a_configuration_is_applied(inbox: Path) -> None:
    (inbox / "digest.toml").write_text(
        'version = 1\ntitle = "The inbox"\ntimezone = "Asia/Tokyo"\n'
        '[[sources]]\nfolder = "inbox"\n[digest]\nmax_stories = 1\n',
        "utf-8",
    )
    config = load_config("digest.toml")
    edition = build_edition(collect(config, now=NOW), config, now=datetime(2026, 11, 29, 22, tzinfo=UTC))
    assert (edition["title"], edition["date"], len(edition["stories"])) == ("The inbox", "2026-11-30", 1)


def test_one_of_several_editions_is_applied(inbox: Path) -> None:
    (inbox / "digest.toml").write_text(
        'version = 1\ntitle = "All"\n[[sources]]\nfolder = "inbox"\nname = "Inbox"\n'
        '[[sources]]\nfolder = "nowhere"\nname = "Elsewhere"\n'
        '[[editions]]\nname = "own"\ntitle = "The inbox"\nsources = ["Inbox"]\nmax_stories = 1\n',
        "utf-8",
    )
    config = load_config("digest.toml", edition="own")
    edition = build_edition(collect(config, now=NOW), config, now=datetime(2026, 11, 29, 22, tzinfo=UTC))
    assert (edition["title"], edition["name"], len(edition["stories"])) == ("The inbox", "own", 1)
    with pytest.raises(ConfigError, match=r"there is no edition owm\. There are own\."):
        load_config("digest.toml", edition="owm")


def test_texts_and_stories_are_summarized_word_for_word(inbox: Path) -> None:
    for story in group(collect("inbox", now=NOW)):
        for sentence in summarize(story, words=30):
            assert sentence.text in " ".join(story.articles[sentence.article].text.split())
    assert summarize([]) == ()
