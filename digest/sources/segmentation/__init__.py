"""Split a text that contains several articles into the articles."""
