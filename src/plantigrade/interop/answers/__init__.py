"""Answers as plain JSON values: the public machine interface. Keys are added, never renamed or dropped."""

from plantigrade.interop.answers.assessment import assessment_values
from plantigrade.interop.answers.plan import plan_values
from plantigrade.interop.answers.progress import progress_values

__all__ = ["assessment_values", "plan_values", "progress_values"]
