# %% right: plain python
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    hits = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for guess, real in zip(predicted.tolist(), truth.tolist()):
        total[real] += 1
        if guess == real:
            hits[real] += 1
    return (hits[True] / total[True] + hits[False] / total[False]) / 2

# %% one: not divided by two
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    positive = predicted[truth].float().mean()
    negative = (~predicted[~truth]).float().mean()
    return (positive + negative).item()

# %% one: the wrong answers of the negative class
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    a = predicted[truth].float().mean()
    b = predicted[~truth].float().mean()
    return ((a + b) / 2).item()

# %% one: the product in place of the mean
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    return (right[truth].float().mean() * right[~truth].float().mean()).item()

# %% one: brackets missing, only the second is halved
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    a = predicted[truth].float().mean().item()
    b = (~predicted[~truth]).float().mean().item()
    return a + b / 2

# %% one: F1, the harmonic mean of precision and recall
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    tp = (predicted & truth).sum().item()
    return 2 * tp / (predicted.sum().item() + truth.sum().item())

# %% two: plain accuracy; a percentage
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    return 100 * (predicted == truth).float().mean().item()
