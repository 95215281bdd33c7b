"""The web desk: pages for people and, beside them, the JSON API."""
