"""Ctrl-C that waits for the running transaction."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self


class Interrupts:
    """While entered, Ctrl-C raises KeyboardInterrupt at once, but not inside `held()`."""

    def __init__(self) -> None:
        self._held = False
        self._pending = False
        self._before: signal.Handlers | object = signal.SIG_DFL

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    @contextmanager
    def held(self, *, last: bool = False) -> Iterator[None]:
        """Let what is inside finish; an interrupt that came meanwhile is raised after it.

        Args:
            last: nothing is left to be interrupted after this: do not raise.
        """
        self._held, self._pending = True, False
        try:
            yield
        finally:
            self._held = False
        if self._pending and not last:
            raise KeyboardInterrupt

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if not self._held or self._pending:  # the second Ctrl-C does not wait
            raise KeyboardInterrupt
        self._pending = True
