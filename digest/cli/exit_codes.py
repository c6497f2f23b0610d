"""Exit codes of the commands."""

DONE = 0

FAILED = 1
"""It could not be done: there is no edition, a delivery failed, a website or the store cannot be used, or
`digest check` or `digest status` found a problem."""

USAGE_ERROR = 2
"""Wrong usage (an option, a name, an id or a file that cannot be used), or a mistake in the configuration."""

INCOMPLETE = 3
"""Only with --strict: the edition is published, but a source, or a file of one, could not be read."""

INTERRUPTED = 130
"""The user pressed Ctrl-C."""
