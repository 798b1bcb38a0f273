"""PyTorch: eager in either layout, and compiled."""

import torch
from torch import nn
from torch.nn import functional as F

INFERENCE_BATCH = 256


class Peer:
    def __init__(self, library, net, threads, batch, width, pixels, labels):
        torch.set_num_threads(threads)
        torch.manual_seed(42)
        self.version = "PyTorch " + torch.__version__
        self.batch = batch
        self.y = torch.from_numpy(labels).long()
        self.x = torch.from_numpy(pixels)
        if net == "cnn":
            self.x = self.x.view(-1, 1, 28, 28)
        self.model = Cnn(width) if net == "cnn" else Vae(width)
        self.model.apply(glorot)
        if library == "torch-channels-last" and net == "cnn":
            self.model = self.model.to(memory_format=torch.channels_last)
            self.x = self.x.to(memory_format=torch.channels_last)
        self.loss, self.results = self.model.loss, self.model.results
        if library == "torch-compile":
            self.loss, self.results = torch.compile(self.loss), torch.compile(self.results)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, fused=True)

    def train(self, epochs, seed):
        generator = torch.Generator().manual_seed(seed)
        self.model.train()
        for _ in range(epochs):
            total = torch.zeros(())
            for rows in torch.randperm(len(self.x), generator=generator).split(self.batch):
                self.optimizer.zero_grad()
                loss = self.loss(self.x[rows], self.y[rows])
                loss.backward()
                self.optimizer.step()
                total += loss.detach() * len(rows)
        return total / len(self.x)

    def infer(self, passes):
        self.model.eval()
        with torch.inference_mode():
            for _ in range(passes):
                results = torch.cat([self.results(x) for x in self.x.split(INFERENCE_BATCH)]).numpy()
        return results.sum()


def glorot(layer):
    if isinstance(layer, (nn.Linear, nn.Conv2d)):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)


class Cnn(nn.Module):
    def __init__(self, width):
        super().__init__()
        a, b = int(32 * width), int(64 * width)
        self.layers = nn.Sequential(
            nn.Conv2d(1, a, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(a, b, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(b, b, 3), nn.ReLU(), nn.Flatten(),
            nn.Linear(9 * b, b), nn.ReLU(), nn.Linear(b, 10),
        )

    def loss(self, x, y):
        return F.cross_entropy(self.layers(x), y)

    def results(self, x):
        return self.layers(x).softmax(1)


class Vae(nn.Module):
    def __init__(self, width):
        super().__init__()
        h = int(400 * width)
        self.encoder = nn.Sequential(nn.Linear(784, h), nn.ReLU(), nn.Linear(h, 40))
        self.decoder = nn.Sequential(nn.Linear(20, h), nn.ReLU(), nn.Linear(h, 784))

    def loss(self, x, _):
        mean, log_variance = self.encoder(x).chunk(2, 1)
        z = mean + torch.randn_like(mean) * (log_variance / 2).exp()
        reconstruction = F.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum")
        kl = (mean.square() + log_variance.exp() - 1 - log_variance).sum() / 2
        return (reconstruction + kl) / len(x)

    def results(self, x):
        return self.encoder(x)
