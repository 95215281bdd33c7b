"""The language of a text: as declared, else as its letters show."""

from typing import Final

# Below this many letters a guess is a coin toss.
_MIN_LETTERS: Final = 30
_SAMPLE_CHARS: Final = 10_000  # more does not change the answer and costs time


def declared_language(value: str | None) -> str | None:
    """Return the ISO 639-1 code of "en", "en-US" or "EN_gb"; None for anything else."""
    code = (value or "").strip().replace("_", "-").split("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language the text is written in; None if too short."""
    sample = text[:_SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return None
    import py3langid  # lazy: loads a model, often not needed

    code, _ = py3langid.classify(sample)
    return declared_language(code)  # three-letter codes of the model are not ISO 639-1
