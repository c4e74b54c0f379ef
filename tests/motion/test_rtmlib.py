"""The optional engine: points by name, both ways, files brought by hand; and its real runtime where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plantigrade.cli.main import main
from plantigrade.motion.clip import open_clip
from plantigrade.motion.noise import BLAZEPOSE_FULL, noise_of
from plantigrade.motion.pose import rtmlib_engine
from plantigrade.motion.pose.following import follow
from plantigrade.motion.pose.models import ModelsError
from plantigrade.motion.pose.rtmlib_engine import HALPE_26, Rtmlib, load_tools
from plantigrade.motion.pose.rtmlib_files import FOLDER_VARIABLE, RtmlibFiles, add, rtmlib_files
from plantigrade.motion.types import INDEX, POINTS, Floats, Picture, PoseEngine, Region
from tests.motion.truth import HERE, truth

EXACT = "d02"


def names_of(tmp_path: Path) -> RtmlibFiles:
    for name in ("yolox_m_humanart.onnx", "rtmpose-m_halpe26.onnx"):
        (tmp_path / name).write_bytes(name.encode())
    return RtmlibFiles(tmp_path / "yolox_m_humanart.onnx", tmp_path / "rtmpose-m_halpe26.onnx")


class Cardboard:
    """Both networks: they know a rendered clip's pictures by their bytes, and answer with its exact points in
    the form that rtmlib gives."""

    def __init__(self) -> None:
        self.frames = [frame["px"]["coco"] for frame in truth(EXACT)["frames"]]
        self.boxes_asked: list[Any] = []
        self.known: dict[bytes, tuple[int, bool]] = {}
        for frame in open_clip(HERE / f"{EXACT}.mp4").frames(1 / 15, 960):
            for mirrored in (False, True):
                self.known[self.mark(frame.picture, mirrored)] = (frame.index, mirrored)

    @staticmethod
    def mark(picture: Picture, mirrored: bool = False) -> bytes:
        return (picture[:, ::-1] if mirrored else picture)[::16, ::16].tobytes()

    def load(self, _: RtmlibFiles) -> tuple[Any, Any]:
        return self.detect, self.read

    def points(self, picture: Picture) -> Floats:
        number, mirrored = self.known[self.mark(picture)]
        xy = np.full((26, 2), 1.0)
        for name, place in HALPE_26.items():
            xy[place] = self.frames[number][name.replace("_toe", "_big_toe")]
        if mirrored:
            swapped = {place: HALPE_26[other(name)] for name, place in HALPE_26.items()}
            xy = np.stack([xy[swapped.get(i, i)] for i in range(26)]) * [-1, 1] + [picture.shape[1], 0]
        return xy

    def detect(self, image: Any) -> Any:
        xy = self.points(image[..., ::-1])[list(HALPE_26.values())]
        far = [0.0, 0.0, 40.0, 80.0]
        return np.array([far, [*xy.min(axis=0), *xy.max(axis=0)]])

    def read(self, image: Any, bboxes: Any) -> Any:
        (box,) = bboxes
        self.boxes_asked.append(box)
        score = np.full((1, 26), 1.2)  # SimCC scores may pass 1
        score[0, HALPE_26["nose"]] = 0.0
        return self.points(image)[None], score


def other(name: str) -> str:
    return name.replace("left", "right") if "left" in name else name.replace("right", "left")


def test_points_come_by_name_both_ways(tmp_path: Path) -> None:
    board = Cardboard()
    engine: PoseEngine = Rtmlib(names_of(tmp_path), board.load)
    picture = next(iter(open_clip(HERE / f"{EXACT}.mp4"))).picture
    region = engine.find(picture)
    assert region is not None
    exact = board.frames[0]
    for mirrored in (False, True):
        xy, confidence = engine.read(picture, region, mirrored)
        for name in POINTS[1:]:
            assert xy[INDEX[name]] == pytest.approx(exact[name.replace("_toe", "_big_toe")])
        assert np.isnan(xy[INDEX["nose"]]).all()
        assert confidence[0] == 0
        assert (confidence[1:] == 1).all()
    left, top, right, bottom = board.boxes_asked[0]
    mirror = board.boxes_asked[1]
    assert (right - left) / (bottom - top) == pytest.approx(0.75)  # the network's own shape: nothing is added
    assert (left + right) / 2 == pytest.approx(region.centre_x)
    assert (mirror[0] + mirror[2]) / 2 == pytest.approx(picture.shape[1] - region.centre_x)


def test_it_follows_a_clip_by_its_own_points(tmp_path: Path) -> None:
    board, shares = Cardboard(), list[float]()
    engine = Rtmlib(names_of(tmp_path), board.load)
    found = follow(open_clip(HERE / f"{EXACT}.mp4"), engine, "standard", shares.append)
    assert (found.engine.name, found.reasons) == ("rtmlib", ())
    assert noise_of(found.tracks.engine).shin is BLAZEPOSE_FULL.shin
    assert shares == sorted(shares)
    numbers = np.round(found.tracks.t_s * 20).astype(int)
    exact = np.array([board.frames[n]["right_knee"] for n in numbers])
    assert np.abs(found.tracks.xy[:, INDEX["right_knee"]] - exact).max() < 3
    for (left, top, right, bottom), number in zip(board.boxes_asked, numbers, strict=True):
        body = np.array([board.frames[number][name.replace("_toe", "_big_toe")] for name in POINTS[1:]])
        margin = (bottom - top) / 8  # that rtmlib adds
        assert ((body[:, 1] > top - margin) & (body[:, 1] < bottom + margin)).all()
        # Read mirrored every other time: the box is then where the body is in the mirror.
        middle = (left + right) / 2
        assert min(abs(middle - x) for x in (body[:, 0].mean(), 540 - body[:, 0].mean())) < 60
    hips = [(board.frames[n]["left_hip"][1] + board.frames[n]["right_hip"][1]) / 2 for n in numbers]
    assert found.survey.hip_travel_px == pytest.approx(np.subtract(*np.percentile(hips, [95, 5])), abs=2)


class Nobody:
    name, version, model_sha256 = "rtmlib", "0", "0" * 64

    def __init__(self, seen: bool) -> None:
        self.seen = seen

    def find(self, _: Picture) -> Region | None:
        return Region(200, 300, 400) if self.seen else None

    def read(self, _: Picture, region: Region, mirrored: bool = False) -> tuple[Floats, Floats]:
        assert region.side == 400
        assert mirrored in (False, True)
        return np.full((len(POINTS), 2), 9.0), np.full(len(POINTS), 0.1)


@pytest.mark.parametrize("seen", [False, True])
def test_nobody_is_told_and_no_point_invented(seen: bool) -> None:
    found = follow(open_clip(HERE / "d02.mp4"), Nobody(seen), "fast")
    assert [reason.code for reason in found.reasons] == ["nobody_seen"]
    assert np.isnan(found.tracks.xy).all()
    assert not found.tracks.confidence.any()


# files


def test_files_are_told_apart_kept_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, kept = tmp_path / "cache", tmp_path / "kept"
    source.mkdir()
    names_of(source)
    (source / "rtmpose-m_body7.onnx").write_bytes(b"without feet")
    monkeypatch.setenv("PLANTIGRADE_MODELS", str(kept))
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    with pytest.raises(ModelsError, match="models add rtmlib PATH"):
        rtmlib_files()
    assert main(["models", "add", "rtmlib", str(source)]) == 0
    assert "sha256" in capsys.readouterr().out
    found = rtmlib_files()
    assert found.pose.read_bytes() == b"rtmpose-m_halpe26.onnx"
    assert found.detector.read_bytes() == b"yolox_m_humanart.onnx"
    assert sorted(p.name for p in (kept / "rtmlib").iterdir()) == ["detector.onnx", "pose.onnx"]
    monkeypatch.setenv(FOLDER_VARIABLE, str(source))
    assert rtmlib_files().pose.parent == source
    (source / "rtmpose-x_halpe26.onnx").write_bytes(b"another")
    with pytest.raises(ModelsError, match="Several pose models") as caught:
        rtmlib_files()
    assert caught.value.code == "models_unclear"
    one = add([source / "yolox_m_humanart.onnx", source / "rtmpose-x_halpe26.onnx"])
    assert one.pose.read_bytes() == b"another"


@pytest.mark.parametrize(("names", "said"), [(["yolox.onnx"], "halpe26"), (["a_halpe26.onnx"], "yolox")])
def test_a_missing_file_is_named(
    tmp_path: Path, names: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    assert main(["models", "add", "rtmlib", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "They are not fetched for you" in error
    assert main(["models", "add", "rtmlib", str(tmp_path / "nowhere")]) == 2


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(rtmlib_engine, "import_module", absent)
    with pytest.raises(ModelsError, match=r"pip install \"plantigrade\[rtmlib\]\"") as caught:
        Rtmlib(names_of(tmp_path))
    assert caught.value.code == "extra_missing"


def test_the_command_names_what_is_lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "none"))
    assert main(["video", "analyse", str(HERE / "d02.mp4"), "--engine", "rtmlib"]) == 2
    assert FOLDER_VARIABLE in capsys.readouterr().err


def test_a_model_with_other_points_is_refused(tmp_path: Path) -> None:
    files = names_of(tmp_path)
    engine = Rtmlib(
        files,
        lambda _: (lambda _: np.empty((0, 4)), lambda *_, **__: (np.ones((1, 17, 2)), np.ones((1, 17)))),
    )
    picture = np.zeros((40, 30, 3), np.uint8)
    assert engine.find(picture) is None
    with pytest.raises(ModelsError, match="17 points") as caught:
        engine.read(picture, Region(15, 20, 40))
    assert caught.value.code == "models_other"


# the real runtime


def tiny_models(folder: Path) -> RtmlibFiles:
    """A detector that always sees one box and a pose network that always points at the same places."""
    onnx = pytest.importorskip("onnx")
    helper, numpy_helper, kind = onnx.helper, onnx.numpy_helper, onnx.TensorProto.FLOAT

    def write(name: str, shape: tuple[int, int], outputs: dict[str, Any]) -> Path:
        nodes = [
            helper.make_node(
                "Constant", [], [out], value=numpy_helper.from_array(np.asarray(value, np.float32))
            )
            for out, value in outputs.items()
        ]
        graph = helper.make_graph(
            nodes,
            "tiny",
            [helper.make_tensor_value_info("input", kind, ["batch", 3, *shape])],
            [helper.make_tensor_value_info(out, kind, np.shape(value)) for out, value in outputs.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.save(model, str(folder / name))
        return folder / name

    x, y = np.zeros((1, 26, 384)), np.zeros((1, 26, 512))
    for point in range(26):
        x[0, point, 10 * point + 40], y[0, point, 12 * point + 60] = 0.9, 0.8
    return RtmlibFiles(
        write("yolox.onnx", (416, 416), {"dets": [[[50, 60, 150, 260, 0.9], [0, 0, 9, 9, 0.1]]]}),
        write("halpe26.onnx", (256, 192), {"simcc_x": x, "simcc_y": y}),
    )


def test_the_real_runtime_loads_and_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rtmlib")
    engine = Rtmlib(tiny_models(tmp_path))
    picture = np.zeros((832, 624, 3), np.uint8)
    region = engine.find(picture)
    assert region == Region(
        200.0, 320.0, 500.0
    )  # box (100..300, 120..520) at half size, height 400 with margin
    xy, confidence = engine.read(picture, region)
    for name, number in HALPE_26.items():
        place = np.array([(10 * number + 40) / 384, (12 * number + 60) / 512])
        expected = np.array([200.0, 320.0]) + (place - 0.5) * [375, 500]
        assert xy[INDEX[name]] == pytest.approx(expected, abs=1e-3)
    assert confidence == pytest.approx(np.full(len(POINTS), 0.8), abs=0.11)
    assert capsys.readouterr().out == ""
    (tmp_path / "halpe26.onnx").write_bytes(b"no model")
    with pytest.raises(ModelsError) as caught:
        load_tools(RtmlibFiles(tmp_path / "yolox.onnx", tmp_path / "halpe26.onnx"))
    assert caught.value.code == "models_damaged"

    def no_network(*_: Any) -> None:
        raise AssertionError("a missing file is never fetched")

    monkeypatch.setattr("urllib.request.urlopen", no_network)
    with pytest.raises(ModelsError, match="is not there"):
        load_tools(RtmlibFiles(tmp_path / "gone.onnx", tmp_path / "halpe26.onnx"))
