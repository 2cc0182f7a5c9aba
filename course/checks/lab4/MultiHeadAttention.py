"""4.8 class MultiHeadAttention(d, heads): forward(x, memory, mask) -> output, weights."""

import torch
from torch import nn

from seqlab.check import WrongForm
from seqlab.check.shared import draw_normal
from seqlab.checks.lab4.common import draw_mask, weights_only_shown

# Sentences, heads, queries, keys, size of a head, and the shape of the mask: one for each query;
# for padding, the same for all queries; for all sentences; and all equal, where wrong axes fit.
SIZES = [
    (1, 2, 2, 3, 2, (1, 2, 3)),
    (2, 3, 5, 4, 2, (2, 5, 4)),
    (3, 2, 4, 5, 4, (3, 1, 5)),
    (2, 4, 5, 5, 3, (1, 5, 5)),
    (4, 4, 4, 4, 4, (4, 4, 4)),
]
LAYERS = ("query", "key", "value", "out")


def case(generator, size):
    batch, heads, queries, keys, head_size, mask = SIZES[size]
    d = heads * head_size
    return {
        "d": d,
        "heads": heads,
        "x": 3 * draw_normal(generator, batch, queries, d),
        "memory": 3 * draw_normal(generator, batch, keys, d),
        "mask": draw_mask(generator, *mask),
    }


def layers(d):
    """The layers as the learner's own __init__ draws them after torch.manual_seed(0)."""
    torch.manual_seed(0)
    return nn.ModuleDict({name: nn.Linear(d, d) for name in LAYERS})


def call(answer, d, heads, x, memory, mask):
    layer, weights = answer(d, heads), layers(d).state_dict()
    if not isinstance(layer, nn.Module) or layer.state_dict().keys() != weights.keys():
        raise WrongForm("Keep the layers of __init__ as they are: " + ", ".join(LAYERS) + ".")
    layer.load_state_dict(weights)
    return weights_only_shown(layer(x, memory, mask))


def shown(name, d, heads, x, memory, mask):
    call = f"layer(\n    x={x},\n    memory={memory},\n    mask={mask},\n)"
    return f"torch.manual_seed(0)\nlayer = {name}({d}, {heads})\n{call}"


def expected(d, heads, x, memory, mask):
    """Torch's own; its mask is True where one may *not* look, once for each head."""
    mine, layer = layers(d), nn.MultiheadAttention(d, heads, batch_first=True)
    layer.load_state_dict(
        {
            "in_proj_weight": torch.cat([mine[name].weight for name in LAYERS[:3]]),
            "in_proj_bias": torch.cat([mine[name].bias for name in LAYERS[:3]]),
            "out_proj.weight": mine["out"].weight,
            "out_proj.bias": mine["out"].bias,
        }
    )
    hidden = ~mask.expand(len(x), x.shape[1], memory.shape[1]).repeat_interleave(heads, dim=0)
    output, weights = layer(x, memory, memory, attn_mask=hidden, average_attn_weights=False)
    return output, weights.detach()


RESULTS = ("output", "weights")
GRADIENTS = ("x", "memory")
QUERY, KEY, VALUE = (f"split_heads(self.{name}" for name in LAYERS[:3])
ATTEND, OUT = "attention(query, key, value, ", "self.out(merge_heads(output))"

MISTAKES = {
    "keys_and_values_from_x": (
        """The memory is not used: x looks at itself. Queries come from x, keys and values
        from the memory. (For self-attention the memory *is* x; the caller says so.)""",
        (f"{KEY}(memory)", f"{KEY}(x)"),
        (f"{VALUE}(memory)", f"{VALUE}(x)"),
    ),
    "values_from_x": (
        """The values are made from x. What is found must come from where it was found:
        from the memory, as the keys.""",
        (f"{VALUE}(memory)", f"{VALUE}(x)"),
    ),
    "queries_from_memory": (
        "The queries are made from the memory. It is x that searches.",
        (f"{QUERY}(x)", f"{QUERY}(memory)"),
    ),
    "x_and_memory_swapped": (
        """x and memory have changed places: x searches (query), the memory is searched
        (key, value).""",
        (f"{QUERY}(x)", f"{QUERY}(memory)"),
        (f"{KEY}(memory)", f"{KEY}(x)"),
        (f"{VALUE}(memory)", f"{VALUE}(x)"),
    ),
    "mask_without_heads": (
        """The mask (batch, queries, keys) meets scores (batch, heads, queries, keys).
        Without an axis for the heads the batch of the mask is laid over the heads, and
        with as many sentences as heads nobody notices. Insert one: mask[:, None].""",
        ("mask[:, None]", "mask"),
    ),
    "mask_axis_misplaced": (
        """The new axis of the mask stands at the wrong place. The scores are (batch,
        heads, queries, keys), so the axis for the heads is the second one.""",
        ("mask[:, None]", "mask[:, :, None]"),
    ),
    "mask_turned_round": (
        """The mask is turned round on the way: words look where they must not. In this
        lab True means that a word may look, and your attention takes it so.""",
        ("mask[:, None]", "~mask[:, None]"),
    ),
    "mask_of_fixed_shape": (
        """The mask may have length 1 along queries (it hides padding, the same for all
        queries) or along the batch (the causal mask). Insert the axis for the heads
        without naming the other sizes: torch stretches axes of length 1 by itself.""",
        ("mask[:, None]", "mask.reshape(len(x), 1, x.shape[1], memory.shape[1])"),
    ),
    "no_output_layer": (
        "The last layer is missing: self.out mixes what the heads have found.",
        (OUT, "merge_heads(output)"),
    ),
    "one_head": (
        """The features are not shared out among the heads: there is one head as wide as
        all. Use your split_heads on query, key and value.""",
        (f"{QUERY}(x), self.heads", f"{QUERY}(x), 1"),
        (f"{KEY}(memory), self.heads", f"{KEY}(memory), 1"),
        (f"{VALUE}(memory), self.heads", f"{VALUE}(memory), 1"),
    ),
    "not_split": (
        """Nothing is cut into heads: the weights have no axis for them. Use your
        split_heads on query, key and value.""",
        (f"{QUERY}(x), self.heads)", "self.query(x)"),
        (f"{KEY}(memory), self.heads)", "self.key(memory)"),
        (f"{VALUE}(memory), self.heads)", "self.value(memory)"),
        ("mask[:, None]", "mask"),
        ("merge_heads(output)", "output"),
    ),
    "merged_without_transpose": (
        """The heads were merged by a reshape alone, and the words got mixed up. Use your
        merge_heads.""",
        ("merge_heads(output)", "output.reshape(x.shape)"),
    ),
    "split_without_transpose": (
        "The heads were cut by a reshape alone, and the words got mixed up. Use your split_heads.",
        (f"{QUERY}(x), self.heads)", "self.query(x).view(len(x), self.heads, x.shape[1], -1)"),
        (
            f"{KEY}(memory), self.heads)",
            "self.key(memory).view(len(x), self.heads, memory.shape[1], -1)",
        ),
        (
            f"{VALUE}(memory), self.heads)",
            "self.value(memory).view(len(x), self.heads, memory.shape[1], -1)",
        ),
    ),
    "query_and_key_swapped": (
        "The layers self.query and self.key have changed places.",
        (f"{QUERY}(x)", "split_heads(self.key(x)"),
        (f"{KEY}(memory)", "split_heads(self.query(memory)"),
    ),
    "key_and_value_swapped": (
        "The layers self.key and self.value have changed places.",
        (f"{KEY}(memory)", "split_heads(self.value(memory)"),
        ("value = split_heads(self.value(memory)", "value = split_heads(self.key(memory)"),
    ),
    "x_added": (
        """x was added to the result. That is done later, in the blocks around this layer:
        return what the layer `out` makes.""",
        (OUT, f"x + {OUT}"),
    ),
    "no_layers": (
        """The layers are not used: queries, keys and values are pieces of x and of the
        memory as they came in. What is searched for is learned: self.query(x),
        self.key(memory), self.value(memory).""",
        (f"{QUERY}(x)", "split_heads(x"),
        (f"{KEY}(memory)", "split_heads(memory"),
        (f"{VALUE}(memory)", "split_heads(memory"),
    ),
    "no_value_layer": (
        "What is found is the memory itself, cut into heads: self.value is not used.",
        (f"{VALUE}(memory)", "split_heads(memory"),
    ),
    "values_are_the_keys": (
        """The values are the keys: either attention gets the keys twice, or self.key
        makes both. What is found has a layer of its own, self.value.""",
        (ATTEND, "attention(query, key, key, "),
    ),
    "scaled_by_the_whole_width": (
        """The scores are divided by the root of d. Each head only adds up d / heads
        products. Split first, and let your attention do the scaling.""",
        (ATTEND, "attention(query / self.heads**0.5, key, value, "),
    ),
    "output_only": (
        "The weights are missing: return both, output and weights.",
        (f"{OUT}, weights", OUT),
    ),
    "swapped": (
        "The two have changed places: the output first, then the weights.",
        (f"{OUT}, weights", f"weights, {OUT}"),
    ),
    "weights_averaged": (
        """The weights are a mean over the heads. Keep them apart, (batch, heads, queries,
        keys): each head searches in its own way.""",
        (f"{OUT}, weights", f"{OUT}, weights.mean(dim=1)"),
    ),
}

MORE = (
    """Write the shape beside each line. x (batch, queries, d) and memory (batch, keys, d) each go
    through a layer, which keeps the shape, and then through split_heads: (batch, heads, queries or
    keys, d / heads). The mask needs as many axes as these have. At the end there is one more layer
    than the three for query, key and value.""",
    """A neighbour: a mask (batch, keys) is to be used on a table (batch, queries, keys), the same
    for all queries. mask.unsqueeze(1) has the shape (batch, 1, keys), and torch stretches the 1.
    For [[True, False]] this is [[[True, False]]]. In your task the mask has three axes, the scores
    have four, and it is the axis of the heads that is missing.""",
)
