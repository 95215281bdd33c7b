"""A deal and its claims to status, corroboration and disagreement. Pure: no I/O."""
