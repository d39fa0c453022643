"""The finding codes: what each one means, in words for a beginner.

`TABLE` is the one list of codes; `grader.report.findings` fills in the arguments and translates.
"""

from grader.report.codes.code import Code
from grader.report.codes.connections import CONNECTIONS
from grader.report.codes.datagrams import DATAGRAMS
from grader.report.codes.endings import ENDINGS
from grader.report.codes.printing import PRINTING
from grader.report.codes.sources import SOURCES
from grader.report.codes.starting import STARTING

#: Every code that the judge may give.
TABLE: dict[str, Code] = {**STARTING, **PRINTING, **DATAGRAMS, **CONNECTIONS, **ENDINGS, **SOURCES}

__all__ = ["TABLE", "Code"]
