"""Text that speaks to a language model instead of to a reader.

The report's words reach the model as data, and its answer is checked against them; this is a third
wall: a paragraph that gives a model orders is not sent at all, so that its own sentences, which do
stand in the report, cannot become claims.
"""

import re
from typing import Final

_MODEL: Final = (
    r"(?:AI(?:\s+(?:language\s+)?(?:model|assistant|system|agent))?"
    r"|(?:large\s+)?language\s+model|LLM|chat-?bot)"
)

# Phrases that only a text for a machine has; each is narrow enough to leave news alone, in which
# rules are ignored, systems prompt sanctions and assistant secretaries speak.
_PHRASES: Final = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,60}\b(?:instructions?|prompts?)\b",
    r"\b(?:ignore|disregard|forget)\b[^.!?\n]{0,30}\b(?:your|(?:all\s+)?(?:previous|prior|above))\s+"
    r"(?:rules|guidelines|directions|orders|constraints|context|messages?|training)\b",
    r"\b(?:your|new|hidden|original)\s+(?:system\s+prompt|system\s+message)\b|\bsystem\s+prompt\s*[:=]",
    r"\b(?:new|updated|additional|hidden|secret|following)\s+(?:system\s+)?instructions?\s*[:=]",
    rf"\byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+){{0,3}}{_MODEL}\b",
    r"\b(?:you\s+are\s+now|act\s+as|behave\s+as)\s+(?:an?|the)\s+(?:\w+\s+){0,2}"
    r"(?:assistant|extractor|annotator|model)\b(?!\s+(?:secretary|minister|director|professor))",
    r"\bas\s+an?\s+(?:AI\s+(?:language\s+)?model|AI\s+assistant|(?:large\s+)?language\s+model)\b",
    r"\b(?:notes?|messages?|instructions?|attention|memo)\s*(?:to|for|:)\s*"
    rf"(?:the\s+|any\s+|all\s+)?{_MODEL}s?\b",
    rf"\b{_MODEL}s?\b[^.!?\n]{{0,40}}\b(?:reading|processing|parsing|extracting|summari[sz]ing|"
    r"analy[sz]ing|that\s+reads?|who\s+reads?)\s+(?:from\s+)?(?:this|these)\b",
    r"\b(?:output|return|respond|reply|answer|emit|print|add|insert|include|produce|write|append)\b"
    r"[^.!?\n]{0,60}(?:\bJSON\b|[\"'`]claims[\"'`]|\bas\s+(?:a\s+)?claims?\b)",
    r"\b(?:add|output|emit|insert|produce|report|extract|record|register)\s+"
    r"(?:the\s+following|(?:an?\s+)?(?:extra|fake|additional))\s+claims?\b",
    r"[\"'](?:factuality|speaker_kind)[\"']\s*:",
    r"<\|[^|<>\n]{1,40}\|>|<\uff5c[^<>\n]{1,40}\uff5c>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>",
    r"^\s*#{2,}\s*(?:system|instructions?|assistant|user|response)\b",
    r"^\s*(?:assistant|user|human|developer)\s*:",
    r"</?(?:system|instructions?|assistant|data|report|document|prompt)>",
)


def speaks_to_a_model(text: str) -> bool:
    """Return whether a paragraph gives orders to a language model."""
    return any(re.search(phrase, text, re.IGNORECASE | re.MULTILINE) for phrase in _PHRASES)
