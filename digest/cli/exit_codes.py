"""Exit codes of the commands."""

DONE = 0

FAILED = 1
"""No edition, a delivery failed, or `digest check` or `digest status` found a problem."""

USAGE_ERROR = 2
"""Wrong usage, or a mistake in the configuration."""

INCOMPLETE = 3
"""Only with --strict: the edition is published, but a source, or a file of one, could not be read."""

INTERRUPTED = 130
"""The user pressed Ctrl-C."""
