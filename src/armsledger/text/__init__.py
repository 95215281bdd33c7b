"""Archived text to sentences and tokens, with offsets that stay valid for the archived copy."""
