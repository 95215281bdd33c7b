"""What all requests share: made once by `create_app`, kept at `app.state.workplace`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from armsledger.ledger import Ledger
from armsledger.store.accounts import Accounts
from armsledger.web.access.limits import LoginLimits
from armsledger.web.access.passwords import Passwords
from armsledger.web.adding.jobs import Jobs
from armsledger.web.assets import Assets
from armsledger.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Workplace:
    """The desk's furniture. Everything in it may be used by many threads at once."""

    settings: Settings
    ledger: Ledger
    environment: Environment  # of the templates
    assets: Assets  # of the browser: css, js, pictures
    accounts: Accounts
    limits: LoginLimits
    passwords: Passwords
    jobs: Jobs  # uploads that are being read
    clock: Callable[[], datetime]  # in UTC
