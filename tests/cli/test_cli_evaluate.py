import json

import pytest

GOLD = [
    {"report": "r1", "event": "order", "supplier": "RUS", "recipient": "TUR", "system": "S-400"},
    {"report": "r1", "event": "trial", "supplier": "RUS", "recipient": "TUR", "system": "S-400"},
    {"report": "unread", "event": "order", "recipient": "IND", "system": "Rafale"},
]


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in GOLD))
    return path


@pytest.fixture
def predicted(tmp_path):
    path = tmp_path / "predicted.jsonl"
    wrong = {**GOLD[0], "event": "talks", "quote": "They\n talk."}
    path.write_text(json.dumps(GOLD[0]) + "\n" + json.dumps(wrong) + "\n")
    return path


def test_figures_of_a_file_of_claims(call, gold, reports, predicted):
    result = call("evaluate", gold, reports, "--predicted", predicted)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == (
        "claims                 P 0.500  R 0.500  F1 0.500   (1 of 2 gold, 2 predicted)"
    )
    assert [line.split()[0] for line in lines[1:3]] == ["deals", "arguments"]
    assert [line.split()[0] for line in lines[-2:]] == ["event:order", "event:trial"]


def test_json_has_the_names_of_the_scorer(call, gold, reports, predicted):
    result = call("evaluate", gold, reports, "--predicted", predicted, "--json")
    figures = json.loads(result.stdout)
    assert figures["claims"] == {
        "p": 0.5,
        "r": 0.5,
        "f1": 0.5,
        "hits": 1,
        "predicted": 2,
        "gold": 2,
    }
    assert "errors" not in figures


def test_errors_are_grouped_and_show_the_sentence(call, gold, reports, predicted):
    result = call("evaluate", gold, reports, "--predicted", predicted, "--errors")
    assert result.stdout.partition("\n\n")[2] == (
        "claims missed: 1\n"
        "     1  wrong event: trial 1\n"
        "\n"
        "claims wrong: 1\n"
        "     1  wrong event: talks 1\n"
        "\n"
        "values missed or wrong on claims that both have: 0\n"
        "\n"
        "talks: 0 missed, 1 wrong\n"
        "  wrong, wrong event (1)\n"
        "    r1: TUR, s400; there: order\n"
        "      They talk.\n"
        "\n"
        "trial: 1 missed, 0 wrong\n"
        "  missed, wrong event (1)\n"
        "    r1: TUR, s400; there: order\n"
    )


def test_errors_as_json(call, gold, reports, predicted):
    result = call("evaluate", gold, reports, "--predicted", predicted, "--errors", "--json")
    told = json.loads(result.stdout)
    assert [mistake["side"] for mistake in told["errors"]] == ["wrong", "missed"]
    assert told["error_counts"] == [
        {"event": "talks", "role": "claim", "side": "wrong", "cause": "wrong event", "count": 1},
        {"event": "trial", "role": "claim", "side": "missed", "cause": "wrong event", "count": 1},
    ]


def test_the_packages_own_reader_is_followed(call, tmp_path):
    gold, reports = tmp_path / "gold.jsonl", tmp_path / "own.jsonl"
    text = "Russia delivered four S-400 batteries to Turkey in July 2019. Nothing was said of it."
    reports.write_text(json.dumps({"id": "r", "text": text}) + "\n")
    claim = {"report": "r", "event": "talks", "recipient": "TUR", "system": "S-400"}
    place = {"part": "text", "start": 66, "end": 74, "trigger": "was said"}
    gold.write_text(json.dumps(claim | place) + "\n")
    told = json.loads(call("evaluate", gold, reports, "--errors", "--json").stdout)
    missed = [m["cause"] for m in told["errors"] if m["side"] == "missed"]
    assert missed == ["no trigger seen"]


def test_an_extractor_is_run_on_the_reports(call, gold, reports):
    extractor = ["--extractor", "ledger_fakes:LineExtractor"]
    result = call("evaluate", gold, reports, *extractor, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["event:order"]["hits"] == 1


def test_a_missing_file_is_refused(call, reports, tmp_path):
    result = call("evaluate", tmp_path / "none.jsonl", reports)
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


def test_gold_of_other_reports_is_refused(call, reports, predicted, tmp_path):
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(GOLD[2]) + "\n")
    result = call("evaluate", other, reports, "--predicted", predicted)
    assert result.exit_code == 2
    assert "none of its claims is of a report" in result.stderr


def test_a_report_that_cannot_be_read_is_told(call, gold, reports, predicted):
    with reports.open("a") as file:
        file.write("no json\n")
    arguments = ("evaluate", gold, reports, "--predicted", predicted)
    assert call(*arguments).exit_code == 0
    result = call(*arguments, "--strict")
    assert result.exit_code == 1
    assert "armsledger evaluate: " in result.stderr
