"""What runs beside the daily work: the heel wedge, the shoes, and what stays after the twelve weeks."""

from __future__ import annotations

from rich.text import Text

from plantigrade.cli.show.terminal import STRONG, Page, share_bar, styled
from plantigrade.core.prescription.types import FootwearPlan, FootwearWeek, MaintenancePlan, WedgePlan
from plantigrade.writing import NBSP, Unit, about_degrees, count, day, minutes, percent, short, short_length


def show_wedge(page: Page, wedge: WedgePlan | None, units: Unit) -> None:
    """The staircase to the floor; dates are the earliest, each step is earned."""
    if wedge is None:
        return
    page.section("The heel wedge, step by step to the floor")
    highest = max(stage.height_cm for stage in wedge.stages) or 1.0
    for stage in wedge.stages:
        line = styled(f"  {short_length(stage.height_cm, units):>7}  ", STRONG if stage.mark else "")
        line += share_bar(stage.height_cm / highest, 8 if page.width < 72 else 16)
        line += Text(f"  {about_degrees(stage.tilt_deg)}, from {day(stage.earliest)}")
        page.line(line)
    page.text("Degrees are what the wedge adds at the shin; dates are the earliest.")
    for note in wedge.notes:
        page.bullet(note)
    page.sources(wedge.sources)


def show_footwear(page: Page, footwear: FootwearPlan | None) -> None:
    """The weeks in which something other than the running share changes, and the last one."""
    if footwear is None:
        return
    page.section("Towards lower shoes")
    before: FootwearWeek | None = None
    for week in footwear.weeks:
        if before is None or before.drop_mm != week.drop_mm or week is footwear.weeks[-1]:
            share = f"{percent(week.share_pct)} of your running"
            page.text(f"{share} in shoes with {short(week.drop_mm)}{NBSP}mm", 16, f"  {day(week.starts)}")
        before = week
    if footwear.weeks:
        page.text("The share grows a little every week in between.")
    for note in footwear.notes:
        page.bullet(note)
    page.sources(footwear.sources)


def show_maintenance(page: Page, maintenance: MaintenancePlan) -> None:
    page.section(f"After that, from {day(maintenance.starts)}")
    page.text(
        f"{minutes(maintenance.before_session_min)} before each leg session, stretching on "
        f"{count(maintenance.stretch_days_per_week, 'day')} a week, strength on "
        f"{maintenance.strength_days_per_week}, a test every {count(maintenance.retest_weeks, 'week')}."
    )
    for note in maintenance.notes:
        page.bullet(note)
    page.sources(maintenance.sources)
