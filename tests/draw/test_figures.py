"""The figures: honest bodies, feet that stay where they stand, and pictures that anyone can read."""

from __future__ import annotations

import math
import re
from importlib.resources import files
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from plantigrade.core.quantities import Side
from plantigrade.draw import figures as drawing
from plantigrade.draw.figures import draw_figure, draw_still, figure_ids, figure_style
from plantigrade.draw.palette import DARK, LIGHT, style_text
from plantigrade.draw.rig import Rig
from plantigrade.draw.skeleton import centre_of_mass, lengths
from plantigrade.draw.svg import element
from plantigrade.draw.timeline import Moment, ease, key_controls, moments, pose_at
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.figures import Figure, Figures

LIBRARY = Catalogue(files("plantigrade.knowledge")).figures
IDS = figure_ids(LIBRARY)
POSED = [data.id for data in LIBRARY.figures if not data.parts]
TESTS = {
    "wall_test",
    "wb_bent",
    "wb_straight",
    "nwb_bent",
    "band_probe",
    "stretch_probe",
    "calf_raise_test",
    "balance_test",
    "overhead_squat",
    "elevated_squat",
    "deep_hold",
    "side_film",
}
SVG = "{http://www.w3.org/2000/svg}"
Matrix = tuple[float, float, float, float, float, float]


def posed(figure_id: str) -> Figure:
    return LIBRARY.figure(figure_id)


def test_every_exercise_and_every_test_has_its_figure(figures: Figures) -> None:
    assert {f"EX{n}" for n in range(1, 15)} | TESTS <= set(IDS)
    assert len(set(IDS)) == len(IDS)
    for data in figures.figures:
        assert data.sources, data.id
        assert data.description.endswith("."), data.id
        assert data.parts or "key" in [frame.name for frame in data.frames], data.id


@pytest.mark.parametrize("figure_id", POSED)
def test_bones_keep_their_length_and_stay_in_the_picture(figure_id: str) -> None:
    figure = posed(figure_id)
    size, stage = lengths(figure.body), figure.data.stage
    assert stage is not None
    for moment in moments(figure):
        joints = moment.pose.joints
        for side in ("near", "far"):
            for start, end, length in (
                ("hip", "knee", size.thigh),
                ("knee", "ankle", size.shank),
                ("ankle", "heel", math.hypot(size.heel, size.ankle_height)),
                ("ball", "toe", size.ball_from_toe),
                ("shoulder", "elbow", size.upper_arm),
                ("elbow", "palm", size.forearm),
            ):
                drawn = math.dist(joints[f"{side}_{start}"], joints[f"{side}_{end}"])
                assert drawn == pytest.approx(length, abs=1e-6), f"{side} {start} to {end}"
        assert math.dist(joints["hip"], joints["shoulder"]) == pytest.approx(size.trunk, abs=1e-6)
        for joint, (x, y) in moment.pose.joints.items():
            assert stage.left_cm + 4 <= x <= stage.right_cm - 4, joint
            assert y <= stage.top_cm - 4, joint
        assert moment.pose.joints["head"][1] + size.head_radius < stage.top_cm


@pytest.mark.parametrize("figure_id", POSED)
def test_no_foot_sinks_or_slides(figure_id: str) -> None:
    figure = posed(figure_id)
    front = figure.data.view == "front"
    keys = key_controls(figure)
    for side in ("near", "far"):
        legs = [getattr(controls, f"{side}_leg") for controls in keys]
        if legs[0].toe_x_cm is None or legs[0].pivot == "air":
            continue
        still = len({(leg.toe_x_cm, leg.floor_cm) for leg in legs}) == 1
        part = "ankle" if front else legs[0].pivot
        stood = [moment.pose.joints[f"{side}_{part}"] for moment in moments(figure)]
        if still:
            surface = 0 if not front else lengths(figure.body).ankle_height
            for x, y in stood:
                assert (x, y) == pytest.approx((stood[0][0], legs[0].floor_cm + surface), abs=1e-6)
        for moment in moments(figure):
            assert moment.pose.joints[f"{side}_toe"][1] > -1e-6
            assert moment.pose.joints[f"{side}_heel"][1] > -1e-6


@pytest.mark.parametrize("figure_id", [i for i in POSED if posed(i).data.heel_down])
def test_the_working_heel_stays_down(figure_id: str) -> None:
    figure = posed(figure_id)
    floor = key_controls(figure)[0].near_leg.floor_cm
    heels = [moment.pose.joints["near_heel"] for moment in moments(figure)]
    for heel in heels:
        assert heel == pytest.approx((heels[0][0], floor), abs=1e-6)


@pytest.mark.parametrize("figure_id", [i for i in POSED if posed(i).data.balanced])
def test_a_free_standing_body_balances_over_its_foot(figure_id: str) -> None:
    figure = posed(figure_id)
    for moment in moments(figure):
        x, _ = centre_of_mass(moment.pose, figure.body)
        assert moment.pose.joints["near_heel"][0] < x < moment.pose.joints["near_ball"][0]


def test_what_each_exercise_turns_on() -> None:
    def knee_deg(figure_id: str) -> float:
        leans = pose_at(posed(figure_id), "key").leans
        return leans["near_shin"] - leans["near_thigh"]

    assert knee_deg("EX2") == pytest.approx(0)
    assert knee_deg("wb_straight") == pytest.approx(0)
    assert knee_deg("EX3") >= 30
    assert knee_deg("wb_bent") >= 30

    step = posed("EX6")
    (edge,) = [prop for prop in step.data.props if prop.kind == "step"]
    low, high = pose_at(step, "key").joints, pose_at(step, "top").joints
    assert low["near_heel"][1] < edge.height_cm < high["near_heel"][1]
    assert low["near_heel"][0] < edge.x_cm < low["near_ball"][0]

    banded = posed("EX4")
    (band,) = [prop for prop in banded.data.props if prop.kind == "band"]
    joints = pose_at(banded, "key").joints
    assert band.at == "near_ankle"
    assert band.x_cm < joints["near_heel"][0], "the anchor is behind"
    assert band.y_cm < joints["near_ankle"][1], "the pull is back and a little down"
    assert joints["near_knee"][0] > joints["near_toe"][0], "the knee passes the toes"


def test_the_wall_test_shows_a_knee_that_touches() -> None:
    figure = posed("wall_test")
    (tape,) = [prop for prop in figure.data.props if prop.kind == "distance"]
    joints, size = pose_at(figure, "key").joints, lengths(figure.body)
    assert joints["near_toe"][0] == pytest.approx(tape.x_cm)
    assert joints["near_knee"][0] + size.knee_depth == pytest.approx(tape.to_x_cm, abs=0.2)


@pytest.mark.parametrize("figure_id", ["wb_bent", "wb_straight"])
def test_the_drawn_angle_is_the_shin_angle(figure_id: str) -> None:
    figure = posed(figure_id)
    (arc,) = [prop for prop in figure.data.props if prop.kind == "vertical"]
    pose = pose_at(figure, "key")
    assert arc.width_cm == pose.leans["near_shin"]
    assert (arc.x_cm, arc.y_cm) == pytest.approx(pose.joints["near_ankle"], abs=0.1)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("figure_id", IDS)
def test_a_picture_is_well_formed_named_and_repeatable(figure_id: str, side: Side) -> None:
    figure = posed(figure_id)
    drawn = draw_figure(figure, side=side, uid="a")
    again = Catalogue(files("plantigrade.knowledge")).figures
    assert drawn == draw_figure(again.figure(figure_id), side=side, uid="a")
    root = ElementTree.fromstring(drawn)
    ids = [found.attrib["id"] for found in root.iter() if "id" in found.attrib]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(re.findall(r'id="([^"]+)"', draw_figure(figure, side=side, uid="b")))
    assert root.attrib["role"] == "img"
    title, desc = root.attrib["aria-labelledby"].split()
    assert root.findtext(f"{SVG}title[@id='{title}']") == figure.title
    assert root.findtext(f"{SVG}desc[@id='{desc}']") == figure.description
    assert not root.findall(f".//{SVG}text"), "nothing that a mirror would spoil"
    assert len(drawn.encode()) < 14_500 * max(1, len(figure.parts))


@pytest.mark.parametrize("figure_id", IDS)
def test_left_is_the_mirror_of_right(figure_id: str) -> None:
    figure = posed(figure_id)
    right = draw_figure(figure, side=Side.RIGHT, embed_style=False)
    left = draw_figure(figure, side=Side.LEFT, embed_style=False)
    width = float(ElementTree.fromstring(right).attrib["viewBox"].split()[2])
    mirrors = re.findall(r'<g transform="translate\(([\d.]+) 0\) scale\(-1 1\)">', left)
    assert len(mirrors) == max(1, len(figure.parts))
    if not figure.parts:
        assert float(mirrors[0]) == width
    assert "scale(-1" not in right
    assert shapes_of(left) == shapes_of(right)
    assert set(re.findall(r"pg-[fs]-(left|right)", left)) == {"left"}
    assert set(re.findall(r"pg-[fs]-(left|right)", right)) == {"right"}
    assert "<circle" in left
    assert left.count("<rect") < right.count("<rect"), "left is marked by circles, right by squares"


def shapes_of(drawn: str) -> list[tuple[str, str]]:
    """What is drawn and where, in order, without the marks and colours that tell the sides apart."""
    bare = re.sub(r' (id|aria-labelledby|clip-path)="[^"]*"', "", drawn)
    bare = re.sub(r'<g transform="translate\([\d.]+ 0\) scale\(-1 1\)">', "", bare)
    bare = re.sub(r'<(?:circle|rect) [^>]*class="pg-f-(?:left|right) [^>]*/>', "", bare)
    bare = re.sub(r'class="pg-s-(?:left|right)" stroke="[^"]*"', "", bare)
    return re.findall(r"<(g|path|circle|ellipse|rect) ([^>]*)>", bare)


@pytest.mark.parametrize("figure_id", POSED)
def test_a_browser_moves_the_body_as_the_skeleton_does(figure_id: str) -> None:
    """The style sheet, played as a browser plays it, keeps every part within a centimetre of the skeleton."""
    figure = posed(figure_id)
    moving = ElementTree.fromstring(draw_figure(figure, side=Side.RIGHT))
    sheet = moving.findtext(f"{SVG}style") or ""
    for moment in moments(figure, steps=5):
        rig = Rig(figure, animated=False)
        rig.still = Moment(moment.at, moment.pose, None)
        still = ElementTree.fromstring(f"<svg>{drawing._scene(rig, Side.RIGHT)}</svg>")
        scene = moving.find(f"{SVG}g")
        assert scene is not None
        expected = places(still, {})
        # The floor comes first and an enlargement last; the body and its things lie between.
        played = places(scene, played_at(sheet, moment.at))[1 : 1 + len(expected)]
        for (tag, a), (other, b) in zip(played, expected, strict=True):
            assert tag == other
            assert math.dist(a, b) < 1.0


def places(root: ElementTree.Element, motion: dict[str, str]) -> list[tuple[str, tuple[float, float]]]:
    """Where the middle of each drawn shape lies, with a moving group's place taken from `motion`."""
    found: list[tuple[str, tuple[float, float]]] = []

    def walk(node: ElementTree.Element, above: Matrix) -> None:
        transform = motion.get(node.attrib.get("class", ""), node.attrib.get("transform", ""))
        here = above if node is root else times(above, matrix(transform))
        tag = node.tag.removeprefix(SVG)
        if tag in {"path", "circle", "rect", "ellipse"}:
            found.append((tag, (here[4] + 30 * here[2], here[5] + 30 * here[3])))
        for child in node:
            walk(child, here)

    walk(root, (1, 0, 0, 1, 0, 0))
    return found


def matrix(transform: str) -> Matrix:
    result: Matrix = (1, 0, 0, 1, 0, 0)
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", transform):
        values = [float(v) for v in re.findall(r"-?[\d.]+", inside)]
        if name == "translate":
            step: Matrix = (1, 0, 0, 1, values[0], values[1])
        elif name == "scale":
            step = (values[0], 0, 0, values[-1] if len(values) > 1 else values[0], 0, 0)
        else:
            c, s = math.cos(math.radians(values[0])), math.sin(math.radians(values[0]))
            step = (c, s, -s, c, 0, 0)
        result = times(result, step)
    return result


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def played_at(sheet: str, at: float) -> dict[str, str]:
    """Each animated class's transform at a fraction of the loop, as CSS interpolates it."""
    now: dict[str, str] = {}
    for name, body, timing in re.findall(
        r"@keyframes ([\w-]+)\{((?:[^{}]*\{[^{}]*\})*)\}\.[\w-]+\{animation:[\w-]+ [\d.]+s (\S+) infinite\}",
        sheet,
    ):
        stops = sorted(
            (float(percent.rstrip("%")) / 100, transform)
            for percents, transform in re.findall(r"([\d.%,]+)\{transform:([^}]*)\}", body)
            for percent in percents.split(",")
        )
        assert (stops[0][0], stops[-1][0]) == (0, 1)
        before, after = next(pair for pair in pairwise(stops) if pair[0][0] <= at <= pair[1][0])
        fraction = (at - before[0]) / (after[0] - before[0])
        fraction = fraction if timing == "linear" else ease(fraction)
        ends = [[float(v) for v in re.findall(r"-?[\d.]+", stop[1])] for stop in (before, after)]
        values = iter([a + (b - a) * fraction for a, b in zip(*ends, strict=True)])
        now[name] = re.sub(r"-?[\d.]+(px|deg)?", lambda _, v=values: f"{next(v):.6f}", before[1])  # type: ignore[misc]
    return now


@pytest.mark.parametrize("figure_id", IDS)
def test_colours_are_roles_and_stillness_is_respected(figure_id: str) -> None:
    drawn = draw_figure(posed(figure_id), side=Side.LEFT)
    sheet = (ElementTree.fromstring(drawn).findtext(f"{SVG}style")) or ""
    for kind, role in set(re.findall(r"pg-([fs])-([a-z-]+)", drawn)):
        assert f".pg-{kind}-{role}{{" in sheet
        assert role in LIGHT
    assert set(re.findall(r"#[0-9a-f]{6}", drawn.replace(sheet, ""))) <= set(LIGHT.values())
    assert "prefers-reduced-motion" in sheet
    assert "prefers-color-scheme:dark" in sheet
    still = draw_still(posed(figure_id), side=Side.LEFT)
    assert "@keyframes" not in still
    assert re.findall(r"<g[^>]*class=", still) == []


def test_every_frame_can_be_drawn_still() -> None:
    for figure_id in POSED:
        figure = posed(figure_id)
        for index, frame in enumerate(figure.data.frames):
            by_name = draw_still(figure, side=Side.RIGHT, frame=frame.name)
            assert by_name == draw_still(figure, side=Side.RIGHT, frame=index)
        assert figure.seconds > 0
    with pytest.raises(KeyError):
        draw_still(posed("EX1"), side=Side.RIGHT, frame="no such frame")
    with pytest.raises(KeyError):
        LIBRARY.figure("EX99")


def test_a_page_can_carry_the_style_itself() -> None:
    figure = posed("EX1")
    bare = draw_figure(figure, side=Side.RIGHT, embed_style=False)
    assert "<style" not in bare
    page = figure_style(figure, posed("EX13"))
    for name in set(re.findall(r'class="(pg-EX1-\d+)"', bare)):
        assert page.count(f"@keyframes {name}{{") == 1


def test_roles_are_the_same_in_both_themes_and_can_be_told_from_the_ground() -> None:
    assert set(LIGHT) == set(DARK)
    assert style_text().count("{") == style_text().count("}")
    for theme in (LIGHT, DARK):
        for role in ("ink", "soft", "accent", "clay-text", "left", "right", "limb"):
            for ground in ("paper", "card"):
                least = 3.0 if role == "limb" else 4.5
                assert contrast(theme[role], theme[ground]) >= least, (role, ground)


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours as WCAG defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_builder_escapes_and_rounds() -> None:
    made = element("text", "a < b & c", x=1 / 3, y=-0.001, class_='"><script>')
    assert made == ('<text x="0.33" y="0" class="&quot;&gt;&lt;script&gt;">a &lt; b &amp; c</text>')
    with pytest.raises(ValueError, match="not a finite number"):
        element("path", x=math.nan)
    with pytest.raises(ValueError, match="not a name"):
        element("a b")
