"""The story behind each finding code, for `grader explain CODE`; only that command reads this package."""

from grader.report.stories.connections import CONNECTIONS
from grader.report.stories.datagrams import DATAGRAMS
from grader.report.stories.endings import ENDINGS
from grader.report.stories.printing import PRINTING
from grader.report.stories.sources import SOURCES
from grader.report.stories.starting import STARTING
from grader.report.stories.story import Story

#: A story for every code in `grader.report.codes.TABLE`.
STORIES: dict[str, Story] = {**STARTING, **PRINTING, **DATAGRAMS, **CONNECTIONS, **ENDINGS, **SOURCES}

__all__ = ["STORIES", "Story"]
