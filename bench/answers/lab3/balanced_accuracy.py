# %% right: four counts
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    tp = (predicted & truth).sum().item()
    tn = (~predicted & ~truth).sum().item()
    p = truth.sum().item()
    n = len(truth) - p
    return 0.5 * (tp / p + tn / n)

# %% right: right answers, one class after the other
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    shares = [right[truth == label].double().mean() for label in (True, False)]
    return float(sum(shares) / 2)

# %% right: one minus the mean of the error rates
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    missed = torch.mean((~predicted[truth]).float())
    false_alarm = torch.mean(predicted[~truth].float())
    return 1 - (missed.item() + false_alarm.item()) / 2

# %% right: with numpy
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    p, t = predicted.numpy(), truth.numpy()
    return float(np.mean([(p[t] == 1).mean(), (p[~t] == 0).mean()]))

# %% one: the plain accuracy
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    return (predicted == truth).float().mean().item()

# %% one: divided by the predicted, which is precision
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    positive = (predicted & truth).sum() / predicted.sum()
    negative = (~predicted & ~truth).sum() / (~predicted).sum()
    return ((positive + negative) / 2).item()

# %% one: returns a tensor
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    positive = predicted[truth].float().mean()
    negative = (~predicted[~truth]).float().mean()
    return (positive + negative) / 2

# %% one: only the positive class
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    return predicted[truth].float().mean().item()

# %% one: each count is divided by all
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    n = len(truth)
    tp = (predicted & truth).sum().item() / n
    tn = (~predicted & ~truth).sum().item() / n
    return (tp + tn) / 2

# %% one: a percentage
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    return 100 * (right[truth].float().mean() + right[~truth].float().mean()).item() / 2

# %% one: weighted by the size of the classes
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = (predicted == truth).float()
    share = truth.float().mean()
    value = share * right[truth].mean() + (1 - share) * right[~truth].mean()
    return value.item()

# %% one: the geometric mean
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    a, b = right[truth].float().mean(), right[~truth].float().mean()
    return (a * b).sqrt().item()

# %% one: the worse of the two
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    return min(right[truth].float().mean().item(), right[~truth].float().mean().item())

# %% one: whole division
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    a = int(predicted[truth].sum()) // int(truth.sum())
    b = int((~predicted)[~truth].sum()) // int((~truth).sum())
    return (a + b) / 2

# %% one: nothing is returned
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = predicted == truth
    balanced = (right[truth].float().mean() + right[~truth].float().mean()).item() / 2
    print(f"{balanced:.2f}")

# %% one: sorted by the prediction in place of the truth
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = (predicted == truth).float()
    return 0.5 * (right[predicted].mean() + right[~predicted].mean()).item()

# %% two: precision; not halved
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    a = (predicted & truth).sum() / predicted.sum()
    b = (~predicted & ~truth).sum() / (~predicted).sum()
    return (a + b).item()

# %% two: the product; returns a tensor
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    right = (predicted == truth).float()
    return right[truth].mean() * right[~truth].mean()

# %% two: wrong answers of the negatives; not halved
def balanced_accuracy(predicted: torch.Tensor, truth: torch.Tensor) -> float:
    """Predicted and true feelings, booleans (n,), to a number from 0 to 1."""
    return (predicted[truth].float().mean() + predicted[~truth].float().mean()).item()
