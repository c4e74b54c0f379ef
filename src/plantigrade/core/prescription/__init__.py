"""Findings and a person into twelve weeks by day."""

from plantigrade.core.prescription.plan import prescribe
from plantigrade.core.prescription.types import Checkpoint, Day, Item, LeftOut, Plan, Week

__all__ = ["Checkpoint", "Day", "Item", "LeftOut", "Plan", "Week", "prescribe"]
