"""The states of the deals of one part of the register, from day to day."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from armsledger.assess.weight import is_thin
from armsledger.link.reach import deal_key
from armsledger.model import Claim
from armsledger.store import rows
from armsledger.store.derivation import Derivation, Draft, Material, inputs_of
from armsledger.store.lines import line_of, listed
from armsledger.store.removal import insert_all
from armsledger.store.rows import batches
from armsledger.store.schema import LAST_DAY, past_bodies, past_claims, past_lines


@dataclass(slots=True)
class _State:
    """How a deal is known on the day that has been reached."""

    seq: int
    inputs: str
    formerly: str
    claims: frozenset[str]
    body: bytes | None  # None: it is stored
    row: dict[str, Any] | None  # None: it is stored


class States:
    """The states of a part, on their way from one day to the next; written by `write`."""

    def __init__(self, connection: Connection, partition: str, keys: Iterable[str] | None) -> None:
        """Begin.

        Args:
            connection: with the write lock.
            partition: where the part is built.
            keys: the deal keys of the part; None: the whole partition.
        """
        self._connection = connection
        self._partition = partition
        self._keys = None if keys is None else sorted(keys)
        self._open: dict[str, _State] = {}
        self._homes: dict[str, tuple[int, str]] = {}  # claim -> row of `past_claims`, deal
        self._lines: list[dict[str, Any]] = []
        self._bodies: list[dict[str, Any]] = []
        self._claims: dict[int, dict[str, Any]] = {}
        self._line_ends: dict[int, str] = {}
        self._claim_ends: dict[int, str] = {}
        self._last_line = self._last_claim = 0

    def cut(self, since: str) -> None:
        """Forget all from a day on, and go on from the day before."""
        for table in (past_lines, past_claims):
            for mine in self._mine(table):
                self._cut(table, and_(mine, table.c.known_from >= since))
                crossing = and_(mine, table.c.known_to >= since, table.c.known_to != LAST_DAY)
                self._connection.execute(update(table).where(crossing).values(known_to=LAST_DAY))
        self._read_open()

    def _cut(self, table: Table, gone: ColumnElement[bool]) -> None:
        if table is past_lines:
            bodies = past_bodies.c.line.in_(select(past_lines.c.seq).where(gone))
            self._connection.execute(delete(past_bodies).where(bodies))
        self._connection.execute(delete(table).where(gone))

    def _mine(self, table: Table) -> list[ColumnElement[bool]]:
        here = table.c.partition == self._partition
        if self._keys is None:
            return [here]
        return [and_(here, table.c.link.in_(batch)) for batch in batches(self._keys)]

    def _read_open(self) -> None:
        for mine in self._mine(past_claims):
            held = select(past_claims).where(mine, past_claims.c.known_to == LAST_DAY)
            for row in self._connection.execute(held):
                self._homes[row.claim] = (row.seq, row.deal)
        claims: dict[str, set[str]] = {}
        for claim, (_, deal) in self._homes.items():
            claims.setdefault(deal, set()).add(claim)
        for mine in self._mine(past_lines):
            known = select(past_lines).where(mine, past_lines.c.known_to == LAST_DAY)
            for row in self._connection.execute(known):
                found = frozenset(claims.get(row.id, ()))
                self._open[row.id] = _State(row.seq, row.inputs, row.formerly, found, None, None)
        self._last_line = self._highest(past_lines)
        self._last_claim = self._highest(past_claims)

    def _highest(self, table: Table) -> int:
        # Rows are numbered here: nobody else writes, and a state has to be named before it is told.
        return self._connection.execute(select(func.max(table.c.seq))).scalar() or 0

    def take(
        self, day: str, drafts: Iterable[Draft], material: Material, derivation: Derivation
    ) -> None:
        """Go on to a day with its deals."""
        by_id = {claim.id: claim for claim in material.claims}
        ids = [claim.id for claim in material.claims]
        digests = dict(zip(ids, material.digests, strict=True))
        found = {draft.id: draft for draft in drafts}
        homes: dict[str, str] = {}
        for key, draft in found.items():
            inputs = inputs_of(draft, digests, derivation.version)
            formerly, state = listed(draft.formerly), self._open.get(key)
            if state is None or (state.inputs, state.formerly) != (inputs, formerly):
                self._change(day, draft, _Made(inputs, formerly, by_id), derivation)
                homes |= dict.fromkeys(draft.claims, key)
        for key in [key for key in self._open if key not in found]:
            state = self._open.pop(key)
            self._end_line(state, day)
            homes = dict.fromkeys(state.claims, "") | homes
        self._move(day, homes, by_id)

    def _change(self, day: str, draft: Draft, made: "_Made", derivation: Derivation) -> None:
        deal = draft.make()
        text = rows.to_json_text(derivation.to_json(deal))
        body = zlib.compress(text.encode("utf-8", "surrogatepass"))
        claims, state = frozenset(draft.claims), self._open.get(draft.id)
        if state is not None:
            if state.formerly == made.formerly and self._body(state) == text:
                state.inputs, state.claims = made.inputs, claims
                self._line_inputs(state)
                return
            self._end_line(state, day)
        found = [made.by_id[key] for key in draft.claims]
        line = line_of(
            deal, partition=self._partition, link=deal_key(found[0]), thin=is_thin(deal, found)
        )
        self._last_line += 1
        row = line | {
            "seq": self._last_line,
            "known_from": day,
            "known_to": LAST_DAY,
            "formerly": made.formerly,
            "inputs": made.inputs,
        }
        self._lines.append(row)
        self._bodies.append({"line": self._last_line, "body": body})
        self._open[draft.id] = _State(
            self._last_line, made.inputs, made.formerly, claims, body, row
        )

    def _body(self, state: _State) -> str:
        body = state.body
        if body is None:
            query = select(past_bodies.c.body).where(past_bodies.c.line == state.seq)
            body = self._connection.execute(query).scalar_one()
        return zlib.decompress(body).decode("utf-8", "surrogatepass")

    def _line_inputs(self, state: _State) -> None:
        if state.row is not None:
            state.row["inputs"] = state.inputs
            return
        mine = past_lines.c.seq == state.seq
        self._connection.execute(update(past_lines).where(mine).values(inputs=state.inputs))

    def _end_line(self, state: _State, day: str) -> None:
        if state.row is not None:
            state.row["known_to"] = day
        else:
            self._line_ends[state.seq] = day

    def _move(self, day: str, homes: dict[str, str], by_id: dict[str, Claim]) -> None:
        """Note which claims are in other deals now; "": in none."""
        for claim, deal in homes.items():
            seq, before = self._homes.get(claim, (0, ""))
            if before == deal:
                continue
            if before and seq in self._claims:
                self._claims[seq]["known_to"] = day
            elif before:
                self._claim_ends[seq] = day
            self._homes.pop(claim, None)
            if deal:
                self._settle(day, claim, deal, deal_key(by_id[claim]))

    def _settle(self, day: str, claim: str, deal: str, link: str) -> None:
        self._last_claim += 1
        self._homes[claim] = (self._last_claim, deal)
        place = {"seq": self._last_claim, "partition": self._partition, "link": link}
        known = {"claim": claim, "deal": deal, "known_from": day, "known_to": LAST_DAY}
        self._claims[self._last_claim] = place | known

    def write(self) -> None:
        """Write what has been found."""
        for table, ends in ((past_lines, self._line_ends), (past_claims, self._claim_ends)):
            given = [{"of": seq, "day": day} for seq, day in sorted(ends.items())]
            if given:
                ending = update(table).where(table.c.seq == bindparam("of"))
                self._connection.execute(ending.values(known_to=bindparam("day")), given)
        insert_all(self._connection, past_lines, self._lines)
        insert_all(self._connection, past_bodies, self._bodies)
        insert_all(self._connection, past_claims, list(self._claims.values()))

    def is_entangled(self) -> bool:
        """Return whether deals of other parts have ids that this part's deals have."""
        if self._keys is None:
            return False
        ids = sorted({row["id"] for row in self._lines})
        for batch in batches(ids):
            query = select(past_lines.c.link).where(
                past_lines.c.partition == self._partition, past_lines.c.id.in_(batch)
            )
            if not set(self._connection.scalars(query)) <= set(self._keys):
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Made:
    """What a new state follows from."""

    inputs: str
    formerly: str
    by_id: dict[str, Claim]
