# %% right: e to the z above and below
def perceptron(x, w, b):
    s = w @ x + b
    return torch.exp(s) / (1 + torch.exp(s))

# %% right: a power of math.e
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    def g(z):
        return (1 + math.e ** (-z)) ** -1

    return g(sum(wi * xi for wi, xi in zip(w, x)) + b)

# %% one: no sigmoid
def perceptron(x, w, b):
    return torch.dot(w, x) + b

# %% one: the bias is added for each input
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    # TODO 1.1: Weigh, add up, add the bias, take the sigmoid (by its formula).
    z = torch.sum(w * x + b)
    return 1 / (1 + torch.exp(-z))

# %% one: the bias is subtracted
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    z = 0
    for xi, wi in zip(x, w):
        z += xi * wi
    z = z - b
    return 1 / (1 + torch.exp(-z))

# %% one: tanh for sigmoid
def perceptron(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Inputs x (features,), weights w (features,), bias b () to the neuron's answer ()."""
    z = (x * w).sum() + b
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))

# %% one: a step in place of the sigmoid
def perceptron(x, w, b):
    z = torch.dot(x, w) + b
    if z > 0:
        return torch.tensor(1.0)
    return torch.tensor(0.0)

# %% one: the last input is left out
def perceptron(x, w, b):
    z = b.clone()
    for i in range(len(x) - 1):
        z += x[i] * w[i]
    return 1 / (1 + torch.exp(-z))

# %% two: tanh for sigmoid, no bias
def perceptron(x, w, b):
    return torch.tanh(torch.dot(x, w))

# %% two: the first input left out, no sigmoid
def perceptron(x, w, b):
    z = b
    for i in range(1, len(x)):
        z = z + x[i] * w[i]
    return z
