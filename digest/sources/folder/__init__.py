"""Read articles from files in a folder."""
