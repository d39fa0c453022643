"""`grader schema`: the JSON Schema of a course's files, by which editors complete and check them."""

from __future__ import annotations

import argparse
import json

from grader.catalog.schema import schema_of


def run(options: argparse.Namespace) -> int:
    """Prints the schema of one kind of file."""
    print(json.dumps(schema_of(options.file), ensure_ascii=False, indent=2))
    return 0
