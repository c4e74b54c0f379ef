"""The end of a page: claims that we do not make, the sources, and what this is and is not."""

from __future__ import annotations

from plantigrade.core.assessment import Assessment
from plantigrade.knowledge.types.evidence import Claim
from plantigrade.knowledge.words import say, word
from plantigrade.report.frame import Frame, Section
from plantigrade.report.markup import Markup, tag, text

_MOST_CLAIMS = 6
_REFUSED = {"not_established": word("Not established."), "unsupported": word("Not supported.")}


def claims(assessment: Assessment, frame: Frame) -> Section:
    """The popular claims that touch this case and that the evidence does not carry."""
    told = (
        tag(
            "li",
            tag("p", say("Often said:"), " ", tag("q", claim.claim)),
            tag(
                "p",
                tag("b", f"{say(_REFUSED[claim.verdict])} "),
                f"{claim.because} ",
                frame.cite(claim.sources),
            ),
        )
        for claim in _touching(assessment, frame)
    )
    body = tag("ul", *told, class_="plain claims")
    return Section("claims", say("Claims we do not make"), body, title=say("Claims we do not make"))


def _touching(assessment: Assessment, frame: Frame) -> list[Claim]:
    """Those that share most sources with the person's sports and goals, then with the page."""
    about = {source for profile in assessment.profiles for source in profile.sources}
    about.update(source for reading in assessment.squat.readings for source in reading.sources)
    about.discard("expert")
    cited = frame.cite.cited - {"expert"}
    refused = [claim for claim in frame.knowledge.claims.values() if claim.verdict in _REFUSED]

    def shared(claim: Claim) -> tuple[int, float]:
        own = set(claim.sources)
        return len(own & about), len(own & cited) / len(own)

    return sorted(refused, key=shared, reverse=True)[:_MOST_CLAIMS]


def sources(frame: Frame) -> Section:
    """Everything cited above this section, so it must be made last."""
    return Section("sources", say("Sources"), frame.cite.listing(), title=say("Sources"))


def positioning(frame: Frame) -> Markup:
    """What this page is and is not; its own sources are cited with the rest."""
    told = frame.knowledge.screening.positioning
    return text(tag("p", f"{told.text} ", frame.cite(told.sources)))
