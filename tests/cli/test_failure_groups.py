"""Sources that fail for one reason are described once."""

from __future__ import annotations

from digest.cli.views.failure_groups import SourceFailure, describe_failures


def offline(name: str, host: str) -> SourceFailure:
    message = f"the host name {host} cannot be resolved"
    return SourceFailure(name, f"https://{host}/feed", message, "Look at the network.")


def test_one_cause_is_described_once_and_names_the_other_sources() -> None:
    failures = [offline(f"Paper {number}", f"paper{number}.example") for number in range(1, 9)]
    assert list(describe_failures(failures)) == [
        "Paper 1: the host name paper1.example cannot be resolved. Look at the network.",
        "  the same: Paper 2, Paper 3, Paper 4, Paper 5, Paper 6 and 2 more",
    ]


def test_different_causes_keep_their_lines() -> None:
    failures = [
        offline("Hafenblatt", "hafen.example"),
        SourceFailure("Inbox", "/home/ada/inbox", "the folder does not exist"),
        offline("Le Quai", "quai.example"),
        SourceFailure("Mühle", "https://muehle.example/feed", "the server reports an error (503)"),
    ]
    assert list(describe_failures(failures)) == [
        "Hafenblatt: the host name hafen.example cannot be resolved. Look at the network.",
        "  the same: Le Quai",
        "Inbox: the folder does not exist",
        "Mühle: the server reports an error (503)",
    ]
