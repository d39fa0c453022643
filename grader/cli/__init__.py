"""The command line: `grader COMMAND ...`."""

from grader.cli.main import main

__all__ = ["main"]
