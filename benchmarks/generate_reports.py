"""Reports about invented deals, and about anything else, from templates in our own words.

    python benchmarks/generate_reports.py --count 200 --share 0.05 --seed 1 > reports.jsonl

The same seed gives the same reports. `share` of them are about an arms transfer; the others are
about weather, courts, markets, sport and towns, and a few of those name soldiers or ships.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence

SUPPLIERS = ("Russia", "France", "South Korea", "Germany", "Israel", "China", "Italy", "Sweden")
RECIPIENTS = ("Turkey", "India", "Egypt", "Poland", "Vietnam", "Peru", "Kenya", "Indonesia")
WEAPONS = (
    ("S-400 air defence systems", "batteries"),
    ("Rafale fighter jets", "aircraft"),
    ("K9 self-propelled howitzers", "guns"),
    ("Leopard 2 tanks", "tanks"),
    ("Type 214 submarines", "boats"),
    ("patrol vessels", "vessels"),
    ("armed drones", "drones"),
    ("anti-tank missiles", "missiles"),
)
DEAL = (
    "{r} has signed a contract with {s} for {n} {w}, the defence ministry said on {d}.",
    "Under the deal, worth about ${m} million, {s} is to deliver the first {u} in {y}.",
    "Talks between {s} and {r} over the {w} began in {py}, according to two officials.",
    '"We need the {w} to guard our borders," a spokesman of the {r} army told reporters.',
    "The minister of {s} said that his country was ready to supply more {u} if {r} asked.",
    "The United States has criticised the purchase and warned {r} of sanctions.",
    "{s} delivered {n} {u} to {r} in {py}, and the army of {r} tested them that summer.",
    "An earlier offer was rejected in {py} because the price of the {u} was too high.",
    "Parliament in {r} is expected to approve the payment for the {u} before {y}.",
    "Delivery of the {w} was delayed by {n} months after a dispute over licences.",
    "The order follows a tender in which makers from three countries had taken part.",
    "Some of the {u} may be built under licence in {r}, a company official said.",
    "It was not clear when training of the crews in {s} would begin.",
    "Neighbouring states have watched the purchase with concern since {py}.",
)
OTHER = (
    "Heavy rain closed {n} roads around {t} on {d}, and schools stayed shut for the day.",
    "The council of {t} voted to spend ${m} million on trams and on repairs to the market hall.",
    "Shares in {c} rose {n} percent after the company reported better sales in {r}.",
    "A court in {t} heard that the accused had forged the letters over several years.",
    "The team from {t} won {n} of its games this season and sold its best striker in {py}.",
    '"Nobody told us that the bridge would close," said a baker whose shop stands beside it.',
    "Farmers in {r} expect the harvest to be {n} percent smaller than in {py}.",
    "{c} said that it would hire {n} people for its new office in {t}.",
    "Doctors at the hospital treated {n} patients, most of whom went home the same evening.",
    "The prime minister of {r} met the president of {s} to discuss trade and students.",
    "Police in {t} arrested {n} men after a fight outside the railway station on {d}.",
    "A museum in {t} has bought a painting for ${m} thousand from a family in {s}.",
    "The central bank of {r} left its rate unchanged and raised its forecast for {y}.",
    "Scientists from {s} counted {n} kinds of moths in the hills above {t}.",
    "Soldiers of the {r} army helped to clear the snow from {n} villages near {t}.",
    "Tickets for the concert were sold out within {n} minutes, the organisers said.",
)
TOWNS = ("Alder Bay", "Westmere", "Port Linden", "Greyford", "Novy Brod", "Santa Rita", "Kalmoor")
COMPANIES = ("Halden Foods", "Brightwell", "Orsa Paper", "Lumen Retail", "Castor Software")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SENTENCES = (8, 22)  # least and most in a report: 900 to 2,500 characters, as news has


def generate(count: int, seed: int, *, share: float = 1.0) -> Iterator[dict[str, str]]:
    """Yield reports as `armsledger extract` reads them; of each 1/share one is about a deal."""
    chance = random.Random(seed)
    every = round(1 / share) if share else count + 1
    for number in range(count):
        about = number % every == 0
        text, title = _report(chance, about=about)
        year, month, day = 2011 + number % 12, chance.randint(1, 12), chance.randint(1, 28)
        yield {
            "id": f"g{seed}-{number}",
            "title": title,
            "text": text,
            "date": f"{year}-{month:02}-{day:02}",
            "outlet": chance.choice(("Daily Letter", "Harbour Post", "Northern Wire")),
        }


def _report(chance: random.Random, *, about: bool) -> tuple[str, str]:
    words = _words(chance)
    templates = DEAL if about else OTHER
    count = chance.randint(*SENTENCES)
    sentences = [_pick(templates, chance).format(**_vary(words, chance)) for _ in range(count)]
    title = "{r} to buy {w} from {s}" if about else "News from {t}: {c} and others"
    return "\n\n".join(_paragraphs(sentences, chance)), title.format(**words)


def _pick(templates: Sequence[str], chance: random.Random) -> str:
    return templates[chance.randrange(len(templates))]


def _words(chance: random.Random) -> dict[str, str]:
    weapon, unit = chance.choice(WEAPONS)
    return {
        "s": chance.choice(SUPPLIERS),
        "r": chance.choice(RECIPIENTS),
        "w": weapon,
        "u": unit,
    } | _vary({}, chance)


def _vary(words: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Return the words with other figures, days, towns and companies: a report keeps its deal."""
    year = chance.randint(2008, 2021)
    return words | {
        "n": str(chance.randint(2, 90)),
        "m": str(chance.randint(20, 4000)),
        "y": str(year + 2),
        "py": str(year),
        "d": chance.choice(DAYS),
        "t": chance.choice(TOWNS),
        "c": chance.choice(COMPANIES),
    }


def _paragraphs(sentences: Sequence[str], chance: random.Random) -> Iterator[str]:
    at = 0
    while at < len(sentences):
        size = chance.randint(1, 4)
        yield " ".join(sentences[at : at + size])
        at += size


def main() -> None:
    """Print reports, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of reports about transfers")
    arguments = parser.parse_args()
    for report in generate(arguments.count, arguments.seed, share=arguments.share):
        sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
