"""What the kernel's facts mean: is everything at rest, who listens where, who waits for what.

Facts only; whether they are good or bad is the judge's business.
"""
