"""Read articles from web pages."""
