"""All stories: what the modules beside this one have entered when they were imported."""

from __future__ import annotations

from . import connection_stories, message_stories, program_stories
from .story import ENTERED, Story

_MODULES = (connection_stories, message_stories, program_stories)

STORIES: tuple[Story, ...] = tuple(ENTERED)

#: What tells the stories apart in the names of tests.
NAMES = [f"{number}-{each.code}" for number, each in enumerate(STORIES)]
