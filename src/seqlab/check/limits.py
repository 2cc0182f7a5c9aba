"""Run a learner's code safely: a time limit, and global state left as it was."""

from __future__ import annotations

import ctypes
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


class TimeUp(BaseException):
    """The time limit is over; no ``Exception``, so that ``except Exception`` lets it through."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeUp`` in this thread when the block takes longer, again and again until it ends.

    Where the system has interval timers and this is the main thread (notebooks on Linux and
    macOS), a signal does it, which also wakes a sleeping call; elsewhere a second thread asks
    the interpreter to raise in this one, which stops any loop of Python code.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():

        def ring(*_: object) -> None:
            raise TimeUp

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        return

    target = ctypes.c_ulong(threading.get_ident())
    finished = threading.Event()

    def watch() -> None:
        wait = seconds
        while not finished.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(target, ctypes.py_object(TimeUp))
            wait = 0.1

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()
        # an exception asked for but not yet raised must not hit the code that follows
        ctypes.pythonapi.PyThreadState_SetAsyncExc(target, None)


@contextmanager
def global_state_kept(answer: Callable[..., Any]) -> Iterator[None]:
    """Put back the random generators, the gradient mode and the flags of the learner's tensors.

    The tensors and models looked after are those that the answer can reach by a global name.
    """
    python, numpy, torch_cpu = random.getstate(), np.random.get_state(), torch.get_rng_state()
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    gradients, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
    flags = [(tensor, tensor.requires_grad, tensor.grad) for tensor in _reachable(answer)]
    modes = [(module, module.training) for module in _modules(answer)]
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        torch.set_rng_state(torch_cpu)
        if cuda:
            torch.cuda.set_rng_state_all(cuda)
        torch.set_grad_enabled(gradients)
        torch.set_default_dtype(dtype)
        for tensor, requires_grad, grad in flags:
            if tensor.is_leaf:
                tensor.requires_grad_(requires_grad)
                tensor.grad = grad
        for module, training in modes:
            module.training = training


def _modules(answer: Callable[..., Any]) -> list[nn.Module]:
    named = getattr(answer, "__globals__", {}).values()
    roots = [value for value in [answer, *named] if isinstance(value, nn.Module)]
    return list(dict.fromkeys(module for root in roots for module in root.modules()))


def _reachable(answer: Callable[..., Any]) -> list[Tensor]:
    named = [v for v in getattr(answer, "__globals__", {}).values() if isinstance(v, Tensor)]
    owned = [p for module in _modules(answer) for p in module.parameters(recurse=False)]
    return [*named, *owned]
