"""Looks the locked dependencies up among known weaknesses (PyPI's advisories, through pip-audit).

    python -m tools.audit [REQUIREMENTS]

Nothing answers this offline: without a network it says that nothing was checked, and does not fail.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

LOCKED = "requirements/postgres.txt"


def weaknesses(report: Mapping[str, Any]) -> list[str]:
    """One line for each weakness of pip-audit's JSON report."""
    return [
        f"{one['name']} {one['version']}: {found['id']}, mended in {_mended(found)}"
        for one in report["dependencies"]
        for found in one.get("vulns", ())
    ]


def unchecked(report: Mapping[str, Any]) -> list[str]:
    """What pip-audit passed over: an index without advisories knows nothing of any package."""
    return [one["name"] for one in report["dependencies"] if "skip_reason" in one]


def _mended(found: Mapping[str, Any]) -> str:
    return ", ".join(found["fix_versions"]) or "no version yet"


def main(arguments: list[str]) -> int:
    locked = arguments[0] if arguments else LOCKED
    words = ["--requirement", locked, "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--timeout", "10", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(done.stdout)
        found, passed_over = weaknesses(report), unchecked(report)
    except (ValueError, KeyError, TypeError):
        reason = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        print(f"The dependencies were NOT checked against known weaknesses: {reason[0]}")
        return 0
    if passed_over:
        print(f"NOT checked, since the index that answers does not know them: {', '.join(passed_over)}")
    print("\n".join(found) or f"{len(report['dependencies']) - len(passed_over)} checked, no known weakness.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
