"""HTTP client with conditional requests, deadlines, size caps and protection of private addresses."""

from digest.http.client import (
    MAX_REDIRECTS,
    MAX_RETRY_AFTER,
    Client,
    Request,
    Response,
)
from digest.http.private_hosts import describe_private_host, is_local_name, is_private

__all__ = [
    "MAX_REDIRECTS",
    "MAX_RETRY_AFTER",
    "Client",
    "Request",
    "Response",
    "describe_private_host",
    "is_local_name",
    "is_private",
]
