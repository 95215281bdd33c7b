"""Claims against a gold set: the figures of the accuracy gate."""
