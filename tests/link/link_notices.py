"""Notices in one form, as an office writes them, and what outlets make of a text."""

import random

STATES = ("Peru", "Chile", "Kenya", "India", "Poland", "Egypt", "Norway", "Japan", "Oman", "Ghana")
MAKERS = ("Halden", "Orsa", "Castor", "Lumen", "Brightwell", "Kestrel", "Marlow", "Tarn", "Corvus")

FORM = """The office told the members today of a possible sale to {state} of equipment and support \
for an estimated cost of {cost}. The government of {state} has asked to buy {lot}, with \
spare parts, training of crews, technical help and other parts of support. The sale would \
improve the security of a partner that is a force for stability in its region. {state} \
will have no difficulty in taking this equipment into its forces. The main contractor will \
be {maker}. Carrying out this sale would take the journeys of {people} to {state}. There \
will be no harmful effect on readiness as a result, and {maker} offers no offsets at this \
time. The notice has number {number}."""


def notice(chance, *, numbers=True):
    """Return one notice; without numbers, its names alone tell it from others."""
    state = f"{chance.choice(STATES)}{_syllables(chance)}"
    words = {"state": state, "maker": f"{chance.choice(MAKERS)}{_syllables(chance)}"}
    if not numbers:
        plain = {
            "cost": "some millions",
            "lot": "boats",
            "people": "experts",
            "number": "as before",
        }
        return FORM.format(**words, **plain)
    return FORM.format(
        **words,
        cost=f"{chance.randint(20, 4000)}.{chance.randint(1, 9)} million dollars",
        lot=f"{chance.randint(3, 900)} launchers and {chance.randint(10, 5000)} rounds",
        people=f"{chance.randint(2, 300)} officials",
        number=f"{chance.randint(10, 99)}-{chance.randint(100, 999)}",
    )


def notices(count, *, seed, numbers=True):
    """Return so many notices, always the same."""
    chance = random.Random(seed)
    return [notice(chance, numbers=numbers) for _ in range(count)]


def edited(text, chance):
    """Return a text as another outlet would print it."""
    sentences = text.split(". ")
    cut = ". ".join(sentences[: -1 if len(sentences) > 3 else None])
    return chance.choice(
        [text.upper(), f"(Wire) {text}", cut, text.replace("The ", "the ", 1) + " \n"]
    )


def _syllables(chance):
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(2))
