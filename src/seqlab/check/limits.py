"""Run a learner's code safely: a time limit, and global state left as it was."""

from __future__ import annotations

import contextlib
import ctypes
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from seqlab import chance

Result = TypeVar("Result")

# Seconds between rings, for code that catches everything and goes on: at random between these. In
# a fixed rhythm each ring could find such code at the same place, and be swallowed again.
SOONEST, LATEST = 1e-6, 2e-4

# A call waits, and does not compute, if it takes less than this share of a core. One that computes
# beside busy programs gets its share of the cores later, but it does get it: at the latest after
# so many times the limit it is stopped all the same.
WAITING, LATE = 0.02, 20

_dice = random.Random()  # our own: the learner's numbers stay as they are


class TimeUp(BaseException):
    """The time limit is over; no ``Exception``, so that ``except Exception`` lets it through."""


def call_within(seconds: float, call: Callable[[], Result]) -> Result:
    """Return ``call()``, or stop it after so many seconds.

    They are over when they have passed, and this process has computed for as long or is waiting:
    beside busy programs a call has as much time to compute as alone.

    Where the system has interval timers and this is the main thread (notebooks on Linux and
    macOS), a signal does it, which also wakes a sleeping call; elsewhere a second thread asks
    the interpreter to raise in this one. Either rings again and again, at random intervals: a bare
    ``except`` may swallow one, but not the one that comes between two tries. (The second way
    cannot end a call that waits outside Python, nor a loop that swallows everything around such
    calls.)

    Raises:
        TimeUp: It took longer.
    """
    main = threading.current_thread() is threading.main_thread()
    if main and hasattr(signal, "setitimer"):
        return _call_with_signal(seconds, call)
    return _call_with_watcher(seconds, call)


def _pause() -> float:
    """Return the seconds to the next ring: each size between the two ends is as likely."""
    return float(SOONEST * (LATEST / SOONEST) ** _dice.random())


class _Limit:
    """How much of the time of a call is left, from the moment that this is made."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.began, self.computed = time.perf_counter(), time.process_time()

    def left(self) -> float:
        """Return the seconds to wait before one looks again; 0 when the time is over."""
        passed = time.perf_counter() - self.began
        computed = time.process_time() - self.computed
        if passed < self.seconds:
            return self.seconds - passed
        if computed < WAITING * passed or passed >= LATE * self.seconds:
            return 0.0
        return max(0.0, self.seconds - computed)


def _call_with_signal(seconds: float, call: Callable[[], Result]) -> Result:
    inside, rang, limit = True, False, _Limit(seconds)

    def ring(*_: object) -> None:
        nonlocal rang
        if not inside:
            return
        left = 0.0 if rang else limit.left()
        signal.setitimer(signal.ITIMER_REAL, left or _pause())
        if not left:
            rang = True
            raise TimeUp

    handler = signal.signal(signal.SIGALRM, ring)
    timer = signal.getitimer(signal.ITIMER_REAL)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        result = call()
    finally:
        inside = False  # a ring that comes from here on does nothing
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)
    if rang:  # and was swallowed
        raise TimeUp
    return result


def _call_with_watcher(seconds: float, call: Callable[[], Result]) -> Result:
    caller = ctypes.c_ulong(threading.get_ident())
    finished = threading.Event()
    inside, rang, limit = True, False, _Limit(seconds)

    def watch() -> None:
        nonlocal rang
        while left := limit.left():
            if finished.wait(left):
                return
        rang = True
        while inside:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(caller, ctypes.py_object(TimeUp))
            finished.wait(_pause())

    def settle() -> None:
        finished.set()
        watcher.join()
        if (
            rang
        ):  # one more, raised here, takes the place of one that is asked for and not raised yet
            with contextlib.suppress(TimeUp):
                ctypes.pythonapi.PyThreadState_SetAsyncExc(caller, ctypes.py_object(TimeUp))
                while True:  # taken back unraised, it would slow Python 3.11 down for ever after
                    pass

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        watcher.start()
        result = call()
    finally:
        inside = False
        try:
            settle()
        except TimeUp:  # the last ring was on its way
            settle()
    if rang:
        raise TimeUp
    return result


@contextmanager
def global_state_kept(answer: Callable[..., Any]) -> Iterator[None]:
    """Put back the random generators, the gradient mode and the flags of the learner's tensors.

    The tensors and models looked after are those that the answer can reach by a global name.
    """
    generators = chance.state()
    gradients, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
    flags = [(t, t.requires_grad, _copy(t.grad)) for t in _reachable(answer) if t.is_leaf]
    modes = [(module, module.training) for module in _modules(answer)]
    try:
        yield
    finally:
        chance.put_back(generators)
        torch.set_grad_enabled(gradients)
        torch.set_default_dtype(dtype)
        for tensor, requires_grad, grad in flags:
            if tensor.is_leaf:
                tensor.requires_grad_(requires_grad)
                tensor.grad = grad
        for module, training in modes:
            module.training = training


def _copy(grad: Tensor | None) -> Tensor | None:
    return None if grad is None else grad.clone()


def _globals(answer: Callable[..., Any]) -> list[Any]:
    """Return what the module of a function or class knows by name; a notebook is a module too."""
    module = sys.modules.get(getattr(answer, "__module__", None) or "")
    return list(vars(module).values()) if module else []


def _modules(answer: Callable[..., Any]) -> list[nn.Module]:
    roots = [value for value in _globals(answer) if isinstance(value, nn.Module)]
    return list(dict.fromkeys(module for root in roots for module in root.modules()))


def _reachable(answer: Callable[..., Any]) -> list[Tensor]:
    named = [value for value in _globals(answer) if isinstance(value, Tensor)]
    owned = [p for module in _modules(answer) for p in module.parameters(recurse=False)]
    return [*named, *owned]
