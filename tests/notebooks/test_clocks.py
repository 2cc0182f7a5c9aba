"""No claim of the course depends on a clock: what stops a notebook must be the same everywhere."""

import re

import pytest

from .clocks import timed_claims
from .stored import ROOT

SOURCES = sorted((ROOT / "course").glob("l*/*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_claim_comes_from_a_clock_or_from_a_training_that_a_clock_ends(path):
    assert timed_claims(path.read_text(encoding="utf-8")) == []


def by_title(text: str) -> dict[str, str]:
    """Return the pieces of a text by the comment above each."""
    parts = re.split(r"^# (.*)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


TIMED = by_title("""
# at once
claim("a", "", time.perf_counter() - begin, above=1)
# through names
begin = time.process_time()
spent = time.process_time() - begin
claim("a", "", spent, above=1)
# through a function
def took(run):
    begin = perf_counter()
    run()
    return perf_counter() - begin
claim("a", "", took(one) / 2, above=1)
# through lists
def took(run):
    times = []
    times.append(time.monotonic())
    return min(times)
costs = {name: [took(name) for _ in range(3)] for name in "xy"}
claim("a", "", costs["x"][0] / costs["y"][0], above=1)
# through a table that is filled
costs = {}
for name in "xy":
    costs[name] = perf_counter()
claim("a", "", value=costs["x"], above=1)
# through the values of a table
costs = {"x": perf_counter()}
for name, each in costs.items():
    claim("a", "", each, above=1)
# through the list of another function
kept = []
def note():
    kept.append(time.time())
claim("a", "", sum(kept), above=1)
# in the next round
x = y = 0
for _ in range(2):
    x = y
    y = time.time()
claim("a", "", x, above=1)
# of a history
history = fit(model)
claim("a", "", history.seconds, below=60)
# of a record
record = read()
claim("a", "", record["cpu_seconds"], below=60)
# in the bound
claim("a", "", 1, below=time.time())
# by a training
while time.time() < end:
    step(model)
claim("a", "", loss(model), below=1)
# by a training in a function
def train(model):
    while perf_counter() < end:
        step(model)
model = Net()
train(model)
claim("a", "", loss(model), below=1)
# by a training that breaks off
def train(model):
    while True:
        step(model)
        if time.time() > end:
            break
for model in models:
    train(model)
    found = loss(model)
claim("a", "", found, below=1)
""")

SHOWN = by_title("""
# times are printed
begin = time.perf_counter()
loss = train(model)
print(time.perf_counter() - begin)
claim("a", "", loss, below=1)
# a name is used again
x = time.time()
print(x)
x = count()
claim("a", "", x, below=1)
# a name in a table of times is no time
costs = {"x": time.time()}
for name, each in costs.items():
    print(each)
claim("a", "", work[name], below=1)
# a parameter may be in seconds
sound.play(tune, seconds=8)
claim("a", "", loss, below=1)
# one of two is no time
x, y = count(), time.time()
claim("a", "", x, below=1)
# a function has its own names
def show():
    x = time.time()
    print(x)
x = 1
claim("a", "", x, below=1)
""")


@pytest.mark.parametrize("source", TIMED.values(), ids=TIMED)
def test_a_claim_on_a_time_is_found(source):
    assert timed_claims(source) == ["a"]


@pytest.mark.parametrize("source", SHOWN.values(), ids=SHOWN)
def test_a_time_that_is_only_shown_is_no_claim(source):
    assert timed_claims(source) == []
