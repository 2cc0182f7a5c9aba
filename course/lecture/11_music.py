# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11. Music, the example that started it
#
# {{ colab }}
#
# **An LSTM remembers, a transformer looks back. Which of them writes the better tune, and why?**
#
# After this notebook you can
#
# - compare two language models fairly: same data, same time, same measures;
# - explain why two networks that predict equally well can write very differently;
# - find out what a network listens to: how far back, and to which place;
# - give a transformer a second position, counted in music instead of characters;
# - let each of them write, see the score, and hear it.
#
# | | |
# | --- | --- |
# | Time | about 60 minutes, of which the computer works for about two |
# | You need | LSTM ([notebook 07](07_lstm.ipynb)), transformers ([notebook 10](10_transformers.ipynb)); [Lab 5](../labs/lab5_music.ipynb) helps |
# | Slides | "Example Task: Music Generation" |

# %%
# On Colab this installs the helper package. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from IPython import get_ipython

    get_ipython().run_line_magic("pip", "install -q git+{{ repository }}")

# %%
import seqlab

seqlab.setup(seed=11)  # before torch is imported

# %%
import math
import statistics
from collections import Counter
from itertools import pairwise

import ipywidgets
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from IPython.display import display

from seqlab.claims import claim
from seqlab.data.prepared import read_tunes
from seqlab.models import BeatTransformer, LSTMLanguageModel, causal_mask, shipped
from seqlab.music import measure, roll, score, sound, validity
from seqlab.music.metronome import Metronome
from seqlab.plots import COLOURS, label_lines, show
from seqlab.sampling import generate
from seqlab.stored import read_attempts, shipped_weights
from seqlab.text import pad
from seqlab.widgets import explore

# %% [markdown]
# ## 1. The task, once more
#
# The lecture began with this picture: sheet music in, the next character out. A tune is written in
# ABC notation, in plain text (Lab 5 explains it). A **language model** reads it character by
# character and says at each step how likely each next character is.

# %%
tunes = read_tunes()
vocabulary, ids = tunes.vocabulary, tunes.ids
example = vocabulary.decode(ids["test"][9])
print(example)
show(roll.piano_roll(example), alt=f"Piano roll: {roll.describe(example)}")

# %% [markdown]
# To predict the next character well, one must do two different things.
#
# - **Count.** A bar line comes when the notes of the bar add up to the metre, and nowhere else.
# - **Look back.** Tunes repeat themselves. Who finds the place where the same bar began before,
#   knows how it goes on.
#
# **Predict.** An LSTM carries a state of fixed size from character to character. A transformer
# looks at all characters before, as often as it likes. Which of them will count better? Which
# will look back better?
#
# ## 2. Three networks
#
# All three read the same 2,985 tunes. None was trained in this notebook, because good ones need
# twenty minutes and more. They come with the course, each with the script that trained it
# (`course/recipes/lab5.py` and `music.py`).


# %%
def trained(name: str) -> torch.nn.Module:
    """Return one of the networks that come with the course, trained."""
    network = shipped.build(name, vocabulary)
    network.load_state_dict(shipped_weights(name))
    return network.eval()


lstm = LSTMLanguageModel(len(vocabulary), embedding_size=64, hidden_size=384)
lstm.load_state_dict(shipped_weights("music_lstm"))
networks = {
    "LSTM": lstm.eval(),
    "transformer": trained("music_transformer"),
    "with beat": trained("music_transformer_with_beat"),
}

# %%
records = {
    "LSTM": next(r for r in read_attempts("lab5") if r["name"] == "5,600 steps, dropout 0.3"),
    **dict(zip(("transformer", "with beat"), read_attempts("music"), strict=True)),
}
print(f"{'':14}{'parameters':>12}{'steps':>8}{'training, CPU s':>18}")
for name, record in records.items():
    print(f"{name:14}{record['parameters']:12,}{record['steps']:8,}{record['cpu_seconds']:18,}")

# %% [markdown]
# Sizes and times are about the same. A step of the transformer takes longer, so it made fewer of
# them. What "with beat" means comes in section 5.
#
# One training each is not much to compare two kinds of network: another seed, another width,
# another hour would move the figures. Keep that in mind, and trust only large differences.
#
# ## 3. Which one predicts better?
#
# **Predict.** Which one will need fewer bits for a character of a tune that it has never seen? How
# large must the difference be before you believe it?


# %%
@torch.no_grad()
def bits_of_each(network: torch.nn.Module, sequences: list[torch.Tensor]) -> list[torch.Tensor]:
    """Return -log2 p of each character but the first, for each sequence: (time - 1,)."""
    found: dict[int, torch.Tensor] = {}
    order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
    for first in range(0, len(order), 16):
        group = order[first : first + 16]
        batch, lengths = pad([sequences[i] for i in group])  # (batch, time)
        logits, _ = network(batch[:, :-1])
        nats = F.cross_entropy(logits.transpose(1, 2), batch[:, 1:], reduction="none")
        for i, row, length in zip(group, nats, lengths.tolist(), strict=True):
            found[i] = row[: length - 1] / math.log(2)
    return [found[i] for i in range(len(sequences))]


bits = {name: bits_of_each(network, ids["test"]) for name, network in networks.items()}

# %%
noting = shipped.build("lab5", vocabulary)
noting.load_state_dict(shipped_weights("lab5"))
compared = bits | {"LSTM with notes (Lab 5)": bits_of_each(noting.eval(), ids["test"])}
mean_bits = {name: torch.cat(each).mean().item() for name, each in compared.items()}
figure, axes = plt.subplots(figsize=(7, 2.6))
bars = axes.barh(list(mean_bits), list(mean_bits.values()), color=COLOURS[0])
axes.bar_label(bars, [f"{value:.2f}" for value in mean_bits.values()], padding=3)
axes.set(title="What a character of a new tune costs", xlabel="bits per character", xlim=(0, 2))
axes.invert_yaxis()
show(figure, alt=", ".join(f"{name} {value:.2f} bits" for name, value in mean_bits.items()))

# %%
claim(
    "music-about-equal",
    "Without the beat the transformer predicts about as well as the LSTM (difference in bits)",
    mean_bits["transformer"] - mean_bits["LSTM"],
    above=-0.1,
    below=0.1,
)
claim(
    "music-beat-predicts-better",
    "With the beat it needs fewer bits than the LSTM (bits saved)",
    mean_bits["LSTM"] - mean_bits["with beat"],
    above=0.05,
)

# %% [markdown]
# The slides end with attention, and one might expect it to win. On three thousand tunes and
# twenty minutes of one CPU core it does not, as it is: LSTM and transformer are about equal. Told
# the beat, it is clearly better. The LSTM of Lab 5 that gets *notes*, what followed the last time
# a bar began like this, is better still. Each of the two was given what it lacks. To see what
# that is, we have to look closer.
#
# ### Where are the bits?
#
# A mean hides much. Let us go through the tunes bar by bar. The first bar of a tune is all news. If
# a network can look back, later bars should get cheaper.


# %%
def bar_numbers(sequence: torch.Tensor) -> list[int]:
    """Return for each character but the first the number of its bar; 0 for the header."""
    number, lines, numbers, last = 0, 0, [], ""
    for token in sequence[1:].tolist():
        character = vocabulary.tokens[token]
        numbers.append(number)
        if character == "\n":
            lines += 1
            number = int(lines == 3)
        elif number and character == "|" and last not in ("|", ""):
            number += 1
        last = character
    return numbers


numbers = [bar_numbers(sequence) for sequence in ids["test"]]
BARS = 16
by_bar = {}
for name, each in bits.items():
    in_bar = [[] for _ in range(BARS + 1)]
    for tune_bits, tune_numbers in zip(each, numbers, strict=True):
        for value, number in zip(tune_bits.tolist(), tune_numbers, strict=True):
            if number <= BARS:
                in_bar[number].append(value)
    by_bar[name] = [statistics.fmean(values) for values in in_bar[1:]]

# %%
figure, axes = plt.subplots()
for colour, (name, values) in zip(COLOURS, by_bar.items(), strict=False):
    axes.plot(range(1, BARS + 1), values, marker="o", color=colour, label=name)
label_lines(figure)
axes.set(
    title="Later bars are cheaper for whoever can look back",
    xlabel="bar of the tune",
    ylabel="bits per character",
)
ends = ", ".join(
    f"{n} from {v[1]:.2f} in bar 2 to {v[-1]:.2f} in bar 16" for n, v in by_bar.items()
)
show(figure, alt=f"Bits per character by bar: {ends}")

# %%
lead = [a - b for a, b in zip(by_bar["LSTM"], by_bar["with beat"], strict=True)]
first, second = statistics.fmean(lead[:4]), statistics.fmean(lead[4:8])
print(f"bits saved with beat: {first:.2f} in bars 1 to 4, {second:.2f} in bars 5 to 8")
claim(
    "music-second-line-is-cheaper",
    "What is saved over the LSTM grows from bars 1 to 4 to bars 5 to 8 (in bits)",
    second - first,
    above=0.1,
)

# %% [markdown]
# Tunes go in lines of four bars, and the second line often begins as the first one did: bar 5 is
# bar 1 again, bar 6 is bar 2. The transformer with the beat has found that out: there it pays much
# less. So it looks back. The LSTM pays about the same everywhere, it hardly knows the second
# line from a new one. (The bars are counted as they are written; a tune that begins with a pickup
# has one more.)

# %% [markdown]
# ## 4. What does each network listen to?
#
# ### How far back?
#
# We change one note, and look how much the predictions after it change. If the network has
# forgotten the note, they do not change at all. The change of a prediction from $p$ to $q$ is
# measured in bits: $\sum_i p_i \log_2 (p_i / q_i)$, the Kullback-Leibler divergence.

# %%
NEXT_NOTE = dict(zip("ABCDEFGabcdefg", "BCDEFGAbcdefga", strict=True))


def with_one_note_changed(sequence: torch.Tensor, place: int) -> torch.Tensor:
    """Return the tune with the first note at or after ``place`` moved up a step."""
    changed = sequence.clone()
    for t in range(place, len(sequence)):
        character = vocabulary.tokens[int(sequence[t])]
        if character in NEXT_NOTE:
            changed[t] = vocabulary[NEXT_NOTE[character]]
            return changed
    raise ValueError("there is no note")


long_tunes = [sequence[:320] for sequence in ids["test"] if len(sequence) >= 320]
places = [place for place in (30, 45, 60, 75) for _ in long_tunes]
changed = torch.stack(
    [with_one_note_changed(s, p) for s, p in zip(long_tunes * 4, places, strict=True)]
)
original = torch.stack(long_tunes * 4)  # (tunes, 320)
starts = (changed != original).int().argmax(dim=1)  # where the note was changed
print(f"{len(original)} changed notes in {len(long_tunes)} tunes")


# %%
@torch.no_grad()
def influence(network: torch.nn.Module) -> torch.Tensor:
    """Return the mean change of the prediction, in bits, 0 to 239 characters after the note."""
    p, q = (network(batch)[0].log_softmax(dim=-1) for batch in (original, changed))
    divergence = (p.exp() * (p - q)).sum(dim=-1) / math.log(2)  # (tunes, time)
    steps = starts[:, None] + torch.arange(240)  # (tunes, 240)
    return divergence.gather(1, steps).mean(dim=0)


influences = {name: influence(network) for name, network in networks.items()}

# %%
EDGES = [1, 2, 4, 8, 16, 32, 64, 96, 128, 176, 240]
middles = [math.sqrt(a * b) for a, b in pairwise(EDGES)]
figure, axes = plt.subplots()
for colour, (name, values) in zip(COLOURS, influences.items(), strict=False):
    means = [values[a:b].mean().item() for a, b in pairwise(EDGES)]
    axes.loglog(middles, means, marker="o", color=colour, label=name)
axes.legend()
axes.set(
    title="How long one note is heard",
    xlabel="characters after the note",
    ylabel="change of the prediction (bits)",
)
told = {name: (values[32:64].mean() * 1000).item() for name, values in influences.items()}
heard = ", ".join(f"{name} {value:.1f}" for name, value in told.items())
show(
    figure, alt=f"Influence of a note by distance. At 32 to 64 characters, in bits / 1000: {heard}"
)

# %%
print("change at 32 to 64 characters, in thousandths of a bit:", heard)
claim(
    "music-beat-hears-lines",
    "A note of four bars ago counts at least twice as much as in the LSTM (ratio, with beat)",
    told["with beat"] / told["LSTM"],
    above=2,
)

# %% [markdown]
# Both axes are logarithmic. In the LSTM the influence of a note fades steadily. In the transformers
# it fades, and then *rises again* at 32 to 64 characters: that is about four bars, one line of
# the tune. Most of the influence is near in all three, and beyond a hundred characters they are
# much alike.
#
# ### To which place?
#
# A bar that stood before in the same tune can be copied: find the place, and read what follows it
# there. If the transformer does this, then some head must look at just that character. In each bar
# of the test tunes that is the same as an earlier bar, we know which character that is.


# %%
def repeats(sequence: torch.Tensor) -> list[tuple[int, int]]:
    """Return (t, s): at t a bar is read that stood before, and s is what followed there."""
    text = [vocabulary.tokens[token] for token in sequence.tolist()]
    body = len(text) - text[::-1].index("\n")
    lines = [t for t in range(body, len(text)) if text[t] == "|"]
    seen: dict[str, int] = {}
    found = []
    for begin, end in pairwise(lines):
        bar = "".join(text[begin : end + 1])
        if bar in seen and len(bar) > 5:
            found += [(t, seen[bar] + t - begin + 1) for t in range(begin + 3, end)]
        seen[bar] = begin
    return found


@torch.no_grad()
def attention_maps(network: BeatTransformer, sequence: torch.Tensor) -> torch.Tensor:
    """Return the attention of all heads over one tune, (layers, heads, time, time)."""
    x = network.model.embedding(sequence[None]) + network.hear(sequence[None], [Metronome()])
    mask = causal_mask(len(sequence), len(sequence))
    maps = []
    for block in network.model.blocks:
        maps.append(block.attention.weights(block.norm1(x), mask)[0])
        x, _ = block(x, mask)
    return torch.stack(maps)


# %% [markdown]
# As a control, we take the same distances at places where nothing is repeated. A head that always
# looks a fixed number of characters back would score there just as high.


# %%
def look_backs(network: BeatTransformer, sequences: list) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean weight on the copied character, and at the control: (layers, heads)."""
    on_copy, on_control = [], []
    generator = torch.Generator().manual_seed(0)
    for sequence in sequences:
        pairs = repeats(sequence)
        repeated = {t for t, _ in pairs}
        others = [t for t in range(120, len(sequence)) if t not in repeated]
        if not pairs or not others:
            continue
        maps = attention_maps(network, sequence)
        at, key = torch.tensor(pairs).T
        on_copy.append(maps[:, :, at, key])
        draw = torch.tensor(others)[torch.randint(len(others), at.shape, generator=generator)]
        on_control.append(maps[:, :, draw, (draw - (at - key)).clamp(min=0)])
    return torch.cat(on_copy, dim=-1).mean(dim=-1), torch.cat(on_control, dim=-1).mean(dim=-1)


chosen_on, _ = look_backs(networks["with beat"], ids["validation"][:60])
layer, head = divmod(int(chosen_on.argmax()), chosen_on.shape[1])
on_copy, on_control = look_backs(networks["with beat"], ids["test"][:100])
print(f"head {head + 1} of layer {layer + 1}, chosen on the validation tunes; on the test tunes:")
print(f"  weight on the character to copy {on_copy[layer, head]:.2f}")
print(f"  at the same distance elsewhere  {on_control[layer, head]:.2f}")

# %%
figure, axes = plt.subplots(figsize=(5, 3.6))
image = axes.imshow(on_copy, cmap="viridis", vmin=0)
axes.set(
    title="Weight on what to copy",
    xlabel="head",
    ylabel="layer",
    xticks=range(on_copy.shape[1]),
    yticks=range(on_copy.shape[0]),
    xticklabels=range(1, on_copy.shape[1] + 1),
    yticklabels=range(1, on_copy.shape[0] + 1),
)
figure.colorbar(image, label="share of the attention")
axes.grid(visible=False)
best = f"highest {on_copy.max():.2f}, median {on_copy.median():.2f}"
show(figure, alt=f"Weight of each head on the character to copy: {best}")
claim(
    "music-head-looks-back",
    "One head looks at the character to copy more than as far back elsewhere (ratio)",
    (on_copy[layer, head] / on_control[layer, head]).item(),
    above=1.7,
)

# %% [markdown]
# Nobody told the network that bars return. One head has learned to look at the line before, at the
# place where the copy goes on. It is a small share of its attention, but about twice as much as at
# the control: the head looks at several places, and this is one. That the second line gets cheap
# *because* of this head was not measured: for this one would have to switch it off.
#
# ## 5. Who counts better?
#
# Now the other skill. A bar line before the bar is full spoils the tune. How much probability does
# each network put on a bar line where the bar is *not* full? For this we need to know at each
# character how much of the bar is left. A **metronome** can read along and say it.

# %%
metronome = Metronome()
header, body = example[: example.rindex("\n") + 1], example[example.rindex("\n") + 1 :]
for character in header:
    metronome.read(character)
for character in body[:14]:
    left = metronome.read(character)
    print(f"{character!r:5} left of the bar: {left / 24:g} eighths")

# %% [markdown]
# **Predict.** Lab 5 has shown that an LSTM counts well. What must a transformer do to find out how
# many eighths have passed since the last bar line?


# %%
@torch.no_grad()
def false_bar_lines(network: torch.nn.Module, sequences: list[torch.Tensor]) -> float:
    """Return the number of bar lines that are expected too early in a bar that will be full."""
    expected, bars = 0.0, 0
    for sequence in sequences:
        bar_line = network(sequence[None])[0][0].softmax(dim=-1)[:, vocabulary["|"]]  # (time,)
        metronome, in_bar, left = Metronome(), [], 0
        for t, token in enumerate(sequence[1:-1].tolist(), start=1):
            character = vocabulary.tokens[token]
            if character == "|" and left == 0 and in_bar:
                expected, bars = expected + sum(in_bar), bars + 1
            if character in "|\n":
                in_bar = []
            left = metronome.read(character)
            if left > 0 and character != "|":
                in_bar.append(bar_line[t].item())
    return expected / bars


early_lines = {n: false_bar_lines(network, ids["test"][:60]) for n, network in networks.items()}
for name, value in early_lines.items():
    print(f"{name:14}{100 * value:6.1f} bar lines too early in 100 bars")

# %% [markdown]
# Counting is hard work for attention. It would have to find the last bar line, look at all notes
# since then, read the length of each, and add them up, in a few layers. The LSTM only adds to
# what it carries.
#
# ### A second position
#
# Notebook 09 told the transformer the position of each *character*. In music, characters are the
# wrong unit: `A4` and `ABcd` are two and four characters, and last as long as each other. So let
# us give it a second position in the right unit, what is left of the bar:
#
# $$x_t = E\,w_t + B\,b_t$$
#
# with $w_t$ the character and $b_t$ what the metronome says after reading it. This is the network
# "with beat" in all figures above. Nothing else was changed, and the metronome forbids nothing: the
# network may still write a bar line wherever it likes.

# %%
claim(
    "music-beat-helps-counting",
    "With the beat, the transformer expects far fewer bar lines too early (ratio to without)",
    early_lines["with beat"] / early_lines["transformer"],
    below=0.6,
)

# %% [markdown]
# ## 6. Who writes better?
#
# Each network writes sixty tunes at temperature 1, as it thinks they are, and sixty at 0.8, a bit
# more careful. A tune is **valid** if it can be read, and all its bars and repeats are right.
#
# **Predict.** Put the three in order. And how far must two shares of sixty tunes be apart to mean
# anything?

# %%
COUNT = 60
written = {}
for name, network in networks.items():  # about 20 s
    written[name, 1.0] = generate(network, vocabulary, count=COUNT, max_length=500)
    print(name, "has written")

# %%
for name, network in networks.items():  # about 20 s
    written[name, 0.8] = generate(network, vocabulary, count=COUNT, temperature=0.8, max_length=500)
    print(name, "has written, with more care")
valid = {key: measure.valid_share(group) for key, group in written.items()}

# %%
figure, axes = plt.subplots(figsize=(7, 2.8))
for shift, temperature, colour in ((-0.2, 1.0, COLOURS[0]), (0.2, 0.8, COLOURS[1])):
    shares = [valid[name, temperature] for name in networks]
    rows = [row + shift for row in range(len(networks))]
    bars = axes.barh(rows, shares, 0.36, color=colour, label=f"temperature {temperature}")
    axes.bar_label(bars, [f"{share:.0%}" for share in shares], padding=3)
axes.set(title="Valid tunes", xlabel="share of written tunes", xlim=(0, 1))
axes.set_yticks(range(len(networks)), list(networks))
axes.invert_yaxis()
axes.legend()
shares = ", ".join(f"{name} at {t}: {share:.0%}" for (name, t), share in valid.items())
show(figure, alt=f"Valid tunes. {shares}")

# %% [markdown]
# LSTM and transformer predict about equally well, and yet the transformer writes fewer valid
# tunes. One wrong bar line spoils a tune of twenty bars, and a bar line costs few bits: that is
# how a mean hides it. With the beat most of the gap closes. Sixty tunes are few: two shares that
# differ by less than 0.15 may well be equal. Where do they fail?

# %%
for name in networks:
    first = Counter(
        found[0].kind for text in written[name, 0.8] if (found := validity.problems(text))
    )
    print(f"{name:14}", ", ".join(f"{kind} {count}" for kind, count in first.most_common()))

# %%
real = [vocabulary.decode(sequence) for sequence in ids["test"][:COUNT]]
known = measure.text_windows(vocabulary.decode(sequence) for sequence in ids["train"])
print(f"{'':14}{'different bars':>16}{'spread (semitones)':>20}{'mostly copied':>15}")
for name, group in {"real": real, **{n: written[n, 0.8] for n in networks}}.items():
    copied = sum(measure.copied_share(text, known) > 0.5 for text in group) / len(group)
    print(
        f"{name:14}{measure.distinct_bars(group):16.2f}{measure.pitch_spread(group):20.2f}"
        f"{copied:15.0%}"
    )

# %%
claim(
    "music-beat-writes-valid-tunes",
    "With the beat, more tunes are valid than without (difference, mean of both temperatures)",
    statistics.fmean(valid["with beat", t] - valid["transformer", t] for t in (1.0, 0.8)),
    above=0.02,
)
claim(
    "music-transformer-miscounts",
    "At temperature 1 the LSTM writes more valid tunes than the transformer without (difference)",
    valid["LSTM", 1.0] - valid["transformer", 1.0],
    above=0.05,
)

# %% [markdown]
# Real tunes have fewer different bars than those of the three: they come back to their own bars.
# The transformer with the beat comes nearest, and still is more restless than a real tune.
# Nothing is copied from the training tunes.
#
# ### Tell it more
#
# Look at what went wrong above. A short bar at the end of a section, where nobody remembered how
# long the pickup was that this bar must make up for. A repeat that was opened and never closed. A
# second ending without a first one. A person who writes a tune down keeps an eye on all of this.
#
# So here is one more network: the LSTM again, with three readers that listen while it writes. The
# first says where in the form the tune is: what is left of the bar, what is left of it if the
# section ended here, whether a repeat is open, which bar of the section this is. The other two say
# how it went on the last time: since the bar line, and in the passage that is being repeated. It
# was also trained on tunes in many keys (`course/recipes/best.py`).
#
# **Predict.** Which of the kinds of mistakes above will become rarer? Which will not?

# %%
informed = shipped.build("best", vocabulary)
informed.load_state_dict(shipped_weights("best"))
for temperature in (1.0, 0.8):  # about 15 s
    group = generate(informed, vocabulary, count=COUNT, temperature=temperature, max_length=500)
    written["told more", temperature] = group
    valid["told more", temperature] = measure.valid_share(group)
    problems = Counter(found[0].kind for text in group if (found := validity.problems(text)))
    kinds = ", ".join(f"{kind} {count}" for kind, count in problems.most_common())
    print(f"temperature {temperature}: {valid['told more', temperature]:.0%} valid; else {kinds}")

# %%
claim(
    "music-told-more-writes-valid-tunes",
    "An LSTM that is told the form writes more valid tunes (difference, mean of both temperatures)",
    statistics.fmean(valid["told more", t] - valid["LSTM", t] for t in (1.0, 0.8)),
    above=0.03,
)
networks["told more"] = informed

# %% [markdown]
# Nothing was forbidden, and no rule of the validator was used while it wrote: it may still leave a
# repeat open. It was only told what it would otherwise have had to remember. That is help from
# people who know what a tune is; a network that finds out by itself needs far more tunes and far
# more time than a course has.
#
# ## 7. Listen
#
# The first valid tune of each, at temperature 0.8. Nothing was chosen by ear.


# %%
def first_valid(group: list[str]) -> str | None:
    """Return the first valid tune, None where there is none."""
    return next((text for text in group if validity.is_valid(text)), None)


for name in networks:
    tune = first_valid(written[name, 0.8])
    if tune is None:
        print(name, "has written no valid tune")
    else:
        display(score.score(tune, title=name))
        display(sound.play(tune, seconds=8))

# %% [markdown]
# Listen with three questions. Does it have a beat? Does it come back to something you have heard?
# Does it end, or does it stop?
#
# Now choose yourself: a network, a temperature, an opening.


# %%
OPENINGS = {
    "a jig in G": "M:6/8\nL:1/8\nK:G\n",
    "a reel in D": "M:2/2\nL:1/8\nK:D\n",
    "a waltz in A minor": "M:3/4\nL:1/8\nK:Am\n",
}


# %%
def write(name: str, opening: str, temperature: float) -> None:
    """Let a network go on from an opening; show and play the first valid tune of eight."""
    group = generate(
        networks[name],
        vocabulary,
        OPENINGS[opening],
        count=8,
        temperature=temperature,
        max_length=400,
        seed=3,
    )
    tune = first_valid(group)
    print(f"{name}, {opening}: {measure.valid_share(group):.0%} of 8 are valid")
    if tune:
        print(tune)
        display(sound.play(tune, seconds=8))


# %%
explore(
    write,
    name=ipywidgets.Dropdown(options=list(networks), value="told more", description="network"),
    opening=ipywidgets.Dropdown(options=list(OPENINGS)),
    temperature=ipywidgets.FloatSlider(value=0.8, min=0.4, max=1.4, step=0.2),
)

# %% [markdown]
# ## What you know now
#
# - Predicting the next character and writing a valid tune are different skills. Bits per character
#   measure the first; only counting valid tunes shows the second.
# - Attention can look back a whole line, and a network that does so pays less for what returns. A
#   state of fixed size hardly does.
# - A recurrent state counts by itself. A transformer counts with effort, unless it is told the
#   position in the unit that matters.
# - One training each is one observation. Look for what is large, and for its reason.
#
# **Think, without code.**
#
# 1. A note of 50 characters ago changes the prediction. On which two ways can it get there in the
#    transformer, and on which one in the LSTM?
#
# <details><summary>Answer</summary>
#
# In the transformer it can come directly: a head looks at the character itself. Or it comes in
# stages: a position in between has looked at the character in a lower layer, and a head of a higher
# layer looks at this position. In the LSTM there is only the state, which is updated about fifty
# times on the way.
#
# </details>
#
# 2. The last network was told the form. Which of its readers could a larger network do without, and
#    how would you find out?
#
# <details><summary>Answer</summary>
#
# We did not measure this. One can suspect the two readers that say how it went on the last time,
# because attention can find that by itself (section 4), or the one that counts, because an LSTM
# counts well without it (section 5). To find out, train the larger network anew without one reader
# at a time, with everything else the same and with several seeds. Then compare bits and valid
# tunes, of more than sixty tunes each.
#
# </details>
#
# 3. While a network writes, a friend forbids every character that would make the tune invalid. Now
#    all tunes are valid. What has the friend measured, and what not?
#
# <details><summary>Answer</summary>
#
# The friend has measured that the rules are programmed correctly: with them an untrained network
# would write valid tunes as well. Whether the network can count was not measured, nor whether its
# tunes are good. For this one must look at what the rules do not decide: how much probability was
# on forbidden characters (section 5), how many bits are needed, how many bars are different.
#
# </details>
#
# **Where to go on.** [Notebook 12](12_summary.ipynb) sums up the course. Huang et al., "Music
# Transformer" (2018), write minutes of piano music with positions that are relative to each
# other. Olsson et al., "In-context learning and induction heads" (2022), found the heads that
# copy in large language models. Sturm and Ben-Tal, "Taking the models back to music practice"
# (2017), asked musicians.
