"""What a changed extractor does to a claim: each way with what must become of decisions on it.

Every function writes sentences to a page and returns the claims that the first and the second
reading make of them, in pairs. A pair says which claim of the one reading is which of the other:
not by looking at what they hold, but because the text and the change were made so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from planted_texts import (
    BUYERS,
    Page,
    Told,
    moved_trigger,
    read,
    recut,
    renamed,
    sentence,
)

from armsledger.model import Claim, Event, Factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim in both readings, or in one of them (then the other is None)."""

    change: str = ""
    before: Claim | None
    after: Claim | None
    onward: bool = True  # whether a decision on `before` is to be found at `after`
    back: bool = True  # whether a decision on `after` is to be found at `before`
    # The correction that the second reading has learned: `onward` holds only while it stands.
    learned: tuple[str, Any] | None = None
    # The field that the second reading has filled in: `onward` holds only while no correction
    # says another thing of it, for then it may be another transfer of the sentence.
    filled: str | None = None
    emptied: str | None = None  # the same for `back`: the field that the second leaves out
    # A correction that must not lead astray.
    tempting: tuple[str, Any] | None = None


def lost(before: Claim, **more: Any) -> Pair:
    """Return the pair of a claim that the second reading does not make."""
    return Pair(before=before, after=None, onward=False, **more)


def new(after: Claim) -> Pair:
    """Return the pair of a claim that the first reading does not make."""
    return Pair(before=None, after=after, back=False)


def told(page: Page, verb: str | None = None) -> tuple[dict[str, str], Told]:
    """Write a sentence with one transfer; return its parties and where it stands."""
    names = page.parties()
    return names, page.say(sentence(names, page.chance, verb))


def same(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=claim)]


def other_id(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=renamed(page, claim))]


def surer(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    changes = {"confidence": 0.6, "factuality": Factuality.PLANNED}
    return [Pair(before=claim, after=replace(claim, **changes))]


def trigger_moved(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=renamed(page, moved_trigger(claim, where, "second")))]


def wider(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    end = page.chat().end
    return [Pair(before=claim, after=renamed(page, recut(page, claim, claim.start, end)))]


def wider_same_id(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=recut(page, claim, claim.start, page.chat().end))]


def narrower(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    end = where.places["second"][0]
    return [Pair(before=claim, after=renamed(page, recut(page, claim, claim.start, end)))]


def split_sentence(page: Page) -> list[Pair]:
    """One sentence of two clauses; the second reading takes the clauses for sentences."""
    names, other = page.parties(), page.parties()
    words = sentence(names, page.chance)[:-1] + "; "
    where = page.say(words + f"a talk on the {other['system']} was held.")
    claim = read(page, where, names)
    cut = recut(page, claim, claim.start, where.start + where.words.index(";"))
    return [Pair(before=claim, after=renamed(page, cut))]


def twice(page: Page) -> list[Pair]:
    """The same words stand twice; both readings make both claims."""
    names = page.parties()
    marked = sentence(names, page.chance)
    pairs = []
    for _ in range(2):
        claim = read(page, page.say(marked), names)
        pairs.append(Pair(before=claim, after=renamed(page, claim)))
        page.chat()
    return pairs


def twice_one_left(page: Page) -> list[Pair]:
    """The same words stand twice; the second reading makes only the second claim."""
    first, second = twice(page)
    assert first.before is not None
    return [lost(first.before), second]


def twice_other_place(page: Page) -> list[Pair]:
    """The same words stand twice; each reading makes one claim, at another place, of one id."""
    first, second = twice(page)
    assert first.before is not None
    assert second.before is not None
    return [lost(first.before), new(replace(second.before, id=first.before.id))]


def figure_learned(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    after = renamed(page, claim, when="1999")
    return [Pair(before=claim, after=after, tempting=("when", "1999"))]


def figure_changed(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=replace(claim, when="1998"), tempting=("when", "1997"))]


def party_learned(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    field, value = page.chance.choice(
        (("supplier", "SWE"), ("recipient", "CHL"), ("system", "Gripen"), ("event", "production"))
    )
    held = Event(value) if field == "event" else value
    after = renamed(page, claim, **{field: held})
    return [Pair(before=claim, after=after, learned=(field, value), back=False)]


def party_changed(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    field, value = page.chance.choice(
        (("supplier", "GBR"), ("recipient", "CHL"), ("system", "Gripen"))
    )
    after = renamed(page, claim, **{field: value})
    wished = {"supplier": "SWE", "recipient": "PRT", "system": "Viggen"}[field]
    return [lost(claim, tempting=(field, wished)), new(after)]


def party_left_out(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    field = page.chance.choice(("supplier", "recipient", "system"))
    return [Pair(before=claim, after=renamed(page, claim, **{field: None}), emptied=field)]


def party_found(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    field = page.chance.choice(("supplier", "recipient", "system"))
    before = replace(claim, **{field: None})
    return [Pair(before=before, after=renamed(page, claim), filled=field)]


def spelt(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    after = renamed(page, claim, system=names["system"].replace("-", " ").upper())
    return [Pair(before=claim, after=after)]


def two_buyers(page: Page) -> tuple[Told, dict[str, str], dict[str, str]]:
    """Write a sentence with two recipients; return the parties of its two transfers."""
    names = page.parties()
    while True:
        other = page.chance.choice(BUYERS)
        key = (names["supplier"], other, names["system"])
        if key not in page.used:
            break
    page.used.add(key)
    marked = sentence(names, page.chance).replace(" in [when", f" and [another|{other}] in [when")
    return page.say(marked), names, names | {"recipient": other}


def split_claim(page: Page) -> list[Pair]:
    """One claim becomes two; it says itself which of them it is."""
    where, names, others = two_buyers(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=renamed(page, claim)), new(_another(page, where, others))]


def split_unsure(page: Page) -> list[Pair]:
    """One claim becomes two, and nothing says which of them it is."""
    where, names, others = two_buyers(page)
    claim = replace(read(page, where, names), recipient=None)
    one = renamed(page, read(page, where, names))
    return [lost(claim), new(one), new(_another(page, where, others))]


def split_decided(page: Page) -> list[Pair]:
    """One claim becomes two, and a correction says which of them it is."""
    where, names, others = two_buyers(page)
    claim = replace(read(page, where, names), recipient=None)
    after = renamed(page, read(page, where, names))
    learned = ("recipient", names["recipient"])
    pair = Pair(before=claim, after=after, learned=learned, back=False)
    return [pair, new(_another(page, where, others))]


def merged_claims(page: Page) -> list[Pair]:
    """Two claims become one, which is one of them."""
    where, names, others = two_buyers(page)
    one, two = read(page, where, names), _another(page, where, others)
    tempting = ("recipient", names["recipient"])
    return [Pair(before=one, after=renamed(page, one)), lost(two, tempting=tempting)]


def merged_blurred(page: Page) -> list[Pair]:
    """Two claims become one that is either."""
    where, names, others = two_buyers(page)
    one, two = read(page, where, names), _another(page, where, others)
    return [lost(one), lost(two), new(renamed(page, one, recipient=None))]


def merged_triggers(page: Page) -> list[Pair]:
    """One event that was read twice, at two words, is read once."""
    names, where = told(page)
    one, two = read(page, where, names), read(page, where, names, trigger="second")
    return [Pair(before=one, after=renamed(page, one)), lost(two)]


def merged_twins(page: Page) -> list[Pair]:
    """Two claims of one sentence that differ in a figure only become one: nobody knows which."""
    names, where = told(page)
    one = read(page, where, names)
    two = read(page, where, names, when="1990")
    return [lost(one), lost(two), new(renamed(page, one, when=None))]


def gone(page: Page) -> list[Pair]:
    names, where = told(page)
    return [lost(read(page, where, names))]


def other_event(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names)
    return [lost(claim), new(renamed(page, claim, event=Event.APPROVAL))]


def other_event_elsewhere(page: Page) -> list[Pair]:
    """The event that a claim was corrected to is told by another word of the sentence."""
    names, where = told(page)
    claim = read(page, where, names)
    after = renamed(page, moved_trigger(claim, where, "second"), event=Event.TALKS)
    return [lost(claim, tempting=("event", "talks")), new(after)]


def neighbour(page: Page) -> list[Pair]:
    """The next sentence, much alike, is read in place of this one."""
    names = page.parties()
    one = page.say(sentence(names, page.chance, "sells"))
    two = page.say(sentence(names, page.chance, "sells"))
    return [lost(read(page, one, names)), new(renamed(page, read(page, two, names)))]


def far_neighbour(page: Page) -> list[Pair]:
    """The same with other sentences between."""
    names = page.parties()
    one = page.say(sentence(names, page.chance, "delivers"))
    page.chat()
    page.chat()
    two = page.say("Moreover, " + sentence(names, page.chance, "delivers"))
    return [lost(read(page, one, names)), new(renamed(page, read(page, two, names)))]


def wide_neighbour(page: Page) -> list[Pair]:
    """A wide sentence is cut in two, and the claim is read in the half where it was not."""
    names = page.parties()
    one = page.say(sentence(names, page.chance, "sells"))
    two = page.say(sentence(names, page.chance, "sells"))
    wide = recut(page, read(page, one, names), one.start, two.end)
    return [lost(wide), new(renamed(page, read(page, two, names)))]


def reaching_neighbour(page: Page) -> list[Pair]:
    """The claim is read in the next sentence, which is taken to begin within this one."""
    names = page.parties()
    one = page.say(sentence(names, page.chance, "sells"))
    two = page.say(sentence(names, page.chance, "sells"))
    start = page.chance.choice((one.start, one.places["second"][0]))
    after = recut(page, read(page, two, names), start, two.end)
    return [lost(read(page, one, names)), new(renamed(page, after))]


def clause(page: Page) -> list[Pair]:
    """A sentence of two like clauses is cut in two; only the clause without a claim is read."""
    names = page.parties()
    first = sentence(names, page.chance, "sells")[:-1]
    last = sentence(names, page.chance, "sells")
    where = page.say(first + "; " + last.replace("|", "_later|"))
    later = {key.removesuffix("_later"): place for key, place in where.places.items()
             if key.endswith("_later")}  # fmt: skip
    start = where.start + where.words.index(";") + 2
    half = Told(where.part, start, where.words[start - where.start :], later)
    return [lost(read(page, where, names)), new(renamed(page, read(page, half, names)))]


def id_of_another(page: Page) -> list[Pair]:
    """The second reading misses a claim and gives its number to the next one of the sentence."""
    names, where = told(page)
    vague = read(page, where, names | {"system": None}, trigger="second")
    exact = read(page, where, names)
    return [lost(vague), Pair(before=exact, after=replace(exact, id=vague.id))]


def title_only(page: Page) -> list[Pair]:
    """The title's claim is read in the text, where the same words stand."""
    if page.title:
        return gone(page)
    names = page.parties()
    marked = sentence(names, page.chance)
    title, text = page.say(marked, part="title"), page.say(marked)
    return [lost(read(page, title, names)), new(renamed(page, read(page, text, names)))]


def title_and_text(page: Page) -> list[Pair]:
    if page.title:
        return other_id(page)
    names = page.parties()
    marked = sentence(names, page.chance)
    claims = [read(page, page.say(marked, part=part), names) for part in ("title", "text")]
    return [Pair(before=claim, after=renamed(page, claim)) for claim in claims]


def no_trigger(page: Page) -> list[Pair]:
    names, where = told(page)
    claim = read(page, where, names, trigger=None)
    return [Pair(before=claim, after=renamed(page, claim))]


def unread(page: Page) -> list[Pair]:
    """A report that the second extractor does not get through keeps the claims that it has."""
    names, where = told(page)
    claim = read(page, where, names)
    return [Pair(before=claim, after=claim)]


def _another(page: Page, where: Told, others: dict[str, str]) -> Claim:
    """Return the claim of the sentence's second recipient."""
    places = where.places | {"recipient": where.places["another"]}
    return read(page, replace(where, places=places), others)


Change = Callable[[Page], list[Pair]]

CHANGES: Final[tuple[Change, ...]] = (
    same, other_id, surer, trigger_moved, wider, wider_same_id, narrower, split_sentence, twice,
    twice_one_left, twice_other_place, figure_learned, figure_changed, party_learned,
    party_changed, party_left_out, party_found, spelt, split_claim, split_unsure, split_decided,
    merged_claims, merged_blurred, merged_triggers, merged_twins, gone, other_event,
    other_event_elsewhere, neighbour, far_neighbour, wide_neighbour, reaching_neighbour, clause,
    id_of_another, title_only, title_and_text, no_trigger,
)  # fmt: skip
