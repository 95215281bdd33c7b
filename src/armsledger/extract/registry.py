"""The extractors by name. Each is made once in a process, on first use."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from armsledger.errors import ConfigurationError
from armsledger.extract.calibration import load_calibration
from armsledger.extract.learned import load_model
from armsledger.extract.reader import NAME, Reader
from armsledger.extract.vocabularies import load_vocabularies
from armsledger.ports import Extractor
from armsledger.vocabulary.frames import load_frames

DEFAULT: Final = NAME


def _make_reader() -> Extractor:
    return Reader(load_vocabularies(), load_frames(), load_model(), calibration=load_calibration())


EXTRACTORS: Final[Mapping[str, Callable[[], Extractor]]] = {NAME: _make_reader}


@cache
def load_extractor(name: str = DEFAULT) -> Extractor:
    """Return the extractor of that name.

    Raises:
        ConfigurationError: no extractor has that name.
    """
    try:
        make = EXTRACTORS[name]
    except KeyError as error:
        known = ", ".join(EXTRACTORS)
        raise ConfigurationError(f"no extractor is named '{name}'; there is: {known}") from error
    return make()
