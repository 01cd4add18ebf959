"""What claims stand on, where they contradict each other, and where they merely repeat: computed, never typed."""

from graphkit.appraisal.appraising import appraise
from graphkit.appraisal.bearing import bears_on
from graphkit.appraisal.results import (
    Appraisal,
    Bearing,
    ClaimAppraisal,
    Conflict,
    Echo,
    PropositionAppraisal,
    Trace,
    proposition_key,
)

__all__ = [
    "Appraisal",
    "Bearing",
    "ClaimAppraisal",
    "Conflict",
    "Echo",
    "PropositionAppraisal",
    "Trace",
    "appraise",
    "bears_on",
    "proposition_key",
]
