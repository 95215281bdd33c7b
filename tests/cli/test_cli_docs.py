"""docs/reference/cli.md names every command and every option."""

from pathlib import Path

import pytest
import typer.main

from armsledger.cli.main import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
GROUP = typer.main.get_command(app)


@pytest.mark.parametrize("name", sorted(GROUP.commands))
def test_every_command_and_option_is_documented(name):
    assert f"\n## {name}\n" in PAGE
    options = [o for p in GROUP.commands[name].params for o in p.opts if o.startswith("--")]
    missing = [option for option in options if option not in PAGE]
    assert missing == []


def test_every_global_option_is_documented():
    options = [o for p in GROUP.params for o in p.opts if o.startswith("--")]
    assert [option for option in options if option not in PAGE] == []
