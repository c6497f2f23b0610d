"""What is written down: one line each, in either form, and never a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.errors import DeliveryError, RefusalError, SourceError
from digest.models import Collected, Source, SourceHealth, SourceState
from digest.runtime.redaction import redact, redact_error
from digest.serve.daemon import tell_change, tell_lasting
from digest.serve.logs import LOG, open_log


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    yield
    LOG.handlers[:] = []
    LOG.propagate = True


def fail_with(secret: str) -> None:
    try:
        raise ZeroDivisionError(f"no luck with {secret}")
    except ZeroDivisionError:
        LOG.exception("what was tried with %s", secret)


def test_plain_lines_tell_time_level_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    open_log("plain", "info", ["hunter2"])
    LOG.debug("nobody wants to know")
    LOG.info("published %s with hunter2", "it")
    (line,) = capsys.readouterr().err.splitlines()
    assert line[19:] == "Z info: published it with ***"


def test_json_lines_are_objects_tracebacks_included(capsys: pytest.CaptureFixture[str]) -> None:
    open_log("json", "debug", ["hunter2"])
    LOG.debug("now")
    fail_with("hunter2")
    rows = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(row["level"], row["message"]) for row in rows] == [
        ("debug", "now"),
        ("error", "what was tried with ***"),
    ]
    assert "ZeroDivisionError: no luck with ***" in rows[1]["traceback"]
    assert "hunter2" not in str(rows)


def test_a_plain_traceback_tells_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    open_log("plain", "info", ["hunter2"])
    fail_with("hunter2")
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "hunter2" not in told


def test_a_log_that_is_opened_again_tells_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    open_log("plain", "info", [])
    open_log("plain", "error", [])
    LOG.info("not this")
    LOG.error("this")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_longer_secrets_go_first_and_short_ones_are_words() -> None:
    assert redact("key=abcdef, abcd, abc", ["abcd", "abcdef", "abc"]) == "key=***, ***, abc"
    error = redact_error(RefusalError("abcd", "no abcd", "mend abcd"), ["abcd"])
    assert error == RefusalError("***", "no ***", "mend ***")
    assert type(redact_error(DeliveryError("", "x"), [])) is DeliveryError


def test_a_source_has_a_line_only_when_something_has_changed(caplog: pytest.LogCaptureFixture) -> None:
    well = SourceHealth("Post", "ok")
    ill = SourceHealth("Post", "failed", message="no answer", advice="Wait.")
    gone = SourceHealth("Post", "gone", message="it is gone", advice="Remove it.")
    with caplog.at_level(logging.INFO, "digest"):
        for before, now in ((None, well), (well, well), (well, ill), (ill, ill), (ill, gone), (gone, well)):
            tell_change(before, now)
    assert [record.getMessage() for record in caplog.records] == [
        "Post: no answer. Wait.",
        "Post: it is gone. Remove it.",
        "Post answers again",
    ]


def test_a_failure_that_lasts_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    source, since = (
        Source("Mill", "feed", "https://mill.example/feed"),
        datetime(2026, 3, 12, 6, 30, tzinfo=UTC),
    )
    hiccup = Collected(
        source,
        failure=SourceError("", "it is silent", "Look at it."),
        state=SourceState(failures=3, failing_since=since),
    )
    with caplog.at_level(logging.INFO, "digest"):
        tell_lasting([hiccup, replace(hiccup, lasting=True)])
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == "Mill has failed since 2026-03-12 06:30 UTC: it is silent. Look at it."
