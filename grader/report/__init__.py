"""Makes every report out of the one result: redaction first, then text, JSON and the formats to come.

Import what you need from its module (`report.redact`, `report.text`, `report.json`,
`report.explain`): `--json` should not pay for the start-up time of the terminal report.
"""
