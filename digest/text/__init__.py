"""Plain text: words, sentences, languages, fingerprints, cleaning. Pure functions only."""

from digest.text.clean import clean_line, clean_name, clean_text, drop_hidden, plain_text
from digest.text.fingerprints import bare_letters, find_copies, fingerprint, resemblance, shingles
from digest.text.language_detection import detect_language
from digest.text.sentences import iterate_spans, sentence_spans, split_sentences
from digest.text.words import find_phrase, stem, stop_words, words

__all__ = [
    "bare_letters",
    "clean_line",
    "clean_name",
    "clean_text",
    "detect_language",
    "drop_hidden",
    "find_copies",
    "find_phrase",
    "fingerprint",
    "iterate_spans",
    "plain_text",
    "resemblance",
    "sentence_spans",
    "shingles",
    "split_sentences",
    "stem",
    "stop_words",
    "words",
]
