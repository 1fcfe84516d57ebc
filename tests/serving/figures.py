"""What was measured, on a line of its own: `.ci/run` shows these lines of a step that went well."""

import sys


def figures(text: str) -> None:
    sys.stdout.write(f"figures: {text}\n")
