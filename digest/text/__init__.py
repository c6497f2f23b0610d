"""Text processing in pure functions: cleaning, words, sentences, languages, near duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.lazy_names import import_on_use

if TYPE_CHECKING:
    from digest.text.clean import (
        clean_line,
        clean_message,
        clean_name,
        clean_text,
        remove_invisible,
    )
    from digest.text.fingerprints import (
        find_duplicate_texts,
        fingerprint_text,
        hash_shingles,
        measure_overlap,
        normalize_letters,
    )
    from digest.text.html_text import html_to_text
    from digest.text.language_detection import detect_language
    from digest.text.sentences import find_sentence_spans, iterate_sentence_spans, split_sentences
    from digest.text.words import (
        contains_phrase,
        find_phrase,
        fold_text,
        list_stop_words,
        split_words,
        stem_word,
    )

__all__ = [
    "clean_line",
    "clean_message",
    "clean_name",
    "clean_text",
    "contains_phrase",
    "detect_language",
    "find_duplicate_texts",
    "find_phrase",
    "find_sentence_spans",
    "fingerprint_text",
    "fold_text",
    "hash_shingles",
    "html_to_text",
    "iterate_sentence_spans",
    "list_stop_words",
    "measure_overlap",
    "normalize_letters",
    "remove_invisible",
    "split_sentences",
    "split_words",
    "stem_word",
]

__getattr__ = import_on_use(
    __name__,
    {
        "clean": "clean_line clean_message clean_name clean_text remove_invisible",
        "fingerprints": "find_duplicate_texts fingerprint_text hash_shingles measure_overlap"
        " normalize_letters",
        "html_text": "html_to_text",
        "language_detection": "detect_language",
        "sentences": "find_sentence_spans iterate_sentence_spans split_sentences",
        "words": "contains_phrase find_phrase fold_text list_stop_words split_words stem_word",
    },
)
