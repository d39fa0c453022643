"""An autograder for exercises on network and concurrent programming in Python."""

__version__ = "0.1.0"
