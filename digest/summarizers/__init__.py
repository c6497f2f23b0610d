"""Summaries: choose the sentences that summarize a story, word for word from its articles."""

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import Length
from digest.summarizers.summarize import summarize_story
from digest.summarizers.summarizer_registry import SUMMARIZERS, find_summarizer
from digest.summarizers.text_summaries import summarize_texts

__all__ = [
    "SUMMARIZERS",
    "Candidate",
    "Length",
    "find_summarizer",
    "summarize_story",
    "summarize_texts",
]
