"""Follow stories over days: continuity, threads, series, topics, and corrections by the reader."""
