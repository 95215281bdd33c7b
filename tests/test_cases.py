"""A case file that is wrong stops the run, and says which line and why."""

import pytest

from cases import CaseError, each_case, load_cases

GOOD = '{"id": "a", "why": "w"}\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "has no cases"),
        ("\n", "has no cases"),
        (GOOD + "{'id': 'b'}\n", ":2 is not JSON"),
        (GOOD + "\n" + GOOD, ":2 is not JSON"),
        (GOOD + "[]\n", ":2 is not an object"),
        (GOOD + '{"id": "b"}\n', ":2 lacks why"),
        ('{"id": "", "why": ""}\n', ":1 lacks id, why"),
        (GOOD + GOOD, ":2: the id 'a' is that of line 1"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, content, words):
    path = tmp_path / "wrong.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(CaseError, match=r"wrong\.jsonl") as caught:
        load_cases(path)
    assert words in str(caught.value)


def test_only_a_newline_ends_a_case(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": "a", "why": "x\u2028y\x85z"}\n{"id": "b", "why": "w"}', "utf-8")
    assert [case["id"] for case in load_cases(path)] == ["a", "b"]


@each_case([{"id": "a"}, {"id": "b"}])
def test_a_case_runs_under_its_id(case, request):
    assert request.node.name == f"test_a_case_runs_under_its_id[{case['id']}]"
