"""Asking the web politely: what is asked, what is answered, and which answers are to be believed."""

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
