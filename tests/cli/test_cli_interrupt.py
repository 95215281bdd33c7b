"""Ctrl-C and progress."""

import os
import signal

import pytest

from armsledger.cli.interrupt import Interrupts
from armsledger.cli.progress import EVERY, counting


def press():
    os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupt_outside_is_raised_at_once():
    with Interrupts(), pytest.raises(KeyboardInterrupt):
        press()


def test_an_interrupt_inside_waits_for_the_end():
    done = []

    def work(interrupts):
        with interrupts.held():
            press()
            done.append("finished")

    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        work(interrupts)
    assert done == ["finished"]


def test_the_second_interrupt_does_not_wait():
    done = []

    def work(interrupts):
        with interrupts.held():
            press()
            press()
            done.append("finished")

    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        work(interrupts)
    assert done == []


def test_the_last_stretch_ends_without_a_raise():
    with Interrupts() as interrupts, interrupts.held(last=True):
        press()


def test_the_handler_of_before_comes_back():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("quiet", "lines"), [(True, 0), (False, 2)])
def test_a_log_gets_a_line_now_and_then(capsys, quiet, lines):
    with counting("reports", quiet=quiet) as step:
        for _ in range(2 * EVERY):
            step("0 failed")
    assert len(capsys.readouterr().err.splitlines()) == lines
