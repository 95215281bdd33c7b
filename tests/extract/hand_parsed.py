"""Sentences parsed by hand, so that a test needs no model."""

from functools import cache

import spacy
from spacy.tokens import Doc

from armsledger.text.document import Sentence


@cache
def vocabulary():
    """Return the vocabulary of a blank English pipeline: it knows how words are lower-cased."""
    return spacy.blank("en").vocab


def doc_of(words):
    """Return the document of "text|lemma|POS|TAG|dep|head" words, parted by spaces."""
    rows = [word.rsplit("|", 5) for word in words.split()]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return Doc(
        vocabulary(),
        words=columns[0],
        lemmas=columns[1],
        pos=columns[2],
        tags=columns[3],
        deps=columns[4],
        heads=[int(head) for head in columns[5]],
    )


def word_of(doc, text):
    """Return the first word written so."""
    return next(token for token in doc if token.text == text)


def sentence_of(doc, *, shift=0):
    """Return the whole document as the only sentence of a paragraph that begins at `shift`."""
    text = doc.text.rstrip()
    return Sentence(0, "text", 0, shift, shift + len(text), text, doc[:], shift)
