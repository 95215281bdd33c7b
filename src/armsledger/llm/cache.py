"""Answers kept in a folder, so that a run that was stopped asks nothing twice.

The key is the content: endpoint, model, prompt and passage. The folder holds what models answered,
quotes of the reports among it; it is made readable for its owner only.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from armsledger.llm.prompt import PROMPT_VERSION
from armsledger.llm.schema import BrokenAnswerError, answer_schema, read_answer
from armsledger.llm.settings import ModelSettings


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """The answers of one model in one folder; without a folder nothing is kept."""

    settings: ModelSettings

    def get(self, messages: Sequence[Mapping[str, str]]) -> str | None:
        """Return the answer kept for a chat; None if there is none that can be read."""
        path = self._path(messages)
        if path is None:
            return None
        try:
            content = path.read_text("utf-8")
            read_answer(content)
        except (FileNotFoundError, UnicodeDecodeError, BrokenAnswerError):
            return None  # not there, or a file that a crash or another hand left: ask again
        return content

    def put(self, messages: Sequence[Mapping[str, str]], content: str) -> None:
        """Keep an answer; the file appears whole or not at all."""
        path = self._path(messages)
        if path is None:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, messages: Sequence[Mapping[str, str]]) -> Path | None:
        if self.settings.cache is None:
            return None
        parts = [
            self.settings.address,
            self.settings.model,
            PROMPT_VERSION,
            answer_schema(bounded=True),
            list(messages),
        ]
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        return self.settings.cache / digest[:2] / f"{digest}.json"
