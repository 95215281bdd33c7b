"""The reader for language models, from the command line."""

import json
import sys

import pytest
from llm_stub import SIGNED, TEXT, TITLE, fails, proposal, says
from typer.testing import CliRunner

from armsledger.cli.main import app


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    row = {"id": "r1", "title": TITLE, "text": TEXT, "date": "2017-12-21"}
    path.write_text(json.dumps(row) + "\n")
    return path


@pytest.fixture
def options(stub, tmp_path):
    return [
        "--extractor", "llm", "--llm-url", stub.url, "--llm-model", "stub",
        "--llm-cache", str(tmp_path / "answers"),
    ]  # fmt: skip


@pytest.fixture
def call(tmp_path):
    def call(*arguments, env=None):
        given = ["--ledger", str(tmp_path / "ledger.db"), *map(str, arguments)]
        return CliRunner().invoke(app, given, env=env)

    return call


def test_extract_prints_claims_and_tells_where_texts_go(stub, reports, options, call):
    stub.does(says(proposal(), proposal(quote="Norway bought 500 K9 howitzers.")))
    result = call("extract", *options, reports)
    (claim,) = map(json.loads, result.stdout.splitlines())
    assert claim["quote"] == SIGNED
    assert claim["extractor"].startswith("llm/")
    assert f"texts go to {stub.url.removesuffix('/v1')} (this machine)" in result.stderr
    assert "note: language model: claim rejected: quote not in the text (1)" in result.stderr


def test_add_makes_deals_and_counts_what_was_rejected(stub, reports, options, call):
    stub.does(says(proposal(), proposal(trigger="ordered"), proposal(trigger="sold")))
    result = call("add", *options, reports)
    assert "added 1" in result.stdout
    assert "claims 1" in result.stdout
    assert "note: language model: claim rejected: trigger not in the quote (2)" in result.stderr
    deals = json.loads(call("deals", "--json").stdout)
    assert [(d["supplier"], d["recipient"], d["stage"]) for d in deals] == [("KOR", "NOR", "order")]


def test_a_failed_report_is_tried_again_when_it_is_added_again(stub, reports, options, call):
    stub.does(fails(401))
    result = call("add", *options, reports)
    assert "failed 1" in result.stdout
    stub.does(says(proposal()))
    assert "claims 1" in call("add", *options, reports).stdout


def test_stored_reports_can_be_read_again(stub, reports, options, call):
    assert "added 1" in call("add", reports).stdout
    stub.does(says(proposal()))
    assert "1 reports, 1 claims" in call("rebuild", "--extract", *options).stdout


def test_the_key_comes_from_the_environment_only(stub, reports, options, call):
    call("extract", *options, reports, env={"ARMSLEDGER_LLM_KEY": "sk-1"})
    assert stub.headers[0]["Authorization"] == "Bearer sk-1"
    assert not any("key" in name for name in call("extract", "--help").stdout.split("--"))


NOWHERE = ["--extractor", "llm", "--llm-url", "http://h/v1", "--llm-model", "m"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--extractor", "llm"], "--llm-url"),
        (["--extractor", "llm", "--llm-url", "http://127.0.0.1:1/v1"], "--llm-model"),
        (["--llm-url", "http://127.0.0.1:1/v1"], "add --extractor llm"),
        (["--extractor", "deal-first", "--llm-chars", "900"], "add --extractor llm"),
        (
            ["--extractor", "llm", "--llm-url", "127.0.0.1", "--llm-model", "m"],
            "no base address",
        ),
        (
            [
                "--extractor",
                "llm",
                "--llm-url",
                "http://h/v1",
                "--llm-model",
                "m",
                "--llm-confidence",
                "7",
            ],
            "between 0 and 1",
        ),
    ],
)
def test_options_that_do_not_fit(arguments, told, reports, call):
    result = call("extract", *arguments, reports)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_the_extra_it_is_told_what_to_install(reports, options, call, monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    result = call("extract", *options, reports)
    assert result.exit_code == 2
    assert "armsledger[llm]" in result.stderr


def test_nothing_is_asked_without_the_option(stub, reports, call):
    assert call("extract", reports).exit_code == 0
    assert stub.requests == []
