"""Charts as accessible SVG, each with its table twin: the same bytes on a page and in print."""

from plantigrade.draw.charts.ankle import AnkleAngle, ankle_chart
from plantigrade.draw.charts.axes import Spread
from plantigrade.draw.charts.bands import Bands, NamedLine, Stretch, bands_chart
from plantigrade.draw.charts.calendar import Calendar, CalendarDay, CalendarWeek, calendar_chart
from plantigrade.draw.charts.course import Course, Courses, course_chart
from plantigrade.draw.charts.difference import Difference, difference_chart
from plantigrade.draw.charts.lies import Lies, NamedLie, lies_chart, lies_table
from plantigrade.draw.charts.limiters import LimiterBar, LimiterBars, limiters_chart
from plantigrade.draw.charts.parts import Chart
from plantigrade.draw.charts.strips import Reading, Strip, Strips, strips_chart
from plantigrade.draw.charts.trend import Trend, TrendPoint, TrendSide, TrendTest, trend_chart
from plantigrade.draw.charts.waterfall import FindingPoints, Waterfall, waterfall_chart
from plantigrade.draw.charts.wedge import WedgeStep, WedgeSteps, wedge_chart

__all__ = [
    "AnkleAngle",
    "Bands",
    "Calendar",
    "CalendarDay",
    "CalendarWeek",
    "Chart",
    "Course",
    "Courses",
    "Difference",
    "FindingPoints",
    "Lies",
    "LimiterBar",
    "LimiterBars",
    "NamedLie",
    "NamedLine",
    "Reading",
    "Spread",
    "Stretch",
    "Strip",
    "Strips",
    "Trend",
    "TrendPoint",
    "TrendSide",
    "TrendTest",
    "Waterfall",
    "WedgeStep",
    "WedgeSteps",
    "ankle_chart",
    "bands_chart",
    "calendar_chart",
    "course_chart",
    "difference_chart",
    "lies_chart",
    "lies_table",
    "limiters_chart",
    "strips_chart",
    "trend_chart",
    "waterfall_chart",
    "wedge_chart",
]
