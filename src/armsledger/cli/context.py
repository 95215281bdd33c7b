"""What every command needs from the global options."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import typer

if TYPE_CHECKING:
    from armsledger.ledger import Ledger
    from armsledger.ports import Extractor

_SCHEMES: Final = ("postgres", "sqlite")


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options."""

    ledger: str
    traceback: bool = False


def settings_of(ctx: typer.Context) -> Settings:
    """Return the global options of this call."""
    return cast(Settings, ctx.obj)


def open_ledger(ctx: typer.Context, *, create: bool = False, upgrade: bool = False) -> "Ledger":
    """Return the ledger that the global options name.

    Raises:
        ConfigurationError: they name neither a path nor a server of a kind that is known.
    """
    from armsledger.ledger import Ledger

    place = settings_of(ctx).ledger
    _check_place(place)
    return Ledger.open(place, create=create, upgrade=upgrade)


def _check_place(place: str) -> None:
    from armsledger.errors import ConfigurationError

    scheme = place.partition("://")[0] if "://" in place else None
    if not place.strip() or not (scheme is None or scheme.startswith(_SCHEMES)):
        raise ConfigurationError(
            f"--ledger '{place}': give a path (SQLite) or postgresql://user@host/database"
        )


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
