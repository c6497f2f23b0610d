"""How a command ends, for whoever called it.

DONE: it did what it was asked. FAILED: no edition, or a delivery failed. WRONG: wrong usage or
configuration. ILL: with --strict, published but a source, or a file of one, could not be read.
INTERRUPTED: by a person.
"""

DONE, FAILED, WRONG, ILL, INTERRUPTED = 0, 1, 2, 3, 130
