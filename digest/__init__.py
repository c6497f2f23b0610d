"""The daily news digest: the same story once, in words that stand in its sources."""

__version__ = "0.1.0"
