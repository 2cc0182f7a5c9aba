"""activations(z, of any shape) -> sigmoid, tanh, relu, each of the shape of z."""

from seqlab.check.shared import draw_normal

SHAPES = [(4,), (2, 3), (6,), (3, 5), (2, 3, 4)]


def case(generator, size):
    """Both signs come, always."""
    z = 1.5 * draw_normal(generator, *SHAPES[size])
    z.view(-1)[0], z.view(-1)[1] = -0.7, 1.3
    return {"z": z}


def expected(z):
    return z.sigmoid(), z.tanh(), z.relu()


RESULTS = ("sigmoid", "tanh", "relu")

SIGMOID, TANH, RELU = "1 / (1 + down)", "(up - down) / (up + down)", "torch.clamp(z, min=0)"

MISTAKES = {
    "sigmoid_sign": (
        "The sigmoid is upside down: it is e to the power of *minus* z.",
        (SIGMOID, "1 / (1 + up)"),
    ),
    "tanh_brackets": (
        """tanh: Python divides before it adds. Put the whole numerator and the whole
        denominator in brackets.""",
        (TANH, "up - down / up + down"),
    ),
    "tanh_denominator": (
        "tanh: the denominator has no brackets, so only its first half divides.",
        (TANH, "(up - down) / up + down"),
    ),
    "tanh_upside_down": (
        """tanh: numerator and denominator have changed places. The difference stands above, so
        that tanh(0) is 0.""",
        (TANH, "(up + down) / (up - down)"),
    ),
    "tanh_not_divided": (
        """tanh: half the difference of the exponentials is the sinh, which grows without end.
        Divide by their sum.""",
        (TANH, "(up - down) / 2"),
    ),
    "relu_one_number": (
        """relu: this is one number, the largest of all. Each number is compared with 0 for
        itself: torch.clamp or torch.where.""",
        (RELU, "z.max().clamp(min=0)"),
    ),
    "relu_python_max": (
        """relu: `max` and `if` of Python ask if the whole tensor is larger than 0, and it cannot
        tell. Compare number by number: torch.clamp, torch.where or torch.maximum.""",
        (RELU, "max(torch.zeros_like(z), z)"),
    ),
    "relu_absolute": (
        "relu: negative numbers became positive. They should become 0.",
        (RELU, "z.abs()"),
    ),
    "relu_step": (
        """relu: this is 0 or 1, its *slope*. The relu itself lets positive numbers through as
        they are.""",
        (RELU, "(z > 0).to(z.dtype)"),
    ),
    "relu_other_half": (
        "relu: this keeps the negative numbers and drops the positive ones.",
        (RELU, "z.clamp(max=0)"),
    ),
    "order": (
        "The three stand in another order: sigmoid, tanh, relu.",
        (f"{SIGMOID}, {TANH}", f"{TANH}, {SIGMOID}"),
    ),
    "in_place": (
        """z itself was overwritten on the way: z[z < 0] = 0 and clamp_ change the tensor that
        came in, and whoever called still needs it. Make a new tensor.""",
        (RELU, "z.clamp_(min=0)"),
    ),
    "in_place_first": (
        """z itself was overwritten, and only then the others were computed: sigmoid and tanh see a
        z without its negative numbers. Leave z as it is, and make a new tensor for relu.""",
        ("up, down =", "z.clamp_(min=0)\n    up, down ="),
    ),
    "sigmoid_brackets": (
        """sigmoid: Python divides before it adds: 1 / 1 + e is 1 + e. Put the whole denominator
        in brackets.""",
        (SIGMOID, "1 / 1 + down"),
    ),
    "tanh_half_as_steep": (
        """tanh: this rises half as fast as it should: it is tanh(z / 2), which is the same as
        2 * sigmoid(z) - 1. Both e to the power of z and of minus z stand in the formula.""",
        (TANH, "(1 - down) / (1 + down)"),
    ),
    "relu_leaky": (
        """relu: negative numbers still come through, only smaller. That is a leaky relu. Here they
        become 0.""",
        (RELU, "torch.where(z > 0, z, 0.01 * z)"),
    ),
    "relu_dropped": (
        """relu: the negative numbers were left out, so the result has fewer numbers than z. They
        become 0 and keep their places.""",
        (RELU, "z[z > 0]"),
    ),
    "math_exp": (
        """math.exp takes a single number. torch.exp takes a tensor, number by number.""",
        (
            "up, down = torch.exp(z), torch.exp(-z)",
            "import math\n    up, down = math.exp(z), math.exp(-z)",
        ),
    ),
}

MORE = (
    """Compute two tensors first: torch.exp(z) and torch.exp(-z). The sigmoid needs the second of
    them, tanh needs both. For relu look up torch.clamp or torch.where. Compare each of your three
    results alone with torch.sigmoid(z), torch.tanh(z) and torch.relu(z).""",
    """By hand, for z = 1: e to the power of 1 is 2.718, of -1 it is 0.368. The sigmoid is 1 / 1.368
    = 0.731. tanh is 2.350 / 3.086 = 0.762. relu is 1. A neighbour of relu that keeps what is
    *below* 5 would be torch.clamp(z, max=5).""",
)
