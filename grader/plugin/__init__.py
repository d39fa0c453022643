"""Grading as a pytest session: the plugin proper is `grader.plugin.hooks`.

Nothing is imported here: `grader check` plans its work and starts the first programs before it
pays for importing pytest.
"""
