"""The command line: one module for each group of commands, and views for what they show."""

from digest.cli.app import commands, main

__all__ = ["commands", "main"]
