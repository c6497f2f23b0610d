"""The log: one line for each record, in both formats, and never a secret."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.errors import DeliveryError, RefusalError, SourceError
from digest.models import Collected, Source, SourceHealth, SourceState
from digest.runtime.redaction import redact, redact_error
from digest.serve.daemon import log_health_change, log_persistent_failures
from digest.serve.logs import LOG, configure_logging


def fail_with(secret: str) -> None:
    try:
        raise ZeroDivisionError(f"bad value {secret}")
    except ZeroDivisionError:
        LOG.exception("failed with %s", secret)


def test_plain_lines_have_time_level_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("plain", "info", ["hunter2"])
    LOG.debug("not logged")
    LOG.info("published %s with hunter2", "it")
    (line,) = capsys.readouterr().err.splitlines()
    assert line[19:] == "Z info: published it with ***"


def test_json_lines_are_objects_with_tracebacks(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("json", "debug", ["hunter2"])
    LOG.debug("now")
    fail_with("hunter2")
    rows = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(row["level"], row["message"]) for row in rows] == [
        ("debug", "now"),
        ("error", "failed with ***"),
    ]
    assert "ZeroDivisionError: bad value ***" in rows[1]["traceback"]
    assert "hunter2" not in str(rows)


@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_a_message_from_outside_stays_one_line_without_control_characters(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(log_format, "info", [])
    LOG.info("Port: %s", "\x1b[31mred\u202e\r\n2026-03-12T06:30:00Z info: forged")
    (line,) = capsys.readouterr().err.splitlines()
    assert "\x1b" not in line
    assert "\\u001b" not in line
    assert "\u202e" not in line


def test_a_plain_traceback_has_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("plain", "info", ["hunter2"])
    fail_with("hunter2")
    text = capsys.readouterr().err
    assert "ZeroDivisionError" in text
    assert "hunter2" not in text


def test_reconfigured_logging_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("plain", "info", [])
    configure_logging("plain", "error", [])
    LOG.info("not this")
    LOG.error("this")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_longer_secrets_are_replaced_first_and_short_ones_not_at_all() -> None:
    assert redact("key=abcdef, abcd, abc", ["abcd", "abcdef", "abc"]) == "key=***, ***, abc"
    error = redact_error(RefusalError("abcd", "no abcd", "fix abcd"), ["abcd"])
    assert error == RefusalError("***", "no ***", "fix ***")
    assert type(redact_error(DeliveryError("", "x"), [])) is DeliveryError


def test_the_health_of_a_source_is_logged_only_when_it_changes(caplog: pytest.LogCaptureFixture) -> None:
    healthy = SourceHealth("Post", "ok")
    failed = SourceHealth("Post", "failed", message="no answer", advice="Wait.")
    gone = SourceHealth("Post", "gone", message="it is gone", advice="Remove it.")
    with caplog.at_level(logging.INFO, "digest"):
        for before, now in (
            (None, healthy),
            (healthy, healthy),
            (healthy, failed),
            (failed, failed),
            (failed, gone),
            (gone, healthy),
        ):
            log_health_change(before, now)
    assert [record.getMessage() for record in caplog.records] == [
        "Post: no answer. Wait.",
        "Post: it is gone. Remove it.",
        "Post answers again",
    ]


def test_a_persistent_failure_is_logged_as_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    source, since = (
        Source("Mill", "feed", "https://mill.example/feed"),
        datetime(2026, 3, 12, 6, 30, tzinfo=UTC),
    )
    temporary = Collected(
        source,
        failure=SourceError("", "it is silent", "Look at it."),
        state=SourceState(failures=3, failing_since=since),
    )
    with caplog.at_level(logging.INFO, "digest"):
        log_persistent_failures([temporary, replace(temporary, failure_became_persistent=True)])
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == "Mill has failed since 2026-03-12 06:30 UTC: it is silent. Look at it."
