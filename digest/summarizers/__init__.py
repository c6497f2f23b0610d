"""Summaries: the sentences that tell a story, word for word as its articles have them."""

from digest.summarizers.summarize import (
    SUMMARIZERS,
    Candidate,
    Length,
    SummarySettings,
    annotate_summary,
    find_summarizer,
    summarize_story,
    summarize_texts,
)

__all__ = [
    "SUMMARIZERS",
    "Candidate",
    "Length",
    "SummarySettings",
    "annotate_summary",
    "find_summarizer",
    "summarize_story",
    "summarize_texts",
]
