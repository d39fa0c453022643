"""How a student's program is held: policy, intake, the broker that alone starts programs.

Kept empty of imports: the broker's bare interpreter passes through here on its way.
"""
