"""How strongly a submission was held, as found by what really worked on this machine.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

#: What the broker must have in effect for the programs of a submission to be called held.
_FULL = frozenset({"netns", "pidns", "mountns", "sandbox"})


class Tier(StrEnum):
    """`full`: nothing gets out; `reduced`: what works without user namespaces; `none`: runs kept apart at best."""

    FULL = "full"
    REDUCED = "reduced"
    NONE = "none"


def tier_of(features: Mapping[str, Any]) -> Tier:
    """The tier that the broker's features amount to.

    Namespaces alone keep runs apart but do not hold a hostile program: without the sandbox proper
    the tier is `none`, however many of them there are.
    """
    return Tier.FULL if set(features["features"]) >= _FULL else Tier.NONE
