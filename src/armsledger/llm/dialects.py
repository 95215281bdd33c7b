"""The ways to ask an endpoint for JSON of a schema. Which one it takes, only trying tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from armsledger.llm.schema import SCHEMA_NAME, answer_schema
from armsledger.llm.settings import ModelSettings

# The first try takes the likeliest words; a further one, after a broken answer, varies them a
# little, since the same question would get the same answer.
_VARIED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Dialect:
    """One form of the request."""

    name: str
    wrapped: bool  # the schema as OpenAI takes it; else as llama.cpp's own servers do
    bounded: bool = True  # with lengths, which keep a small model from writing for ever
    sampled: bool = True  # whether temperature, seed and the old name of the token limit may be set

    def body(
        self, settings: ModelSettings, messages: Sequence[Mapping[str, str]], number: int
    ) -> dict[str, Any]:
        """Return the body of a request.

        Args:
            settings: the model's name and limits.
            messages: the chat.
            number: how many tries went before.
        """
        common = {"model": settings.model, "messages": list(messages), "stream": False}
        if not self.sampled:
            limit: dict[str, Any] = {"max_completion_tokens": settings.max_tokens}
        else:
            temperature = _VARIED if number else 0
            limit = {
                "max_tokens": settings.max_tokens,
                "temperature": temperature,
                "seed": number,
            }
        return common | limit | {"response_format": self._format()}

    def _format(self) -> dict[str, Any]:
        if not self.wrapped:
            return {"type": "json_object", "schema": answer_schema(bounded=self.bounded)}
        schema = answer_schema(bounded=self.bounded)
        return {
            "type": "json_schema",
            "json_schema": {"name": SCHEMA_NAME, "strict": True, "schema": schema},
        }


DIALECTS: Final = (
    Dialect("json_schema", wrapped=True),
    Dialect("json_object", wrapped=False),
    Dialect("json_schema without lengths", wrapped=True, bounded=False),
    Dialect("json_schema with the model's sampling", wrapped=True, bounded=False, sampled=False),
)
