"""Memory over time: sampled from outside, cut into parts, drawn as a chart."""

from benchmarks import measure, memory

SAMPLES = [(0.5, 10_000_000), (1.0, 30_000_000), (1.5, 20_000_000), (2.0, 40_000_000)]


def test_a_part_has_the_last_and_the_largest_sample():
    assert [(part.end, part.last, part.peak) for part in memory.parts(SAMPLES, 2)] == [
        (1.0, 30_000_000, 30_000_000), (2.0, 40_000_000, 40_000_000)
    ]  # fmt: skip


def test_a_part_without_a_sample_is_left_out():
    assert len(list(memory.parts(SAMPLES, 20))) == 4
    assert list(memory.parts([])) == []


def test_the_chart_has_a_bar_up_to_the_peak_of_the_run():
    heading, *bars = memory.chart("A run", SAMPLES)
    assert heading.startswith("A run")
    assert [bar.count("#") for bar in bars] == [12, 38, 25, 50]


def test_a_command_is_sampled_while_it_runs(tmp_path):
    slow = "import time; block = bytearray(50_000_000); time.sleep(0.4)"
    measure.python("-S", "-c", slow, watch=tmp_path / "memory").expect(0)
    samples = memory.read_samples(tmp_path / "memory")
    assert len(samples) >= 3
    assert max(size for _, size in samples) > 50_000_000


def test_a_command_that_is_not_watched_leaves_no_samples(tmp_path):
    assert memory.read_samples(tmp_path / "memory") == []
