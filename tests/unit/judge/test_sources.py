"""Claims about the source: followed through imports and classes, and never by the text alone."""

from __future__ import annotations

import pytest

from grader.judge.expectations import HasClass, SourceClaim, Uses
from grader.judge.sources import judge

HANDLER = SourceClaim("c", "server", (HasClass("socketserver.BaseRequestHandler", "handle"),))
THREADING = SourceClaim(
    "c", "server", tuple(map(Uses, ("socketserver.ThreadingTCPServer", "socketserver.ThreadingMixIn")))
)


def found(claim: SourceClaim, **files: str) -> str | None:
    """The code of what refutes a claim about server.py, or None where it holds."""
    sources = {f"{name}.py": text for name, text in files.items()}
    ((_claim, finding),) = judge((claim,), {"server": "server.py"}, sources)
    return None if finding is None else finding.code


@pytest.mark.parametrize(
    "source",
    [
        "import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handle(self): pass\n",
        "import socketserver as s\nclass H(s.BaseRequestHandler):\n    def handle(self): pass\n",
        "from socketserver import BaseRequestHandler\nclass H(BaseRequestHandler):\n    def handle(self): pass\n",
        "from socketserver import BaseRequestHandler as B\nclass H(B):\n    def handle(self): pass\n",
        "from socketserver import *\nclass H(BaseRequestHandler):\n    def handle(self): pass\n",
        "import socketserver\nclass H(socketserver.StreamRequestHandler):\n    def handle(self): pass\n",
        "import socketserver as s\nclass A(s.BaseRequestHandler): pass\nclass H(A):\n    def handle(self): pass\n",
        "import socketserver as s\nclass A(s.BaseRequestHandler):\n    def handle(self): pass\nclass H(A): pass\n",
    ],
)
def test_a_handler_class_is_found_however_it_is_written(source: str) -> None:
    assert found(HANDLER, server=source) is None


@pytest.mark.parametrize(
    "source",
    [
        "",
        "class BaseRequestHandler: pass\nclass H(BaseRequestHandler):\n    def handle(self): pass\n",
        "import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handel(self): pass\n",
        "# class H(socketserver.BaseRequestHandler): def handle(self)\n",
        "import socketserver\nclass H:\n    def handle(self): pass\n",
        "class A(B): pass\nclass B(A):\n    def handle(self): pass\n",
        "def broken(:\n",
    ],
)
def test_what_only_looks_like_one_is_none(source: str) -> None:
    assert found(HANDLER, server=source) == "no_handler_class"


def test_a_class_may_stand_in_a_file_beside_the_program() -> None:
    helper = "import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handle(self): pass\n"
    assert found(HANDLER, server="from helper import H\n", helper=helper) is None


def test_a_name_is_used_when_it_is_referred_to() -> None:
    assert found(THREADING, server="import socketserver\nsocketserver.ThreadingTCPServer(('', 1), None)\n") is None
    assert found(THREADING, server="from socketserver import ThreadingMixIn, TCPServer\n") is None
    assert (
        found(THREADING, server="import socketserver\nsocketserver.TCPServer(('', 1), None)\n") == "no_threading_server"
    )
    assert found(THREADING, server="import threading\nThreadingTCPServer = 1\n") == "no_threading_server"


def test_claims_without_a_name_of_their_own_say_what_is_missing() -> None:
    assert found(SourceClaim("c", "server", (Uses("json.dumps"),)), server="") == "not_used"
    assert found(SourceClaim("c", "server", (HasClass("threading.Thread"),)), server="") == "no_such_class"


def test_the_line_is_that_of_the_only_class() -> None:
    sources = {"server.py": "import socketserver\n\nclass Handler:\n    def handle(self): pass\n"}
    ((_claim, finding),) = judge((HANDLER,), {"server": "server.py"}, sources)
    assert finding is not None
    assert (finding.file, finding.line, finding.source) == ("server.py", 3, "class Handler:")
