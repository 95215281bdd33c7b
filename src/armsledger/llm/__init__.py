"""A reader for those who have a language model: any endpoint that speaks OpenAI's chat protocol.

Off by default. What the model answers is only a proposal: each claim is looked up in the report,
and what is not written there is rejected and counted. How: docs/methods/language-model.md.
"""

from armsledger.llm.reader import NAME, LanguageModelReader, make_reader
from armsledger.llm.settings import ModelSettings

__all__ = ["NAME", "LanguageModelReader", "ModelSettings", "make_reader"]
