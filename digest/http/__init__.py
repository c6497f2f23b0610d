"""HTTP client with conditional requests, deadlines, size caps and protection of private addresses."""

from digest.http.client import (
    MAX_REDIRECTS,
    MAX_RETRY_AFTER,
    Client,
    Request,
    Response,
)

__all__ = [
    "MAX_REDIRECTS",
    "MAX_RETRY_AFTER",
    "Client",
    "Request",
    "Response",
]
