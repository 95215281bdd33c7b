"""The pages, one module each: routes only."""
