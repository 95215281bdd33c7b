"""Arms Ledger: reports about international arms deals in, an evidence-linked register out.

    from armsledger import Ledger, extract

Importing the package loads nothing else: the parts come when they are first used.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from armsledger.version import __version__

if TYPE_CHECKING:
    from armsledger.ledger import Ledger, extract

__all__ = ["Ledger", "__version__", "extract"]


class _Extract(ModuleType):
    """The subpackage `extract`, which can also be called: `extract(report)`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - see ledger.extract
        return import_module("armsledger.ledger").extract(*args, **kwargs)


class _Package(ModuleType):
    """This package. A function and a subpackage share the name `extract`, so they are one."""

    # `typing.override` is newer than Python 3.11.
    def __setattr__(self, name: str, value: object) -> None:  # type: ignore[explicit-override]
        if name == "extract" and isinstance(value, ModuleType):
            value.__class__ = _Extract
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name == "Ledger":
        return import_module("armsledger.ledger").Ledger
    if name == "extract":
        return import_module("armsledger.extract")
    raise AttributeError(f"module 'armsledger' has no attribute '{name}'")
