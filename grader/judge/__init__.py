"""Judging: expectations against a transcript give findings.  Pure: no socket, process, file or clock."""
