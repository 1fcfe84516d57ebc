"""Audits the demonstration site with Lighthouse, as deploy/ has it served: `make lighthouse`.

Needs Chromium, Node.js, nginx, PostgreSQL and Redis. Prints the median of ROUNDS (3) runs of each page; ends with 1 if
a score is too low.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.serving import site
from tests.serving.fronting import ROOT

KINDS = ("home", "feed", "article-long", "university", "agreement-list")


def main() -> int:
    with site.served(picture_width=1600) as served:
        asked = f"from tests import page_kinds; print(*map(page_kinds.paths('en').get, {KINDS}), sep='\\n')"
        pages = [f"{served.url}{path}" for path in served.shell(asked).split()]
        audit = ["node", "tests/tools/lighthouse/audit.mjs", os.environ.get("ROUNDS", "3"), *pages]
        return subprocess.run(audit, cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
