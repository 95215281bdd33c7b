"""What every command needs from the global options."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.ports import Extractor


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options."""

    ledger: str
    traceback: bool = False


def settings_of(ctx: typer.Context) -> Settings:
    """Return the global options of this call."""
    return cast(Settings, ctx.obj)


def open_ledger(ctx: typer.Context, *, create: bool = False, upgrade: bool = False) -> "Ledger":
    """Return the ledger that the global options name."""
    from armsledger.ledger import Ledger

    return Ledger.open(settings_of(ctx).ledger, create=create, upgrade=upgrade)


def extractor_of(name: str | None) -> "Extractor":
    """Return the extractor of a registered name, or a user's own given as `module:Name`.

    None is the package's own.

    Raises:
        ConfigurationError: there is no such extractor.
    """
    if name is not None and ":" in name:
        return _import_extractor(name)
    from armsledger.extract.registry import load_extractor

    return load_extractor() if name is None else load_extractor(name)


def _import_extractor(name: str) -> "Extractor":
    from importlib import import_module

    from armsledger.errors import ConfigurationError

    module, _, attribute = name.partition(":")
    try:
        made = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(f"there is no extractor {name}: {error}") from error
    if not all(hasattr(made, part) for part in ("name", "version", "extract")):
        raise ConfigurationError(f"{name} is no extractor: it lacks name, version or extract")
    return cast("Extractor", made)
