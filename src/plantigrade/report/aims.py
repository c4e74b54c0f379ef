"""What the readings mean for a person's sports and goals, and whom to see."""

from __future__ import annotations

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.sports import Demand, Reach
from plantigrade.knowledge.types.programme import Profile
from plantigrade.knowledge.words import say
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
    return Section("aims", say("What your sports and goals ask"), body, title=say("Sports and goals"))


def _profile(profile: Profile, notes: list[str], frame: Frame) -> Markup:
    sports = frame.knowledge.sports
    name = profile.name
    if profile in sports.sports.values():
        name = say("Sport: {name}", name=name)
    elif profile in sports.goals.values():
        name = say("Goal: {name}", name=name)
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
    columns = [tag("th", say("Target"), scope="col")]
    columns += [tag("th", side_label(side), scope="col") for side in reached]
    caption = tag("caption", say("Targets, and the chance that each side truly meets them"))
    table = tag("table", caption, tag("thead", tag("tr", *columns)), tag("tbody", *rows), class_="targets")
    return wide_table(table, say("Targets of your sports and goals"))


def _demand(demand: Demand, frame: Frame) -> Markup:
    target, angle = demand.target, demand.target.shin_angle_deg
    at = writing.short_length(demand.ktw_cm, frame.unit)
    size = at
    if angle is not None:
        leaning = writing.degrees(angle)
        size = say("{angle} at the shin, about {cm} on legs like yours", angle=leaning, cm=at)
    return text(
        writing.capital(target.text),
        tag("span", f"{size} · {demand.profile}", class_="under"),
        frame.cite(target.sources),
    )


def _reach(reach: Reach | None) -> Markup:
    if reach is None:
        return text(say("not measured"))
    return text(
        tag("b", say("met" if reach.met else "not met")),
        tag("span", writing.in_100(reach.p_met), class_="under"),
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
    return Section("referrals", say("Whom to see"), body, title=say("Whom to see"))
