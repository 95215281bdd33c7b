"""Every error that the package raises on purpose.

    ArmsLedgerError
    ├── ConfigurationError          the user's set-up: an option, a path, a missing extra
    │   ├── MissingExtraError       a feature whose optional dependency is not installed
    │   └── VocabularyError         a vocabulary data file that breaks its own schema
    ├── InputError                  one document or data file that cannot be used
    │   ├── UnreadableError         broken, encrypted, or not what its name says
    │   ├── TooLargeError           over a documented, settable limit
    │   └── UnsupportedFormatError  a format that no reader takes
    ├── ExtractionError             an extractor failed on one report
    └── StoreError                  the ledger's file or server
        ├── LedgerMissingError      the ledger does not exist
        ├── LedgerVersionError      written by another version of the schema
        ├── LedgerBusyError         another process holds the write lock
        └── NotFoundError           no such deal, report or claim

Messages name the input and the way out; the parts are attributes too.
"""


class ArmsLedgerError(Exception):
    """Root of the package's errors."""


class ConfigurationError(ArmsLedgerError):
    """The set-up or an option is unusable; the user can change it."""


class MissingExtraError(ConfigurationError):
    """A feature needs an optional dependency that is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(
            f"{feature} needs the optional part '{extra}': pip install 'armsledger[{extra}]'"
        )


class VocabularyError(ConfigurationError):
    """A vocabulary data file breaks its own schema."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")


class InputError(ArmsLedgerError):
    """One document or data file cannot be used; its neighbours can."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name}: {reason}")


class UnreadableError(InputError):
    """The document is broken, encrypted, or not what its name says."""


class UnsupportedFormatError(InputError):
    """No reader takes this format."""


class TooLargeError(InputError):
    """The document is over a documented, settable limit."""

    def __init__(self, name: str, what: str, limit: int, unit: str) -> None:
        self.what = what
        self.limit = limit
        self.unit = unit
        super().__init__(name, f"{what} is over the limit of {limit:,} {unit}")


class ExtractionError(ArmsLedgerError):
    """An extractor failed on one report."""

    def __init__(self, report: str, reason: str) -> None:
        self.report = report
        self.reason = reason
        super().__init__(f"report {report}: {reason}")


class StoreError(ArmsLedgerError):
    """The ledger's file or server cannot do what was asked."""


class LedgerMissingError(StoreError):
    """The ledger does not exist."""

    def __init__(self, ledger: str) -> None:
        self.ledger = ledger
        super().__init__(
            f"there is no ledger at {ledger}: make one with 'armsledger --ledger {ledger} add PATH'"
        )


class LedgerVersionError(StoreError):
    """The ledger was written by another version of the schema."""


class LedgerBusyError(StoreError):
    """Another process holds the ledger's write lock."""


class NotFoundError(StoreError):
    """No deal, report or claim has this id."""

    def __init__(self, kind: str, key: str, hint: str = "") -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"no {kind} '{key}' in this ledger" + (f" ({hint})" if hint else ""))
