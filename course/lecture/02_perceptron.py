# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02. The perceptron, and why it is not enough
#
# {{ colab }}
#
# **A network maps a vector of numbers to an answer. Can it also read a sequence, one step after the
# other?**
#
# You will draw a border between students who pass and students who fail, first by hand, then by a
# perceptron, then by a network. Then you put the same network at each step of a sequence, and
# measure exactly what it cannot do.
#
# After this notebook you can
#
# - write a perceptron as a sum, as a loop and as a matrix product;
# - say what sigmoid, tanh and ReLU do, where they are flat, and why a network needs one of them;
# - train a small classifier by gradient descent, and see where it decides;
# - show that a network without a link between the steps cannot remember, count or tell order.
#
# | | |
# | --- | --- |
# | Time | about 45 minutes, of which the computer works for less than one |
# | You need | [notebook 01](01_sequences.ipynb), matrix products, derivatives |
# | Slides | "The Perceptron Revisited" to "Handling Individual Time Steps"; "Що таке tanh" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=2, part="{{ part }}")  # before torch is imported

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from ipywidgets import FloatSlider
from torch import nn

from seqlab.claims import claim
from seqlab.diagrams import draw_unrolled
from seqlab.plots import COLOURS, show
from seqlab.predict import predict, quiz, reveal
from seqlab.widgets import explore

# %% [markdown]
# ## 1. "Will I pass this class?" (core)
#
# The first example of the lecture asks this of a student. We simulate the students, so that we know
# the truth. Each has attended a share of the lectures and done a share of the lab hours. To pass,
# one needs enough of *both*: we have made the rule with a corner on purpose. There is also some luck.
# (`torch.sigmoid` is a smooth step from 0 to 1; section 2 explains it.)


# %%
def true_chance(x):
    """Chance to pass (students,) from shares of lectures and of lab hours x (students, 2)."""
    enough_lectures = torch.sigmoid(18 * (x[:, 0] - 1 / 3))  # from 0 to 1, one half at 1/3
    enough_labs = torch.sigmoid(16 * (x[:, 1] - 1 / 4))
    return enough_lectures * enough_labs


def students(size):
    x = torch.rand(size, 2)
    return x, torch.bernoulli(true_chance(x))  # 1 passes, 0 fails


x_train, passed_train = students(400)
x_test, passed_test = students(20_000)

# %% [markdown]
# Before a machine learns it, try it yourself. Give each share a weight, add a number $b$, and say
# "pass" where the sum is above 0. Move the three numbers until as many students as possible are on
# the right side of the line. What is the best that you can reach?


# %% tags=["aside"]
# @title Draw the students and a line
def draw_students(axes):
    """Draw the training students: dots pass, crosses fail."""
    for outcome, marker, colour, name in ((1, "o", 0, "pass"), (0, "x", 1, "fail")):
        chosen = x_train[passed_train == outcome]
        axes.scatter(*chosen.T, s=14, marker=marker, color=COLOURS[colour], label=name, alpha=0.7)
    axes.set(xlabel="share of lectures attended", ylabel="share of lab hours done")
    axes.set(xlim=(0, 1), ylim=(0, 1))


def draw_line(w_lectures, w_labs, b):
    """Draw the line where the sum is 0, and say how many students it puts on the right side."""
    z = x_train @ torch.tensor([w_lectures, w_labs]) + b
    right = ((z > 0) == (passed_train > 0)).float().mean().item()
    figure, axes = plt.subplots(figsize=(6, 4))
    draw_students(axes)
    side = torch.linspace(0, 1, 2)
    height = w_lectures * side[:, None] + w_labs * side + b  # (lectures, labs)
    words = "no line in view, so that all get the same answer"
    if 0 < (height > 0).sum() < 4:
        axes.contour(side, side, height.T, levels=[0], colors="black")
        words = "a straight line between them"
    axes.set(title=f"Right for {right:.0%} of the students")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    show(figure, alt=f"Students who pass and who fail, and {words}; right for {right:.0%} of them")


# %%
sliders = {
    name: FloatSlider(value=start, min=low, max=low + 5, step=0.5)
    for name, start, low in (("w_lectures", 5.0, 0), ("w_labs", 2.0, 0), ("b", -2.0, -5))
}
explore(draw_line, **sliders)

# %% [markdown]
# The line is where the sum is 0. The two weights set its direction, and $b$ moves it without turning
# it. Whatever you try, it stays straight.
#
# ## 2. A perceptron by hand (core)
#
# What you have just set by hand is a **perceptron**. It takes numbers $x_1, \dots, x_m$,
# multiplies each by a **weight**, adds the products and a **bias** $b$, and passes the sum $z$
# through an **activation function** $g$:
#
# $$z = b + \sum_{i=1}^m w_i x_i \qquad \hat y = g(z)$$
#
# Take three inputs and the sigmoid $g(z) = 1 / (1 + e^{-z})$, which turns any number into one
# between 0 and 1.

# %%
x_1, x_2, x_3 = 2.0, -1.0, 0.5
w_1, w_2, w_3, b = 1.0, 3.0, 4.0, 0.5

# %% tags=["aside"]
# @title Predict
predict(
    "sign-of-z",
    "For these numbers, in your head: is ŷ above or below one half?",
    {
        "above": "The sum is 2 - 3 + 2 + 0.5, which is positive, so ŷ is above one half.",
        "below": "-3 is the largest product, but 2 + 2 + 0.5 = 4.5 is more.",
        "exactly one half": "That would need z = 0: the sigmoid is one half at 0 only.",
    },
)

# %%
z = w_1 * x_1 + w_2 * x_2 + w_3 * x_3 + b
y_by_hand = 1 / (1 + math.exp(-z))

# %% tags=["aside"]
# @title Compare with what you said
answer = "above" if y_by_hand > 0.5 else "below"
reveal("sign-of-z", answer, measured=f"z = {z}, ŷ = {y_by_hand:.4f}")

# %% [markdown]
# The sign of $z$ is the decision; its size is how sure the perceptron is.
#
# Three inputs can be written out. For three hundred one needs a loop. Each product and each sum is
# part of a *dot product*, so `@` computes them at once:

# %%
x, w = torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1.0, 3.0, 4.0])

z = b
for x_i, w_i in zip(x, w, strict=True):
    z = z + x_i * w_i
print("by a loop:   ", torch.sigmoid(z).item())

print("by a product:", torch.sigmoid(x @ w + b).item())

# %% [markdown]
# ## 3. A layer: many perceptrons, one matrix product (core)
#
# Put $n$ perceptrons side by side; all read the same $m$ numbers. (Here their activation is tanh, which
# section 4 shows: it turns any number into one between -1 and 1.) Each has a column of weights, and
# the columns together are a matrix $W$ with a row for each input and a column for each output. In
# this course a matrix of weights always has the shape **(inputs, outputs)**, and what is read is a
# row: $\hat y = g(x W + b)$.

# %%
m, n = 4, 3
x = torch.randn(m)
W, b = torch.randn(m, n), torch.randn(n)

y_by_loop = torch.stack([torch.tanh(x @ W[:, j] + b[j]) for j in range(n)])  # one by one
y_by_product = torch.tanh(x @ W + b)  # (inputs,) @ (inputs, outputs) -> (outputs,)
print(y_by_loop)
print(y_by_product)

# %% [markdown]
# A batch is a matrix with one example in each row, and `batch @ W + b` needs no change.
#
# > **Three ways to write the same layer.** The slides write $W^\top x$ with $x$ as a column: the
# > same $W$ of shape (inputs, outputs) as here. We write $x W$ with $x$ as a row. PyTorch's
# > `nn.Linear` computes $x W$ too, but it *stores* the matrix the other way round, as
# > (outputs, inputs), and turns it back when it computes.

# %%
batch = torch.randn(5, m)
layer = nn.Linear(m, n)
print("stored as", tuple(layer.weight.shape))

by_product = batch @ layer.weight.T + layer.bias  # (batch, inputs) @ (inputs, outputs)
print("largest difference:", (layer(batch) - by_product).abs().max().item())

# %% [markdown]
# A network is layers one after the other. Is the activation between them needed?

# %% tags=["aside"]
# @title Predict
predict(
    "no-activation",
    "Without an activation between them, what can two layers draw as a border?",
    {
        "curved borders": "A sum of sums is still a sum: without an activation nothing bends.",
        "more than one layer, if the middle is wide": "However wide the middle is, its columns are "
        "added up again by the second matrix.",
        "only what one layer can": "(x W₁) W₂ = x (W₁ W₂), and W₁ W₂ is one matrix. The activation "
        "is what makes a second layer worth having.",
    },
)

# %%
first, second = nn.Linear(m, 50), nn.Linear(50, n)
W = first.weight.T @ second.weight.T  # (inputs, 50) @ (50, outputs) -> (inputs, outputs)
b = first.bias @ second.weight.T + second.bias

# %% tags=["aside"]
# @title Compare with what you said
x = torch.randn(1000, m)
difference = (second(first(x)) - (x @ W + b)).abs().max().item()
answer = "only what one layer can" if difference < 1e-5 else "curved borders"
words = f"two layers and one differ by {difference:.0e}, by rounding only"
reveal("no-activation", answer, measured=words)

# %% [markdown]
# ## 4. The activation: sigmoid, tanh, ReLU (core)
#
# The slides name three functions. Training asks: how much does $\hat y$ change when a weight changes a
# little? By the chain rule, $\partial \hat y / \partial w_i = g'(z)\, x_i$. Where the slope $g'(z)$ is
# nearly 0, changing the weight changes nothing.
#
# | | $g(z)$ | $g'(z)$ |
# | --- | --- | --- |
# | sigmoid | $\dfrac{1}{1 + e^{-z}}$ | $g(z)\,(1 - g(z))$ |
# | tanh | $\dfrac{e^z - e^{-z}}{e^z + e^{-z}}$ | $1 - g(z)^2$ |
# | ReLU | $\max(0, z)$ | $1$ if $z > 0$, else $0$ |


# %%
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


def tanh(z):
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))


def relu(z):
    return torch.clamp(z, min=0)


slopes = {
    sigmoid: lambda z: sigmoid(z) * (1 - sigmoid(z)),
    tanh: lambda z: 1 - tanh(z) ** 2,
    relu: lambda z: (z > 0).to(z.dtype),
}

# %% tags=["aside"]
# @title Predict
predict(
    "steep-slopes",
    "Which of the three slopes g'(z) can be larger than one half?",
    {
        "all three": "The sigmoid's slope is g (1 - g). Such a product is largest at g = 1/2, and "
        "there it is one quarter.",
        "only ReLU's": "Tanh passes 0 steeply: its slope there is 1 - 0² = 1.",
        "tanh's and ReLU's": "Both reach 1. The sigmoid never passes one quarter.",
    },
)


# %% tags=["aside"]
# @title Draw the activations and their slopes
def draw_activations():
    """Draw the three functions, and their slopes beside them."""
    z = torch.linspace(-6, 6, 601)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    for (function, slope), style in zip(slopes.items(), ("-", "--", ":"), strict=True):
        left.plot(z, function(z), style, label=function.__name__, linewidth=2)
        right.plot(z, slope(z), style, label=function.__name__, linewidth=2)
    left.set(title="The three activations", xlabel="z", ylabel="g(z)", ylim=(-1.2, 2.2))
    right.set(
        title="Where a hidden unit is flat, little is learned", xlabel="z", ylabel="slope g'(z)"
    )
    right.set(ylim=(-0.05, 1.1))
    left.legend()
    show(
        figure,
        alt="Left: sigmoid and tanh rise and become flat at both ends; ReLU is flat on the left "
        "and a straight line on the right. Right: the slope of the sigmoid is a low hill, that of "
        "tanh is four times as high, that of ReLU is a step from 0 to 1",
    )


# %%
z = torch.linspace(-6, 6, 601)
steep = [function.__name__ for function, slope in slopes.items() if slope(z).max() > 0.5]

# %% tags=["aside"]
# @title Compare with what you said
draw_activations()

answers = {("tanh", "relu"): "tanh's and ReLU's", ("relu",): "only ReLU's"}
sizes = ", ".join(f"{function.__name__} {slope(z).max():.2f}" for function, slope in slopes.items())
reveal("steep-slopes", answers.get(tuple(steep), "all three"), measured=f"largest slopes: {sizes}")

# %% tags=["aside"]
# @title What was measured
at_zero, at_five = (slopes[sigmoid](torch.tensor(value)).item() for value in (0.0, 5.0))
claim(
    "perceptron-saturation",
    "At z = 5 the sigmoid has only this share of the slope that it has at 0",
    at_five / at_zero,
    below=1 / 30,
)

# %% [markdown]
# Away from 0, sigmoid and tanh **saturate**: the curve is flat, the slope is nearly 0, and the weights
# of a hidden unit that is there hardly learn any more. ReLU does not saturate for positive $z$; for
# negative $z$ it is flat at once. Keep the right half of this figure in mind: notebook 06 multiplies these
# slopes over many time steps.
#
# One warning about the slide. Its formula for tanh is right on paper, but not for every number a
# computer can hold:

# %%
large = torch.tensor([1.0, 50.0, 100.0])
print("formula:", tanh(large))
print("library:", torch.tanh(large))

# %% [markdown]
# $e^{100}$ is too large for a 32-bit number: it becomes infinity, and infinity divided by infinity
# is `nan`, "not a number". The library computes the same function in a safer way. So learn from the
# formula, and use the library.
#
# ## 5. The machine finds the weights (core)
#
# Back to the students. How wrong is a perceptron? Measure its **surprise** at what happened: the
# loss is $-\ln \hat y$ if the student passed, and $-\ln(1 - \hat y)$ if not. A sure and right
# answer costs nothing, a sure and wrong one costs much. The mean over all students is the *binary
# cross-entropy*.
#
# Training goes downhill on this loss, in small steps. The **gradient** tells for each weight how the
# loss grows with it; each step moves the weight a little the other way. That is **gradient descent**.
# For a perceptron with a sigmoid and this loss, the chain rule leaves a short formula, and $b$ has the
# same one with $x_i = 1$:
#
# $$\frac{\partial L}{\partial w_i} = \text{mean of } (\hat y - y)\, x_i$$
#
# Each student pulls at the weights by how wrong the answer was, $\hat y - y$.

# %% tags=["aside"]
# @title Predict
predict(
    "best-line",
    "A perceptron is trained on the 400 students. For how many of 100 new students will it be "
    "right? You know how far your own line got.",
    unit="%",
    low=50,
    high=100,
    near=3,
)

# %%
w, b = torch.zeros(2), torch.zeros(1)
losses, lines = [], {}
for step in range(3001):
    y = torch.sigmoid(x_train @ w + b)  # (students, 2) @ (2,) -> (students,)
    losses.append(F.binary_cross_entropy(y, passed_train).item())
    if step in (1, 10, 100, 3000):
        lines[step] = (w.clone(), b.clone())
    off = y - passed_train  # (students,)
    w -= off @ x_train / len(off)  # downhill, with a step of 1 times the gradient
    b -= off.mean()


def perceptron(x):
    return x @ w + b  # the sum z: (students, 2) -> (students,)


@torch.no_grad()
def accuracy(decide, x, truth):
    return ((decide(x).squeeze(-1) > 0) == (truth > 0)).float().mean().item()


# %% tags=["aside"]
# @title Draw the border and the loss while the perceptron learns
def draw_learning():
    """Draw the border after some steps, and the loss at each step."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8))
    draw_students(left)
    side = torch.linspace(0, 1, 2)
    for (step, (weights, bias)), style in zip(lines.items(), (":", "-.", "--", "-"), strict=True):
        border = -(weights[0] * side + bias) / weights[1]  # where the sum is 0
        left.plot(side, border, style, color="black", label=f"step {step:,}")
    left.set(title="The border turns and moves")
    right.plot(range(1, len(losses) + 1), losses, color=COLOURS[0])
    right.set(title="The loss falls, and then stays", xscale="log", xlabel="step", ylabel="loss")
    right.set(ylim=(0, None))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=6)
    show(
        figure,
        alt="Left: students, and the border after some numbers of steps; it turns until it cuts off "
        "the lower left corner. Right: the loss falls, quickly at first, and then stays",
    )


# %% tags=["aside"]
# @title Compare with what you said
draw_learning()

reveal("best-line", 100 * accuracy(perceptron, x_test, passed_test))

# %% tags=["aside"]
# @title The best of all straight lines
angles, shifts = torch.linspace(0, torch.pi, 61), torch.linspace(-1.5, 1.5, 151)
sums = x_test @ torch.stack([angles.cos(), angles.sin()])  # (students, angles)
passes = passed_test.bool()[:, None]
best_line = max(((sums + shift > 0) == passes).float().mean(0).max().item() for shift in shifts)
print(f"The best of {len(angles) * len(shifts):,} straight lines is right for {best_line:.1%}")

# %% [markdown]
# No straight line does much better. Now a network: two perceptrons read the student, and a third
# one reads the two. Its gradients need no formula of ours: `backward` computes them for every weight.


# %%
def downhill(network, loss, rate):
    """Move every weight a little against its gradient."""
    network.zero_grad()  # forget the gradients of the step before
    loss.backward()
    with torch.no_grad():
        for weight in network.parameters():
            weight -= rate * weight.grad


def train(network, x, passed, steps, rate):
    for _ in range(steps):
        z = network(x).squeeze(1)  # (students, 1) -> (students,)
        # takes the sum z and applies the sigmoid itself, which is safer for large numbers
        downhill(network, F.binary_cross_entropy_with_logits(z, passed), rate)


# %% tags=["aside"]
# @title Predict
predict(
    "two-hidden",
    "Two hidden perceptrons, and one that reads them. What does the border look like?",
    {
        "another straight line": "It would be one without the activation between the layers. Tanh "
        "bends what the two see.",
        "a rounded corner": "Each hidden perceptron has its own straight line. One can watch mostly "
        "the lectures, the other mostly the labs; the last one says pass only where both do.",
        "a closed ring": "A ring needs at least three lines. Here there are two.",
    },
)

# %%
network = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
train(network, x_train, passed_train, steps=3000, rate=1.0)

# %% tags=["aside"]
# @title Draw the border of a network
grid = torch.linspace(0, 1, 101)
points = torch.cartesian_prod(grid, grid)  # (101 · 101, 2)


def draw_border(axes, values, **style):
    """Draw the line where values (101 · 101,) are 0."""
    axes.contour(grid, grid, values.detach().reshape(101, 101).T, levels=[0], **style)


# %% tags=["aside"]
# @title Draw what both decide
def draw_borders():
    """Draw what the perceptron and the network decide, with the lines of the hidden two."""
    figure, panels = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
    for axes, name, decider in zip(
        panels, ("A perceptron", "A network"), (perceptron, network), strict=True
    ):
        draw_students(axes)
        draw_border(axes, decider(points), colors="black", linewidths=2.5)
        axes.set(title=f"{name}: {accuracy(decider, x_test, passed_test):.0%} right")
    for hidden in network[0](points).T:
        draw_border(panels[1], hidden, colors="grey", linestyles="dashed")
    panels[1].set(ylabel="")
    panels[1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    show(
        figure,
        alt="Students over lectures and lab hours. Left: one straight border cuts off the lower "
        "left. Right: a border with a rounded corner; its arms run beside two dashed straight lines",
    )


# %% tags=["aside"]
# @title Compare with what you said
draw_borders()

places = torch.tensor([[0.95, 0.05], [0.05, 0.95], [0.5, 0.5], [0.95, 0.95]])
says = ["pass" if z > 0 else "fail" for z in network(places).squeeze(1)]
bent = says == ["fail", "fail", "pass", "pass"]  # the third is halfway between the first two
reveal(
    "two-hidden",
    "a rounded corner" if bent else "another straight line",
    measured=f"lectures only: {says[0]}; labs only: {says[1]}; halfway between them: {says[2]}",
)

# %% [markdown]
# The perceptron cuts off the corner: for it, many lectures make up for few lab hours. In the
# network one hidden perceptron watches mostly the lectures and the other mostly the labs (dashed,
# where each has $z = 0$). Nobody is right every time, since luck plays a part. We know how good the
# best possible answer is, because we made the students.

# %% tags=["aside"]
# @title What was measured
right = {
    "perceptron": accuracy(perceptron, x_test, passed_test),
    "network": accuracy(network, x_test, passed_test),
    "true chances": accuracy(lambda x: true_chance(x) - 0.5, x_test, passed_test),
}
for name, share in right.items():
    print(f"{name:14}{share:.1%} of {len(x_test):,} new students right")
claim(
    "perceptron-network-beats-line",
    "Of 100 new students, the trained network is right for this many more than the best of all "
    "straight lines",
    100 * (right["network"] - best_line),
    above=4,
)
claim(
    "perceptron-network-near-best",
    "Of 100 new students, someone who knows the true chances is right for this many more than the "
    "network",
    100 * (right["true chances"] - right["network"]),
    above=-1,
    below=3,
)

# %%
me = torch.tensor([[0.95, 0.1]])  # nearly all lectures, hardly any labs: change it to yours
print(f"Will I pass? The perceptron says {torch.sigmoid(perceptron(me)).item():.0%}")
print(f"             The network says    {torch.sigmoid(network(me)).item():.0%}")
print(f"             The truth is        {true_chance(me).item():.0%}")

# %% [markdown]
# ## 6. The same network at each time step (core)
#
# So far $x$ was one thing, all there at once. A sequence comes step by step: $x_1, x_2, x_3, \dots$
# From here on the small number is the time: $x_t$ is all that is read at step $t$. The simplest idea is to take the network that we have, and to use it at each step:
#
# $$\hat y_t = f(x_t)$$

# %% tags=["aside"]
# @title The same network at each time step
figure, axes = plt.subplots(figsize=(7, 2.6))
steps = range(1, 6)
draw_unrolled(axes, [f"$x_{t}$" for t in steps], [rf"$\hat y_{t}$" for t in steps], recurrent=False)
axes.set_title("The same network five times, and no link between the steps")
show(figure, alt="Five boxes side by side, each with an input below and an output above, no links")

# %% [markdown]
# Each box is a hidden layer $h_t$. The arrow $W_{xh}$ into it and the arrow $W_{hy}$ out of it are
# matrices of weights, the same in all five steps. In code that is one line: a linear layer works on the last axis and
# leaves all others alone, so that a network for vectors takes sequences too.

# %%
network = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 1))
x = torch.randn(8, 5, 1)  # (batch, time, features)
print(tuple(x.shape), "->", tuple(network(x).shape))

# %% tags=["aside"]
# @title Predict
predict(
    "blind",
    "We train this network to say what it read one step *earlier*. Two sequences end with the same "
    "number, and their pasts differ. Do its two answers at the last step differ?",
    {
        "yes, training makes the difference": "Training chooses the weights. Whatever they are, ŷ at "
        "step t is a function of x at step t alone.",
        "a little, the past fades": "A past that fades would need a link along which it comes. There "
        "is none.",
        "not at all": "ŷ at step t is a function of x at step t alone, for every choice of weights: "
        "no training can change that.",
    },
)

# %%
for _ in range(300):
    x = torch.randn(256, 12, 1)  # (batch, time, features)
    loss = (network(x)[:, 1:] - x[:, :-1]).square().mean()  # what came one step before
    downhill(network, loss, rate=0.1)

past_a, past_b = torch.randn(1, 11, 1), torch.randn(1, 11, 1)
last = torch.ones(1, 1, 1)
answer_a = network(torch.cat([past_a, last], dim=1))[0, -1]
answer_b = network(torch.cat([past_b, last], dim=1))[0, -1]

# %% tags=["aside"]
# @title Compare with what you said
apart = (answer_a - answer_b).abs().item()
answer = "not at all" if apart < 1e-6 else "a little, the past fades"
words = f"after training the answers differ by {apart:.1g}; the loss is {loss:.2f}, and whoever "
words += "always says 0 has a loss of 1"
reveal("blind", answer, measured=words)

# %% [markdown]
# ## 7. Three questions that need the past (core)
#
# Each sequence has 12 steps with one number each. The question is asked at the last step.
#
# - **Remember**: was the number two steps ago positive?
# - **Count**: were there more positive than negative numbers before the last step?
# - **Order**: there is one 1 and one -1, all else is 0. Did the 1 come first?
#
# In all three the answers yes and no are equally frequent, and the last number says nothing about
# them. So blind guessing gets one half: that is what *chance* means here.

# %%
STEPS = 12


def remember(size):
    x = torch.randint(2, (size, STEPS)) * 2.0 - 1  # 1 or -1
    return x, (x[:, -3] > 0).float()


def count(size):
    x = torch.randint(2, (size, STEPS)) * 2.0 - 1
    return x, (x[:, :-1].sum(1) > 0).float()


def order(size):
    x = torch.zeros(size, STEPS)
    places = torch.rand(size, STEPS - 1).argsort(1)[:, :2]  # two different ones, never the last
    x.scatter_(1, places, torch.tensor([1.0, -1.0]).expand(size, 2))
    return x, (places[:, 0] < places[:, 1]).float()


# %% [markdown]
# The same small network is trained for each question, on sequences that are drawn anew, a few
# hundred at a time. All that changes is how many of the last steps it sees. `seen = 1` is the
# network without a link.


# %%
def learn(task, seen, steps=500, rate=0.3):
    """Train a network that sees the last steps; return its accuracy on new sequences."""
    network = nn.Sequential(nn.Linear(seen, 32), nn.ReLU(), nn.Linear(32, 1))
    for _ in range(steps):
        x, yes = task(256)
        train(network, x[:, -seen:], yes, steps=1, rate=rate)  # reads (batch, seen)
    x, yes = task(10_000)
    return accuracy(network, x[:, -seen:], yes)


# %% [markdown]
# Is a low score the fault of the network, or of what it sees? We can know. Take all sequences with
# the same ending: the best one can do is to say yes if yes is more frequent among them, and else no.
# Nobody who sees only these last steps can do better.


# %% tags=["aside"]
# @title The best possible accuracy, counted over many sequences
def best_possible(task, seen):
    """The accuracy of the most frequent answer to each ending (about, from many sequences)."""
    x, yes = task(50_000)
    endings, which = x[:, -seen:].unique(dim=0, return_inverse=True)
    positive = torch.zeros(len(endings)).index_add(0, which, yes) / which.bincount()
    return torch.maximum(positive, 1 - positive)[which].mean().item()


# %% tags=["aside"]
# @title Predict
predict(
    "which-jumps",
    "The network sees more and more of the last steps, from 1 to 12. For which question does the "
    "accuracy jump at once from chance to nearly 1?",
    {
        "remember": "Its number is in view, or it is not. The others gather evidence step by step.",
        "count": "Half of the numbers already say much about which are more: count grows slowly.",
        "order": "One mark in view is enough: the other one came earlier. Each step more shows at "
        "least one mark in some more of the sequences.",
        "all three": "Only where one single step holds the answer can it jump.",
    },
)

# %%
tasks, windows = (remember, count, order), (1, 2, 3, 4, 6, 9, 12)
scores = {task.__name__: [learn(task, seen) for seen in windows] for task in tasks}
limits = {task.__name__: [best_possible(task, seen) for seen in windows] for task in tasks}


# %% tags=["aside"]
# @title Draw the accuracy for each window
def draw_windows():
    """Draw what the networks reach with each window, and what anybody can reach."""
    figure, axes = plt.subplots()
    for name, marker in zip(scores, "osv", strict=True):
        axes.plot(windows, limits[name], color="0.6", linewidth=4, alpha=0.6)
        axes.plot(windows, scores[name], marker=marker, label=name)
    axes.plot([], color="0.6", linewidth=4, alpha=0.6, label="best possible")
    axes.set(title="The more of the past is in view, the better", xticks=windows)
    axes.set(xlabel="last steps that the network sees", ylabel="accuracy", ylim=(0.45, 1.03))
    axes.legend(loc="lower right")
    show(
        figure,
        alt="Accuracy against the number of steps in view. All three questions begin at one half. "
        "Remember jumps to 1 with the third step; order rises, more and more slowly; count rises "
        "slowly; both reach 1 at twelve steps. Each lies on the line of the best possible answer",
    )


# %% tags=["aside"]
# @title Compare with what you said
draw_windows()

jumps = [name for name, values in scores.items() if torch.tensor(values).diff().max() > 0.4]
reveal("which-jumps", jumps[0] if len(jumps) == 1 else "all three")

# %% tags=["aside"]
# @title What was measured
claim(
    "perceptron-cannot-order",
    "A network that sees the last step only answers 'order' with this accuracy (chance is 0.5)",
    scores["order"][0],
    above=0.48,
    below=0.52,
)
gaps = [best - got for name in scores for best, got in zip(limits[name], scores[name], strict=True)]
claim(
    "perceptron-window-is-the-limit",
    "The largest distance between a network and the best possible answer, over all questions and "
    "windows",
    max(gaps),
    above=-0.02,
    below=0.05,
)

# %% [markdown]
# So it is neither the size of the network nor the training: without the past there is nothing to
# learn from. (Why does *count* not rise from two steps to three? The last step is not counted, so that
# one and two numbers are in view. Two help no more than one: if they agree, the first had already said
# so; if not, it is a tie, and we guess.)
#
# Then why not always show everything? Because a window has a fixed width. Sequences do not: what
# lies before the window is lost, and a wide window needs new weights for each place in it. Notebook
# 04 measures what that costs.
#
# ## 8. A memory of one number (deeper)
#
# Here is another way. Keep *one* number $h$, and update it at each step: let the old value fade by
# a factor $a$, and add the new input. The network sees the present $x_t$ and the memory of what was
# before:
#
# $$h_t = a\,h_{t-1} + x_t \qquad \hat y_t = f(x_t, h_{t-1})$$


# %%
def with_memory(task, a):
    """Return a task that shows two numbers: the memory of the past, and the last input."""

    def remembered(size):
        x, yes = task(size)
        h = torch.zeros(size)
        for t in range(STEPS - 1):
            h = a * h + x[:, t]  # (batch,)
        return torch.stack([h, x[:, -1]], dim=1), yes  # (batch, 2)

    return remembered


# %% tags=["aside"]
# @title Predict
predict(
    "running-sum",
    "With a = 1 nothing fades, and h is the running sum. Which questions can be answered now?",
    {
        "count": "The sign of the sum is the answer. But 1 and -1 add up to 0 in either order, and "
        "one number of the sum can only be guessed, a little better than by chance.",
        "order": "1 and -1 add up to 0, whichever came first: the sum has forgotten the order.",
        "count and order": "Count, yes. But 1 and -1 add up to 0, whichever came first.",
        "all three": "The order is lost in a sum, and one number of it can only be guessed.",
    },
)

# %%
factors = (0.0, 0.2, 0.4, 0.5, 0.7, 0.9, 1.0)
memory = {task.__name__: [learn(with_memory(task, a), seen=2) for a in factors] for task in tasks}
possible = [  # for the question that a serves worst
    min(best_possible(with_memory(task, a), seen=2) for task in tasks) for a in factors
]


# %% tags=["aside"]
# @title Draw the accuracy for each memory
def draw_memory():
    """Draw the accuracy for each question against how much the memory keeps."""
    figure, axes = plt.subplots()
    for (name, values), marker in zip(memory.items(), "osv", strict=True):
        axes.plot(factors, values, marker=marker, label=name)
    axes.plot(
        factors,
        possible,
        color="0.6",
        linewidth=4,
        alpha=0.6,
        label="best possible,\nworst question",
    )
    axes.set(title="No a that we tried lets this network answer all three", ylim=(0.45, 1.03))
    axes.set(xlabel="what the memory keeps at each step, a", ylabel="accuracy")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    show(
        figure,
        alt="Accuracy against a. Remember is 1 for small a from 0.2 to 0.5, then falls. Order is near "
        "1 from 0.5 to 0.9 and one half at 1. Count rises slowly and reaches 1 at a = 1. The best "
        "possible answer to the worst of them is 1 between the two ends",
    )


# %% tags=["aside"]
# @title Compare with what you said
draw_memory()

able = [name for name, values in memory.items() if values[-1] > 0.95]
reveal("running-sum", " and ".join(able) if len(able) < 3 else "all three")

# %% tags=["aside"]
# @title What was measured
claim(
    "perceptron-sum-forgets-order",
    "From a running sum, 'order' is answered with this accuracy (chance is 0.5)",
    memory["order"][-1],
    above=0.48,
    below=0.52,
)
claim(
    "perceptron-one-number-is-hard-to-read",
    "With the best a that we tried, the question that the network answers worst has this accuracy",
    max(min(values[k] for values in memory.values()) for k in range(len(factors))),
    above=0.6,
    below=0.9,
)

# %% [markdown]
# With $a = 1$ it is easy to count, and the order is lost. With $a = 0.5$ the number $h$ still holds the
# whole past, as binary digits do (the grey line is at 1), but too finely packed for our small network
# to read after this training. So it matters not only *what* a memory keeps, but how easy it is to
# read. A *learned* memory of many numbers can keep each thing where it is easy to read. That is the
# recurrent network of notebook 03: $h_t = f_W(x_t, h_{t-1})$.
#
# ## What you know now
#
# - A perceptron is a weighted sum and an activation; a layer is a matrix product and an activation.
# - Without activations, layers are equal to one layer. Sigmoid and tanh saturate at both ends.
# - Gradient descent moves each weight a little against its gradient. A network bends its border
#   where a perceptron's is a line.
# - The same network at each step, without a link, answers from the present alone. It cannot
#   remember, count or tell order, whatever its weights.
# - A memory, even of one number, changes that. What it can answer depends on how it is updated.

# %% tags=["aside"]
# @title Question 1
quiz(
    "shape-of-w",
    "A layer reads 4 numbers and gives 3. What is the shape of its W in this course, and of "
    "`nn.Linear(4, 3).weight`?",
    {
        "(4, 3) and (4, 3)": "nn.Linear stores its matrix the other way round.",
        "(4, 3) and (3, 4)": "Inputs first in our formulas; outputs first in what nn.Linear stores.",
        "(3, 4) and (4, 3)": "It is the other way round: in x @ W the rows of W belong to the inputs.",
    },
    right="(4, 3) and (3, 4)",
)

# %% tags=["aside"]
# @title Question 2
quiz(
    "saturated-weight",
    "The z of a *hidden* sigmoid is 8 for every example. What happens to the weights that lead into "
    "it?",
    {
        "they grow fast": "A large z gives a large answer, but a tiny slope: the gradient passes "
        "through the slope.",
        "they hardly move": "The slope at z = 8 is about 0.0003, and every gradient is multiplied by "
        "it.",
        "they become nan": "The sigmoid of 8 is an ordinary number, 0.9997.",
    },
    right="they hardly move",
)

# %% tags=["aside"]
# @title Question 3
quiz(
    "wider-without-activation",
    "Someone stacks ten linear layers, each with 1,000 outputs, without activations. Which border can they draw "
    "between two classes?",
    {
        "a straight one": "Ten matrices, multiplied, are one matrix.",
        "one with up to ten corners": "A corner needs an activation; layers alone do not bend.",
        "any, if trained long enough": "Training chooses the weights. No choice of weights bends it.",
    },
    right="a straight one",
)

# %% tags=["aside"]
# @title Question 4
quiz(
    "sixty-percent-on-order",
    "A friend puts a bigger network at each step, without links, and reports 60 % on 'order' for "
    "new sequences. What do you suspect?",
    {
        "a bigger network can do it": "The answer at the last step is a function of the last number "
        "alone, at any size.",
        "an error in the measurement": "For example, the 1 came first in 60 % of the test sequences; "
        "or there are only a few dozen of them, and 60 % is luck.",
        "it was trained longer": "Training chooses among functions of the last number. None of them "
        "is better than chance.",
    },
    right="an error in the measurement",
)

# %% [markdown]
# **Think, without code.**
#
# 1. The sigmoid never has a slope above a quarter. What happens to a signal that goes back through
#    ten of them?
#
# <details><summary>Answer</summary>
#
# The slopes alone multiply it by at most $(1/4)^{10}$, about one millionth (the weights multiply it
# too). The first layers learn next to nothing. Notebook 06 measures this.
#
# </details>
#
# 2. *Remember* asks for one number of twelve. Why is the running sum still better than chance at it?
#
# <details><summary>Answer</summary>
#
# The number is part of the sum. When the sum is large and positive, each of its numbers is more
# likely to be positive.
#
# </details>
#
# **Where to go on.** [Notebook 03](03_recurrence.ipynb) links the steps. Rosenblatt, "The
# perceptron" (1958), is the beginning; Minsky and Papert, *Perceptrons* (1969), prove what a single one cannot do. LeCun et
# al., "Efficient BackProp" (1998), explain why tanh is easier to train with than the sigmoid. Elman, "Finding
# structure in time" (1990), begins with the trouble of windows, and answers it with a memory.
