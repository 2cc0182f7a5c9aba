# %% right: data and zero_
def descend(weights: list[torch.Tensor], rate: float) -> None:
    for weight in weights:
        weight.data = weight.data - rate * weight.grad
        weight.grad.zero_()

# %% right: sub_ with alpha, by place
def descend(weights, rate):
    with torch.no_grad():
        for i in range(len(weights)):
            weights[i].sub_(weights[i].grad, alpha=rate)
            weights[i].grad = None

# %% right: a decorator, and two loops
@torch.no_grad()
def descend(weights: list[torch.Tensor], rate: float) -> None:
    """Take one step against the gradients, in place; clear the gradients."""
    for weight in weights:
        weight += -rate * weight.grad
    for weight in weights:
        weight.grad = torch.zeros_like(weight)

# %% right: copy_
def descend(weights, rate):
    with torch.no_grad():
        for w in weights:
            w.copy_(w - w.grad * rate)
            w.grad.fill_(0)

# %% right: the optimizer of torch
def descend(weights, rate):
    optimizer = torch.optim.SGD(weights, lr=rate)
    optimizer.step()
    optimizer.zero_grad()

# %% one: the sign
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            weight += rate * weight.grad
            weight.grad.zero_()

# %% one: a new tensor
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            old = weight
            weight = old - rate * old.grad
            old.grad = None

# %% one: put into the list
def descend(weights, rate):
    with torch.no_grad():
        for i, weight in enumerate(weights):
            weights[i] = weight - rate * weight.grad
            weight.grad = None

# %% one: never cleared
def descend(weights: list[torch.Tensor], rate: float) -> None:
    for weight in weights:
        weight.data -= rate * weight.grad

# %% one: in place, where torch follows
def descend(weights, rate):
    for weight in weights:
        weight -= rate * weight.grad
        weight.grad.zero_()

# %% one: cleared first
def descend(weights, rate):
    for weight in weights:
        weight.grad.zero_()
        weight.data -= rate * weight.grad

# %% one: only the first weight
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            weight -= rate * weight.grad
            weight.grad = None
            return

# %% one: without the rate
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            weight.sub_(weight.grad)
            weight.grad = None

# %% two: the sign, and never cleared
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            weight.add_(rate * weight.grad)

# %% two: without the rate, and the wrong way
def descend(weights, rate):
    with torch.no_grad():
        for weight in weights:
            weight += weight.grad
            weight.grad = None
