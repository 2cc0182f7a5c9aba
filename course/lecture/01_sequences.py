# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01. Sequences: where does the ball go next?
#
# {{ colab }}
#
# **How much does the past help to predict what comes next?**
#
# You predict where a ball goes, first from one picture and then from several. Physics and a small
# network do the same, and you compare. Then you meet other sequences, from sound to proteins, and
# the forms that tasks on them take.
#
# After this notebook you can
#
# - say why one picture is not enough, and how many are;
# - fit the best linear predictor with a history of $k$ steps, and measure its error fairly;
# - feed a prediction back to look further ahead, and say why the error grows;
# - write any sequence as a table of numbers of shape `(time, features)`;
# - name the five forms of tasks on sequences, with an example of each.
#
# | | |
# | --- | --- |
# | Time | about 60 minutes, of which the sections marked *core*, with the questions, take 55 |
# | You need | Python, a little PyTorch, means and straight lines |
# | Slides | "Маючи картинку кульки ..." to "Прикладне використання sequence modeling" |
#
# Cells that only draw, load or measure are folded away. Run them as they are. To read one, open it.

# %% tags=["aside"]
# @title Set up (on Colab this installs the helper package)
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

import seqlab

seqlab.setup(seed=1, part="{{ part }}")  # before torch is imported

# %% tags=["aside"]
# @title Import torch, and what draws, loads and asks
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from ipywidgets import IntSlider, SelectionSlider
from torch import nn

from seqlab.claims import claim
from seqlab.data import load
from seqlab.diagrams import draw_unrolled
from seqlab.models import NGramModel
from seqlab.music import sound
from seqlab.plots import COLOURS, label_lines, show
from seqlab.predict import predict, quiz, reveal, said
from seqlab.text import Vocabulary
from seqlab.widgets import explore

# %% [markdown]
# ## 1. A picture of a ball (core)
#
# The lecture begins with a question: given a picture of a ball, can we predict where it goes next?
# Try it. The box is 3 m wide and 2 m high. A camera takes 20 pictures a second, and this is one of
# them.

# %% tags=["aside"]
# @title The box and the balls: gravity, and walls that give back nine tenths of the speed
GRAVITY, FRAME = 9.81, 0.05  # m/s², s from one picture to the next
BOX = torch.tensor([3.0, 2.0])  # width and height, m
DOWN = torch.tensor([0.0, GRAVITY])


def move(position, velocity, substeps=10):
    """Positions (balls, 2) in m and velocities (balls, 2) in m/s, one picture later."""
    h = FRAME / substeps
    for _ in range(substeps):
        position = position + velocity * h - DOWN * h**2 / 2
        velocity = velocity - DOWN * h
        outside = (position < 0) | (position > BOX)
        velocity = torch.where(outside, -0.9 * velocity, velocity)
        position = position.clamp(min=0).minimum(BOX)
    return position, velocity


# %% tags=["aside"]
# @title Many balls, and one of them
def throw(balls, frames):
    """Positions (balls, frames, 2) of balls that start anywhere, with up to 3 m/s a direction."""
    position, velocity = torch.rand(balls, 2) * BOX, torch.empty(balls, 2).uniform_(-3, 3)
    path = [position]
    for _ in range(frames - 1):
        position, velocity = move(position, velocity)
        path.append(position)
    return torch.stack(path, dim=1)


thrown = throw(300, frames=7)
bends = thrown.diff(n=2, dim=1).add(DOWN * FRAME**2).norm(dim=-1)  # 0 unless a wall was hit
from_wall = torch.minimum(thrown[:, 5], BOX - thrown[:, 5]).amin(dim=1)
hits_next = (bends[:, 4] > 0.2) & (bends[:, :4].amax(dim=1) < 0.01)
ball = thrown[torch.where(hits_next, from_wall, 0).argmax()]  # (frames, 2)


# %% tags=["aside"]
# @title How the box and the ball are drawn
def draw_box(axes):
    axes.add_patch(plt.Rectangle((0, 0), *BOX, fill=False, linewidth=2))
    axes.set(xlim=(-0.05, 3.05), ylim=(-0.05, 2.05), aspect="equal")
    axes.set(xlabel="across (m)", ylabel="up (m)")


def draw_ball(first, guess):
    """Return the pictures from `first` on, with a guess of the next place if there is one."""
    figure, axes = plt.subplots(figsize=(6, 4))
    for frame in range(first, 6):
        axes.scatter(*ball[frame], s=120, color=COLOURS[0], alpha=(frame + 1) / 6)
    if guess:
        axes.scatter(*guess, s=120, color="black", marker="x", linewidth=3, clip_on=False)
    draw_box(axes)
    axes.set_title("Where will it be in the next picture?")
    (x0, y0), (x, y) = ball[first].tolist(), ball[5].tolist()
    alt = f"A ball in a box. In the last picture it is {x:.2f} m across and {y:.2f} m up."
    if first < 5:
        alt += f" In the first of these pictures it was at {x0:.2f} m and {y0:.2f} m."
    if guess:
        alt += f" Your mark is at {guess[0]:.2f} m and {guess[1]:.2f} m."
    return figure, alt


# %% tags=["aside"]
# @title Predict: where will the ball be, from one picture?
predict(
    "ball-from-one-picture",
    "Where will the ball be in the next picture, a twentieth of a second later?",
    at=("across", "up"),
    low=0,
    high=(3, 2),
    unit="m",
    near=0.05,
    draw=lambda guess: draw_ball(5, guess),
)

# %% tags=["aside"]
# @title Predict: and from six pictures?
predict(
    "ball-from-six-pictures",
    "Here are also the five pictures before it, the older the paler. Where will "
    "the ball be in the next picture?",
    at=("across", "up"),
    low=0,
    high=(3, 2),
    unit="m",
    near=0.05,
    draw=lambda guess: draw_ball(0, guess),
)

# %% [markdown]
# Which of your two answers do you trust? To see what *one* picture leaves open, we put 300 balls at
# this very place, each with the velocity of another ball, and let them move for one picture.

# %% tags=["aside"]
# @title What one picture leaves open, and what came next
possible, _ = move(ball[5].expand(300, 2), (thrown[:, 5] - thrown[:, 4]) / FRAME)
figure, axes = plt.subplots(figsize=(7.5, 4.5))
axes.scatter(*possible.T, s=8, color="grey", alpha=0.4, label="possible next,\nfrom one picture")
axes.scatter(*ball[:6].T, s=60, color=COLOURS[0], label="seen")
axes.scatter(*ball[6], s=60, color=COLOURS[1], marker="s", label="what came next")
yours = [said("ball-from-one-picture"), said("ball-from-six-pictures")]
marks = torch.tensor([place for place in yours if place]).reshape(-1, 2)
if len(marks):
    axes.scatter(*marks.T, s=60, color="black", marker="x", label="you")
draw_box(axes)
drawn = torch.cat([possible, ball, marks])
margin = torch.tensor([0.3, 0.1])
(left, bottom), (right, top) = drawn.amin(dim=0) - margin, drawn.amax(dim=0) + margin
axes.set(xlim=(left, right), ylim=(bottom, top), title="One picture leaves a cloud of places")
axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
(x0, y0), (x1, y1) = possible.amin(dim=0).tolist(), possible.amax(dim=0).tolist()
show(
    figure,
    alt=f"A part of the box. The cloud of possible places reaches from {x0:.2f} to {x1:.2f} m across "
    f"and from {y0:.2f} to {y1:.2f} m up. The ball came to {ball[6, 0]:.2f} m across and "
    f"{ball[6, 1]:.2f} m up.",
)
reveal("ball-from-one-picture", ball[6].tolist())
reveal("ball-from-six-pictures", ball[6].tolist())

# %% [markdown]
# One picture shows a place and no motion. Six pictures show the motion, and also that the floor is
# near. We return to this ball in section 4, where physics and a network compete with you.
#
# ## 2. Two pictures, by hand (core)
#
# Leave out the walls for now: a ball in the air. A picture of the camera is called a *frame* from
# here on. The velocity of the ball is its step between two frames. The next step is the same, only
# gravity makes it a little lower.
#
# The ball was at 1.00 m, and a twentieth of a second later it is at 1.10 m. Without gravity it
# would be at 1.20 m in the next frame.

# %% tags=["aside"]
# @title Predict: how much does gravity take off?
predict(
    "gravity-in-one-step",
    "How much lower than 1.20 m is the ball in the next frame, because of gravity?",
    {
        "about 1.2 cm": "That is a half of 9.81 m/s² times (0.05 s)²: a ball that starts at "
        "rest falls so far. But the velocity that we see belongs to the middle of the last step.",
        "about 2.5 cm": "9.81 m/s² times (0.05 s)²: from the middle of one step to the middle of "
        "the next it takes 0.05 s.",
        "about 49 cm": "That is 9.81 times 0.05. The time counts squared.",
    },
)

# %% [markdown]
# For the height $y$, with the gravity $g$ and the time $\Delta t$ between two frames:
#
# $$y_{t+1} = y_t + \underbrace{(y_t - y_{t-1})}_{\text{last step}} - g\,\Delta t^2$$
#
# Why not $\tfrac12 g\,\Delta t^2$? A step divided by $\Delta t$ is the mean velocity between two
# frames, and that is the velocity in the middle of the step. Two middles lie $\Delta t$ apart. So
# the velocity changes by $g\,\Delta t$, and the step by $g\,\Delta t^2$.

# %%
before, now = 1.00, 1.10
by_hand = now + (now - before) - GRAVITY * FRAME**2
print(f"next height: {by_hand:.4f} m")

# %% tags=["aside"]
# @title What was measured
lower = 1.20 - by_hand
answers = {0.012: "about 1.2 cm", 0.025: "about 2.5 cm", 0.49: "about 49 cm"}
nearest = min(answers, key=lambda answer: abs(answer - lower))
reveal("gravity-in-one-step", answers[nearest], measured=f"{100 * lower:.2f} cm")

# %% [markdown]
# Now for 4,000 balls. This function makes flights in the air with the formula of physics, so
# that the true next position is known exactly. The last frame is the one to predict.


# %%
def fly(balls, frames):
    """Positions (balls, frames, 2) in free flight; time 0 is the frame before the last."""
    t = FRAME * torch.arange(2 - frames, 2, dtype=torch.float64)[:, None]  # (frames, 1)
    place = torch.rand(balls, 1, 2, dtype=torch.float64) * BOX
    velocity = torch.empty(balls, 1, 2, dtype=torch.float64).uniform_(-3, 3)
    return place + velocity * t - DOWN * t**2 / 2


flights, new_flights = fly(4000, frames=9), fly(4000, frames=9)
history, following = flights[:, :-1], flights[:, -1]  # (balls, 8, 2), (balls, 2)

# %% [markdown]
# The same formula in a loop over balls, and then at once for all of them. The last line shows the
# largest difference between the formula and where the balls really went.

# %%
by_loop = []
for path in history:
    before, now = path[-2], path[-1]  # (2,): across and up
    by_loop.append(now + (now - before) - DOWN * FRAME**2)
by_loop = torch.stack(by_loop)

before, now = history[:, -2], history[:, -1]  # (balls, 2)
at_once = now + (now - before) - DOWN * FRAME**2
print("loop and at once agree:", torch.equal(by_loop, at_once))
print(f"largest error: {(at_once - following).abs().max():.0e} m (rounding)")

# %% [markdown]
# That is physics. A machine that knows no physics can find the formula from examples. We let it
# predict with a weighted sum of the last $k$ positions and a constant $b$:
#
# $$\hat x_{t+1} = W_0\,x_t + W_1\,x_{t-1} + \dots + W_{k-1}\,x_{t-k+1} + b$$
#
# Here $x_t$ holds both numbers of a position, across and up. Of all weights we take those with the
# smallest sum of squared errors over all balls. This is called *least squares*, and it is one
# call of the library.


# %%
def features(seen, k):
    """The last k frames and a constant: (balls, frames, 2) to (balls, 2 k + 1)."""
    ones = torch.ones(len(seen), 1, dtype=seen.dtype)
    return torch.cat([seen[:, -k:].flatten(1), ones], dim=1)


weights = torch.linalg.lstsq(features(history, 2), following).solution  # (5, 2)
names = ["across, before", "up, before", "across, now", "up, now", "constant"]
print(f"{'weight of':16}{'next across':>12}{'next up':>12}")
for name, row in zip(names, weights.tolist(), strict=True):
    print(f"{name:16}{row[0]:z12.4f}{row[1]:z12.4f}")  # z: no minus sign before a zero

# %% [markdown]
# Find the physics in this table before you read on. The weights are 2 and $-1$: twice the position
# now, minus the one before, just as in the formula. The last number is $-g\,\Delta t^2$, so the
# machine has found the gravity too, from positions alone.
#
# How far off are predictors with one and with two frames? A fair test uses new balls, to which the
# weights were not fitted.


# %%
def error(predicted, true):
    """Root of the mean squared distance, in the unit of the data."""
    return (predicted - true).square().sum(-1).mean().sqrt().item()


new_history, new_following = new_flights[:, :-1], new_flights[:, -1]
step = error(new_history[:, -1], new_following)
print(f"the balls move {100 * step:.1f} cm from one frame to the next")
errors = {}
for k in (1, 2):
    weights = torch.linalg.lstsq(features(history, k), following).solution
    errors[k] = error(features(new_history, k) @ weights, new_following)
    print(f"error with k = {k}: {100 * errors[k]:.1f} cm")

# %% tags=["aside"]
# @title What was measured
claim(
    "ball-finds-gravity",
    "From positions alone, least squares finds the gravity (m/s²)",
    -weights[4, 1].item() / FRAME**2,
    above=9.80,
    below=9.82,
)
claim(
    "ball-one-frame",
    "With one frame, the best linear predictor is off by as much as the ball moves (ratio)",
    errors[1] / step,
    above=0.95,
    below=1.05,
)

# %% [markdown]
# So the answer to the lecture's question is: from one picture no, from two yes. The motion is in
# the *difference* of pictures, and a single picture does not hold it. Two exact frames say all that
# can be known about the next one, and nothing older helps. This is called the *Markov property*. A
# predictor whose inputs are earlier values of the same series is called *autoregressive*.
#
# ## 3. With noise, a longer history helps (core)
#
# A real camera does not see exactly. Let each position that we see be off by about 1 cm in each
# direction. The weights are fitted again, for the noisy positions.

# %% tags=["aside"]
# @title Predict: what do eight frames gain over two?
predict(
    "noise-eight-frames",
    "With noise: how large is the error with eight frames, beside the error with two?",
    {
        "about as large": "Two frames say everything only when they are exact. The difference of "
        "two noisy positions is a noisy velocity.",
        "a quarter of it (four times as many frames)": "Noise does not fall in proportion to the "
        "number of readings: the mean of four readings has half the noise of one.",
        "a half of it (√4 = 2)": "So it would be if each frame were one more reading of the same "
        "number. But the first and the last frame also lie further apart, and that makes the "
        "velocity better still.",
        "about a third of it": "More frames average the noise, and they lie further apart, which "
        "makes the velocity better still.",
    },
)

# %%
NOISE = 0.01  # m
noisy = history + NOISE * torch.randn_like(history)
new_noisy = new_history + NOISE * torch.randn_like(new_history)

noisy_errors = []
for k in range(1, 9):
    weights = torch.linalg.lstsq(features(noisy, k), following).solution
    noisy_errors.append(error(features(new_noisy, k) @ weights, new_following))

# %% tags=["aside"]
# @title The error against the number of frames
figure, axes = plt.subplots()
axes.plot(range(1, 9), [100 * e for e in noisy_errors], "o-")
axes.set(title="With a noisy camera, every further frame helps", yscale="log")
axes.set(xlabel="frames that the predictor sees", ylabel="error (cm)")
axes.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
axes.minorticks_off()
one, two, eight = (f"{100 * noisy_errors[k - 1]:.1f} cm" for k in (1, 2, 8))
falls = f"steeply from {one} with one frame to {two} with two, then slowly to {eight} with eight"
show(figure, alt=f"The error falls with every further frame: {falls}.")
ratio = noisy_errors[7] / noisy_errors[1]
guesses = {
    1.0: "about as large",
    1 / 2: "a half of it (√4 = 2)",
    1 / 3: "about a third of it",
    1 / 4: "a quarter of it (four times as many frames)",
}
nearest = min(guesses, key=lambda guess: abs(guess - ratio))
reveal("noise-eight-frames", guesses[nearest], measured=f"{ratio:.2f} of it")

# %% tags=["aside"]
# @title What was measured
claim(
    "ball-noise-more-frames",
    "With noise, eight frames leave about a third of the error that two leave (ratio)",
    ratio,
    above=0.31,
    below=0.39,
)

# %% [markdown]
# The second frame still makes the greatest difference. Each further frame averages some of the
# noise away. How much a longer history helps is not a property of the ball alone: it depends on
# how well we see.
#
# ## 4. Walls need a function that bends (core)
#
# Back into the box. A linear predictor cannot bounce: no weighted sum turns a ball round at a wall
# and leaves it alone in the middle. That takes a function that bends, which means that it is
# *nonlinear*. A small neural network is one. Notebook 02 shows how a network works and how it
# learns. Here it is only a flexible function with many weights.

# %%
paths = throw(12_000, frames=16)[:, -7:]  # (balls, 7, 2): the first frames are thrown away
in_box, next_in_box = paths[:, :-1], paths[:, -1]
in_box = in_box + NOISE * torch.randn_like(in_box)
train, test = slice(0, 10_000), slice(10_000, None)


class BallNet(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k
        self.layers = nn.Sequential(
            nn.Linear(2 * k, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2)
        )

    def forward(self, seen):  # (balls, frames, 2) -> (balls, 2)
        centred = (seen[:, -self.k :] - BOX / 2).flatten(1)
        return seen[:, -1] + self.layers(centred)  # the last place, and a step from it


# %% [markdown]
# It learns in small steps. In each of them it predicts for 256 balls, `loss.backward()` finds out
# in which direction each weight makes the error smaller, and the optimizer (here one called Adam)
# moves each weight a little in that direction.

# %% tags=["aside"]
# @title Predict: a line with six frames, or a network with one?
predict(
    "line-or-network",
    "In the box, with walls and noise: which predictor is better?",
    {
        "the network, though it sees one frame": "It is nonlinear, but one frame does not say "
        "which way the ball flies. No function can read what is not there.",
        "the linear one, with six frames": "It does not know the walls, but only one ball in five "
        "hits a wall in the next step. Without a history even a flexible function is blind.",
    },
)


# %%
def train_net(k, steps=800):
    net = BallNet(k)
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    for _ in range(steps):
        rows = torch.randint(10_000, (256,))
        loss = (net(in_box[rows]) - next_in_box[rows]).square().sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net.requires_grad_(False)


seen_frames = (1, 2, 4, 6)
nets = {k: train_net(k) for k in seen_frames}  # about 10 s

# %%
line_weights, line_errors, net_errors = {}, {}, {}
for k in seen_frames:
    line_weights[k] = torch.linalg.lstsq(features(in_box[train], k), next_in_box[train]).solution
    line_errors[k] = error(features(in_box[test], k) @ line_weights[k], next_in_box[test])
    net_errors[k] = error(nets[k](in_box[test]), next_in_box[test])

# %% tags=["aside"]
# @title Both predictors in the box
figure, axes = plt.subplots()
for name, values in (("linear", line_errors), ("network", net_errors)):
    axes.plot(seen_frames, [100 * e for e in values.values()], marker="o", label=name)
axes.set(title="In the box one needs history and a nonlinear function", xticks=seen_frames)
axes.set(xlabel="frames that the predictor sees", ylabel="error (cm)", ylim=(0, None))
label_lines(figure)
line, network = ([100 * e[k] for k in (1, 2, 6)] for e in (line_errors, net_errors))
show(
    figure,
    alt=f"With one frame both predictors are off by much: the linear one by {line[0]:.1f} cm, the "
    f"network by {network[0]:.1f} cm. From two frames on the linear one is flat: {line[1]:.1f} cm "
    f"with two frames and {line[2]:.1f} cm with six. The network goes on falling, from "
    f"{network[1]:.1f} cm with two to {network[2]:.1f} cm with six.",
)
one, six = 100 * net_errors[1], 100 * line_errors[6]
answers = ["the network, though it sees one frame", "the linear one, with six frames"]
measured = f"{one:.1f} cm for the network with one frame, {six:.1f} cm for the line with six"
reveal("line-or-network", answers[one > six], measured=measured)

# %% tags=["aside"]
# @title What was measured
claim(
    "ball-net-beats-line",
    "In the box, with four frames, the network's error is below half of the linear one (ratio)",
    net_errors[4] / line_errors[4],
    below=0.5,
)
claim(
    "ball-net-needs-history",
    "With one frame the network's error is at least three times that with four frames (ratio)",
    net_errors[1] / net_errors[4],
    above=3.0,
)

# %% [markdown]
# Two things are needed, and neither replaces the other: a *history*, or the best network is blind,
# and a *flexible function*, or the history cannot be used. The course is about functions that
# take in a history of any length, and keep from it what matters: here the velocity, which is in no
# single picture.
#
# And the ball of section 1? It hits a wall between the last picture and the next one.

# %% tags=["aside"]
# @title You, physics and the network: how far off was each?
off = {
    "the formula of section 2, without walls": 2 * ball[5] - ball[4] - DOWN * FRAME**2,
    "physics, with walls": move(ball[5], (ball[5] - ball[4]) / FRAME - DOWN * FRAME / 2)[0],
    "the linear predictor, six frames": (features(ball[None, :6], 6) @ line_weights[6])[0],
    "the network, one frame": nets[1](ball[None, :6])[0],
    "the network, six frames": nets[6](ball[None, :6])[0],
}
yours = {
    "you, from one picture": said("ball-from-one-picture"),
    "you, from six pictures": said("ball-from-six-pictures"),
}
off |= {name: torch.tensor(place) for name, place in yours.items() if place}
if None in yours.values():
    print("To see yourself here, commit your predictions in section 1 and run this cell again.")
for name, place in off.items():
    print(f"{name:42}{100 * error(place, ball[6]):5.1f} cm")

# %% [markdown]
# Physics that knows the walls is exact, because this ball has no noise. Why is the linear predictor
# nearer than the formula? In the box its fitted weights shorten every step a little, which happens
# to help here.
#
# ## 5. Far ahead: feed the prediction back (core)
#
# One picture ahead is a twentieth of a second. To look further, take the prediction, put it behind
# what was seen, and predict again, as if it had been seen. This is called a **roll-out**. Remember
# it: later networks of this course write sentences and music in the same way, one step at a time.
# (One can also train a predictor that goes from the six frames straight to the one that is $k$
# steps ahead. Then nothing is fed back, but each $k$ needs a predictor of its own.)


# %%
def roll_out(predict_next, seen, frames):
    """Predict so many frames, each from what was seen and what was predicted before it."""
    for _ in range(frames):
        following = predict_next(seen)  # (balls, 2)
        seen = torch.cat([seen, following[:, None]], dim=1)  # feed it back
    return seen[:, -frames:]


AHEAD = 64  # frames: 3.2 s
paths = throw(500, frames=10 + AHEAD)[:, 4:]  # new balls
exact, future = paths[:, :6], paths[:, 6:]
camera = exact + NOISE * torch.randn_like(exact)

by_net = roll_out(nets[6], camera, AHEAD)  # (balls, AHEAD, 2)
by_line = roll_out(lambda seen: features(seen, 6) @ line_weights[6], camera, AHEAD)

# %% tags=["aside"]
# @title Predict: how does the network's error grow?
predict(
    "roll-out-error",
    "One frame ahead, the network with six frames is off by about 2 cm (the middle one of 500 "
    "balls). How far off is it after 16 and after 64 frames?",
    at=(16, 64),
    along="frames ahead",
    low=0,
    high=150,
    unit="cm",
    near=15,
    too_low="Errors are fed back too: each prediction builds on the ones before it.",
    too_high="The box is only 3 m wide: an error cannot grow for ever.",
)

# %% [markdown]
# Physics looks ahead in another way. It knows the law, so it needs the place and the velocity only
# once, and then it moves the ball as the box does, walls included. The velocity comes from the last
# two frames: their step divided by the time, less what gravity took in half a frame.
#
# For comparison there is a predictor that sees nothing: its answer is always the *average place*,
# the mean place of the 500 balls at that time. We compare the medians of 500 balls, so that a few
# balls that are badly off do not decide.


# %%
def by_physics(seen):
    position = seen[:, -1]
    velocity = (seen[:, -1] - seen[:, -2]) / FRAME - DOWN * FRAME / 2
    path = []
    for _ in range(AHEAD):
        position, velocity = move(position, velocity)  # the law by which the balls were made
        path.append(position)
    return torch.stack(path, dim=1)


def middle_error(predicted):
    """The median over the balls of how far off the prediction is, in cm, for each frame."""
    return 100 * (predicted - future).norm(dim=-1).median(dim=0).values


ahead = {
    "linear": middle_error(by_line),
    "network": middle_error(by_net),
    "physics": middle_error(by_physics(camera)),
    "the average place": middle_error(future.mean(dim=0)),
}

# %% tags=["aside"]
# @title The error against the frames ahead
figure, axes = plt.subplots(figsize=(7.5, 4))
for (name, values), style in zip(ahead.items(), ("-", "-", "-", ":"), strict=True):
    axes.plot(range(1, AHEAD + 1), values, style, label=name)
if mine := said("roll-out-error"):
    axes.plot((16, 64), mine, "x", color="black", label="_you")
axes.set(xscale="log", yscale="log", xlim=(1, AHEAD))
axes.set_xticks([1, 4, 16, 64], ["1", "4", "16", "64"])
axes.set_yticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
axes.minorticks_off()
axes.set(title="Fed back, the network ends no better than the average place")
axes.set_xlabel("frames ahead (each mark is four times the one before)")
axes.set_ylabel("error (cm), median of 500 balls")
axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
net, law = ahead["network"], ahead["physics"]
show(
    figure,
    alt="Both axes count in factors, and the errors rise nearly as straight lines. Between one frame "
    f"ahead and the last one, that of the network goes from {net[0]:.0f} to {net[-1]:.0f} cm and that "
    f"of physics from {law[0]:.0f} to {law[-1]:.0f} cm. The linear predictor is worse than both until "
    "all but physics are as far off as the average place.",
)
reveal("roll-out-error", ahead["network"][[15, 63]].tolist())

# %% tags=["aside"]
# @title What was measured: the network
claim(
    "roll-out-grows",
    "Fed back for 16 frames, the network is off by many times its error for one frame (ratio)",
    ahead["network"][15] / ahead["network"][0],
    above=6.0,
)
claim(
    "roll-out-blind",
    "After 64 frames this network is no nearer than the average place (ratio)",
    ahead["network"][63] / ahead["the average place"][63],
    above=1.0,
)

# %% tags=["aside"]
# @title What was measured: physics
angle = torch.rand(500) * 2 * torch.pi
beside = NOISE * torch.stack([angle.cos(), angle.sin()], dim=1)
by_law, by_law_beside = by_physics(exact), by_physics(exact + beside[:, None])
apart = 100 * (by_law_beside - by_law)[:, -1].norm(dim=-1)  # cm
claim(
    "roll-out-physics-exact",
    "Physics with exact frames is still right after 64 frames (median error, cm)",
    middle_error(by_law)[63],
    below=0.1,
)
claim(
    "roll-out-not-chaotic",
    "Of pairs of balls that start 1 cm apart, the middle one is this far apart after 64 frames "
    "(cm)",
    apart.median(),
    above=0.5,
    below=1.5,
)

# %% [markdown]
# Two different errors grow here.
#
# - *Physics* has the right law and a wrong start: its velocity comes from two noisy frames. So
#   its error grows with the time. With exact frames, nothing grows.
# - *The network* has the better start, because it averages six frames, and a law that is a little
#   wrong. Each prediction becomes an input of the next one, so each small error is carried on, and
#   new ones are added. Soon it reads paths that no camera ever saw, and for these it was not
#   trained. In the end it is worse than the average place.
#
# It learned for only 800 steps. If you have a minute, try `train_net(6, steps=8000)` and roll it
# out: the law is better, and the error stays small for longer, but it grows all the same.
#
# Is that chaos? No. Start two balls 1 cm apart, with the same velocity: after 64 frames more than
# half of the pairs are still less than 1 cm apart, and few are far apart. A flat wall turns both
# round in the same way. With different velocities they do move apart, but at most in proportion to
# the time, not by a factor again and again. The network's errors are its own. In the weather, or on
# a billiard table with many balls, a small difference grows by a factor again and again. There even
# the right law does not look far ahead.

# %% tags=["aside"]
# @title The roll-out of one ball, to explore
lively = future.diff(dim=1).norm(dim=-1).sum(dim=1).argsort(descending=True)


def draw_roll_out(frames, ball):
    ball = lively[ball]
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.plot(*future[ball, :frames].T, ".-", color=COLOURS[1], label="what came")
    axes.plot(*by_net[ball, :frames].T, ".-", color=COLOURS[2], label="network, fed back")
    axes.plot(*camera[ball].T, "o", color=COLOURS[0], label="seen")
    draw_box(axes)
    axes.set(xlim=(-0.2, 3.2), ylim=(-0.2, 2.2), title=f"Frames ahead: {frames}")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncol=3, fontsize=9)
    away = 100 * error(by_net[ball, frames - 1], future[ball, frames - 1])
    alt = f"Frames ahead: {frames}. At the last of them the ball and its roll-out"
    show(figure, alt=f"{alt} are {away:.0f} cm apart.")


explore(
    draw_roll_out,
    frames=SelectionSlider(value=16, options=(1, 4, 16, 64)),
    ball=IntSlider(value=3, max=50),
)

# %% [markdown]
# ## 6. Sequences in the world (core)
#
# A ball is only one thing that moves in time. A **sequence** is a list of things in which the order
# matters. To compute with it we write it as a table: one row for each step, one column for each
# number that describes the step. Its shape is `(time, features)`.
#
# For letters there is no natural number. A *one-hot* row has a 1 in the column of its letter and 0
# in all others. Here each text has its own columns. In practice the columns are fixed once, for all
# texts, so that one network can read them all.


# %%
def one_hot(symbols):
    """A text, or a list of words, to a table (steps, different symbols) of zeros and ones."""
    known = sorted(set(symbols))
    return F.one_hot(torch.tensor([known.index(symbol) for symbol in symbols]), len(known)).float()


print(one_hot("networks").int())

# %% tags=["aside"]
# @title Predict: which shape has a sound?
predict(
    "shape-of-sound",
    "A microphone measures the pressure of the air 16,000 times a second. Which shape (time, "
    "features) do two seconds of it have?",
    {
        "(2, 16000)": "A step is one measurement, not one second: the order within a second "
        "matters too.",
        "(1, 32000)": "So it would be one step with 32,000 features. Time comes first.",
        "(32000, 1)": "Each measurement is a step, and it has one number.",
        "(32000, 32000)": "That is one-hot. A pressure is a number already, so it needs no column "
        "of its own for each value.",
    },
)

# %% [markdown]
# Five of these nine sequences are real: a tune, a speech by Shakespeare, a Ukrainian text, the
# sunspots counted since 1700, and a protein. Each comes with its source: print
# `load("sunspots")["train"].info.description` to read it. The sound is computed from the notes of
# the tune. Three are **simulated**: the heart signal is five bumps a beat, as in a textbook (the
# idea is from McSharry et al., 2003), the price is a random walk, and the motion is our ball. For
# the drawing the one-hot tables are turned: time goes to the right.

# %% tags=["aside"]
# @title Load the real sequences, and compute a sound
tune = next(row for row in load("tunes")["train"] if row["title"] == "The Kilkenny Jig")["abc"]
english, ukrainian = (load(name)["train"][0]["text"] for name in ("english", "ukrainian"))
spots = torch.tensor([n for part in load("sunspots").values() for n in part["sunspots"]])
protein = load("proteins")["train"][0]["sequence"]
wave = torch.from_numpy(sound.synthesise(tune, seconds=2.0))

world = {  # name: (table, what a step is, what is measured)
    "Sound of a tune": (wave[:, None], "sample", "pressure"),
    "The tune, in ABC": (one_hot(tune[:60]), "character", "column"),
    "English": (one_hot(english[:60]), "character", "column"),
    "Ukrainian": (one_hot(ukrainian[:60]), "character", "column"),
    "Sunspots": (spots[:, None].float(), "years since 1700", "number"),
    "Protein": (one_hot(protein), "amino acid", "column"),
}

# %% tags=["aside"]
# @title Simulate a heart, a price and a motion
BUMPS = (  # P, Q, R, S and T: when in the beat, how high in mV, how wide
    (0.20, 0.15, 0.03),
    (0.36, -0.12, 0.01),
    (0.40, 1.0, 0.012),
    (0.44, -0.2, 0.012),
    (0.70, 0.3, 0.05),
)
beats = [torch.linspace(0, 1, int(n)) for n in torch.randint(180, 230, (4,))]
time = torch.cat(beats)[:, None]
heart = sum(high * torch.exp(-(((time - when) / wide) ** 2) / 2) for when, high, wide in BUMPS)
price = 100 * torch.exp(torch.cumsum(0.01 * torch.randn(2000), dim=0))
world["Heart (simulated)"] = (heart, "step (1/250 s)", "mV")
world["Price (simulated)"] = (price[:, None], "day", "price")
world["Motion (simulated)"] = (throw(1, 60)[0], "step (1/20 s)", "m")

# %% tags=["aside"]
# @title Nine sequences, one form
figure, panels = plt.subplots(3, 3, figsize=(9.5, 7))
for axes, (name, (table, step_unit, measured)) in zip(panels.flat, world.items(), strict=True):
    if table.shape[1] > 2:  # one-hot
        axes.imshow(table.T, aspect="auto", interpolation="nearest")
        axes.grid(False)
    else:
        axes.plot(table, linewidth=0.8, label=["across", "height"][: table.shape[1]])
    axes.set_title(f"{name} {tuple(table.shape)}", fontsize=10)
    axes.set_xlabel(step_unit, fontsize=9)
    axes.set_ylabel(measured, fontsize=9)
    axes.tick_params(labelsize=8)
panels[2, 2].legend(fontsize=8)
figure.suptitle("Nine sequences, one form: (time, features)")
show(
    figure,
    alt="Nine panels. The sound, the sunspots, the heart, the price and the motion are lines that go "
    "up and down. The tune in ABC, the two texts and the protein are one bright cell in each column "
    f"of a dark picture. Above each stands its shape, such as {tuple(wave[:, None].shape)}.",
)
reveal("shape-of-sound", str(tuple(wave[:, None].shape)))

# %% [markdown]
# Sound has the most steps and one feature. A text has few steps and as many features as different
# characters. Our motion has two features, the place across the box and the height (two lines in its
# panel). In each of them the order is the message: shuffle the rows, and the columns still have
# the same sums, but the tune is gone.
#
# ## 7. Does a longer history always help? (deeper)
#
# We ask the ball's question again, of three series of numbers and of English: how much better is
# the prediction with $k$ steps of history than with one? For numbers we use least squares as above.
# The noisy ball is that of section 3, tested on new balls. For the sunspots and the price we fit to
# the earlier 70 % of the series and test on the rest. Of the price we take the logarithm, so that
# each step is drawn in the same way, however high the price is.

# %% tags=["aside"]
# @title Predict: for which of them does a longer history not help?
predict(
    "history-does-not-pay",
    "For which of them is a longer history no better than one step?",
    {
        "sunspots": "They come in waves of about eleven years. Two years say whether a wave rises "
        "or falls.",
        "the noisy ball": "Two frames show the motion, and more of them average the noise.",
        "a random walk (our price)": "Each step of it is drawn anew. The last value holds all "
        "that can be known about the next one.",
        "English": "The last letter alone tells little. After `n`, a `d` comes in less than one "
        "case of five. After `an` it comes in half of the cases.",
    },
)


# %%
def errors_by_history(series, most):
    """Test errors of least squares with 1 to `most` steps of a series (time,)."""
    windows = series.double().unfold(0, most + 1, 1)  # (time - most, most + 1)
    seen, target = windows[:, :-1, None], windows[:, -1:]
    border = int(len(windows) * 0.7)
    found = []
    for k in range(1, most + 1):
        weights = torch.linalg.lstsq(features(seen[:border], k), target[:border]).solution
        found.append(error(features(seen[border:], k) @ weights, target[border:]))
    return found


spots_errors = errors_by_history(spots, 10)
price_errors = errors_by_history(price.log(), 10)

# %% [markdown]
# For English we count, in speeches of Shakespeare, which characters followed the last $k$ (an
# *n-gram model*, from the helper package). Such a model gives each next character a probability.
# Its error is measured in *bits per character*: the mean of $-\log_2 p$, where $p$ is the
# probability that it gave to the character that came. Guessing a fair coin costs one bit, and fewer
# are better. If a history was never seen, the model uses a shorter one. We count in a little text
# and in eight times as much.

# %%
speeches = load("english")
vocabulary = Vocabulary.from_texts(speeches["train"]["text"])


def encode(texts):
    return [vocabulary.encode(text, ends=True).tolist() for text in texts]


unseen = encode(speeches["test"]["text"][:80])  # of other plays
english_bits = {}
for name, amount in (("little text", 250), ("eight times as much", 2000)):
    read = encode(speeches["train"]["text"][:amount])
    english_bits[name] = [
        NGramModel(len(vocabulary), order=k + 1).fit(read).bits_per_char(unseen)
        for k in range(1, 7)
    ]

# %% tags=["aside"]
# @title What history gains, for numbers and for letters
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
numbers = {"noisy ball": noisy_errors, "sunspots": spots_errors, "random walk": price_errors}
for name, values in numbers.items():
    left.plot(range(1, len(values) + 1), [v / values[0] for v in values], ".-", label=name)
left.set(title="Numbers", ylim=(0, 1.2), xlim=(0.5, 13.5), xticks=(1, 2, 4, 6, 8, 10))
left.set(xlabel="steps of history", ylabel="error, relative to one step")
for name, values in english_bits.items():
    right.plot(range(1, 7), values, ".-", label=name)
right.set(title="English letters", ylim=(0, None), xlim=(0.5, 9), xticks=range(1, 7))
right.set(xlabel="letters of history", ylabel="bits per character")
label_lines(figure)
figure.suptitle("A longer history helps for some sequences, and not for others")
show(
    figure,
    alt="Left: the relative error of the random walk stays at one, that of the sunspots falls by two "
    "fifths, that of the noisy ball to a tenth. Right: the bits of English fall for three or four "
    "letters of history and then stay, lower with eight times as much text.",
)

# %% tags=["aside"]
# @title For which of them it did not help
left_over = {
    "sunspots": min(spots_errors) / spots_errors[0],
    "the noisy ball": min(noisy_errors) / noisy_errors[0],
    "a random walk (our price)": min(price_errors) / price_errors[0],
    "English": min(english_bits["little text"]) / english_bits["little text"][0],
}
reveal("history-does-not-pay", max(left_over, key=left_over.get))

# %% tags=["aside"]
# @title What was measured: numbers
claim(
    "sunspots-remember",
    "Ten years of history leave less than 70 % of the error that one year leaves (ratio)",
    spots_errors[-1] / spots_errors[0],
    below=0.7,
)
claim(
    "random-walk-forgets",
    "For a random walk, ten days of history are no better than one (ratio)",
    price_errors[-1] / price_errors[0],
    above=0.98,
    below=1.03,
)


# %% tags=["aside"]
# @title What was measured: letters
train_text, test_text = speeches["train"]["text"][:250], speeches["test"]["text"][:80]
known = {text[i - 6 : i] for text in train_text for i in range(6, len(text))}
met = [text[i - 6 : i] for text in test_text for i in range(6, len(text))]
much, little = english_bits["eight times as much"], english_bits["little text"]
claim(
    "english-unseen",
    "Share of the six-letter histories in other plays that the little text does not contain",
    sum(history not in known for history in met) / len(met),
    above=0.5,
)
claim(
    "english-remembers",
    "With five letters of history a character costs less than 75 % of the bits that it costs "
    "with one (ratio)",
    much[4] / much[0],
    below=0.75,
)
claim(
    "english-more-text",
    "Eight times as much text helps five letters of history more than one (bits gained, ratio)",
    (little[4] - much[4]) / (little[0] - much[0]),
    above=1.5,
)

# %% [markdown]
# The two pictures have different units, so their curves must not be compared. Sunspots rise and
# fall, and the direction is in the difference of two years, as with the ball. A random walk
# is the counterexample. (Whether *real* prices are a random walk is another question. Ours is one
# because we made it so.)
#
# The curves of English become flat where counting ends, not where English ends. In the little text
# a quarter of the histories of four letters and nearly two thirds of those of six were never seen,
# so there is nothing to count. More text helps a long history much more than a short one. A network
# goes another way: it need not have seen the very same letters, because it learns that some
# histories are alike.
#
# So before you choose a model, ask: **what does the past hold, and how far back?**
#
# ## 8. Five forms of tasks (core)
#
# The lecture sorts tasks by how many things come in and how many go out. In the drawing each box is
# one step. An arrow from below is an input, an arrow that leaves a box upwards is an output, and
# the arrows between the boxes carry on what was read so far. Notebook 03 is about what happens in
# the boxes. A dashed arrow is our roll-out again: what was put out is read at the next step.

# %% tags=["aside"]
# @title What goes in and out, in five forms of tasks
none = None
forms = {
    "One to one: will I pass this class?": (["a student"], ["pass"]),
    "Many to one: the sentiment of a tweet": (
        ["definitely", "one", "of", "the", "best", "courses"],
        [none] * 5 + ["positive"],
    ),
    "One to many: a caption for a picture": (
        ["a picture"] + [none] * 5,
        ["A", "baseball", "player", "throws", "a", "ball."],
    ),
    "Many to many, after reading: translation": (
        ["I", "love", "music", none, none, none],
        [none] * 3 + ["Я", "люблю", "музику"],
    ),
    "Many to many, at every step: the next character": (list("networ"), list("etwork")),
}

# %% tags=["aside"]
# @title Five forms of tasks, drawn
figure, panels = plt.subplots(5, 1, figsize=(7.5, 12))
for axes, (title, (read, put)) in zip(panels, forms.items(), strict=True):
    draw_unrolled(axes, read, put, recurrent=len(read) > 1, feedback=True, named=False)
    plt.setp(axes.texts, size=11)
    axes.set_xlim(0.05, 6.6)  # the same for one step and for six
    axes.set_title(title, fontsize=11)
words = [
    f"{t}: in {' '.join(filter(None, r))}, out {' '.join(filter(None, p))}"
    for t, (r, p) in forms.items()
]
show(figure, alt="Five unrolled networks. " + "; ".join(words))

# %% [markdown]
# A film review and its stars, a heart signal and "healthy or not": many to one. Our ball is many to
# one as well: some frames in, one place out. In a translation the output can begin only when enough
# has been read, and it may be longer or shorter than the input. The fifth form is the one on which
# the course spends most of its time: at every character it predicts the next one, so a text of
# 1,000 characters is 999 questions with known answers. Rolled out, the same network writes.
#
# In numbers, the forms differ in the length of the time axis on either side. Only the texts are
# one-hot: a student is two numbers, the shares of lectures and labs attended, and a picture here is
# 64 numbers.

# %%
tweet = (
    "The @MIT Introduction to #DeepLearning is definitely one of the best courses of its kind "
    "currently available online introtodeeplearning.com"
)
picture = torch.tensor(load("digits")["train"][0]["image"]).float()  # a handwritten 0, 8 x 8 pixels
shapes = {
    "one to one": (torch.tensor([[0.9, 0.6]]), torch.tensor([[1.0]])),  # a student -> pass
    "many to one": (one_hot(tweet.split()), torch.tensor([[1.0]])),  # words -> positive
    "one to many": (picture[None], one_hot("zero")),  # a picture -> its name, letter by letter
    "many to many": (one_hot("I love music"), one_hot("Я люблю музику")),
    "at every step": (one_hot("networks")[:-1], one_hot("networks")[1:]),
}
for name, (given, wanted) in shapes.items():
    print(f"{name:14}{tuple(given.shape)!s:9} -> {tuple(wanted.shape)}")

# %% [markdown]
# The tweet has a row for each word, and a column less, because one word comes twice. The last line
# of the code is the whole idea of the fifth form: the target is the input, one step later.
#
# ## What you know now
#
# - One picture shows where a ball is, two show how it moves, and more help against noise.
# - Least squares finds the law of motion from examples. Where the law is not linear, as at a
#   wall, a flexible function is needed, such as a network.
# - Fed back, a prediction looks far ahead, and its errors add up.
# - Sound, text, signals, prices and proteins all become tables of shape `(time, features)`.
# - How far back one must look depends on the sequence. For a random walk, one step is enough.
# - Tasks are one to one, many to one, one to many, or many to many, after reading or at every step.
#
# ## Questions

# %% tags=["aside"]
# @title Question 1
quiz(
    "01-one-picture",
    "Why can no network, however large, predict the ball from one picture?",
    {
        "It would need more balls to learn from": "With more balls it would still be wrong: it "
        "would learn the middle of the cloud of possible places better.",
        "Balls that look the same in it go on differently": "What decides, the velocity, is not "
        "in the picture. A function can only give one answer to one input.",
        "A network does not know physics": "With four frames it did well without being told any.",
    },
    right="Balls that look the same in it go on differently",
)

# %% tags=["aside"]
# @title Question 2
quiz(
    "01-roll-out",
    "Rolled out, the network's error grows with every step, also after a longer training. Why?",
    {
        "The motion of the ball is chaotic": "A small difference at the start does not grow by a "
        "factor again and again in this box.",
        "It learned for too few steps": "A longer training makes the error smaller at each "
        "distance, but what is left of it is fed back all the same.",
        "Each prediction is an input of the next": "A small error is carried on, and each step "
        "adds its own.",
    },
    right="Each prediction is an input of the next",
)

# %% tags=["aside"]
# @title Question 3
quiz(
    "01-shape",
    "A text has 60 characters, 35 of them different. Which shape does its one-hot table have?",
    {
        "(60, 35)": "A row for each character, a column for each different one.",
        "(35, 60)": "Time comes first in this course: one row for each step.",
        "(60, 1)": "That would be one number a character. Then `b` would lie between `a` and `c`, "
        "which means nothing.",
        "(60, 60)": "A character that comes again uses the same column again.",
    },
    right="(60, 35)",
)

# %% tags=["aside"]
# @title Question 4
quiz(
    "01-form",
    "A network reads a tune and names, at each character, the next one. Which form is that?",
    {
        "many to one": "Each single answer is one thing, but it gives one at every step.",
        "many to many, after reading": "It need not wait for the end of the tune: each input has "
        "its output at once.",
        "many to many, at every step": "As many outputs as inputs, each the next input.",
        "one to many": "That is how it writes a tune from one first character. Here it reads a "
        "whole one.",
    },
    right="many to many, at every step",
)

# %% [markdown]
# **Think, without code.**
#
# 1. The ball now feels the drag of the air, which slows it down. Are two frames still enough, if
#    there is no noise? What must be learned in addition?
#
# <details><summary>Answer</summary>
#
# Two frames are still enough, because place and velocity still decide what comes next. But the drag
# depends on the speed, mostly on its square, so the next step is no longer a weighted sum of
# positions. A nonlinear predictor is needed even without walls.
#
# </details>
#
# 2. A predictor is given *all* frames since the beginning. Can its error grow with the length of
#    the history? Think of least squares with few examples.
#
# <details><summary>Answer</summary>
#
# Yes. Each further frame brings more weights to fit. With few examples the weights fit the noise of
# these examples, and on new balls the error grows. More history can only help when there are enough
# examples, or when the same weights are used at every step. The second way is that of Notebook 03.
#
# </details>
#
# 3. Shuffle the letters of an English text, and measure the bits again. What happens to the curve?
#
# <details><summary>Answer</summary>
#
# It no longer falls. After shuffling, the letters before tell nothing about the next one, and only
# its frequency is left to know. The curve even rises, from about 4.9 to 5.3 bits: long histories
# that mean nothing are counted, and counting takes them for a rule.
#
# </details>
#
# **Where to go on.** [Notebook 02](02_perceptron.ipynb) opens the box called "network", and shows
# why it cannot read a sequence as it is. Yule (1927) invented regression on a series' own past, for
# just these sunspots. Shannon, "Prediction and entropy of printed English" (1951), let people guess
# the next letter. "Dive into Deep Learning", section 9.1, goes further into autoregressive models
# and predictions several steps ahead. Karpathy's essay "The Unreasonable Effectiveness of Recurrent
# Neural Networks" (2015) shows the forms of tasks that the lecture uses.
