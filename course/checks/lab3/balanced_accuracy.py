"""3.11 balanced_accuracy(predicted (n,), truth (n,)) -> number."""

import torch

from seqlab.check.shared import draw_integers


def case(generator, size):
    """Counts of the four outcomes that differ, in a random order; once all are called positive."""
    more = draw_integers(generator, 0, 2 + size, 4) * torch.tensor([3, 2, 0, 1])
    counts = torch.tensor([7, 3, 1, 2]) + more
    truth = torch.tensor([True, True, False, False]).repeat_interleave(counts)
    predicted = torch.tensor([True, size == 3, True, size == 3]).repeat_interleave(counts)
    order = torch.randperm(len(truth), generator=generator)
    return {"predicted": predicted[order], "truth": truth[order]}


def expected(predicted, truth):
    right = (predicted == truth).double()
    return (right[truth].mean().item() + right[~truth].mean().item()) / 2


RESULTS = ("balanced accuracy",)
MEAN = "(among_positive + among_negative).item() / 2"
POSITIVE, NEGATIVE = "predicted[truth].float()", "(~predicted[~truth])"

MISTAKES = {
    "accuracy": (
        """This is the plain accuracy: the larger class has more to say. Take the share of right
        answers in each class for itself, then the mean of the two.""",
        (MEAN, "(predicted == truth).float().mean().item()"),
    ),
    "positive_only": (
        """This is the share among the truly positive only. Whoever says yes to all gets 1. The
        negative class counts as much.""",
        (MEAN, "among_positive.item()"),
    ),
    "negative_only": (
        "This is the share among the truly negative only. Take the mean of both classes.",
        (MEAN, "among_negative.item()"),
    ),
    "precision": (
        """The shares are taken among what was *predicted* positive and negative (precision).
        Divide by how many there truly are.""",
        (POSITIVE, "truth[predicted].float()"),
        (NEGATIVE, "(~truth[~predicted])"),
    ),
    "f1": (
        """This is the F1 of the positive class, another remedy for unbalanced classes. Here:
        the mean of the two shares of right answers.""",
        (
            MEAN,
            "2 * (predicted & truth).sum().item() / (predicted.sum() + truth.sum()).item()",
        ),
    ),
    "sum": (
        "The two shares were added. Their mean is asked for, from 0 to 1.",
        (MEAN, "(among_positive + among_negative).item()"),
    ),
    "percent": (
        "This is in percent. A share from 0 to 1 is asked for: leave out the 100.",
        ("/ 2", "* 50"),
    ),
    "product": (
        "The two shares were multiplied. Their mean is asked for.",
        (MEAN, "(among_positive * among_negative).item()"),
    ),
    "of_all": (
        """Both counts are divided by the number of *all* sentences, so together they can only
        reach 1 divided by 2. Divide each by the size of its own class.""",
        (MEAN, "(predicted == truth).float().mean().item() / 2"),
    ),
    "negative_not_turned": (
        """Among the truly negative, the share of *wrong* answers was taken. There an answer is
        right where predicted is False: turn it round with ~.""",
        (NEGATIVE, "predicted[~truth]"),
    ),
    "one_minus": (
        """torch does not subtract True and False. ~predicted turns each of them round: True
        becomes False, False becomes True.""",
        (NEGATIVE, "(1 - predicted[~truth])"),
    ),
    "mean_of_booleans": (
        """torch takes no mean of True and False. Make numbers of them first: .float() gives 1 and
        0.""",
        (f"{POSITIVE}.mean()", "predicted[truth].mean()"),
    ),
    "wrong_answers": (
        """This is 1 minus what is asked for: the shares of *wrong* answers were taken. Count
        where predicted and truth are the same.""",
        (MEAN, f"1 - {MEAN}"),
    ),
    "same_shares": (
        """The second share is taken among the truly positive, too. Among the truly negative it is
        [~truth].""",
        (NEGATIVE, "(~predicted[truth])"),
    ),
    "counts": (
        """These are numbers of right answers, not shares. Divide each by the size of its own
        class.""",
        (POSITIVE + ".mean()", POSITIVE + ".sum()"),
        (NEGATIVE + ".float().mean()", NEGATIVE + ".float().sum()"),
    ),
    "geometric_mean": (
        "This is the root of the product of the two shares. Their plain mean is asked for.",
        (MEAN, "(among_positive * among_negative).sqrt().item()"),
    ),
    "precision_and_recall": (
        """This is the mean of precision and recall of the positive class. Both shares are taken
        among what is *true*: one among the truly positive, one among the truly negative.""",
        (NEGATIVE, "truth[predicted]"),
    ),
    "minus": (
        """torch knows no minus for True and False. ~predicted turns each of them round: True
        becomes False, False becomes True.""",
        (NEGATIVE, "(-predicted[~truth])"),
    ),
    "not_truth": (
        """`not` asks one question, and a tensor holds many answers. ~truth turns each of them
        round.""",
        (NEGATIVE, "(~predicted[not truth])"),
    ),
    "one_half_only": (
        "Only the second share was divided by 2. Put brackets round the sum: (... + ...) / 2.",
        (MEAN, "(among_positive + among_negative / 2).item()"),
    ),
    "two_shares": (
        "Two shares came back. One number is asked for: their mean.",
        (MEAN, "(among_positive.item(), among_negative.item())"),
    ),
    "precision_of_positive": (
        """This is the share of truly positive ones among what was *predicted* positive, the
        precision. Both shares are taken among what is true, and then their mean.""",
        (MEAN, "truth[predicted].float().mean().item()"),
    ),
}

MORE = (
    """predicted[truth] has the answers to the truly positive sentences only, predicted[~truth]
    those to the truly negative ones. In the first group an answer is right where it is True, in
    the second where it is False. Each group gives a share, and the mean of both is the result.""",
    """By hand: of 8 truly positive sentences 6 were called positive, which is 6 / 8 = 0.75. Of 2
    truly negative ones 1 was called negative, which is 1 / 2 = 0.5. The result is (0.75 + 0.5) / 2
    = 0.625. The plain accuracy would be 7 / 10. A share of a tensor of True and False, by the way:
    torch.tensor([True, False, True, True]).float().mean() is 0.75.""",
)
