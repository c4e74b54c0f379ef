"""The days of work as a calendar that a phone subscribes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from plantigrade.core.prescription.types import Plan
from plantigrade.writing import minutes

_AT = time(18)


def calendar_of(
    plan: Plan | None, *, name: str, uid: str, zone: tzinfo, stamp: datetime, address: Callable[[date], str]
) -> bytes:
    """One event a day with work. The same plan gives the same bytes: UIDs and stamps are fixed."""
    calendar = Calendar()
    calendar.add("prodid", "-//plantigrade//reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("uid", uid)
    calendar.add("x-wr-calname", name)
    for week in plan.weeks if plan is not None else ():
        for day in week.days:
            if not day.items:
                continue
            begins = datetime.combine(day.date, _AT, tzinfo=zone)
            event = Event()
            event.add("uid", f"{day.date.isoformat()}.{uid}")
            event.add("dtstamp", stamp)
            event.add("dtstart", begins)
            event.add("dtend", begins + timedelta(seconds=day.seconds))
            event.add("summary", _("Ankles, %(minutes)s") % {"minutes": minutes(day.minutes)})
            event.add("url", address(day.date))
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _("Ankles"))
            alarm.add("trigger", timedelta(0))
            event.add_component(alarm)
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
