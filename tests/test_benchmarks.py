"""The benchmarks run and say what they found; how fast anything is, no test asks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS
from benchmarks.result import Result
from benchmarks.sample import sample
from viewer.leaflet.reader import read_leaflets
from viewer.leaflet.topics import load_topics

ROOT = Path(__file__).parent.parent
JUDGED = "lenses"
"""Counts mistakes instead of measuring time; its bounds are shares, not ratios."""

PACKAGED = "package"
"""Needs what `run.py package` makes, and where that is not there it is skipped."""


def bench(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) if path is None else {**os.environ, "PATH": path}
    return subprocess.run(
        [sys.executable, "-P", "-m", "benchmarks", *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no Xvfb on this system")
@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name not in (JUDGED, PACKAGED)])
def test_every_benchmark_measures_itself_against_a_floor(name: str) -> None:
    done = bench(name, "--runs", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    results = json.loads(done.stdout)["results"]
    assert {each["benchmark"] for each in results} == {name}
    measured = [each for each in results if "skipped" not in each]
    assert any(each["floor"] and each["ratio"] > 0 for each in measured)
    assert all(each["median"] > 0 for each in measured)


def test_the_lenses_are_judged_by_their_labels() -> None:
    done = bench(JUDGED, "--runs", "1", "--json")
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert {"marked amiss (en)", "missed (en)"} <= {each["name"] for each in results}


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no Xvfb on this system")
def test_without_json_ratios_and_targets_are_printed_as_tables() -> None:
    done = bench("print", "--runs", "1")
    assert done.returncode == 0, done.stderr
    assert " × " in done.stdout
    assert "≤ 3.00 ×" in done.stdout
    assert "targets met" in done.stdout


def test_without_a_screen_one_sentence_says_that_nothing_can_be_measured() -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("these systems have a screen of their own")
    done = bench("print", path="")
    assert done.returncode == 2
    assert "Xvfb" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_no_benchmark_has_is_wrong_use() -> None:
    done = bench("speed")
    assert done.returncode == 2
    assert "speed" in done.stderr


def test_a_ratio_is_that_of_the_medians_and_one_of_two_limits_is_enough() -> None:
    def result(most_ratio: float | None, most: float | None) -> Result:
        return Result("", (30.0, 10.0, 20.0), "", (5.0, 5.0, 40.0), "ms", most_ratio, most)

    assert result(None, None).ratio == 4.0
    assert result(None, None).least_ratio == 2.0
    assert result(None, None).met is None
    assert result(4.0, None).met
    assert not result(3.9, None).met
    assert result(3.9, 20.0).met
    assert not result(3.9, 19.9).met


def test_a_sample_leaflet_is_the_same_each_time_and_as_long_as_asked_for(tmp_path: Path) -> None:
    assert sample(50_000) == sample(50_000)
    file = tmp_path / "sample.md"
    file.write_text(sample(50_000), encoding="utf-8")
    leaflet = read_leaflets(file, load_topics(ROOT / "resources" / "topics.toml"))[0]
    assert 50_000 <= file.stat().st_size < 60_000
    assert len(list(leaflet.walk())) > 10
