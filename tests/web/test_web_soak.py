"""The API under generated requests for ten minutes: no server error, no undocumented answer.

`SOAK_SECONDS` sets another time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# A stream of events goes on for a quarter of an hour unless it is told to look once.
CONFIG = """
[[operations]]
include-path = "/api/events"
parameters = { looks = 1 }
"""


@pytest.mark.slow
def test_generated_requests(own_desk, tmp_path):
    command = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    assert command is not None, "schemathesis is not installed: make check sets it up"
    seconds = os.environ.get("SOAK_SECONDS", "600")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG, encoding="utf-8")
    done = subprocess.run(
        [
            *(command, "--config-file", config, "run", f"{own_desk}/openapi.json"),
            *("--max-time", seconds, "--checks", ",".join(CHECKS), "--max-examples", "1000000"),
            *("--phases", "examples,coverage,fuzzing", "--request-timeout", "60", "--no-color"),
            *("--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
