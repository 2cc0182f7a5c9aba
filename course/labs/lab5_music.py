# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 5. Music from real tunes
#
# {{ colab }}
#
# **Can a network that reads one character after the other learn to write music?**
#
# You will build a recurrent network, train it on about three thousand tunes from Ireland, Scotland
# and England, see the score of what it writes, and hear it.
#
# After this lab you can
#
# - turn a text into numbers, inputs and targets;
# - build a language model from an embedding, an LSTM and a linear layer;
# - train it with a state that is carried, detached and clipped in the right places;
# - let it write, and steer it with the temperature;
# - say how good it is, in numbers that another person can check.
#
# | | |
# | --- | --- |
# | Time | about 90 minutes, of which the computer works for about 6 |
# | You need | LSTM ([notebook 07](../notebooks/07_lstm.ipynb)), PyTorch basics |
# | Slides | "Music generation" and Lab 1 of the lecture |

# %% [markdown]
# ## How this lab answers you
#
# Cells with a `# TODO` are yours. Take out the line `raise NotImplementedError(...)` and write
# your answer in its place. The last line of such a cell is `check(...)`. It tries your answer on
# random cases and tells you whether it is right. If it is not, it often knows which mistake
# it is.
#
# Difficulty goes from ● (a line or two) to ●●● (think first).
#
# You can stop at any time. What you have done is kept ("7 of 11 done"), and your answers are in the
# notebook. The [start page](../notebooks/00_start.ipynb) shows how far you are with each part of
# the course.
#
# ## When you are stuck
#
# - **A stronger hint.** Put `check(name, more=True)` in place of `check(name)`, and run the cell.
# - **Go on without it.** Write `seqlab.skip("5.4")` in a new cell below the exercise, with its
#   number. A working answer is put in, so that the rest of the lab runs, and the exercise is
#   marked as skipped. Come back when you like: run its own cell with your own answer.
# - **After a pause or a restart.** Click the cell where you stopped and choose **Run > Run All
#   Above Selected Cell**.
#
# **Run All** stops where a cell needs an exercise that is still open. A box there says which
# exercise is next.

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=5)  # before torch is imported

# %%
import math
import time
from functools import partial

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from IPython.display import display
from torch import nn

from seqlab.check import checker
from seqlab.claims import claim
from seqlab.data import load
from seqlab.music import measure, raw, roll, score, sound, validity
from seqlab.plots import show
from seqlab.sampling import generate
from seqlab.text import Batch, Vocabulary, WindowStream, pad
from seqlab.training import fit, warmup_cosine
from seqlab.widgets import explore

check = checker("lab5")
device = seqlab.device()

# %% [markdown]
# ## 1. Hear three real tunes
#
# The tunes come from three collections, printed between 1778 and 1903. They are split into three
# parts: one to train on, one to watch the training with (*validation*), and one that nobody looks
# at until the end (*test*). Tunes that may be versions of each other are always in the same part.

# %%
tunes = load("tunes")
for part, rows in tunes.items():
    print(f"{part:10} {len(rows):5} tunes {sum(map(len, rows['abc'])):8,} characters")

# %%
by_title = {row["title"]: row for row in tunes["train"]}
titles = ("The Kilkenny Jig", "AN IRISH LULLABY", "PADDY MILES' FRICASSEE -- REEL.")
jig, lullaby, reel = (by_title[title] for title in titles)
for tune in (jig, lullaby, reel):
    display(score.score(tune["abc"], title=tune["title"]))
    display(sound.play(tune["abc"], seconds=6))

# %% [markdown]
# This is how the computer sees the first of them. It is ABC notation, a way to write tunes in
# plain text that musicians use every day:

# %%
print(jig["abc"])

# %% [markdown]
# - `M:` is the metre and `L:` the length of a note without a number. `K:` is the key.
# - `A` to `G` and `a` to `g` are notes, low and high. `,` and `'` shift by an octave.
# - A number makes a note longer: `A2` is twice as long as `A`. `A/` is half as long.
# - `|` ends a bar. `|:` and `:|` enclose what is played twice.
# - A space comes after each beat.
#
# **Predict.** You see `|d2B B`. Which characters can come next? Which cannot? What must one
# remember to know when the bar is full?

# %%
show(roll.piano_roll(jig["abc"]), alt=f"Piano roll: {roll.describe(jig['abc'])}")

# %% [markdown]
# In 6/8 a bar holds six eighths, and `|d2B B` has four of them. A note or a number can come next, a
# bar line cannot: two eighths are missing. To know this one must have counted since the last bar
# line.
#
# A bar is full when its notes add up to the metre. So whoever writes ABC has to *count*, and has to
# remember the count over many characters. That makes validity a fair test for a memory. A tune
# is **valid** when
#
# - its header is complete, and its notes can be read;
# - at least two of its bars have notes, and a bar line ends it;
# - every bar adds up to the metre; a shorter one may begin the tune or a section (a *pickup*), or
#   share a full bar with another one, as the last bar does with the pickup;
# - every repeat that is opened is closed, and a first ending has its second one;
# - a tie leads to the same pitch.
#
# Our collection holds valid tunes only. In the raw books some bars do not add up: the printer or
# the typist erred, or the rule is too strict. How often does our own rule say no to a real tune?

# %%
from seqlab.data.tunes import raw_validity

in_normal_form, raw_share = raw_validity()
print(f"{in_normal_form:.1%} of the raw tunes fit our notation (one voice, one key, one metre)")
print(f"{raw_share:.1%} of these are valid")
claim(
    "validator-on-real-tunes",
    "The validator accepts about nine in ten raw real tunes that fit the notation",
    raw_share,
    above=0.87,
    below=0.96,
)

# %% [markdown]
# ## 2. From text to numbers
#
# A network cannot read characters. The *vocabulary* gives each one a number. Three numbers are
# special: 0 fills up short tunes (*padding*), 1 is the start, 2 is the end.

# %%
texts = {part: tunes[part]["abc"][:] for part in tunes}
vocabulary = Vocabulary.from_texts(text for part in texts.values() for text in part)
char_to_id = {token: i for i, token in enumerate(vocabulary.tokens)}
print(len(vocabulary), "tokens:", vocabulary.tokens)

# %% [markdown]
# The alphabet is taken from all three parts, since it belongs to the notation. From the held-out
# tunes we take nothing else.
#
# ### Exercise 5.1: encode a tune
#
# *5 minutes, ●.* Turn a tune into a tensor of numbers: the start, each character, the end.
# Blanks and line ends are characters, too. The numbers of the start and the end come as arguments;
# the check also uses others than 1 and 2.


# %%
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    # TODO 5.1: Look up each character; put start before and end after.
    ### BEGIN SOLUTION
    ids = [start, *(char_to_id[character] for character in tune), end]
    return torch.tensor(ids, dtype=torch.long)
    ### END SOLUTION


check(encode_tune)

# %%
ids = encode_tune(jig["abc"], char_to_id, vocabulary.start, vocabulary.end)
assert vocabulary.decode(ids) == jig["abc"]  # nothing is lost on the way
print(ids[:20])

# %% [markdown]
# ### Exercise 5.2: inputs and targets
#
# *5 minutes, ●.* At each step the model reads one character and predicts the next one. So the
# target at step $t$ is the input at step $t + 1$. A tune of $T + 1$ numbers gives $T$ pairs.


# %%
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    # TODO 5.2: Return the inputs and the targets.
    ### BEGIN SOLUTION
    return ids[:, :-1], ids[:, 1:]
    ### END SOLUTION


check(shift)

# %%
inputs, targets = shift(ids[None])
for x, y in zip(inputs[0, 18:28], targets[0, 18:28], strict=True):
    print(f"reads {vocabulary.tokens[x]!r:5} should predict {vocabulary.tokens[y]!r}")

# %% [markdown]
# ### Exercise 5.3: windows
#
# *8 minutes, ●●.* A tune has some two hundred characters, and long ones have a thousand.
# Back-propagation needs memory for every step, so long tunes are read in **windows**. A window
# goes on where the one before ended, in the same row. The last window may be shorter. The result
# is one list of pairs, the first window first.
#
# For `window = 3`, a batch with one row `a b c d e f` gives
#
# | window | inputs | targets |
# | --- | --- | --- |
# | 0 | `a b c` | `b c d` |
# | 1 | `d e` | `e f` |


# %%
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    # TODO 5.3: Shift the whole batch, then cut inputs and targets along time.
    ### BEGIN SOLUTION
    inputs, targets = shift(ids)
    return list(zip(inputs.split(window, dim=1), targets.split(window, dim=1), strict=True))
    ### END SOLUTION


check(make_windows)

# %% [markdown]
# The helper package has the same thing for a whole collection. `WindowStream` puts tunes of about
# the same length into one batch, fills up the shorter ones with 0, and cuts windows as you did.
# Each window says whether its tunes start here (`fresh`).

# %%
train_ids = [vocabulary.encode(text, ends=True) for text in texts["train"]]
stream = WindowStream(train_ids, batch_size=4, window=60, seed=1)
for step in range(6):
    batch = stream[step]
    print(step, tuple(batch.inputs.shape), "fresh" if batch.fresh else "goes on")

# %% [markdown]
# ## 3. The model
#
# ```
# character  →  embedding  →  LSTM  →  linear  →  logits for the next character
#                            ↑     ↓
#                          state  state
# ```
#
# $$e_t = E\,x_t \qquad h_t, c_t = \mathrm{LSTM}(e_t, h_{t-1}, c_{t-1}) \qquad
# \hat y_t = W_{hy} h_t + b_y$$
#
# ### Exercise 5.4: the forward pass
#
# *10 minutes, ●●.* The layers are there. Connect them. Dropout stands after the embedding and
# before the linear layer; it sets some numbers to zero in training, so that the model learns not
# to rely on single ones. After `model.eval()` it does nothing; `self.dropout` knows that by itself.


# %%
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        # TODO 5.4: Connect embedding, dropout, LSTM, dropout, linear; return logits and state.
        ### BEGIN SOLUTION
        embedded = self.dropout(self.embedding(tokens))  # (batch, time, embedding)
        hidden, state = self.lstm(embedded, state)  # (batch, time, hidden)
        return self.linear(self.dropout(hidden)), state
        ### END SOLUTION


check(TuneModel)

# %%
EMBEDDING_SIZE, HIDDEN_SIZE, DROPOUT = 64, 384, 0.2
model = TuneModel(len(vocabulary), EMBEDDING_SIZE, HIDDEN_SIZE, DROPOUT).to(device)
print(f"{sum(p.numel() for p in model.parameters()):,} parameters on {device}")

# %% [markdown]
# ### Exercise 5.5: the loss
#
# *8 minutes, ●●.* The loss is the mean cross-entropy between the predicted distribution and the
# character that really comes next:
#
# $$L = -\frac{1}{N}\sum_{t} \ln p(x_{t+1} \mid x_1 \ldots x_t)$$
#
# Where the target is 0 there is only padding, and nothing is to be predicted. `F.cross_entropy`
# takes logits, and it wants the classes on the *second* axis.
#
# From here on your answers may run on a GPU, where the model is. They have to work there, too: a
# tensor that you make yourself belongs on the `device` of the others.


# %%
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    # TODO 5.5: Return the mean cross-entropy over all targets that are not 0.
    ### BEGIN SOLUTION
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)
    ### END SOLUTION


check(next_char_loss)

# %% [markdown]
# ### Exercise 5.6: bits per character
#
# *3 minutes, ●.* The loss comes in *nats*, because the logarithm is the natural one. Everybody else
# counts in **bits**: $\log_2$ in place of $\ln$. One bit is one yes-or-no question.


# %%
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    # TODO 5.6: Change the base of the logarithm.
    ### BEGIN SOLUTION
    return loss / math.log(2)
    ### END SOLUTION


check(bits_per_char)

# %% [markdown]
# **Predict.** The model has learned nothing yet. How many bits per character will it need? (There
# are 54 tokens. What if it thinks that all of them are equally likely?)

# %%
batch = WindowStream(train_ids, batch_size=16, window=512)[0].to(device)
with torch.no_grad():
    logits, state = model(batch.inputs)
    untrained_bits = bits_per_char(next_char_loss(logits, batch.targets).item())
uniform_bits = math.log2(len(vocabulary))
print(f"untrained: {untrained_bits:.2f} bits, all equally likely: {uniform_bits:.2f} bits")
claim(
    "untrained-model-knows-nothing",
    "An untrained model needs as many bits as blind guessing (ratio)",
    untrained_bits / uniform_bits,
    above=0.95,
    below=1.05,
)

# %% [markdown]
# It is $\log_2 V$, as for a die with $V$ faces. This is a good habit: **know what the first loss
# has to be**. If it is far off, something is wrong before training has begun.
#
# ## 4. One step of training
#
# ### Exercise 5.7: carry the state
#
# *5 minutes, ●●.* Between two windows of the same tunes the state goes on, but the gradient must
# not: the graph of the window before is gone after `backward`. Where a tune begins (`fresh`), the
# memory must be empty; `None` stands for an empty memory, whatever the state was before. (At the
# very beginning `state` is `None`, and `fresh` is true.)


# %%
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    # TODO 5.7: Return None where tunes begin, else h and c without their history.
    ### BEGIN SOLUTION
    if fresh:
        return None
    h, c = state
    return h.detach(), c.detach()
    ### END SOLUTION


check(carry)

# %% [markdown]
# ### Exercise 5.8: a training step
#
# *12 minutes, ●●●.* `batch.inputs` and `batch.targets` are one window, and `batch.fresh` says
# whether its tunes begin here. `model(inputs, state)` gives logits and the new state, as in 5.4.
# Put it together, in this order:
#
# 1. carry the state; forward; loss, with your own functions;
# 2. clear the old gradients; back-propagate;
# 3. clip: if the norm of *all* gradients together is above 1, scale them down to 1
#    (`nn.utils.clip_grad_norm_`); a rare large gradient would otherwise throw the weights far away;
# 4. let the optimizer step.
#
# The loss is returned as a plain number (`.item()`), the state as the model gave it.


# %%
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    # TODO 5.8: Carry, forward, loss, zero_grad, backward, clip to norm 1, step.
    ### BEGIN SOLUTION
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state
    ### END SOLUTION


check(training_step)

# %% [markdown]
# ## 5. Let it write
#
# ### Exercise 5.9: draw the next character
#
# *6 minutes, ●●.* Do not always take the likeliest character: draw one, by its probability. The
# **temperature** $\tau$ divides the logits first:
#
# $$p_i = \frac{e^{z_i / \tau}}{\sum_j e^{z_j / \tau}}$$
#
# Below 1 the model becomes careful, above 1 it becomes daring. `torch.multinomial` draws, from
# probabilities. The result has one axis, (batch,), also for a batch of one.


# %%
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    # TODO 5.9: Apply the temperature, take the softmax, draw.
    ### BEGIN SOLUTION
    probabilities = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(probabilities, num_samples=1).squeeze(1)
    ### END SOLUTION


check(sample_next)

# %% [markdown]
# ### Exercise 5.10: write a tune
#
# *12 minutes, ●●●.* Read the whole prompt once. Then draw a character, feed it back together with
# the state, and so on, until the end is drawn or `max_length` characters are written. Each
# character is read once: the state knows the rest. The model reads `(batch, time)`, here one row,
# and what it reads has to be on the model's `device`. The ids that you return are plain numbers.


# %%
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    # TODO 5.10: Read the prompt, then draw and feed back one id at a time.
    ### BEGIN SOLUTION
    tokens, state, ids = torch.tensor([prompt]), None, []
    while len(ids) < max_length:
        logits, state = model(tokens.to(device), state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids
    ### END SOLUTION


check(write_tune)

# %% [markdown]
# What does the untrained model write?

# %%
model.eval()
prompt = [vocabulary.start]
print(vocabulary.decode(write_tune(model, prompt, vocabulary.end, 1.0, 80)))

# %% [markdown]
# Noise, as it should be. The helper package has `generate`, which does the same for many tunes at
# once.
#
# ### Exercise 5.11: measure on held-out tunes
#
# *10 minutes, ●●●.* How many bits per character does the model need for tunes that it has never
# seen? Each *character* must weigh the same, so add up the losses of all characters, and divide
# once at the end. Switch dropout off (`model.eval()`), and leave out the padding. Each batch holds
# whole tunes, so the model gets no state.


# %%
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    # TODO 5.11: Sum the loss over all characters, divide by their number, change to bits.
    ### BEGIN SOLUTION
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        total += F.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=0, reduction="sum"
        ).item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)
    ### END SOLUTION


check(held_out_bits)


# %%
def held_out_batches(texts: list[str]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Tunes to padded batches of about the same length."""
    ids = sorted((vocabulary.encode(text, ends=True) for text in texts), key=len)
    return [shift(pad(ids[i : i + 32])[0].to(device)) for i in range(0, len(ids), 32)]


validation = held_out_batches(texts["validation"][:100])
test = held_out_batches(texts["test"])
print(f"untrained, on held-out tunes: {held_out_bits(model, validation):.2f} bits per character")

# %% [markdown]
# ## 6. Train
#
# All parts are yours now. `fit` adds the plumbing: a progress bar, validation, a learning rate that
# rises and falls, and a checkpoint. **If you interrupt the kernel, run the cell again: it
# goes on where it was.** It takes about three minutes on a laptop CPU with two cores.
#
# On the way we keep some tunes, to hear how it grows.

# %%
STEPS, SEED = 700, 1
diary = {}


def keep_tunes(model: nn.Module, step: int) -> None:
    """Write 100 tunes with the model as it is now."""
    diary[step] = generate(model, vocabulary, count=100, temperature=0.8, max_length=700, seed=SEED)


def step_on_device(model, optimizer, batch, state):
    """Your training step, with the batch brought to the device."""
    return training_step(model, optimizer, batch.to(device), state)


# %%
history = fit(
    model,
    WindowStream(train_ids, batch_size=16, window=512, seed=5),
    step_on_device,
    torch.optim.AdamW(model.parameters(), lr=4e-3),
    steps=STEPS,
    schedule=warmup_cosine(STEPS),
    validate=lambda model: held_out_bits(model, validation),
    every=STEPS // 10,
    checkpoint="runs/lab5.pt",
    at_step={step: partial(keep_tunes, step=step) for step in (STEPS // 10, STEPS // 2, STEPS)},
)
print(f"{len(history.losses)} steps in {history.seconds:.0f} s")

# %%
figure, axes = plt.subplots()
axes.plot([bits_per_char(loss) for loss in history.losses], alpha=0.4, label="training")
axes.plot(history.valid_steps, history.valid_losses, label="held out")
axes.set(title="The loss falls, also on held-out tunes", xlabel="step", ylabel="bits per character")
axes.set_ylim(1, uniform_bits)
axes.legend()
lowest = min(history.valid_losses)
show(figure, alt=f"Training and held-out loss over {STEPS} steps, down to {lowest:.2f} bits")

# %% [markdown]
# The two curves stay close together: nothing is learned by heart yet, and longer training would
# help. The thin downward spikes are the last windows of long tunes, a few easy characters.
#
# ## 7. Listen to it grow
#
# The same seed of the dice, after a tenth of the training, after half of it, and at its end.

# %%
for step in diary:
    print(f"--- after {step} steps\n{diary[step][0][:200]}\n")


# %%
def first_valid(written: list[str]) -> str:
    """Return the first valid tune, or the first of all where none is valid."""
    return next((text for text in written if validity.is_valid(text)), written[0])


for step in diary:
    tune = first_valid(diary[step])
    found = [problem.message for problem in validity.problems(tune)]
    print(f"after {step} steps:", found[0] if found else "a valid tune")
    if not found:
        display(score.score(tune, title=f"After {step} steps"))
        display(sound.play(tune, seconds=8))

# %% [markdown]
# What cannot be read cannot be heard, so the beginning is silent.
#
# Listen for what it has learned without being told: scales, the rhythm of a dance, a last note
# that sounds like an end. And for what it has not: does it ever come back to its own opening?
#
# ## 8. How good is it? Four numbers
#
# ### 8.1 Bits per character on tunes nobody has seen
#
# A good model of text is a good compressor, and the other way round. So we can compare the
# network with `gzip` and `xz`, which are given the training tunes first, and with a model that
# only counts which characters followed the last few (an *n-gram* model with Kneser-Ney
# smoothing).
#
# Both compressors look back: where the same characters stood before, they only point to that place.
# But `gzip` looks back over 32 KB, so it sees only the last of the training tunes, while `xz` sees
# them all. To learn what this is worth, we also give `xz` the short view of `gzip`.

# %%
import gzip
import lzma

from seqlab.models import NGramModel


def compressed_bits(compress) -> float:
    """Bits per character for the test tunes, when the training tunes are already known."""
    known, new = ("".join(text + "\n" for text in texts[part]) for part in ("train", "test"))
    extra = len(compress((known + new).encode())) - len(compress(known.encode()))
    return 8 * extra / len(new)


SHORT_VIEW = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**15}]  # bytes
counting = NGramModel(len(vocabulary), order=8).fit(ids.tolist() for ids in train_ids)
bits = {
    "gzip": compressed_bits(gzip.compress),
    "n-gram, order 8": counting.bits_per_char(
        vocabulary.encode(text, ends=True).tolist() for text in texts["test"]
    ),
    "xz, looking back 32 KB": compressed_bits(partial(lzma.compress, filters=SHORT_VIEW)),
    "xz": compressed_bits(lzma.compress),
    "your network": held_out_bits(model, test),
}

# %% [markdown]
# A well-known music lab uses a larger network with other settings: embedding 256, LSTM 1024,
# batches of 8 random windows of 100 characters, Adam with a constant learning rate of 0.005, no
# dropout, and it never looks at held-out tunes. Here is a copy of these settings, trained on our
# tunes with 120 updates, in about a minute. Is larger better, for the same work, or in the same
# time?


# %%
class RandomWindows:
    """Batch number k: 8 windows of 100 characters from anywhere in the training text."""

    def __init__(self, sequences: list[torch.Tensor]) -> None:
        self.text = torch.cat(sequences)

    def __getitem__(self, step: int) -> Batch:
        generator = torch.Generator().manual_seed(step)
        starts = torch.randint(len(self.text) - 100, (8, 1), generator=generator)
        rows = self.text[starts + torch.arange(101)]
        return Batch(*shift(rows), fresh=True).to(device)


# %%
torch.manual_seed(5)
large = TuneModel(len(vocabulary), embedding_size=256, hidden_size=1024).to(device)
large_history = fit(
    large,
    RandomWindows(train_ids),
    training_step,
    torch.optim.Adam(large.parameters(), lr=5e-3),
    steps=120,
    validate=lambda model: held_out_bits(model, validation),
    every=40,
)
bits["well-known settings, 120 updates"] = held_out_bits(large, test)

# %% [markdown]
# What is "the same"? The work of a step is the number of multiplications in the products of
# matrices: one for each weight and character (the way back costs about twice as much, in both
# networks). That is the same on every computer. The seconds are those of this one.


# %%
def work_of_a_step(network: nn.Module, characters: int) -> int:
    """Multiplications to read the characters of a batch."""
    weights = [*network.lstm.parameters(), *network.linear.parameters()]
    return characters * sum(W.numel() for W in weights if W.dim() > 1)


trainings = {
    "your network": (history, work_of_a_step(model, 16 * 512)),
    "large network": (large_history, work_of_a_step(large, 8 * 100)),
}
figure, panels = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
for (name, (record, work)), marker in zip(trainings.items(), "os", strict=True):
    steps = torch.tensor(record.valid_steps)
    panels[0].plot(steps * work / 1e12, record.valid_losses, marker, linestyle="-", label=name)
    seconds = steps * record.seconds / len(record.losses)
    panels[1].plot(seconds, record.valid_losses, marker, linestyle="-")
    print(f"{name:14}{work:15,} multiplications a step, {record.seconds:4.0f} s in all")
panels[0].set(xlabel="million millions of multiplications", ylabel="held-out bits per character")
panels[1].set(xlabel="seconds of training, here")
panels[0].legend()
show(figure, alt="Held-out bits per character against work and against time, for both networks")

# %%
for name, value in sorted(bits.items(), key=lambda item: -item[1]):
    print(f"{name:32} {value:.2f} bits per character")
rival = min(bits.keys() - {"your network"}, key=bits.get)
claim(
    "lstm-beats-best-rival",
    f"On held-out tunes the network needs at least 4 % fewer bits than the best rival, {rival}",
    1 - bits["your network"] / bits[rival],
    above=0.04,
)
claim(
    "lstm-beats-ngram",
    "On held-out tunes the network needs at least 15 % fewer bits than the n-gram model",
    1 - bits["your network"] / bits["n-gram, order 8"],
    above=0.15,
)
claim(
    "xz-looks-far-back",
    "About half of what xz saves over gzip comes from looking back further (share)",
    (bits["xz, looking back 32 KB"] - bits["xz"]) / (bits["gzip"] - bits["xz"]),
    above=0.45,
    below=0.65,
)

# %% [markdown]
# The large network has seven times as many weights. For the same work, and for as many updates, it
# is ahead in this picture. In the same time it was not, where this page was made: a processor does
# small products less well, and this network reads eight rows at once, yours sixteen. (Yours is also
# in the middle of its schedule there, and its learning rate is still high.) This compares two
# bundles of settings, in so short a training. It does not say which of them matters most, nor who
# is ahead after an hour.
#
# `xz` is the strongest rival. About half of its lead over `gzip` is lost with the short view. The
# other half is a better code for what it has found. So it pays to have a long memory, and to point
# to what is in it. Keep that in mind.
#
# ### 8.2 Valid tunes
#
# **Predict.** A tune has about twenty bars. If the network gets each bar right with probability
# 0.98, how many tunes are right from beginning to end?

# %%
print(f"0.98 to the power of 20 is {0.98**20:.0%}")

# %% [markdown]
# Your training was short. The helper package brings a network that was trained longer, and that
# has one thing more. It keeps a *note* for each bar it has seen: what followed, the last time a
# bar began just like this one? What it finds is joined to the output of the LSTM,
#
# $$o_t = \tanh(W_o\,[h_t; m_t] + b_o), \qquad \hat y_t = W_{hy}\, o_t + b_y$$
#
# with $m_t$ the embedding of the character that followed. All else is as in yours. We call it *with
# notes*; section 8.3 shows why it needs them. The script that trained it is
# `course/recipes/lab5.py`, and section 11 says how long that took.

# %%
from seqlab.models import MatchLanguageModel
from seqlab.stored import read_attempts, shipped_weights

bar_line = char_to_id["|"]
noting = MatchLanguageModel(len(vocabulary), EMBEDDING_SIZE, HIDDEN_SIZE, bar_line).to(device)
noting.load_state_dict(shipped_weights("lab5"))
print(f"your network: {bits['your network']:.2f} bits per character on the test tunes")
print(f"with notes: {held_out_bits(noting, test):.2f}")

# %%
written = {
    (name, temperature): generate(
        network, vocabulary, count=200, temperature=temperature, max_length=700, seed=SEED
    )
    for name, network in (("yours", model), ("with notes", noting))
    for temperature in (1.0, 0.8)
}

# %%
valid = {
    f"yours after {step} steps, 0.8": measure.valid_share(tunes_then)
    for step, tunes_then in diary.items()
    if step < STEPS
}
for (name, temperature), group in written.items():
    valid[f"{name}, {temperature}"] = measure.valid_share(group)
valid["raw real tunes"] = raw_share

figure, axes = plt.subplots(figsize=(7, 3))
bars = axes.barh(list(valid), list(valid.values()))
axes.bar_label(bars, [f"{share:.0%}" for share in valid.values()], padding=3)
axes.set(title="The network learns to count", xlabel="share of valid tunes", xlim=(0, 1.05))
axes.invert_yaxis()
show(figure, alt="Bars: " + ", ".join(f"{name} {share:.0%}" for name, share in valid.items()))

# %%
claim(
    "valid-tunes",
    "With notes, most of 200 tunes sampled freely at temperature 0.8 are valid (share)",
    valid["with notes, 0.8"],
    above=0.6,
)
claim(
    "validity-grows",
    "The share of valid tunes grows from the first look at your training to its end",
    valid["yours, 0.8"] - measure.valid_share(diary[min(diary)]),
    above=0.1,
)

# %% [markdown]
# Nobody told the network what a bar is. It counts, because counting helps to predict. The lower
# temperature leaves out the unlikely characters, and most slips are unlikely characters.
#
# ### 8.3 Variety and copying
#
# A network that always writes the same safe bar would be valid too. So we compare 200 written
# tunes with 200 real ones: how many of all their bars are different, and how far the notes spread.
# And is anything copied from the training tunes?
#
# **Predict.** Will the network's tunes have more different bars than real ones, or fewer?

# %%
real = texts["test"][:200]
print(f"{'':22}{'different bars':>16}{'spread (semitones)':>20}{'bars in a tune':>16}")
for name, group in {"real": real, **written}.items():
    label = name if name == "real" else f"{name[0]}, {name[1]}"
    print(
        f"{label:22}{measure.distinct_bars(group):16.2f}{measure.pitch_spread(group):20.2f}"
        f"{measure.mean_bars(group):16.1f}"
    )

# %%
best = written["with notes", 0.8]
claim(
    "pitch-spread",
    "The notes spread as far as those of real tunes (ratio)",
    measure.pitch_spread(best) / measure.pitch_spread(real),
    above=0.85,
    below=1.15,
)
claim(
    "lstm-forgets-its-bars",
    "The LSTM alone has too many different bars: written to real (ratio)",
    measure.distinct_bars(written["yours", 0.8]) / measure.distinct_bars(real),
    above=1.3,
)
claim(
    "not-monotonous",
    "With notes, the share of different bars is near that of real tunes: written to real (ratio)",
    measure.distinct_bars(best) / measure.distinct_bars(real),
    above=0.85,
    below=1.25,
)
# %%
known = measure.text_windows(texts["train"])
claim(
    "not-copied",
    "Hardly any written tune has more than half of its 32-character windows in the training tunes",
    sum(measure.copied_share(text, known) > 0.5 for text in best) / len(best),
    below=0.02,
)

# %% [markdown]
# Your network's tunes have *more* different bars than real ones. That is no compliment: a real
# tune comes back to its own bars, again and again, and that is what makes it a tune. The LSTM would
# have to remember the opening, note by note, over a hundred characters. In a state of fixed size
# that is hard to learn, and training it eight times as long helps only a little (see section 11).
# The compressors can do what it cannot: they point to an earlier bar and copy it.
#
# With notes it comes back to its bars about as often as real tunes do, and it predicts better, too.
# Nobody told it when to repeat: it only sees what followed last time, and learned when to believe
# it. The notes follow a rule that we made up for music. Attention (lecture 09) learns by itself
# where to look.
#
# ### 8.4 Speed
#
# Because the state carries everything, each character costs the same, at the beginning of a tune
# and after a thousand characters: the same weights are used once, on a state of the same size. How
# many characters a second that makes depends on the computer.


# %%
def characters_per_second(tunes: int = 5) -> float:
    """Write tunes one by one and return how many characters a second that makes."""
    started = time.perf_counter()
    characters = sum(len(generate(model, vocabulary, seed=k)[0]) for k in range(tunes))
    return characters / (time.perf_counter() - started)


@torch.no_grad()
def state_size(characters: int) -> int:
    """How many numbers your network keeps after so many characters."""
    _, state = model(torch.cat(train_ids)[None, :characters].to(device))
    return sum(part.numel() for part in state)


print(f"one tune at a time: {characters_per_second():,.0f} characters a second, on this computer")
claim(
    "state-keeps-its-size",
    "After 1,000 characters the state is as large as after the first one (ratio)",
    state_size(1000) / state_size(1),
    above=1,
    below=1,
)

# %% [markdown]
# ## 9. The temperature
#
# **Predict.** What happens to the share of valid tunes at temperature 0.4? At 1.4? And to the
# music?


# %%
def write_at(temperature: float) -> None:
    """Write 20 tunes at this temperature; show the first and how many are valid."""
    written = generate(noting, vocabulary, count=20, temperature=temperature, seed=7)
    tune = first_valid(written)
    print(
        f"temperature {temperature}: {measure.valid_share(written):.0%} of 20 tunes valid\n{tune}"
    )
    if validity.is_valid(tune):
        display(sound.play(tune, seconds=6))


slider = ipywidgets.FloatSlider(value=0.6, min=0.2, max=1.6, step=0.2)
explore(write_at, temperature=slider)

# %% [markdown]
# Careful tunes are valid and dull, daring ones are neither valid nor dull. There is no right
# value: it is the one knob that you turn *after* training.
#
# ## 10. Your own opening
#
# Write the header and the first bars yourself, or paste them from a tune book, and let the network
# go on. `prepare` brings ABC as people write it into the form that the network knows. The network
# reads your notes once, and its state is all that it knows of them.

# %%
mine = """
X:1
T:My tune
M:6/8
K:Gmaj
d | g2d B2d | g2b a2g |
"""  # change the notes, the key, the metre

opening = raw.prepare(mine, vocabulary.tokens)
continued = generate(noting, vocabulary, opening, count=10, temperature=0.7, seed=2)
tune = first_valid(continued)
print(tune)
if validity.is_valid(tune):
    display(score.score(tune, title="Yours, and the network's"))
    display(sound.play(tune, seconds=8))
else:
    print("none of the ten tunes is valid;", validity.problems(tune)[0].message)

# %% [markdown]
# If your text cannot be read, or has a character that the network does not know, the last line of
# the error says where and what to do. If no tune is valid, ask `validity.problems(opening)` whether
# your own bars add up. With `seqlab tunes FILE` in a terminal you learn which tunes of a whole book
# of your own can be read, and why the others cannot.
#
# ## 11. For the curious: what else was tried
#
# Each row is one training, measured on the validation tunes and on 200 tunes sampled at
# temperature 0.8. The first five rows differ only in the seed: what is smaller than the differences
# between them means nothing.

# %%
print(f"{'':40}{'bits':>6}{'valid':>8}{'different bars':>16}{'CPU s':>8}")
for attempt in read_attempts("lab5"):
    print(
        f"{attempt['name']:40}{attempt['bits_per_char']:6.3f}{attempt['valid_at_0.8']:8.0%}"
        f"{attempt['distinct_bars_at_0.8']:16.2f}{attempt['cpu_seconds']:8}"
    )
print(f"{'real tunes':64}{measure.distinct_bars(texts['validation'][:200]):6.2f}")

# %% [markdown]
# ## What you know now
#
# *Has **Run All** brought you here, and exercises are still open?*
# [Go to the box that says which is next](#next-exercise).
#
# - A language model predicts the next character; its score is bits per character on held-out text.
# - The state is carried between windows and detached. Gradients are cleared before
#   back-propagation, and clipped after it.
# - Temperature divides the logits, before the softmax.
# - Counting to the end of a bar can be learned from examples. Coming back to the opening, as real
#   tunes do, is much harder for a memory of fixed size. Attention (lecture 09) is made for that.
#
# **Think** first, then try what can be tried.
#
# 1. Why do we clip *all* gradients by one common norm, and not each matrix by its own?
#
# <details><summary>Answer</summary>
#
# One common factor makes the step shorter and keeps its direction. With a norm for each matrix,
# some gradients would be shortened and others not, so the step would point in another direction
# than the gradient (notebook 06, section 6.1).
#
# </details>
#
# 2. A friend reports 0.9 bits per character, measured on the training tunes. What do you ask?
#
# <details><summary>Answer</summary>
#
# How many bits does the network need for held-out tunes? Who knows the training tunes by heart
# needs few bits for them, and that says nothing about new tunes. Section 8 measures both
# networks on tunes that they had not seen. Ask as well whether versions of
# one tune are on both sides of the split.
#
# </details>
#
# 3. No tune of the collection has the metre 4/2, with bars of two whole notes. How long will the
#    bars be that the network writes after `M:4/2`, and why? Try it in section 10. And why can it
#    not even begin after `M:5/4`?
#
# <details><summary>Answer</summary>
#
# Mostly one whole note, as after `M:4/4` and `M:2/2`. The network has learned lengths
# from examples, and no rule that calculates with the two numbers; no example has bars of two whole
# notes. No tune of the collection has the character `5`, so it is not in the vocabulary, and the
# network cannot read `M:5/4`.
#
# </details>
#
# **Where to go on.** [Notebook 11](../notebooks/11_music.ipynb) lets a transformer hear the same
# tunes. Karpathy's essay "The Unreasonable Effectiveness of Recurrent Neural Networks" (2015)
# made this kind of model famous; Sturm et al., "Music transcription modelling and composition
# using deep learning" (2016), did it for folk tunes.
