"""orthogonal(noise) -> matrix, both (n, n)."""

import torch
from torch import Tensor

from seqlab.check import WrongForm
from seqlab.check.shared import draw_normal

TOLERANCE = 2e-3  # by hand, in float32, it is right to three places

PRODUCT = "matrix.T @ matrix"
LENGTHS = "(noise @ matrix).norm(dim=1)"
NEW = "other noise gives another matrix"


def case(generator, size):
    n = 3 + size
    return {"noise": draw_normal(generator, n, n)}


def call(answer, noise):
    rows, other = noise.clone(), noise.flip(0)
    matrix, another = answer(noise), answer(other)
    if isinstance(matrix, list | tuple):
        raise WrongForm(f"Expected one matrix, got {len(matrix)} of them.")
    if not isinstance(matrix, Tensor) or matrix.shape != other.shape:
        kind = tuple(matrix.shape) if isinstance(matrix, Tensor) else type(matrix).__name__
        kind = "nothing (is there a `return`?)" if matrix is None else kind
        raise WrongForm(f"Expected a matrix {tuple(other.shape)}, got {kind}.")
    new = another.dtype != matrix.dtype or not torch.allclose(matrix, another, atol=1e-3)
    return {PRODUCT: matrix.T @ matrix, LENGTHS: (rows.to(matrix) @ matrix).norm(dim=1), NEW: new}


def expected(noise):
    """There is more than one right matrix: with each of them the product is the identity."""
    return {PRODUCT: torch.eye(len(noise)), LENGTHS: noise.norm(dim=1), NEW: True}


def shown(name, noise):
    return f"noise = {noise}\nmatrix = {name}(noise)\n{PRODUCT}, {LENGTHS}"


QR, RETURN = "Q, _ = torch.linalg.qr(noise)", "return Q"

MISTAKES = {
    "noise": (
        "This is the noise itself. It stretches some directions and shrinks others.",
        (RETURN, "return noise"),
    ),
    "scaled_noise": (
        """Noise divided by the root of n keeps lengths on average only: some directions still
        grow and others die out, step after step. Take the orthogonal factor of a QR or a
        singular value decomposition.""",
        (RETURN, "return noise / len(noise) ** 0.5"),
    ),
    "uniform_scaled_noise": (
        """This is noise as spread out as the usual start of a layer, and far too small: lengths
        shrink at each step. Take the orthogonal factor of a QR or a singular value
        decomposition.""",
        (RETURN, "return noise / (3 * len(noise)) ** 0.5"),
    ),
    "spectral_radius": (
        """The largest eigenvalue is scaled to 1. All others are smaller, and these directions
        die out. Take the orthogonal factor of a QR or a singular value decomposition.""",
        (RETURN, "return noise / torch.linalg.eigvals(noise).abs().max()"),
    ),
    "the_other_factor": (
        "QR gives two factors, and this is R, the triangular one. Which of them is orthogonal?",
        (RETURN, "return _"),
    ),
    "unit_columns": (
        """Each column has length 1, but the columns are not at right angles to each other. Both
        is needed.""",
        (RETURN, "return noise / noise.norm(dim=0)"),
    ),
    "unit_rows": (
        """Each row has length 1, but the rows are not at right angles to each other. Both is
        needed.""",
        (RETURN, "return noise / noise.norm(dim=1, keepdim=True)"),
    ),
    "identity": (
        """The identity is orthogonal, but it is the same for every noise. Here a random one is
        asked for.""",
        (RETURN, "return torch.eye(len(noise), dtype=noise.dtype)"),
    ),
    "zeros": (
        "A matrix of zeros forgets everything in one step.",
        (RETURN, "return torch.zeros_like(noise)"),
    ),
    "both_factors": (
        """torch.linalg.qr returns two matrices, and so does this. Give both a name, and return the
        one that is orthogonal.""",
        (f"    {QR}\n    {RETURN}", "    return torch.linalg.qr(noise)"),
    ),
    "noise_overwritten": (
        """The matrix is orthogonal, but `noise` was overwritten, and the next cell still needs it.
        Functions that end in _, as those of nn.init, write into the tensor that they get. Make a
        new matrix, or work on a copy, noise.clone().""",
        (RETURN, "noise.copy_(Q)\n    return noise"),
    ),
    "largest_length": (
        """The largest stretch is scaled to 1 (the norm 2 of the matrix). All others are smaller,
        and these directions die out. Take the orthogonal factor of a QR or a singular value
        decomposition.""",
        (RETURN, "return noise / torch.linalg.matrix_norm(noise, 2)"),
    ),
    "length_of_all": (
        """The matrix is divided by the norm of all its numbers, and it is far too small. Each
        column must have length 1, and all must be at right angles.""",
        (RETURN, "return noise / noise.norm()"),
    ),
    "symmetric": (
        """noise + noise.T is symmetric, not orthogonal: it stretches some directions and shrinks
        others. Take the orthogonal factor of a QR or a singular value decomposition.""",
        (RETURN, "return noise + noise.T"),
    ),
}

MORE = (
    """torch.linalg.qr(matrix) returns two matrices whose product is the matrix. Print both for some
    noise of 3 rows, and print X.T @ X for each of them: for the orthogonal one this is the
    identity, ones on the diagonal and zeros elsewhere.""",
    """By hand: the matrix with the columns (3, 4) and (0, 5). The first has length 5, so the first
    column of the orthogonal factor is (0.6, 0.8). The part of the second along it is 4 times (0.6,
    0.8); what is left of it is (-2.4, 1.8), of length 3, so the second column is (-0.8, 0.6). The
    other factor holds the numbers 5, 4 and 3.""",
)
