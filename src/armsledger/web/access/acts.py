"""What the audit log tells."""

from enum import StrEnum


class Acted(StrEnum):
    """What somebody did, or tried."""

    LOGIN = "logged in"
    LOGIN_FAILED = "failed to log in"
    LOGOUT = "logged out"
    ACCOUNT_ADDED = "added an account"
    ACCOUNT_REMOVED = "removed an account"
    ROLE_CHANGED = "changed a role"
    PASSWORD_CHANGED = "changed a password"
    SESSIONS_ENDED = "ended all logins"
    TOKEN_MADE = "made a token"
    TOKEN_REVOKED = "revoked a token"
