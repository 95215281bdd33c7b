"""Words and phrases that may name an event, with where they stand."""

import pytest
from hand_parsed import doc_of, sentence_of

from armsledger.extract.triggers import find_triggers
from armsledger.vocabulary.triggers import Phrase, TriggerLexicon

WORDS = {
    ("verb", "sell"): frozenset({"sell"}),
    ("noun", "sale"): frozenset({"sell"}),
    ("verb", "hand"): frozenset({"give"}),
    ("verb", "have"): frozenset({"receive"}),
    ("noun", "order"): frozenset({"buy", "deal"}),
    ("verb", "make"): frozenset({"produce"}),
    ("verb", "back"): frozenset({"aid"}),
}
PHRASES = {
    "call": (Phrase(("call", "off"), "verb", frozenset({"cancel"})),),
    "letter": (Phrase(("letter", "of", "offer"), "noun", frozenset({"deal"})),),
    "hand": (Phrase(("hand", "over"), "verb", frozenset({"give"})),),
}
LIGHT = {"make": frozenset({"statement"})}
LEXICON = TriggerLexicon(WORDS, PHRASES, ("buy", "cancel", "deal", "give", "sell"), LIGHT)

SOLD = "Russia|Russia|PROPN|NNP|nsubj|1 sold|sell|VERB|VBD|ROOT|1 tanks|tank|NOUN|NNS|dobj|1"
APART = (
    "They|they|PRON|PRP|nsubj|1 called|call|VERB|VBD|ROOT|1 the|the|DET|DT|det|3"
    " deal|deal|NOUN|NN|dobj|1 off|off|ADP|RP|prt|1"
)
TOO_FAR = (
    "call|call|VERB|VB|ROOT|0 a|a|X|X|dep|0 b|b|X|X|dep|0 c|c|X|X|dep|0"
    " d|d|X|X|dep|0 off|off|ADP|RP|prt|0"
)
LETTER = (
    "A|a|DET|DT|det|1 letter|letter|NOUN|NN|ROOT|1 of|of|ADP|IN|prep|1"
    " offer|offer|NOUN|NN|pobj|2 came|come|VERB|VBD|dep|1"
)
HANDED = "handed|hand|VERB|VBD|ROOT|0 over|over|ADP|RP|prt|0 tanks|tank|NOUN|NNS|dobj|0"
MISTAGGED = "Sells|sell|NOUN|NNS|ROOT|0 tanks|tank|NOUN|NNS|dobj|0"
HAD = "had|have|AUX|VBD|aux|1 sold|sell|VERB|VBN|ROOT|1 tanks|tank|NOUN|NNS|dobj|1"
OWNS = "had|have|VERB|VBD|ROOT|0 tanks|tank|NOUN|NNS|dobj|0"
MADE = "made|make|VERB|VBD|ROOT|0 tanks|tank|NOUN|NNS|dobj|0"
SAID = "made|make|VERB|VBD|ROOT|0 a|a|DET|DT|det|2 statement|statement|NOUN|NN|dobj|0"
SAID_BEFORE = "statement|statement|NOUN|NN|ROOT|0 made|make|VERB|VBN|acl|0"
WENT_BACK = "went|go|VERB|VBD|ROOT|0 back|back|ADV|RB|advmod|0"
PLURAL = "Orders|orders|PROPN|NNPS|ROOT|0 rose|rise|VERB|VBD|dep|0"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (SOLD, [("sell", "verb", {"sell"}, 7, 11)]),
        (APART, [("call off", "verb", {"cancel"}, 5, 24)]),
        (TOO_FAR, []),
        (LETTER, [("letter of offer", "noun", {"deal"}, 2, 17)]),
        (HANDED, [("hand over", "verb", {"give"}, 0, 11)]),
        (MISTAGGED, [("sell", "verb", {"sell"}, 0, 5)]),
        (HAD, [("sell", "verb", {"sell"}, 4, 8)]),
        (OWNS, [("have", "verb", {"receive"}, 0, 3)]),
        (PLURAL, [("orders", "noun", {"buy", "deal"}, 0, 6)]),
        (MADE, [("make", "verb", {"produce"}, 0, 4)]),
        (SAID, []),
        (SAID_BEFORE, []),
        (WENT_BACK, []),
    ],
    ids=[
        "word",
        "phrase apart",
        "too far apart",
        "noun phrase",
        "longest first",
        "tag",
        "an auxiliary names no event",
        "a verb that can be an auxiliary",
        "plural",
        "a weapon is made",
        "a statement is said",
        "a statement made",
        "an adverb is no verb",
    ],
)
def test_what_is_found(words, wanted):
    found = find_triggers(sentence_of(doc_of(words)), LEXICON)
    assert [(t.lemma, t.kind, set(t.groups), t.start, t.end) for t in found] == wanted


def test_offsets_are_those_of_the_report():
    (trigger,) = find_triggers(sentence_of(doc_of(SOLD), shift=100), LEXICON)
    assert (trigger.start, trigger.end) == (107, 111)


def test_the_grammar_hangs_on_the_first_noun_of_a_noun_phrase():
    (trigger,) = find_triggers(sentence_of(doc_of(LETTER)), LEXICON)
    assert trigger.head.text == "letter"


def test_a_word_is_in_one_trigger_only():
    found = find_triggers(sentence_of(doc_of(HANDED)), LEXICON)
    words = [word.i for trigger in found for word in trigger.words]
    assert len(words) == len(set(words))
