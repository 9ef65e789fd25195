import io

import pytest

from pipeline.cli.progress import ProgressBar


class Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


def screen_text(monkeypatch, *, terminal, seconds):
    """What is on the screen after two steps, the second of them `seconds` later."""
    monkeypatch.setenv("TERM", "xterm")
    screen, clock = Screen(terminal), iter([0.0, 0.0, seconds, seconds])
    with ProgressBar(screen, lambda: next(clock)) as bar:
        bar("reading", 0, 2)
        bar("applying", 1, 2)
        bar("publishing", 2, 0)
    return screen.getvalue()


def test_long_work_on_a_terminal_shows_a_bar_from_the_first_second_on(monkeypatch):
    screen = screen_text(monkeypatch, terminal=True, seconds=1.0)
    assert "publishing" in screen
    assert "reading" not in screen


@pytest.mark.parametrize(("terminal", "seconds"), [(True, 0.9), (False, 60.0)])
def test_quick_work_and_work_without_a_terminal_show_nothing(monkeypatch, terminal, seconds):
    assert screen_text(monkeypatch, terminal=terminal, seconds=seconds) == ""
