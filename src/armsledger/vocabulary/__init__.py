"""States, actors, weapons, outlets and cue words: data files and how they are looked up."""
