"""What the readings mean for a person's sports and goals, and whom to see."""

from __future__ import annotations

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.sports import Demand, Reach
from plantigrade.knowledge.types.programme import Profile
from plantigrade.report.frame import Frame, Section, side_label, wide_table
from plantigrade.report.markup import Markup, items, paragraphs, tag, text


def aims(assessment: Assessment, frame: Frame) -> Section:
    """Every profile, and every target met or not, with its chance."""
    knowledge = frame.knowledge
    unknown = [knowledge.sports.unknown.format(sport=sport) for sport in assessment.unknown_sports]
    told: set[str] = set()
    profiles = []
    for profile in (*assessment.profiles, *assessment.groups):
        notes = [note for note in profile.notes if note not in told]
        told.update(notes)
        profiles.append(_profile(profile, notes, frame))
    body = text(
        tag("div", *profiles, class_="columns"),
        _targets(assessment, frame),
        paragraphs(unknown, class_="note"),
    )
    return Section("aims", "What your sports and goals ask", body, title="Sports and goals")


def _profile(profile: Profile, notes: list[str], frame: Frame) -> Markup:
    sports = frame.knowledge.sports
    kind = (
        "Sport: "
        if profile in sports.sports.values()
        else "Goal: "
        if profile in sports.goals.values()
        else ""
    )
    name = f"{kind}{profile.name}"
    return tag(
        "div",
        tag("h3", writing.capital(name)),
        tag("p", f"{profile.text} ", frame.cite(profile.sources)),
        items(notes),
    )


def _targets(assessment: Assessment, frame: Frame) -> Markup:
    reached = {
        side: {(r.demand.target.text, r.demand.ktw_cm): r for r in found.reaches}
        for side, found in assessment.sides.items()
    }
    if not any(reached.values()):
        return Markup()
    rows = []
    for demand in assessment.demands:
        cells = [
            tag("td", _reach(reached[side].get((demand.target.text, demand.ktw_cm)))) for side in reached
        ]
        rows.append(tag("tr", tag("th", _demand(demand, frame), scope="row"), *cells))
    columns = [tag("th", "Target", scope="col")]
    columns += [tag("th", side_label(side), scope="col") for side in reached]
    caption = tag("caption", "Targets, and the chance that each side truly meets them")
    table = tag("table", caption, tag("thead", tag("tr", *columns)), tag("tbody", *rows), class_="targets")
    return wide_table(table, "Targets of your sports and goals")


def _demand(demand: Demand, frame: Frame) -> Markup:
    target, angle = demand.target, demand.target.shin_angle_deg
    at = writing.short_length(demand.ktw_cm, frame.unit)
    size = at if angle is None else f"{writing.degrees(angle)} at the shin, about {at} on legs like yours"
    return text(
        writing.capital(target.text),
        tag("span", f"{size} · {demand.profile}", class_="under"),
        frame.cite(target.sources),
    )


def _reach(reach: Reach | None) -> Markup:
    if reach is None:
        return text("not measured")
    return text(
        tag("b", "met" if reach.met else "not met"), tag("span", writing.in_100(reach.p_met), class_="under")
    )


def referrals(assessment: Assessment, frame: Frame) -> Section | None:
    """Whom to see and why; None when nothing asks for it."""
    if not assessment.referrals:
        return None
    told = [
        text(
            text(side_label(advice.side), " ") if advice.side else "",
            f"{advice.text} ",
            frame.cite(advice.sources),
        )
        for advice in assessment.referrals
    ]
    body = items(told, class_="plain referrals")
    return Section("referrals", "Whom to see", body, title="Whom to see")
