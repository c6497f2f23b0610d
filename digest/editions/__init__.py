"""Build an edition: select and rank stories, summarize them, and turn the result into plain data."""
