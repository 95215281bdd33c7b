"""Decisions of people: where they hold on, what they change, what is in doubt. Pure: no I/O."""
