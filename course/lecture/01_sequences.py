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
# You will throw balls in a simulated box, predict where they go from one picture and from several,
# and measure the error. Then you look at sequences from all over the world in one common form, and
# ask the same question of them.
#
# After this notebook you can
#
# - say why one picture is not enough, and how many are;
# - fit the best linear predictor with a history of $k$ steps, and measure it fairly;
# - write any sequence as a table of numbers of shape `(time, features)`;
# - name the four forms of tasks on sequences, with an example of each.
#
# | | |
# | --- | --- |
# | Time | about 45 minutes, of which the computer works for about one |
# | You need | Python, a little PyTorch, means and straight lines |
# | Slides | "Маючи картинку кульки ..." to "Прикладне використання sequence modeling" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=1)  # before torch is imported

# %%
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
from seqlab.text import Vocabulary
from seqlab.widgets import explore

# %% [markdown]
# ## 1. A picture of a ball
#
# The lecture begins with a question: given a picture of a ball, can we predict where it goes next?
#
# To measure an answer we need many balls, so we simulate them. A box is 3 m wide and 2 m high. A
# camera takes 20 pictures a second. Between two pictures the ball moves in ten small steps: gravity
# changes its velocity, the velocity changes its position, and a wall throws it back with nine
# tenths of its speed.

# %%
GRAVITY, FRAME = 9.81, 0.05  # m/s², s from one picture to the next
BOX = torch.tensor([3.0, 2.0])  # width and height, m
DOWN = torch.tensor([0.0, GRAVITY])


def throw(balls, frames, substeps=10):
    """Positions (balls, frames, 2) in metres of balls thrown into the box."""
    position = torch.rand(balls, 2) * BOX
    velocity = torch.empty(balls, 2).uniform_(-3, 3)  # m/s
    path = [position]
    for _ in range(frames - 1):
        for _ in range(substeps):
            velocity = velocity - DOWN * FRAME / substeps
            position = position + velocity * FRAME / substeps
            outside = (position < 0) | (position > BOX)
            velocity = torch.where(outside, -0.9 * velocity, velocity)
            position = position.clamp(min=0).minimum(BOX)
        path.append(position)
    return torch.stack(path, dim=1)


# %% [markdown]
# On the left you see one picture, on the right the same moment with the five pictures before it.
#
# **Predict.** Put your finger where the ball will be in the next picture. First look at the left
# one only. Then at the right one. How sure are you each time?


# %%
def draw_box(axes):
    axes.add_patch(plt.Rectangle((0, 0), *BOX, fill=False, linewidth=2))
    axes.set(xlim=(0, BOX[0]), ylim=(0, BOX[1]), aspect="equal", xlabel="m", ylabel="m")


thrown = throw(300, frames=7)
travelled = (thrown[:, 6] - thrown[:, 0]).norm(dim=1)
ball = thrown[travelled.argsort()[-30]]  # (frames, 2): a fast one, so that its trail is long
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
for axes, first in ((left, 5), (right, 0)):
    for frame in range(first, 6):
        axes.scatter(*ball[frame], s=120, color=COLOURS[0], alpha=(frame + 1) / 6)
    draw_box(axes)
left.set_title("One picture: where will it go?")
right.set_title("Six pictures: where will it go?")
show(figure, alt="A ball in a box: one position on the left, a trail of six positions on the right")

# %% [markdown]
# One picture shows a place, but no motion. Here is the answer, together with the steps that 300
# other balls took at that moment, put where our ball was. For a ball that makes any of these steps
# the left picture is the same.

# %%
possible = ball[5] + (thrown[:, 6] - thrown[:, 5])
figure, axes = plt.subplots(figsize=(7.5, 3.4))
axes.scatter(*possible.T, s=8, color="grey", label="possible next,\nfrom one picture")
axes.scatter(*ball[:6].T, s=60, color=COLOURS[0], label="seen")
axes.scatter(*ball[6], s=60, color=COLOURS[1], marker="s", label="what came next")
draw_box(axes)
axes.set_title("One picture leaves a whole cloud of places")
axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
show(figure, alt="The ball's trail, its true next place, and a cloud of 300 other possible ones")

# %% [markdown]
# ## 2. Two pictures, by hand
#
# Leave out the walls for now: a ball in the air. Its velocity is the step between two pictures. The
# next step is the same, only gravity makes it a little lower. For the height $y$:
#
# $$y_{t+1} = y_t + \underbrace{(y_t - y_{t-1})}_{\text{last step}} - g\,\Delta t^2$$
#
# **Predict.** The ball was at 1.00 m, now it is at 1.10 m. Without gravity it would be at 1.20 m in
# the next picture. How much does gravity take off in a twentieth of a second: millimetres,
# centimetres or decimetres?

# %%
before, now = 1.00, 1.10
by_hand = now + (now - before) - GRAVITY * FRAME**2
print(f"next height: {by_hand:.4f} m")

# %% [markdown]
# A few centimetres. Now for many balls. This function makes flights in the air with the formula of
# physics, so that the true next position is known exactly. The last frame is the one to predict.


# %%
def fly(balls, frames):
    """Positions (balls, frames, 2) in free flight; time 0 is the last frame but one."""
    t = FRAME * torch.arange(2 - frames, 2, dtype=torch.float64)[:, None]  # (frames, 1)
    place = torch.rand(balls, 1, 2, dtype=torch.float64) * BOX
    velocity = torch.empty(balls, 1, 2, dtype=torch.float64).uniform_(-3, 3)
    return place + velocity * t - DOWN * t**2 / 2


flights, new_flights = fly(4000, frames=9), fly(4000, frames=9)
history, following = flights[:, :-1], flights[:, -1]  # (balls, 8, 2), (balls, 2)
print(tuple(history.shape), tuple(following.shape))

# %% [markdown]
# The same formula in a loop over balls, and at once for all of them:

# %%
by_loop = []
for path in history:
    before, now = path[-2], path[-1]  # (2,): width and height
    by_loop.append(now + (now - before) - DOWN * FRAME**2)
by_loop = torch.stack(by_loop)

before, now = history[:, -2], history[:, -1]  # (balls, 2)
vectorised = now + (now - before) - DOWN * FRAME**2
torch.testing.assert_close(vectorised, by_loop)
torch.testing.assert_close(vectorised, following)  # and it is where the ball really went

# %% [markdown]
# That is physics. A machine that knows no physics can find the formula from examples. We let it
# predict with a weighted sum of the last $k$ positions and a constant, and choose the weights with
# the smallest squared error over all balls (*least squares*, one library call):
#
# $$\hat x_{t+1} = W_0\,x_t + W_1\,x_{t-1} + \dots + W_{k-1}\,x_{t-k+1} + b$$


# %%
def features(seen, k):
    """The last k frames and a constant: (balls, frames, 2) to (balls, 2 k + 1)."""
    ones = torch.ones(len(seen), 1, dtype=seen.dtype)
    return torch.cat([seen[:, -k:].flatten(1), ones], dim=1)


def error(predicted, true):
    """Root of the mean squared distance, in the unit of the data."""
    return (predicted - true).square().sum(-1).mean().sqrt().item()


weights = torch.linalg.lstsq(features(history, 2), following).solution  # (5, 2)
torch.set_printoptions(precision=4, sci_mode=False)
print(weights)
torch.testing.assert_close(weights[[0, 2], 0], torch.tensor([-1.0, 2.0], dtype=torch.float64))

# %% [markdown]
# **Predict.** The rows belong to: $x$ before, $y$ before, $x$ now, $y$ now, the constant. The
# columns to the next $x$ and the next $y$. Which physics do you find in them?

# %%
learned_gravity = -weights[4, 1].item() / FRAME**2
claim(
    "ball-finds-gravity",
    "From examples alone, least squares finds the gravity (in m/s²)",
    learned_gravity,
    above=9.80,
    below=9.82,
)

# %% [markdown]
# The weights are $2$ and $-1$: twice the position now, minus the one before, just as in the
# formula. The constant in the second column is $-g\,\Delta t^2$.
#
# How far off are the two predictors, on balls that they have not been fitted to?

# %%
new_history, new_following = new_flights[:, :-1], new_flights[:, -1]
errors = {}
for k in (1, 2):
    weights = torch.linalg.lstsq(features(history, k), following).solution
    errors[k] = error(features(new_history, k) @ weights, new_following)
    print(f"{k} frame(s): error {100 * errors[k]:.2g} cm")
step = error(new_history[:, -1], new_following)
print(f"the balls move {100 * step:.1f} cm from one frame to the next")
claim(
    "ball-one-frame",
    "With one frame the best linear predictor errs by as much as the ball moves (ratio)",
    errors[1] / step,
    above=0.95,
    below=1.05,
)
claim(
    "ball-two-frames",
    "With two frames, and without noise, nearly no error is left (ratio to one frame)",
    errors[2] / errors[1],
    below=1e-6,
)

# %% [markdown]
# So the answer to the lecture's question is: from one picture no, from two yes. The motion is in
# the *difference* of pictures, and a single picture does not hold it.
#
# ## 3. Noise makes a longer history pay
#
# A real camera does not see exactly. Let each position that we see be off by about 1 cm in each
# direction.
#
# **Predict.** Two frames were enough without noise. Will three, four or eight be better now? By
# how much?

# %%
NOISE = 0.01  # m
noisy = history + NOISE * torch.randn_like(history)
new_noisy = new_history + NOISE * torch.randn_like(new_history)

frames = range(1, 9)
noisy_errors = []
for k in frames:
    weights = torch.linalg.lstsq(features(noisy, k), following).solution
    noisy_errors.append(error(features(new_noisy, k) @ weights, new_following))

# %% [markdown]
# We can also compute what to expect. With gravity known, the motion is a straight line, and each
# direction of it is a line fitted to $k$ points and read off one step further. Its error has the
# standard deviation $\sigma \sqrt{2(2k+1) / (k(k-1))}$ (textbook formula for the regression
# line). Two directions make that $\sqrt 2$ times as much.

# %%
theory = [NOISE * (2 * 2 * (2 * k + 1) / (k * (k - 1))) ** 0.5 for k in frames[1:]]
figure, axes = plt.subplots()
axes.plot(frames, [100 * e for e in noisy_errors], "o", label="measured")
axes.plot(frames[1:], [100 * e for e in theory], label="theory of the straight line")
axes.set(title="With a noisy camera, every further frame helps", yscale="log")
axes.set(xlabel="frames that the predictor sees", ylabel="error (cm)")
axes.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
axes.minorticks_off()
axes.legend()
show(
    figure,
    alt="Error against frames seen, falling: "
    + ", ".join(f"{k}: {100 * e:.1f} cm" for k, e in zip(frames, noisy_errors, strict=True)),
)
claim(
    "ball-noise-more-frames",
    "With noise, eight frames leave about a third of the error that two leave (ratio)",
    noisy_errors[7] / noisy_errors[1],
    above=0.31,
    below=0.39,
)

# %% [markdown]
# Two frames still make the greatest difference. But the step between two noisy positions is a noisy
# velocity, and each further frame averages some of the noise away. How much history pays is not
# a property of the ball alone: it depends on how well we see.
#
# ## 4. Walls make it crooked
#
# Back into the box. A linear predictor cannot bounce: no weighted sum turns a ball round at a wall
# and leaves it alone in the middle. A small neural network can. (How such a network works is the
# matter of notebook 02; here it is only a flexible function, trained on 10,000 balls.)

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
# **Predict.** Without walls and noise, two frames said everything. With walls and noise, how many
# frames will the network still profit from? About 10 s on a laptop CPU.


# %%
def train_net(k, steps=800):
    net = BallNet(k)
    optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        rows = torch.randint(10_000, (256,))
        loss = (net(in_box[rows]) - next_in_box[rows]).square().sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
    return net.requires_grad_(False)


seen_frames = (1, 2, 4, 6)
nets = {k: train_net(k) for k in seen_frames}

# %%
net_errors, line_errors = {}, {}
for k, net in nets.items():
    weights = torch.linalg.lstsq(features(in_box[train], k), next_in_box[train]).solution
    line_errors[k] = error(features(in_box[test], k) @ weights, next_in_box[test])
    net_errors[k] = error(net(in_box[test]), next_in_box[test])

figure, axes = plt.subplots()
for name, values in (("linear", line_errors), ("network", net_errors)):
    axes.plot(seen_frames, [100 * e for e in values.values()], marker="o", label=name)
axes.set(title="In the box one needs history, and a bend", xticks=seen_frames)
axes.set(xlabel="frames that the predictor sees", ylabel="error (cm)", ylim=(0, None))
label_lines(figure)
show(
    figure,
    alt="Error of both predictors against frames seen; with six frames "
    f"{100 * line_errors[6]:.1f} cm (linear) and {100 * net_errors[6]:.1f} cm (network)",
)

# %%
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
# take in a history of any length.
#
# Explore it yourself. The circle is the usual error of the network that sees so many frames.


# %%
def draw_prediction(ball, frames):
    seen, true = in_box[test][ball], next_in_box[test][ball]
    predicted = nets[frames](seen[None])[0]
    figure, axes = plt.subplots(figsize=(7.5, 3.4))
    for places, colour, marker, name in (
        (seen[-frames:], 0, "o", "seen"),
        (true[None], 1, "s", "what came next"),
        (predicted[None], 2, "^", "predicted"),
    ):
        axes.scatter(*places.T, s=60, color=COLOURS[colour], marker=marker, label=name)
    axes.add_patch(plt.Circle(predicted, net_errors[frames], color=COLOURS[2], alpha=0.2))
    draw_box(axes)
    x, y = seen[-1]
    axes.set(xlim=(x - 0.7, x + 0.7), ylim=(y - 0.45, y + 0.45))  # a part of the box, enlarged
    axes.set_title(f"Frames seen: {frames}; usual error {100 * net_errors[frames]:.1f} cm")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    off = 100 * error(predicted, true)
    show(figure, alt=f"{frames} frames of a ball and its predicted next place, {off:.1f} cm off")


# %%
explore(
    draw_prediction,
    ball=IntSlider(value=3, max=50),
    frames=SelectionSlider(value=4, options=seen_frames),
)

# %% [markdown]
# ## 5. Sequences in the world
#
# A ball is only one thing that moves in time. A **sequence** is a list of things in which the order
# matters. To compute with it we write it as a table: one row for each step, one column for each
# number that describes the step. Its shape is `(time, features)`.
#
# For letters there is no natural number. A *one-hot* row has a 1 in the column of its letter and 0
# in all others:


# %%
def one_hot(text):
    """A text to a table (characters, different characters) of zeros and ones."""
    alphabet = sorted(set(text))
    return F.one_hot(torch.tensor([alphabet.index(c) for c in text]), len(alphabet)).float()


print(one_hot("networks").int())

# %% [markdown]
# **Predict.** Which shapes `(time, features)` would you give to: two seconds of sound, a heart
# signal, a protein, a price, a text?
#
# First come the real ones: a tune and its sound, a speech by Shakespeare, a Ukrainian text, the
# sunspots counted since 1700, and a protein. Each comes with its source: print
# `load("sunspots")["train"].info.description` to read it.

# %%
tune = next(row for row in load("tunes")["train"] if row["title"] == "The Kilkenny Jig")["abc"]
english, ukrainian = (load(name)["train"][0]["text"] for name in ("english", "ukrainian"))
spots = torch.tensor([n for part in load("sunspots").values() for n in part["sunspots"]])
protein = load("proteins")["train"][0]["sequence"]

world = {  # name: (table, what a step is, what is measured)
    "Sound of a tune": (
        torch.from_numpy(sound.synthesise(tune, seconds=2.0))[:, None],
        "sample",
        "pressure",
    ),
    "The tune, in ABC": (one_hot(tune[:60]), "character", "column"),
    "English": (one_hot(english[:60]), "character", "column"),
    "Ukrainian": (one_hot(ukrainian[:60]), "character", "column"),
    "Sunspots": (spots[:, None].float(), "years since 1700", "number"),
    "Protein": (one_hot(protein), "amino acid", "column"),
}

# %% [markdown]
# Three more are **simulated**, and we say so: the heart signal is five bumps a beat, drawn as in
# a textbook (the idea is from McSharry et al., 2003), the price is a random walk, the motion is our
# ball.


# %%
def heartbeat(time):
    """Millivolts of one beat: the bumps P, Q, R, S and T; time from 0 to 1."""
    bumps = ((0.20, 0.15, 0.03), (0.36, -0.12, 0.01), (0.40, 1.0, 0.012), (0.44, -0.2, 0.012))
    bumps += ((0.70, 0.3, 0.05),)  # when, how high, how wide
    return sum(high * torch.exp(-(((time - when) / wide) ** 2) / 2) for when, high, wide in bumps)


beats = [heartbeat(torch.linspace(0, 1, int(n))) for n in torch.randint(180, 230, (4,))]
price = 100 * torch.exp(torch.cumsum(0.01 * torch.randn(2000), dim=0))
world["Heart (simulated)"] = (torch.cat(beats)[:, None], "1/250 s", "mV")
world["Price (simulated)"] = (price[:, None], "day", "price")
world["Motion (simulated)"] = (throw(1, 60)[0], "1/20 s", "m")

# %%
figure, panels = plt.subplots(3, 3, figsize=(9.5, 7))
for axes, (name, (table, step_unit, measured)) in zip(panels.flat, world.items(), strict=True):
    if table.shape[1] > 2:  # one-hot
        axes.imshow(table.T, aspect="auto", interpolation="nearest")
        axes.grid(False)
    else:
        axes.plot(table, linewidth=0.8)
    axes.set_title(f"{name} {tuple(table.shape)}", fontsize=10)
    axes.set_xlabel(step_unit, fontsize=9)
    axes.set_ylabel(measured, fontsize=9)
    axes.tick_params(labelsize=8)
figure.suptitle("Nine sequences, one form: (time, features)")
show(
    figure,
    alt="Nine sequences with their shapes: "
    + "; ".join(f"{name} {tuple(table.shape)}" for name, (table, _, _) in world.items()),
)

# %% [markdown]
# Sound has the most steps and one feature; a text has few steps and as many features as different
# characters; our motion has two, the place across the box and the height (two lines in its panel).
# In each of them the order is the message: shake the rows, and the columns still have the same
# sums, but the tune is gone.
#
# ## 6. Does a longer history always pay?
#
# We ask the ball's question again, of four of these sequences: how much better is the prediction
# with $k$ steps of history than with one? For numbers we use least squares as above. For the
# English text we count which characters followed the last $k$ (an n-gram model, from the helper
# package), and measure bits per character, where fewer is better.
#
# **Predict.** For which of them does history pay most: noisy ball, sunspots, price, English? For
# which does it not pay at all?


# %%
def errors_by_history(series, most, test_share=0.3):
    """Test errors of least squares with 1 to `most` steps, fitted to the earlier part (time,)."""
    windows = series.double().unfold(0, most + 1, 1)  # (time - most, most + 1)
    seen, target = windows[:, :-1, None], windows[:, -1:]
    border = int(len(windows) * (1 - test_share))
    found = []
    for k in range(1, most + 1):
        weights = torch.linalg.lstsq(features(seen[:border], k), target[:border]).solution
        found.append(error(features(seen[border:], k) @ weights, target[border:]))
    return found


MOST = 10
spots_errors = errors_by_history(spots, MOST)
price_errors = errors_by_history(price.log(), MOST)

# %%
part = load("english")["train"]["text"][:1500]
vocabulary = Vocabulary.from_texts(part)
ids = [vocabulary.encode(text, ends=True).tolist() for text in part]
border = int(0.9 * len(ids))
english_bits = [
    NGramModel(len(vocabulary), order=k + 1).fit(ids[:border]).bits_per_char(ids[border:])
    for k in range(1, 6)
]

# %%
curves = {
    "noisy ball": noisy_errors,
    "English": english_bits,
    "sunspots": spots_errors,
    "price": price_errors,
}
figure, axes = plt.subplots()
for name, values in curves.items():
    axes.plot(range(1, len(values) + 1), [v / values[0] for v in values], marker=".", label=name)
axes.set(title="History pays for some sequences, and not for others", ylim=(0, 1.2))
axes.set(
    xlabel="steps of history", ylabel="error or bits, relative to one step", xlim=(0.7, MOST + 0.2)
)
label_lines(figure)
show(
    figure,
    alt="Relative error with the longest history: "
    + ", ".join(f"{name} {v[-1] / v[0]:.2f}" for name, v in curves.items()),
)

# %%
claim(
    "sunspots-remember",
    "Ten years of history leave less than 70 % of the error that one year leaves (ratio)",
    spots_errors[-1] / spots_errors[0],
    below=0.7,
)
claim(
    "english-remembers",
    "Five characters of history leave less than 75 % of the bits that one leaves (ratio)",
    english_bits[-1] / english_bits[0],
    below=0.75,
)
claim(
    "random-walk-forgets",
    "For a random walk, ten days of history are no better than one (ratio)",
    price_errors[-1] / price_errors[0],
    above=0.98,
    below=1.03,
)

# %% [markdown]
# Sunspots come in waves of about eleven years: whether they rise or fall is in the difference of
# two years, as with the ball. In English the last letters tell much about the next one. A random
# walk is the counterexample: the last price holds all that can be known, and a longer history adds
# nothing. (Whether *real* prices are a random walk is another question; ours is one because we made
# it so.)
#
# So before you choose a model, ask: **what does the past hold, and how far back?**
#
# ## 7. Four forms of tasks
#
# The lecture sorts tasks by how many things come in and how many go out. Each box below is one
# step; arrows from below bring an input, arrows to above an output, and the links between the boxes
# carry what was read so far. How the boxes work is the matter of notebook 03.
#
# **Predict.** Which form has: a film review and its stars? A heart signal and "healthy or not"? The
# next character, at each character of a tune? A title, and a poem with that title?

# %%
nothing = None
forms = {
    "One to one: will I pass this class?": (["a student"], ["pass"]),
    "Many to one: the sentiment of a tweet": (
        ["definitely", "one", "of", "the", "best", "courses"],
        [nothing] * 5 + ["positive"],
    ),
    "One to many: a caption for a picture": (
        ["a picture"] + [nothing] * 5,
        ["A", "baseball", "player", "throws", "a", "ball."],
    ),
    "Many to many: translation": (
        ["I", "love", "music", nothing, nothing, nothing],
        [nothing] * 3 + ["Я", "люблю", "музику"],
    ),
}

# %%
figure, panels = plt.subplots(4, 1, figsize=(7.5, 9.5))
for axes, (title, (inputs, outputs)) in zip(panels, forms.items(), strict=True):
    draw_unrolled(axes, inputs, outputs, recurrent=len(inputs) > 1)
    axes.set_title(title, fontsize=11)
show(
    figure,
    alt="Four unrolled networks. "
    + "; ".join(
        f"{title}: in {' '.join(filter(None, inputs))}, out {' '.join(filter(None, outputs))}"
        for title, (inputs, outputs) in forms.items()
    ),
)

# %% [markdown]
# A review and its stars, a heart signal and a verdict: many to one. Our ball is many to one as
# well: some frames in, one place out. A title and a poem: one to many if the title counts as one
# thing, many to many if it is read word by word. The next character at each character is many to
# many too, but without the wait: each input has its output at once. In a translation the output
# can begin only when enough has been read, and it may be longer or shorter than the input.
#
# In numbers, the forms differ only in the length of the time axis on either side:

# %%
tweet = (
    "The @MIT Introduction to #DeepLearning is definitely one of the best courses of its kind "
    "currently available online introtodeeplearning.com"
)
words = Vocabulary(tweet.split())
table = F.one_hot(words.encode(tweet.split()), len(words)).float()
shapes = {
    "one to one": (torch.tensor([[0.9, 0.6]]), torch.tensor([[1.0]])),  # lectures, labs -> pass
    "many to one": (table, torch.tensor([[1.0]])),  # words of the tweet -> positive
    "one to many": (torch.rand(1, 64 * 64), one_hot("A baseball player throws a ball.")),
    "many to many": (one_hot("I love music"), one_hot("Я люблю музику")),
}
for name, (given, wanted) in shapes.items():
    print(f"{name:14}{tuple(given.shape)!s:12} -> {tuple(wanted.shape)}")

# %% [markdown]
# ## What you know now
#
# - One picture shows where a ball is, two show how it moves, and more help against noise.
# - Least squares finds the law of motion from examples. Where the law bends, as at a wall, a
#   network is needed as well.
# - Sound, text, signals, prices and proteins all become tables of shape `(time, features)`.
# - How far back one must look depends on the sequence. For a random walk, one step is enough.
# - Tasks are one to one, many to one, one to many or many to many.
#
# **Think, without code.**
#
# 1. The ball now feels the drag of the air, which slows it down. Are two frames still enough, if
#    there is no noise? What must be learned in addition?
# 2. A predictor is given *all* frames since the beginning. Can its error grow with the length of
#    the history? Think of least squares with few examples.
# 3. Shuffle the letters of an English text, and measure the bits again. What happens to the curve?
#
# **Where to go on.** [Notebook 02](02_perceptron.ipynb) opens the box called "network", and shows
# why it cannot read a sequence as it is. Yule (1927) invented regression on a series' own past,
# for just these sunspots. Shannon, "Prediction and entropy of printed English" (1951), let people
# guess the next letter. Karpathy's essay "The Unreasonable Effectiveness of Recurrent Neural
# Networks" (2015) shows the forms of tasks that the lecture uses.
