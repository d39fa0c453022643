"""Playing the steps of one run against real programs, and writing down what happened."""

from grader.scenario.player import Played, play
from grader.scenario.stage import Stage

__all__ = ["Played", "Stage", "play"]
