"""Which extractor reads: a registered one, the user's own, or a language model."""

import os
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from armsledger.cli.context import extractor_of
from armsledger.cli.options import LANGUAGE_MODEL, ExtractorName
from armsledger.cli.output import say

if TYPE_CHECKING:
    from armsledger.ports import Extractor

# The name under which the reader for language models is asked for.
LLM: Final = "llm"

# The only place that a key is taken from: a command line is seen by others.
KEY_VARIABLE: Final = "ARMSLEDGER_LLM_KEY"


def takes_extractor(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the options of choosing in place of its parameter `extractor`.

    The command gets a function that makes the extractor: it is slow to load, and what is wrong
    with the inputs is told first.
    """
    shown = signature(command)
    own = [parameter for name, parameter in shown.parameters.items() if name != "extractor"]
    options = {"extractor": ExtractorName, **LANGUAGE_MODEL}
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in options.items()
    ]

    @wraps(command)
    def call(*args: object, **kwargs: Any) -> None:  # noqa: ANN401 - the command's own types
        given = {name: kwargs.pop(name, None) for name in options}
        command(*args, extractor=lambda: choose_extractor(given), **kwargs)

    call.__annotations__ = {one.name: one.annotation for one in (*own, *added)}
    call.__signature__ = shown.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    return call


def choose_extractor(given: Mapping[str, Any]) -> "Extractor":
    """Return the extractor that the options ask for; tell where texts go if it is a model's.

    Raises:
        ConfigurationError: there is none of this name, or the options do not fit together.
    """
    from armsledger.errors import ConfigurationError

    name = given["extractor"]
    if name == LLM:
        return _language_model(given)
    stray = [option for option in LANGUAGE_MODEL if given[option] is not None]
    if stray:
        option = "--" + stray[0].replace("_", "-")
        raise ConfigurationError(f"{option} is for the language model: add --extractor {LLM}")
    return extractor_of(name)


def _language_model(given: Mapping[str, Any]) -> "Extractor":
    from armsledger.errors import ConfigurationError
    from armsledger.llm import ModelSettings, make_reader

    if not (given["llm_url"] and given["llm_model"]):
        raise ConfigurationError(
            f"--extractor {LLM} needs --llm-url (for instance http://127.0.0.1:8080/v1) "
            "and --llm-model"
        )
    chosen = {
        "confidence": given["llm_confidence"],
        "timeout_s": given["llm_timeout"],
        "chunk_chars": given["llm_chars"],
    }
    settings = ModelSettings(
        url=given["llm_url"],
        model=given["llm_model"],
        key=os.environ.get(KEY_VARIABLE) or None,
        cache=Path(given["llm_cache"]) if given["llm_cache"] else _cache_folder(),
        **{name: value for name, value in chosen.items() if value is not None},
    )
    reader = make_reader(settings)
    say(f"texts go to {settings.destination}")
    return reader


def _cache_folder() -> Path:
    """Return where answers are kept by default: the XDG cache folder of the user."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "armsledger" / "llm"
