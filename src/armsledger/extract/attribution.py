"""Which stretch of text is whose word: reported speech, quotations, headlines, hearsay.

Each sentence is read for clauses of saying (`speech`); their speakers are resolved against the
whole report (`speakers`). Quotations then get the speaker of the nearest clause of saying, and a
title gets the one that its punctuation sets apart.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from armsledger.extract.mentions import Attribution, Mention
from armsledger.extract.quotes import find_quotes
from armsledger.extract.speakers import Speaker, Speakers
from armsledger.extract.speech import Saying, find_sayings
from armsledger.extract.syntax import VERBAL
from armsledger.extract.transcripts import QUESTIONER, find_floors, is_asked, title_floor
from armsledger.model import Source, SourceKind
from armsledger.text.document import ParsedReport, Sentence
from armsledger.vocabulary.actors import ActorIndex, load_actors

# A quotation of fewer words is a turn of phrase that its sentence's own speaker covers.
_MIN_QUOTE_WORDS: Final = 4

# A speaker that a headline sets apart ("...: Turkish minister") has at most this many words.
_MAX_TITLE_SPEAKER_WORDS: Final = 6

# Fewer labels in capitals than this are no transcript, unless the title says so.
_MIN_LABELS: Final = 2

# What a state does itself by saying it: its announcement is the event, not somebody's word for it.
_OWN_ACTS: Final = frozenset({"announce", "unveil", "express", "acknowledge"})

_TITLE_TAIL: Final = re.compile(r"(?:\s*[:;]|\s+[-\u2013—]+|\s*\|)\s*([^:;|]{2,60})$")
_TITLE_HEAD: Final = re.compile(r"^([^:]{2,45}):\s+\S")
_TOLD: Final = re.compile(r"\b(?:has|have)\s+(?:been\s+told|learn(?:ed|t))\b")


def find_attributions(
    parsed: ParsedReport, *, actors: ActorIndex | None = None
) -> Mapping[int, tuple[Attribution, ...]]:
    """Return the attributions of each sentence by its index; sentences without one are left out.

    Args:
        parsed: the report's parsed sentences.
        actors: finds states, bodies, companies and people; None loads the vocabulary's own.
    """
    speakers = Speakers(parsed.report, actors or load_actors())
    found: dict[int, list[Attribution]] = {}
    # The title last: it names by a word ("minister", "report") whom the text names in full.
    for sentence in (*parsed.of_part("text"), *parsed.of_part("title")):
        found[sentence.index] = list(_of_sentence(sentence, speakers))
    _add_quotes(parsed, found)
    _add_floors(parsed, found, speakers)
    _add_title(parsed, found, speakers)
    return {index: _with_via(tuple(items)) for index, items in found.items() if items}


def attribution_at(attributions: Sequence[Attribution], offset: int) -> Attribution | None:
    """Return the innermost attribution whose content holds an offset, None where none does."""
    holding = [a for a in attributions if a.start <= offset < a.end]
    return min(holding, key=_rank, default=None)


def _rank(attribution: Attribution) -> tuple[bool, int, int]:
    """Named speakers before hearsay, then the narrowest content."""
    hearsay = attribution.source.kind is SourceKind.UNNAMED
    return hearsay, attribution.end - attribution.start, attribution.start


def _of_sentence(sentence: Sentence, speakers: Speakers) -> Iterator[Attribution]:
    title = sentence.part == "title"
    met: list[tuple[int, Speaker]] = []
    for saying in find_sayings(sentence.tokens, title=title):
        if saying.speaker is None:
            source = Source(saying.hearsay, SourceKind.UNNAMED)
            yield _placed(saying, source, (), sentence.shift)
            continue
        speaker = speakers.resolve(saying.speaker, sentence)
        if speaker is not None and not (speaker.state and saying.verb in _OWN_ACTS):
            met.append((saying.end - saying.start, speakers.meet(speaker)))
            source = speakers.in_text(speaker) if title else speaker.source
            yield _placed(saying, source, _via(saying, sentence, speakers), sentence.shift)
    if met:  # a speaker quoted by a speaker is not who "he" is in the next sentence
        speakers.meet(max(met, key=lambda pair: pair[0])[1])
    yield from _told(sentence, speakers)


def _via(saying: Saying, sentence: Sentence, speakers: Speakers) -> tuple[str, ...]:
    """Return the outlet that was told, if the listener is one."""
    if saying.listener is None:
        return ()
    left, right = saying.listener.left_edge, saying.listener.right_edge
    start, end = left.idx + sentence.shift, right.idx + len(right) + sentence.shift
    outlet = speakers.names.outlet_in(sentence.part, start, end)
    return (outlet,) if outlet else ()


def _placed(saying: Saying, source: Source, via: tuple[str, ...], shift: int) -> Attribution:
    return Attribution(
        saying.start + shift,
        saying.end + shift,
        source,
        via,
        saying.cue_start + shift,
        saying.cue_end + shift,
    )


def _told(sentence: Sentence, speakers: Speakers) -> Iterator[Attribution]:
    """Yield an unnamed source where the outlet says that it "has been told" or "has learned"."""
    for match in _TOLD.finditer(sentence.text):
        subject = sentence.text[: match.start()].split()[-1:]
        if subject and (speakers.names.is_own_name(subject[0]) or "." in subject[0].rstrip(".")):
            start = sentence.start + match.start()
            yield Attribution(
                start, sentence.end, Source("sources", SourceKind.UNNAMED), (), start, start
            )


def _add_quotes(parsed: ParsedReport, found: dict[int, list[Attribution]]) -> None:
    for part in ("title", "text"):
        sentences = list(parsed.of_part(part))
        last: Attribution | None = None
        at = 0
        for quote in find_quotes(parsed.report.part(part)):
            while at < len(sentences) and sentences[at].end <= quote.start:
                at += 1
            touched = [s for s in sentences[at:] if s.start < quote.end]
            if not touched:
                continue
            following = sentences[at + len(touched) : at + len(touched) + 1]
            speaker = _speaker_of_quote(quote, touched, following, found, sentences[:at])
            words = len(parsed.report.part(part)[quote.start : quote.end].split())
            if speaker is None and words >= _MIN_QUOTE_WORDS and last is not None:
                speaker = last
            if speaker is None or words < _MIN_QUOTE_WORDS:
                continue
            last = speaker
            for sentence in touched:
                start, end = max(quote.start, sentence.start), min(quote.end, sentence.end)
                found[sentence.index].append(replace(speaker, start=start, end=end))


def _speaker_of_quote(
    quote: Mention,
    touched: list[Sentence],
    following: list[Sentence],
    found: dict[int, list[Attribution]],
    before: list[Sentence],
) -> Attribution | None:
    """Return the attribution that names a quotation's speaker."""
    near = [
        (min(abs(a.cue_start - quote.end), abs(quote.start - a.cue_end)), a)
        for sentence in touched
        for a in found[sentence.index]
        if not (quote.start <= a.cue_start < quote.end) and a.source.kind is not None
    ]
    if near:
        return min(near, key=lambda pair: pair[0])[1]
    for sentence in following:
        first = next(iter(found[sentence.index]), None)
        if first is not None and first.cue_start - quote.end <= 3 and len(sentence.text) < 90:
            return first
    if before and found[before[-1].index]:
        return found[before[-1].index][-1]
    return None


def _add_floors(
    parsed: ParsedReport, found: dict[int, list[Attribution]], speakers: Speakers
) -> None:
    """Give a transcript's sentences to whoever holds the floor: by a label, else by the title."""
    titled = title_floor(parsed)
    labels = list(find_floors(parsed.report.text))
    labelled = labels if titled is not None or len(labels) >= _MIN_LABELS else []
    floors = [(stretch, speakers.floor_holder(label)) for stretch, label in labelled]
    otherwise = _floor_by_title(titled, speakers)
    for sentence in parsed.of_part("text") if titled is not None or floors else ():
        own = Mention(sentence.start, sentence.end)
        held = [(stretch, who) for stretch, who in floors if stretch.overlaps(own)]
        for stretch, who in held or [(own, otherwise(sentence))]:
            if who is not None:
                start, end = max(stretch.start, sentence.start), min(stretch.end, sentence.end)
                found[sentence.index].append(Attribution(start, end, who.source, (), start, start))


def _floor_by_title(
    titled: tuple[Sentence, Mention] | None, speakers: Speakers
) -> Callable[[Sentence], Speaker | None]:
    """Return what tells who says a sentence that no label gives to anybody."""
    if titled is None:
        return lambda _: None
    title, named = titled
    holder = speakers.first_named(title, named.start, named.end)
    asking = speakers.floor_holder(QUESTIONER)
    return lambda sentence: asking if is_asked(title, sentence) else holder


def _add_title(
    parsed: ParsedReport, found: dict[int, list[Attribution]], speakers: Speakers
) -> None:
    title = list(parsed.of_part("title"))
    text = parsed.report.part("title")
    if not title or found[title[0].index]:
        return
    for pattern in (_TITLE_TAIL, _TITLE_HEAD):
        match = pattern.search(text)
        if match is None:
            continue
        source = _title_source(match, title[0], speakers)
        if source is None:
            continue
        start, end = (0, match.start()) if pattern is _TITLE_TAIL else (match.end(1), len(text))
        found[title[0].index].append(Attribution(start, end, source, (), *match.span(1)))
        return


def _title_source(
    match: re.Match[str],
    sentence: Sentence,
    speakers: Speakers,
) -> Source | None:
    start, end = match.span(1)
    tokens = [
        t for t in sentence.tokens if start <= t.idx + sentence.shift < end and not t.is_punct
    ]
    if not tokens or len(tokens) > _MAX_TITLE_SPEAKER_WORDS:
        return None
    # "...: rebels were armed by X" names no speaker; names in capitals may pass for verbs.
    if any(t.pos_ in VERBAL and t.is_lower for t in tokens[:-1]):
        return None
    speaker = speakers.of_title(tokens, sentence)
    return speakers.in_text(speaker) if speaker is not None else None


def _with_via(items: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Return the attributions with the outlets whose content holds them as `via`."""
    return tuple(replace(item, via=(*item.via, *_carriers(item, items))) for item in items)


def _carriers(item: Attribution, items: tuple[Attribution, ...]) -> Iterator[str]:
    for other in items:
        if (
            other.source.kind is SourceKind.OUTLET
            and other.source != item.source
            and other.start <= item.cue_start < other.end
            and other.source.name not in item.via
        ):
            yield other.source.name
