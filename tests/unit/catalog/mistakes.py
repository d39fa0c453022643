"""Mistakes in the small exercise: what is replaced, by what, and what must be said of it.

`«` marks where the problem is.  The columns: old text, new text, part of the message, part of the remedy.
"""

from __future__ import annotations

import pytest

ACTORS = [
    pytest.param("listens: 9090/udp", "listens: «9090", "9090", "for example 9090/udp", id="listens without protocol"),
    pytest.param("listens: 9090/udp", "listens: «9090/xyz", "PORT/udp", "9090/udp", id="unknown protocol"),
    pytest.param("listens: 9090/udp", "listens: «70000/udp", "from 1 to 65535", "9090/udp", id="port too high"),
    pytest.param("listens: 9090/udp", "listens: «0/udp", "from 1 to 65535", "", id="port 0"),
    pytest.param("fake: {udp_server: 9090}", "fake: {udp_server: «0}", "from 1 to 65535", "", id="server port 0"),
    pytest.param("fake: {udp_server: 9090}", "fake: {udp_server: «'9090'}", "whole number", "", id="quoted port"),
    pytest.param(
        "program: client.py", "program: «clinet.py", "none of the exercise's files", "`client.py`", id="not among files"
    ),
    pytest.param("program: client.py", "program: «../client.py", "no name of a file", "letters", id="file outside"),
    pytest.param(
        "alice: {udp_client: server}",
        "alice: {udp_client: «sever}",
        "no actor `sever`",
        "`server`",
        id="unknown program",
    ),
    pytest.param(
        "alice: {udp_client: server}",
        "alice: {udp_client: «bob}",
        "must name a program, but `bob` is a UDP client",
        "server, client",
        id="client of a client",
    ),
    pytest.param(
        "alice: {udp_client: server}",
        "alice: {udp_client: «client}",
        "`client` does not listen on UDP",
        "`listens: 9090/udp`",
        id="client of a deaf program",
    ),
    pytest.param(
        "alice: {udp_client: server}",
        "alice: {«udp_cleint: server}",
        "`udp_cleint` is not known here",
        "`udp_client`",
        id="unknown kind of actor",
    ),
    pytest.param(
        "alice: {udp_client: server}",
        "alice: {udp_client: server, «udp_server: 9091}",
        "cannot stand together",
        "remove one",
        id="two kinds at once",
    ),
    pytest.param(
        "  alice: {udp_client: server}",
        "  «alice: server",
        "one of program, udp_client, udp_server",
        "",
        id="actor without kind",
    ),
    pytest.param(
        "  alice: {udp_client: server}",
        "  «Alice: {udp_client: server}\n  alice: {udp_client: server}",
        "`Alice` is no name",
        "small letters",
        id="capital name",
    ),
    pytest.param(
        "  alice: {udp_client: server}",
        "  alice: {udp_client: server}\n  «alice: {udp_server: 1}",
        "`alice` stands here twice",
        "line 8",
        id="actor twice",
    ),
    pytest.param(
        "client: {program: client.py}",
        "client: {program: client.py, «lisens: 9090/udp}",
        "no key `lisens`",
        "`listens`",
        id="unknown key",
    ),
]

CHECKS = [
    pytest.param("prints: {points: 3,", "prints: {points: «0,", "above 0", "", id="no points"),
    pytest.param("prints: {points: 3,", "prints: {points: «-1,", "above 0", "", id="negative points"),
    pytest.param(
        "prints: {points: 3,",
        "prints: {points: «'3',",
        "a number above 0, at most 1000; here is the text `3`",
        "",
        id="points as text",
    ),
    pytest.param("prints: {points: 3,", "prints: {points: «true,", "here is `true`", "", id="points as flag"),
    pytest.param("prints: {points: 3,", "prints: {points: «010,", "here is the text `010`", "", id="octal"),
    pytest.param(
        "prints: {points: 3,", "«prints: {", "needs the key `points`", "for example `points: 2`", id="points missing"
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "«{en: The client prints}",
        "the zh text of `title` is missing",
        "add `zh: ...`",
        id="no Chinese",
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "«{zh: 客户端会打印}",
        "the en text of `title` is missing",
        "add `en: ...`",
        id="no English",
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "«The client prints",
        "a text in each language: {en: ..., zh: ...}",
        "",
        id="title as text",
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "{en: x, zh: y, «ch: z}",
        "`ch` is no language",
        "possible: en, zh",
        id="unknown language",
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "{en: «'', zh: y}",
        "`en` is empty",
        "write the text",
        id="empty text",
    ),
    pytest.param(
        "{en: The client prints, zh: 客户端会打印}",
        "{en: «12, zh: y}",
        "must be text; here is `12`",
        'quote it: "12"',
        id="number as text",
    ),
    pytest.param("requires: [answers]", "requires: [«answer]", "no check `answer`", "`answers`", id="requires unknown"),
    pytest.param(
        "requires: [answers]", "requires: «[others_hear_nothing]", "requires itself", "remove", id="requires itself"
    ),
    pytest.param(
        "requires: [answers]",
        "requires: [answers, «answers]",
        "`answers` stands here twice",
        "remove",
        id="requires twice",
    ),
    pytest.param("requires: [answers]", "requires: «[]", "at least one item", "", id="requires nothing"),
    pytest.param(
        "hints: [{en: recvfrom()", "hints: [{«eng: recvfrom()", "`eng` is no language", "`en`", id="hint language"
    ),
    pytest.param(
        "prints: {points: 3,",
        "prints: {points: 3, bonus: «yes,",
        "true or false; here is the text `yes`",
        "",
        id="bonus yes",
    ),
    pytest.param(
        "prints: {points: 3,", "prints: {points: 3, show: «none,", "for hidden checks", "remove", id="show in public"
    ),
    pytest.param(
        "prints: {points: 3,",
        "prints: {points: 3, show: «nothing,",
        "one of full, actual, none",
        "possible: full",
        id="show unknown",
    ),
    pytest.param(
        "  prints: {points: 3,",
        "  «extra: {points: 1, title: {en: x, zh: y}}\n  prints: {points: 3,",
        "no step counts for the check `extra`",
        "for: extra",
        id="check without look",
    ),
]

RUNS = [
    pytest.param("vary: {x: word}", "vary: {x: «wrod}", "no kind of value `wrod`", "`word`", id="unknown kind"),
    pytest.param("vary: {x: word}", "vary: {x: «number 9..1}", "holds no number", "", id="empty range"),
    pytest.param("vary: {x: word}", "vary: {x: word, «1st: word}", "`1st` is no name", "letter first", id="value name"),
    pytest.param(
        "vary: {x: word}",
        "vary: «{x: word, i: number 1..2, j: number 1..2, k: number 1..2}",
        "leaves no number for `k`",
        "widen",
        id="too few numbers",
    ),
    pytest.param("vary: {x: word}", "vary: {x: word}\n    limits: {patience: «0}", "above 0", "", id="no patience"),
    pytest.param(
        "vary: {x: word}",
        "vary: {x: word}\n    limits: {«patient: 3}",
        "no key `patient`",
        "`patience`",
        id="unknown limit",
    ),
    pytest.param(
        "vary: {x: word}", "vary: {x: word}\n    «step: []", "no key `step`", "`steps`", id="unknown key of a run"
    ),
    pytest.param(
        "  client_alone:\n",
        "  «empty: {vary: {x: word}}\n  client_alone:\n",
        "needs the key `steps`",
        "for example",
        id="run without steps",
    ),
    pytest.param(
        "  client_alone:\n", "  empty: {steps: «[]}\n  client_alone:\n", "at least one item", "", id="run with no steps"
    ),
    pytest.param(
        "  client_alone:\n",
        "  «clientAlone: {steps: [{start: client}]}\n  client_alone:\n",
        "is no name",
        "small letters",
        id="run name",
    ),
    pytest.param("id: 01_echo", "id: «02_echo", "the `id` is not the name", "write `id: 01_echo`", id="other id"),
    pytest.param("id: 01_echo", "id: «Echo 1", "`Echo 1` is no name", "small letters", id="malformed id"),
    pytest.param(
        "schema: grader/exercise/v1", "schema: «grader/exercise/v2", "one of grader/exercise/v1", "", id="other schema"
    ),
    pytest.param(
        "files: [server.py, client.py]",
        "files: [server.py, client.py, «/etc/passwd]",
        "no name of a file",
        "",
        id="absolute file",
    ),
    pytest.param(
        "files: [server.py, client.py]",
        "files: «server.py\nlimits: {wall: 3}",
        "a list of at least one item",
        "",
        id="files as text",
    ),
    pytest.param(
        "files: [server.py, client.py]",
        "files: [server.py, client.py, «server.py]",
        "stands here twice",
        "",
        id="file twice",
    ),
    pytest.param(
        "files: [server.py, client.py]",
        "files: [server.py, client.py]\n«hints: x",
        "no key `hints`",
        "",
        id="unknown key of the file",
    ),
]
