"""The sentence encoder: a small transformer that sees a trigger in its whole sentence."""
