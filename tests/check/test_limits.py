"""Time limits, and global state left as it was."""

# ruff: noqa: SIM105 - the loops are written as learners write them

import random
import signal
import subprocess
import sys
import threading
import time
import types

import numpy as np
import pytest
import torch
from torch import nn

from seqlab.check import limits
from seqlab.check.limits import TimeUp, call_within, global_state_kept

LIMIT = 0.1  # seconds
RINGS = 1_000  # until the last one is heard; in 500 calls never more than 300
LONG = 600  # seconds: no bound of what is tested, only an end to waiting


def endless():
    while True:
        pass


def sleeping():
    while True:
        time.sleep(0.01)


def one_long_sleep():
    time.sleep(60)


def catching_exceptions():
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            pass


def catching_everything():
    x = 0
    while True:
        try:
            x += 1
        except:  # noqa: E722
            pass


def sleeping_and_catching_everything():
    while True:
        try:
            time.sleep(0.01)
        except:  # noqa: E722
            pass


def catching_everything_twice():
    while True:
        try:
            try:
                sum(range(10_000))
            except:  # noqa: E722
                pass
        except BaseException:
            pass


def multiplying():
    x = torch.randn(50, 50)
    while True:
        x = x @ x


def catching_once():
    try:
        endless()
    except:  # noqa: E722
        return "as if nothing had been"


EVERYWHERE = [endless, sleeping, catching_exceptions, catching_everything, multiplying]
EVERYWHERE += [catching_once]
WITH_SIGNALS = [one_long_sleep, sleeping_and_catching_everything, catching_everything_twice]


@pytest.fixture
def rings(monkeypatch) -> list[TimeUp]:
    """Collects every ring, also those that an answer swallows."""
    rung = []

    class Heard(TimeUp):
        def __init__(self) -> None:
            rung.append(self)

    monkeypatch.setattr(limits, "TimeUp", Heard)
    return rung


def assert_stopped(call) -> None:
    started = time.perf_counter()
    with pytest.raises(TimeUp):
        call_within(LIMIT, call)
    assert time.perf_counter() - started > LIMIT * 0.9


@pytest.mark.parametrize("call", EVERYWHERE + WITH_SIGNALS)
def test_what_does_not_end_is_stopped_after_its_limit_by_a_few_rings(call, rings):
    if call in WITH_SIGNALS and not hasattr(signal, "setitimer"):
        pytest.skip("this system has no interval timers")
    for _ in range(5):  # a busy machine changes the time of a ring, hardly their number
        rings.clear()
        assert_stopped(call)
        assert 0 < len(rings) < RINGS


@pytest.fixture(params=[True, False], ids=["in the main thread", "in another"])
def run_anywhere(request):
    return (lambda function: function()) if request.param else in_a_thread


def computing(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
    return "done"


def test_a_call_has_as_much_time_beside_busy_programs_as_alone(monkeypatch, run_anywhere):
    monkeypatch.setattr(time, "process_time", lambda: time.perf_counter() / 8)  # of one core

    def in_time() -> None:
        assert call_within(LIMIT, lambda: computing(4 * LIMIT)) == "done"

    def too_late() -> None:
        started = time.perf_counter()
        with pytest.raises(TimeUp):
            call_within(LIMIT, endless)
        assert time.perf_counter() - started > 7 * LIMIT

    run_anywhere(in_time)
    run_anywhere(too_late)


def test_a_call_that_waits_is_not_given_more_time(monkeypatch, run_anywhere):
    monkeypatch.setattr(time, "process_time", lambda: 0.0)

    def waiting() -> None:
        with pytest.raises(TimeUp):
            call_within(LIMIT, lambda: computing(LONG))

    run_anywhere(waiting)


def test_a_call_that_computes_now_and_then_ends_too(monkeypatch, run_anywhere):
    monkeypatch.setattr(time, "process_time", lambda: time.perf_counter() / 30)
    monkeypatch.setattr(limits, "LATE", 3)

    def late() -> None:
        with pytest.raises(TimeUp):
            call_within(LIMIT, lambda: computing(LONG))

    run_anywhere(late)


def test_the_rings_come_at_intervals_of_all_sizes_and_leave_the_dice_of_others_alone():
    state = random.getstate()
    pauses = [limits._pause() for _ in range(1_000)]
    assert random.getstate() == state
    assert min(pauses) >= limits.SOONEST
    assert max(pauses) <= limits.LATEST
    middle = (limits.SOONEST * limits.LATEST) ** 0.5
    assert 300 < sum(pause < middle for pause in pauses) < 700


def in_a_thread(function) -> None:
    """Run a function in another thread, and raise here what it raises there."""
    errors = []

    def work() -> None:
        try:
            function()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(LONG)
    assert not thread.is_alive()
    if errors:
        raise errors[0]


@pytest.mark.parametrize("call", EVERYWHERE)
def test_in_a_thread_too(call):
    in_a_thread(lambda: assert_stopped(call))


@pytest.mark.parametrize("place", [lambda f: f(), in_a_thread], ids=["main", "thread"])
def test_nothing_rings_afterwards(place):
    def work() -> None:
        before, threads = signal.getsignal(signal.SIGALRM), threading.active_count()
        for _ in range(200):
            with pytest.raises(TimeUp):
                call_within(0.002, endless)
            assert signal.getsignal(signal.SIGALRM) is before
        assert call_within(LONG, lambda: 7) == 7
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert threading.active_count() == threads
        time.sleep(0.1)

    place(work)


@pytest.mark.parametrize("place", [lambda f: f(), in_a_thread], ids=["main", "thread"])
def test_a_call_in_time_gives_its_result_and_its_errors(place):
    def work() -> None:
        assert call_within(LONG, lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            call_within(LONG, lambda: 1 / 0)

    place(work)


def test_the_timer_and_handler_of_others_stay():
    rang = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        call_within(LONG, lambda: None)
        time.sleep(0.4)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert rang == [True]


def test_an_interrupt_passes():
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_within(LONG, interrupt)


# Global state


@pytest.fixture
def notebook(monkeypatch) -> types.ModuleType:
    """A module such as a notebook is one, with things of the learner in it."""
    module = types.ModuleType("notebook")
    module.weights = torch.ones(3, requires_grad=True)
    module.plain = torch.ones(3)
    module.model = nn.Sequential(nn.Linear(2, 2), nn.Dropout())
    module.weights.grad = torch.full((3,), 5.0)
    module.torch = torch
    monkeypatch.setitem(sys.modules, "notebook", module)
    return module


def write(notebook: types.ModuleType, code: str) -> None:
    exec(code, vars(notebook))


SPOIL = """
    weights.requires_grad_(False)
    weights.grad.zero_()
    plain.requires_grad_(True)
    plain.grad = torch.ones(3)
    model.eval()
    model[0].weight.requires_grad_(False)
    model[0].bias.grad = torch.ones(2)
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
"""


@pytest.mark.parametrize(
    "code",
    [
        f"def answer():\n{SPOIL}",
        f"@torch.no_grad()\ndef answer():\n{SPOIL}",
        "class answer:\n def __init__(self):\n" + SPOIL,
    ],
    ids=["function", "decorated", "class"],
)
def test_flags_and_modes_are_put_back(notebook, code):
    write(notebook, code)
    with global_state_kept(notebook.answer):
        notebook.answer()
    assert notebook.weights.requires_grad
    assert notebook.weights.grad.tolist() == [5, 5, 5]
    assert not notebook.plain.requires_grad
    assert notebook.plain.grad is None
    assert notebook.model.training
    assert notebook.model[1].training
    assert notebook.model[0].weight.requires_grad
    assert notebook.model[0].bias.grad is None
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() == torch.float32


def test_random_generators_are_put_back_also_after_an_error():
    def draws() -> list[float]:
        return [random.random(), float(np.random.rand()), float(torch.rand(()))]

    def seed() -> None:
        random.seed(1), np.random.seed(1), torch.manual_seed(1)

    seed()
    undisturbed = draws()
    seed()

    def spoil() -> None:
        with global_state_kept(draws):
            draws()
            torch.manual_seed(99)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spoil()
    assert draws() == undisturbed


@pytest.mark.filterwarnings("error")
def test_results_with_a_history_are_left_alone_without_a_warning(notebook):
    notebook.computed = notebook.weights * 2
    write(notebook, "def answer(): pass")
    with global_state_kept(notebook.answer):
        pass
    assert notebook.computed.requires_grad


def test_an_answer_of_no_module_is_no_trouble():
    namespace = {"__name__": "nowhere"}
    exec("def answer(): pass", namespace)
    with global_state_kept(namespace["answer"]):
        namespace["answer"]()


STOPPED_THEN_PROFILED = """
import sys, threading
from seqlab.check.limits import TimeUp, call_within

def endless():
    while True:
        pass

def stop():
    try:
        call_within(0.05, endless)
    except TimeUp:
        pass

for _ in range(5):
    thread = threading.Thread(target=stop)
    thread.start()
    thread.join()
sys.setprofile(lambda *_: None)
print(sum(len(str(k)) for k in range(1000)))
"""


def test_a_stop_in_a_thread_leaves_nothing_that_a_profiler_would_wait_for():
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_THEN_PROFILED], capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "2890\n", done.stderr
