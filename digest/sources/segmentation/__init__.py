"""Split a text that holds several articles into articles."""
