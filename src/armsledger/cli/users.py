"""`armsledger users`: who may use the desk. Works on the ledger itself, whoever sits at it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from armsledger import asking
from armsledger.cli import options as opt
from armsledger.cli.context import open_ledger, settings_of
from armsledger.cli.output import print_json, printable, say

if TYPE_CHECKING:
    from armsledger.store.account_rows import Account, Act, Token
    from armsledger.store.accounts import Accounts
    from armsledger.web.access.acts import Acted

app: Final = typer.Typer(
    help="Manage who may use the desk.", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="An account's name.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many lines.")]
RoleName = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="One of: reader, analyst, admin.")
]


@app.command("add")
def add(
    ctx: typer.Context,
    name: Name,
    *,
    role: RoleName = "reader",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="For use by token or behind a proxy only.")
    ] = False,
) -> None:
    """Make an account; asks for its password, or reads it from standard input."""
    from armsledger.store.account_rows import checked_name
    from armsledger.web.access.acts import Acted

    plain, least = checked_name(name), _role(role, "--role")
    with _accounts(ctx, create=True) as accounts:
        hashed = None if no_password else _new_password(plain)
        act = _act(Acted.ACCOUNT_ADDED, f"{plain} ({least})")
        accounts.add(plain, least, hashed, act)
    say(f"{plain} is {least} now")


@app.command("list")
def show(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """Show the accounts and their tokens."""
    with _accounts(ctx) as accounts:
        found = [(account, accounts.tokens_of(account.name)) for account in accounts.all()]
    if as_json:
        print_json([_to_json(account, tokens) for account, tokens in found])
        return
    if not found:
        say("no accounts yet: 'armsledger users add NAME --role admin' makes the first")
    for account, tokens in found:
        _print(_line(account))
        for token in tokens:
            _print(f"  token {token.number}: {_token_words(token)}")


@app.command("role")
def role(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, analyst or admin.")],
) -> None:
    """Give an account another role."""
    from armsledger.web.access.acts import Acted

    wanted = _role(role, "ROLE")
    with _accounts(ctx) as accounts:
        accounts.set_role(name, wanted, _act(Acted.ROLE_CHANGED, f"{name} to {wanted}"))
    say(f"{name} is {wanted} now")


@app.command("remove")
def remove(ctx: typer.Context, name: Name) -> None:
    """Close an account with its logins and tokens; what it decided stays."""
    from armsledger.web.access.acts import Acted

    with _accounts(ctx) as accounts:
        accounts.remove(name, _act(Acted.ACCOUNT_REMOVED, name))
    say(f"{name} is removed")


@app.command("password")
def password(ctx: typer.Context, name: Name) -> None:
    """Give an account another password; its logins end."""
    from armsledger.web.access.acts import Acted

    with _accounts(ctx) as accounts:
        account = _known(accounts, name)
        hashed = _new_password(account.name)
        accounts.set_password(account.name, hashed, _act(Acted.PASSWORD_CHANGED, account.name))
    say(f"{account.name} has another password now")


@app.command("token")
def token(
    ctx: typer.Context,
    name: Name,
    *,
    label: Annotated[
        str, typer.Option("--label", metavar="TEXT", help="What it is for.")
    ] = "command line",
    role: RoleName = "reader",
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=1, help="How long it counts.")
    ] = 90,
    revoke: Annotated[
        int | None, typer.Option("--revoke", metavar="NUMBER", help="End this token instead.")
    ] = None,
) -> None:
    """Make an API token for an account and print it, this once; or revoke one."""
    from armsledger.web.access.acts import Acted

    with _accounts(ctx) as accounts:
        account = _known(accounts, name)
        if revoke is not None:
            accounts.revoke_token(account.name, revoke, _act(Acted.TOKEN_REVOKED, str(revoke)))
            say(f"token {revoke} of {account.name} counts no more")
            return
        key = _make_token(accounts, account, label, _role(role, "--role"), days)
    typer.echo(key)


@app.command("log")
def log(ctx: typer.Context, *, limit: Limit = 50, as_json: opt.Json = False) -> None:
    """Show the audit log, the newest first."""
    from dataclasses import asdict

    with _accounts(ctx) as accounts:
        acts = accounts.acts(limit=limit)
    if as_json:
        print_json([asdict(act) for act in acts])
        return
    for act in acts:
        about = f": {act.about}" if act.about else ""
        _print(f"{act.at}  {act.who} {act.act}{about}, {_place(act)}")


def _make_token(accounts: "Accounts", account: "Account", label: str, role: str, days: int) -> str:
    from datetime import UTC, datetime, timedelta

    from armsledger.errors import InputError
    from armsledger.store.account_rows import Token, stamp
    from armsledger.web.access.acts import Acted
    from armsledger.web.access.keys import digest_of, new_token
    from armsledger.web.access.labels import checked_label
    from armsledger.web.access.roles import Role

    if not Role(account.role).covers(Role(role)):
        raise InputError(account.name, f"is {account.role}: a token cannot be {role}")
    now, key = datetime.now(UTC), new_token()
    made = Token(
        number=0,
        account=account,
        label=checked_label(label),
        role=role,
        created_at=stamp(now),
        expires_at=stamp(now + timedelta(days=days)),
        revoked_at=None,
    )
    act = _act(Acted.TOKEN_MADE, f"{account.name}: {made.label} ({role})")
    accounts.add_token(made, digest_of(key), act)
    return key


@contextmanager
def _accounts(ctx: typer.Context, *, create: bool = False) -> Iterator["Accounts"]:
    from armsledger.store.accounts import Accounts

    open_ledger(ctx, create=create).close()  # makes it, or tells what is wrong with it
    opened = Accounts.open(settings_of(ctx).ledger)
    try:
        yield opened
    finally:
        opened.close()


def _known(accounts: "Accounts", name: str) -> "Account":
    from armsledger.errors import NotFoundError

    found = accounts.find(name)
    if found is None:
        raise NotFoundError("account", name, "see 'armsledger users list'")
    return found


def _act(act: "Acted", about: str) -> "Act":
    from datetime import UTC, datetime

    from armsledger.store.account_rows import Act, stamp
    from armsledger.web.settings import system_user

    return Act(at=stamp(datetime.now(UTC)), who=system_user(), address="", act=act, about=about)


def _role(given: str, option: str) -> str:
    from armsledger.web.access.roles import Role

    return str(asking.one_of(given, Role, option))


def _new_password(name: str) -> str:
    """Return the hash of a password from the terminal, twice, or from standard input, one line."""
    from armsledger.web.access.passwords import standard_passwords

    if sys.stdin.isatty():
        plain = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        plain = sys.stdin.readline().rstrip("\r\n")
    return standard_passwords().hash(plain, name)


def _print(line: str) -> None:
    typer.echo(printable(line))


def _line(account: "Account") -> str:
    told = "" if account.password else "  without a password"
    return f"{account.name}  {account.role}  since {account.created_at[:10]}{told}"


def _token_words(token: "Token") -> str:
    until = f", until {token.expires_at[:10]}" if token.expires_at else ""
    return f"{token.label} ({token.role}){until}"


def _place(act: "Act") -> str:
    return f"from {act.address}" if act.address else "on the command line"


def _to_json(account: "Account", tokens: tuple["Token", ...]) -> dict[str, Any]:
    keys = ("number", "label", "role", "created_at", "expires_at")
    return {
        "name": account.name,
        "role": account.role,
        "has_password": account.password is not None,
        "created_at": account.created_at,
        "tokens": [{key: getattr(token, key) for key in keys} for token in tokens],
    }
