"""The command line: `grader COMMAND ...`."""

try:
    from grader.cli.main import main
except KeyboardInterrupt:
    # Nothing has begun yet; a traceback of half an import would tell nobody anything.
    raise SystemExit(130) from None

__all__ = ["main"]
