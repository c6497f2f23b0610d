"""Read RSS, Atom and JSON feeds."""
