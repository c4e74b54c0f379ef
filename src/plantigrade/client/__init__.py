"""A client of the API for Python programs (docs/api.md). It knows nothing else of plantigrade."""

from plantigrade.client.client import Client
from plantigrade.client.errors import ApiError, Fault
from plantigrade.client.shapes import (
    Adjustment,
    Assessment,
    Day,
    Item,
    Kept,
    KeptMorning,
    Morning,
    Organisation,
    PainDecision,
    Person,
    Programme,
    RosterRow,
    Session,
    Set,
    Token,
    Video,
    WallTest,
)

__all__ = [
    "Adjustment",
    "ApiError",
    "Assessment",
    "Client",
    "Day",
    "Fault",
    "Item",
    "Kept",
    "KeptMorning",
    "Morning",
    "Organisation",
    "PainDecision",
    "Person",
    "Programme",
    "RosterRow",
    "Session",
    "Set",
    "Token",
    "Video",
    "WallTest",
]
