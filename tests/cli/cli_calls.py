"""Calling the command line within the process."""

from typer.testing import CliRunner

from armsledger.cli.main import app


def calling(path):
    """Return a function that calls a command on the ledger at a path and returns the result."""

    def call(*arguments, input=None, **kwargs):
        line = ["--ledger", str(path), *map(str, arguments)]
        return CliRunner().invoke(app, line, input=input, prog_name="armsledger", **kwargs)

    return call
