"""The benchmark of summaries, and the quality it measures."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import summaries
from tests.summarizers.example_stories import HARBOUR

SHARED = Path(__file__).parents[2].parent / "shared"


def test_the_benchmark_measures_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = [{"title": "", "text": text.replace("\n\n", "\n"), "source": source} for source, text in HARBOUR]
    reference = ["A barge struck the swing bridge at Port Ellis on Monday and jammed it half open."]
    row = {"id": "h", "docs": docs, "reference": reference, "lang": "en"}
    (tmp_path / "harbour.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    argv = ["summaries", str(tmp_path), "--words", "20", "--methods", "news,lead", "--predict", str(out)]
    monkeypatch.setattr(sys, "argv", argv)
    summaries.main()
    measured = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert measured["words"] == 20
    news = measured["sets"]["harbour"]["news"]
    assert news["verbatim"] == 1
    assert news["bad"] == 0
    assert news["rouge1"] > 80
    assert (news["bad_openings"], news["pairs_per_100"]) == (0, 0)
    assert list(summaries.measure_rows([row])) == ["20"]
    monkeypatch.setattr(sys, "argv", ["summaries", str(tmp_path), "--methods", "news,lead,lex-rank"])
    summaries.main()
    shown = capsys.readouterr().out
    authors = [line for line in shown.splitlines() if line.startswith("---")]
    assert authors == ["--- news", "--- lex-rank", "--- people"]
    assert shown.index("--- people") < shown.index(reference[0])
    predicted = json.loads((out / "harbour.jsonl").read_text(encoding="utf-8"))
    assert predicted["id"] == "h"
    assert "struck" in predicted["summary"][0]


@pytest.mark.slow
@pytest.mark.shared
def test_summary_quality_does_not_fall() -> None:
    path = SHARED / "data" / "summaries" / "multinews.jsonl"
    if not path.exists():
        pytest.skip("the benchmark data is not available")
    rows = summaries.read_rows(path)
    result = summaries.score(rows, [summaries.summarize_row(row, "news", 100) for row in rows], 100)
    assert result["verbatim"] == 1
    assert result["bad"] == 0
    assert result["rouge1"] + result["rouge2"] > 47.5
