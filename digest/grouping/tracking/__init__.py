"""Track stories over days: continuity, threads, series, topics, and the reader's corrections."""
