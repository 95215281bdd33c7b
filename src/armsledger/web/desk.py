"""What a route works with: the ledger, who asks, as of when, and how to answer with a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from armsledger.ledger import Ledger
from armsledger.store.account_rows import Act, stamp
from armsledger.web import cookies
from armsledger.web.access import csrf
from armsledger.web.access.addresses import address_of
from armsledger.web.access.identity import secret_of
from armsledger.web.access.person import Person
from armsledger.web.access.roles import Role
from armsledger.web.settings import Access, Settings
from armsledger.web.themes import Theme, theme_of
from armsledger.web.workplace import Workplace

# Seconds that a browser keeps the secret of its forms: a year.
_COOKIE_AGE: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    name: str
    path: str
    role: Role = Role.READER


NAVIGATION: Final = (
    Link("Register", "/"),
    Link("Search", "/search"),
    Link("Map", "/map"),
    Link("Review", "/review", Role.ANALYST),
    Link("Add", "/add", Role.ANALYST),
    Link("About", "/about"),
)


@dataclass(slots=True)
class Desk:
    """One request's view of the workplace. Templates see it as `desk`."""

    request: Request
    workplace: Workplace
    person: Person | None  # None: somebody unknown, on an open page
    as_of: str | None = None  # ISO day; None: now
    _new_secret: str | None = None  # of a browser that had none

    @property
    def ledger(self) -> Ledger:
        """The ledger, shared by all threads."""
        return self.workplace.ledger

    @property
    def settings(self) -> Settings:
        """How the desk is served."""
        return self.workplace.settings

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return self.workplace.clock()

    @property
    def today(self) -> str:
        """The day, in UTC, as YYYY-MM-DD."""
        return self.now.date().isoformat()

    @property
    def who(self) -> str:
        """The name under which decisions are logged; "" for somebody unknown."""
        return self.person.name if self.person else ""

    @property
    def role(self) -> Role | None:
        """The person's role; None for somebody unknown."""
        return self.person.role if self.person else None

    @property
    def may_have_account(self) -> bool:
        """Whether the desk asks for accounts at all."""
        return self.settings.access is not Access.LOCAL

    def may(self, role: Role | str) -> bool:
        """Return whether the person may do what this role may."""
        return self.person is not None and self.person.role.covers(Role(role))

    @property
    def path(self) -> str:
        """The path of this page, quoted."""
        return quote(self.request.url.path)

    @property
    def theme(self) -> Theme:
        """The colours that the browser has asked for."""
        return theme_of(self.request)

    @property
    def navigation(self) -> tuple[Link, ...]:
        """The pages that the person may open."""
        return tuple(link for link in NAVIGATION if self.may(link.role))

    def is_here(self, path: str) -> bool:
        """Return whether this page belongs under an entry of the navigation."""
        here = self.request.url.path
        if path == "/":
            return here == "/" or here.startswith("/deals/")
        return here == path or here.startswith(f"{path}/")

    def link(self, path: str, /, **parameters: object) -> str:
        """Return an address of the desk that keeps the as-of day; None leaves a parameter out.

        Give `path` ready quoted; for ids there are `deal`, `report` and `actor`.
        """
        return _address(path, {"as_of": self.as_of, **parameters})

    def deal(self, deal_id: str, **parameters: object) -> str:
        """Return the address of a deal's page."""
        return self.link(f"/deals/{quote(deal_id, safe='')}", **parameters)

    def report(self, report_id: str, **parameters: object) -> str:
        """Return the address of a report's page."""
        return self.link(f"/reports/{quote(report_id, safe='')}", **parameters)

    def actor(self, actor_id: str, **parameters: object) -> str:
        """Return the address of an actor's page."""
        return self.link(f"/actors/{quote(actor_id, safe='')}", **parameters)

    def here(self, **changes: object) -> str:
        """Return this page's address with some parameters changed; None leaves one out.

        A list or tuple gives a parameter several times.
        """
        kept = [(key, value) for key, value in self._query() if key not in changes]
        return _join(self.path, [*kept, *_pairs(changes)])

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """Return this page's parameters but for some: the hidden fields of a GET form."""
        return [(key, value) for key, value in self._query() if key not in without]

    def _query(self) -> list[tuple[str, str]]:
        return [(key, value) for key, value in self.request.query_params.multi_items() if value]

    @property
    def csrf(self) -> str:
        """A token for a form on this page; another one each time."""
        secret = secret_of(self.request) or cookies.read_cookie(self.request, cookies.FORM)
        if not secret:
            self._new_secret = self._new_secret or csrf.new_secret()
            secret = self._new_secret
        return csrf.form_token(secret)

    def render(self, template: str, /, **context: object) -> str:
        """Return a template's text, for parts of a page too."""
        found = self.workplace.environment.get_template(template)
        return found.render(desk=self, static=self.workplace.assets.address, **context)

    def page(self, template: str, /, *, status: int = 200, **context: object) -> Response:
        """Return the answer with a page made from a template."""
        response = HTMLResponse(self.render(template, **context), status)
        if self._new_secret is not None:
            self.set_cookie(response, cookies.FORM, self._new_secret, max_age=_COOKIE_AGE)
        return response

    def set_cookie(
        self, response: Response, name: str, value: str, *, max_age: int | None = None
    ) -> None:
        """Set a cookie that scripts and other sites cannot read."""
        cookies.write_cookie(self.request, response, name, value, max_age=max_age)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return address_of(self.request)

    def act(self, act: str, about: str = "", *, who: str | None = None) -> Act:
        """Return a line for the audit log: this person has done this, now, from here."""
        return Act(
            at=stamp(self.now),
            who=self.who if who is None else who,
            address=self.address,
            act=act,
            about=about,
        )


def _pairs(parameters: dict[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in parameters.items():
        many = value if isinstance(value, list | tuple) else [value]
        yield from ((key, str(one)) for one in many if one is not None)


def _address(path: str, parameters: dict[str, object]) -> str:
    return _join(path, list(_pairs(parameters)))


def _join(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
