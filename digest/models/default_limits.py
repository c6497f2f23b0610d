"""The default limits of visits, for the configuration, for sources and for the HTTP client."""

TIMEOUT_SECONDS: float = 20
"""Of one visit, including redirects."""
MAX_BYTES = 10_000_000
"""Of an unpacked response or a file."""
VISITS_AT_ONCE = 32
VISITS_PER_HOST = 2
ARTICLES_PER_VISIT = 200
FAILURE_NOTICE_SECONDS = 86_400
"""A source that has failed for so long is reported."""
