"""Examples of what the drawings are given."""

from datetime import date, timedelta
from random import Random

from armsledger.model import ACROSS, STAGES, Event, Factuality, Side
from armsledger.web.drawings import (
    Bar,
    Carrier,
    Flow,
    Happening,
    OriginNode,
    Party,
    Passing,
    Rung,
    Stop,
    Tie,
    Version,
)

RUNGS = (
    Rung(Event.INTEREST, "reached", (Side.RECIPIENT,), "2015", None, "#e1"),
    Rung(Event.OFFER, "reached", (Side.SUPPLIER,), "2016", None, "#e2"),
    Rung(Event.SELECTION),
    Rung(Event.TALKS, "reached", (Side.SUPPLIER, Side.RECIPIENT), "November 2016", None, "#e3"),
    Rung(Event.APPROVAL),
    Rung(Event.ORDER, "reached", tuple(Side), "12 September 2017", None, "#e4"),
    Rung(Event.FINANCING, "possible", (Side.UNNAMED,), None, "also denied", "#e5"),
    Rung(Event.PRODUCTION, "denied", (Side.RECIPIENT,), None, None, "#e6"),
    Rung(Event.DELIVERY, "reached", (Side.RECIPIENT, Side.REPORT), "12 July 2019", None, "#e7"),
    Rung(Event.TRIAL, "reached", (Side.REPORT,), "October 2020", None, "#e8", is_stage=True),
    Rung(Event.DEPLOYMENT, "planned", (Side.RECIPIENT,), "2021", "also denied", "#e9"),
)


def happening(event, when, reported, *sides, told=Factuality.FACT, **more):
    words = f"{event}, {told}: {when or 'no date'}; first reported {reported}"
    return Happening(
        label=words,
        event=event,
        factuality=told,
        when=when,
        reported=reported,
        sides=sides,
        href=f"#{event}-{when}",
        **more,
    )


HAPPENINGS = (
    happening(Event.INTEREST, None, "2015-11-19", Side.RECIPIENT),
    happening(Event.OFFER, "2016-08", "2016-11-20", Side.SUPPLIER, count=2),
    happening(Event.TALKS, "2016/2017", "2016-11-20", Side.SUPPLIER, Side.RECIPIENT, count=5),
    happening(Event.ORDER, "2017-09-12", "2017-09-13", *Side, count=12, copies=7),
    happening(Event.ORDER, "2021", "2021-08-24", Side.SUPPLIER, told=Factuality.PLANNED),
    happening(Event.FINANCING, "2017", "2017-12-29", Side.UNNAMED, told=Factuality.POSSIBLE),
    happening(Event.PRODUCTION, "2018/..", "2018-04-03", Side.SUPPLIER),
    happening(
        Event.DELIVERY, "2019-07-12", "2019-07-13", Side.RECIPIENT, Side.REPORT, count=9, copies=4
    ),
    happening(Event.DELIVERY, "2019-22", "2017-12-29", Side.SUPPLIER, told=Factuality.PLANNED),
    happening(Event.TRIAL, "2020-10-16", "2020-10-24", Side.REPORT, Side.UNNAMED, count=3),
    happening(Event.DEPLOYMENT, "2020-04", "2019-07-18", Side.RECIPIENT, told=Factuality.PLANNED),
    happening(Event.DEPLOYMENT, "2021-05", "2021-05-28", Side.RECIPIENT, told=Factuality.DENIED),
    happening(Event.SANCTION, "2020-12-14", "2020-12-15", Side.THIRD, count=3),
    happening(Event.OBJECTION, "../2019", "2017-09-13", Side.THIRD, count=2, copies=1),
)

ORIGINS = (
    OriginNode(
        "Russian arms export agency",
        "Black Sea Courier",
        Side.SUPPLIER,
        6,
        (
            Carrier("Black Sea Courier", "13 September 2017", Passing.FIRST, "#r1"),
            Carrier("Bosphorus Wire", "13 September 2017", Passing.ALSO, "#r2"),
            Carrier("Delta Affairs", "14 September 2017", Passing.COPY, "#r3"),
            Carrier("Vistula Tribune", "14 September 2017", Passing.COPY, "#r4"),
            Carrier("Northern Arms Bulletin", "15 September 2017", Passing.COPY, "#r5"),
            Carrier("Golden Horn Evening", "1 October 2017", Passing.CITED, "#r6"),
        ),
        "#o1",
    ),
    OriginNode(
        "President of the Republic",
        "Bosphorus Wire",
        Side.RECIPIENT,
        3,
        (Carrier("Bosphorus Wire", "12 September 2017", Passing.FIRST, "#r2"),),
        "#o2",
    ),
    OriginNode(
        "a senior official who asked not to be named because the talks go on",
        "Potomac Brief",
        Side.UNNAMED,
        1,
        (
            Carrier("Potomac Brief", "18 July 2019", Passing.FIRST, "#r7"),
            Carrier("Anatolian Observer", "20 July 2019", Passing.CITED, "#r8"),
        ),
    ),
    OriginNode(
        "Vistula Tribune",
        "Vistula Tribune",
        Side.REPORT,
        4,
        (Carrier("Vistula Tribune", "28 May 2021", Passing.FIRST, "#r9"),),
        "#o4",
    ),
)

MONEY = (
    Bar("offered", 3.4e9, "$3.4 billion", Factuality.FACT, "#v1"),
    Bar(
        "ordered",
        2.5e9,
        "$2.5 billion",
        Factuality.FACT,
        "#v2",
        (
            Version(2.5e9, "$2.5 billion", "the export agency", Side.SUPPLIER, href="#v3"),
            Version(2e9, "more than $2 billion", "officials", Side.UNNAMED, href="#v4"),
            Version(2.5e9, "$2.5 billion", "the ministry", Side.RECIPIENT, href="#v5"),
        ),
    ),
    Bar("delivered"),
)
BATTERIES = (
    Bar("offered"),
    Bar("ordered", 4, "4 batteries", href="#q1"),
    Bar("delivered", 2, "2 batteries", Factuality.PLANNED, "#q2"),
)

NAMES = {
    "USA": "United States",
    "RUS": "Russia",
    "CHN": "China",
    "FRA": "France",
    "DEU": "Germany",
    "GBR": "United Kingdom",
    "ISR": "Israel",
    "TUR": "Turkey",
    "KOR": "South Korea",
    "ITA": "Italy",
    "IND": "India",
    "SAU": "Saudi Arabia",
    "EGY": "Egypt",
    "QAT": "Qatar",
    "ARE": "United Arab Emirates",
    "SGP": "Singapore",
    "BHR": "Bahrain",
    "JPN": "Japan",
    "AUS": "Australia",
    "UKR": "Ukraine",
    "POL": "Poland",
    "GRC": "Greece",
    "PAK": "Pakistan",
    "DZA": "Algeria",
    "BRA": "Brazil",
    "VNM": "Vietnam",
    "IDN": "Indonesia",
    "TWN": "Taiwan",
    "MAR": "Morocco",
    "NOR": "Norway",
}


def some_flows(number, seed=7):
    """Return that many flows, the first states of the list mostly as suppliers."""
    random = Random(seed)
    codes = list(NAMES)
    pairs = {}
    while len(pairs) < number:
        pair = (codes[int(10 * random.random() ** 2)], random.choice(codes))
        if pair[0] != pair[1]:
            pairs[pair] = pairs.get(pair, 0) + 1 + int(20 * random.random() ** 4)
    return [
        Flow(s, r, NAMES[s], NAMES[r], n, "$1.2 billion" if n > 3 else None, f"/?supplier={s}")
        for (s, r), n in pairs.items()
    ]


def some_network(flows):
    codes = dict.fromkeys(c for f in flows for c in (f.supplier, f.recipient))
    parties = [Party(code, NAMES[code], f"/actors/{code}") for code in codes]
    return parties, [Tie(f.supplier, f.recipient, f.deals, None, f.href) for f in flows]


def many_happenings(number, seed=3):
    random = Random(seed)
    events = (*STAGES, *ACROSS)
    return [one_of_many(random, random.choice(events), n) for n in range(number)]


def one_of_many(random, event, number):
    day = date(1998, 1, 1) + timedelta(days=int(9000 * random.random() ** 0.7))
    told = (day + timedelta(days=int(900 * random.random() ** 6))).isoformat()
    when = random.choice([day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", None])
    return happening(
        event,
        when,
        told,
        random.choice(list(Side)),
        told=random.choice(list(Factuality)),
        count=1 + int(6 * random.random() ** 3),
        copies=int(9 * random.random() ** 5),
    )


STOPS = tuple(
    Stop(day, words)
    for day, words in (
        ("2015-11-19", "first report"),
        ("2017-09-13", "order"),
        ("2019-07-13", "first delivery"),
        ("2020-12-15", "sanction"),
        ("2021-08-25", "second order planned"),
    )
)
