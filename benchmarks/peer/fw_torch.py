"""The peer: the same networks, task and training in PyTorch, on a CPU or a GPU, to measure ours against.

  fw_torch.py bench --device cuda --hidden 50 --pairs 8 --pack 1,4,16,64      milliseconds per update, as CSV
  fw_torch.py learn --device cuda --hidden 50 --pairs 8 --mode vmap --pack 5   validation accuracy as it trains

An update is everything: data, forward, backward, Adam. It runs in one of these modes, the first group for one trial:

  explicit            fast weights as a matrix A, as the papers write them and most users would
  eager               fast weights in attention form, input projection folded into a table per token
  graph               eager, the whole update captured in one CUDA graph
  compile             eager, forward and backward through torch.compile
  compile-graph       compile, the whole update captured in one CUDA graph
  compile-max         compile with mode="max-autotune", which tunes kernels and uses CUDA graphs of its own
  vmap                many trials as one, torch.func.vmap over eager's gradients, Adam with a learning rate per trial
  vmap-graph          vmap, the whole update captured in one CUDA graph
  vmap-compile        vmap, gradients and Adam through torch.compile
  vmap-compile-graph  vmap-compile, the whole update captured in one CUDA graph

Needs PyTorch, 2.0 or newer for what compiles (Debian's 1.13, python3-torch, runs the others).
"""
import argparse
import gc
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

try:
    from torch.func import functional_call, grad, vmap
except ImportError:  # before 2.0
    from functorch import grad, vmap
    from torch.nn.utils.stateless import functional_call

VOCABULARY = 37  # 26 letters, 10 digits, and the question mark
QUESTION_MARK = 36
GATES = {"fw-lstm": 4, "fw-rnn": 1, "ln-lstm": 4, "lstm": 4, "irnn": 1}
CELLS = tuple(GATES)
SOLO = ("explicit", "eager", "graph", "compile", "compile-graph", "compile-max")
PACKED = ("vmap", "vmap-graph", "vmap-compile", "vmap-compile-graph")
MOST_UPDATES_PER_CALL = 500
CALLS = 15


# --- task ---


def sequences(n, pairs, task, device):
    """n sequences [n, 2 pairs + 3] of associative retrieval with their targets [n], drawn on the device."""
    keys = torch.rand(n, 26, device=device).argsort(1)[:, :pairs]
    values = torch.randint(0, 10, (n, pairs), device=device) + 26
    which = torch.randint(0, pairs, (n, 1), device=device)
    if task == "mart":
        body = torch.cat([keys, values], 1)
    else:
        body = torch.stack([keys, values], 2).reshape(n, 2 * pairs)
    separators = torch.full((n, 2), QUESTION_MARK, device=device)
    return torch.cat([body, separators, keys.gather(1, which)], 1), values.gather(1, which).squeeze(1)


# --- network ---


class Net(nn.Module):
    """Embedding, recurrent cell, readout; tokens [B, T] to logits [B, V] after the last step."""

    def __init__(self, cell, hidden, explicit=False, embedding=100, readout=100, lam=1.0, eta=1.0):
        super().__init__()
        self.cell, self.hidden, self.explicit = cell, hidden, explicit
        gates = GATES[cell] * hidden
        self.embedding = nn.Embedding(VOCABULARY, embedding)
        self.w_x = nn.Linear(embedding, gates)
        self.w_h = nn.Linear(hidden, gates, bias=False)
        if cell == "irnn":
            nn.init.eye_(self.w_h.weight)
            nn.init.zeros_(self.w_x.bias)
        if cell in ("fw-lstm", "fw-rnn"):
            self.ln = nn.LayerNorm(gates)
            self.register_buffer("lam", torch.tensor(lam))
            self.register_buffer("eta", torch.tensor(eta))
        if cell == "ln-lstm":
            self.ln_x, self.ln_h = nn.LayerNorm(gates), nn.LayerNorm(gates)
        if cell in ("fw-lstm", "ln-lstm"):
            self.ln_c = nn.LayerNorm(hidden)
        self.readout = nn.Sequential(nn.Linear(hidden, readout), nn.ReLU(), nn.Linear(readout, VOCABULARY))

    def forward(self, tokens):
        h = self.embedding.weight.new_zeros(tokens.size(0), self.hidden)
        c, memory, decay = h, [], self.decay(tokens.size(1))
        for x in self.inputs(tokens).unbind(1):
            h, c = self.step(x, h, c, memory, decay)
        return self.readout(h)

    def decay(self, steps):
        """eta lambda^age from the oldest step to the newest, [T]; of cells that have a memory."""
        if self.cell not in ("fw-lstm", "fw-rnn"):
            return None
        return self.eta * self.lam ** torch.arange(steps - 1, -1, -1, device=self.lam.device)

    def inputs(self, tokens):
        """W_x x_t + b of every step, [B, T, G]."""
        if self.explicit:
            x = self.w_x(self.embedding(tokens))
            return self.ln_x(x) if self.cell == "ln-lstm" else x
        table = self.w_x(self.embedding.weight)
        return F.embedding(tokens, self.ln_x(table) if self.cell == "ln-lstm" else table)

    def step(self, x, h, c, memory, decay):
        z = self.w_h(h)
        if self.cell == "fw-lstm":
            i, f, o, g = self.ln(x + z).chunk(4, 1)
            read = self.write_and_read(memory, torch.relu(g), decay)
            c = self.ln_c(torch.sigmoid(f) * c + torch.sigmoid(i) * torch.relu(g + read))
            return torch.sigmoid(o) * torch.relu(c), c
        if self.cell == "fw-rnn":
            z = x + z
            return torch.relu(self.ln(z + self.write_and_read(memory, torch.relu(z), decay))), c
        if self.cell == "irnn":
            return torch.relu(x + z), c
        if self.cell in ("ln-lstm", "lstm"):
            i, f, o, g = (x + (self.ln_h(z) if self.cell == "ln-lstm" else z)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            return torch.sigmoid(o) * torch.tanh(self.ln_c(c) if self.cell == "ln-lstm" else c), c
        raise NotImplementedError(self.cell)

    def write_and_read(self, memory, r, decay):
        """A <- lambda A + eta r r^T, then A r; in attention form, A is kept as the list of all r."""
        if self.explicit:
            written = self.eta * r.unsqueeze(2) * r.unsqueeze(1)
            memory[:] = [self.lam * memory[0] + written if memory else written]
            return (memory[0] @ r.unsqueeze(2)).squeeze(2)
        memory.append(r)
        patterns = torch.stack(memory)  # [t, B, H]
        weights = (patterns * r).sum(2) * decay[-len(memory) :].unsqueeze(1)
        return (patterns * weights.unsqueeze(2)).sum(0)


# --- training ---


class Solo:
    """One trial, trained as PyTorch's tutorials do."""

    def __init__(self, options, cell, hidden, pairs, mode):
        self.options, self.pairs = options, pairs
        self.net = Net(cell, hidden, explicit=mode == "explicit").to(options.device)
        on_gpu = options.device == "cuda"
        self.optimizer = torch.optim.Adam(
            self.net.parameters(), lr=options.learning_rate, **({"fused": True, "capturable": True} if on_gpu else {})
        )
        self.loss = lambda x, y: F.cross_entropy(self.net(x), y)
        if mode == "compile-max":
            self.loss = torch.compile(self.loss, dynamic=False, mode="max-autotune")
        elif "compile" in mode:
            self.loss = torch.compile(self.loss, dynamic=False)

    def update(self):
        x, y = sequences(self.options.batch, self.pairs, self.options.task, self.options.device)
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(x, y).backward()
        self.optimizer.step()

    def accuracies(self, x, y):
        with torch.no_grad():
            return [(self.net(x).argmax(1) == y).float().mean().item()]


class Pack:
    """Trials that differ in seed and learning rate, trained as one."""

    def __init__(self, options, cell, hidden, pairs, mode, trials):
        self.options, self.pairs, self.trials = options, pairs, trials
        nets = [Net(cell, hidden).to(options.device) for _ in range(trials)]
        self.net = nets[0]
        self.shapes = {name: p.shape for name, p in self.net.named_parameters()}
        self.buffers = {
            name: torch.stack([dict(net.named_buffers())[name] for net in nets]) for name, _ in self.net.named_buffers()
        }
        # All parameters of a trial in one row: Adam then takes a few kernels, not a few for each parameter.
        with torch.no_grad():
            self.values = torch.stack([torch.cat([p.reshape(-1) for p in net.parameters()]) for net in nets])
        self.first, self.second = torch.zeros_like(self.values), torch.zeros_like(self.values)
        self.steps = torch.zeros((), device=options.device)
        factors = torch.linspace(1.0, 0.5, trials, device=options.device)
        self.learning_rates = (options.learning_rate * factors).unsqueeze(1)
        self.gradients = vmap(grad(self.loss))
        self.step = self.gradient_step
        if "compile" in mode:
            self.step = torch.compile(self.gradient_step, dynamic=False)

    def parameters(self, values):
        """The parameters by name, [trials, *shape] each, as views of the rows."""
        sizes = [shape.numel() for shape in self.shapes.values()]
        parts = values.split(sizes, dim=1)
        return {name: part.reshape(-1, *shape) for (name, shape), part in zip(self.shapes.items(), parts)}

    def loss(self, parameters, buffers, x, y):
        return F.cross_entropy(functional_call(self.net, {**parameters, **buffers}, (x,)), y)

    def gradient_step(self, values, first, second, steps, x, y):
        """One step of Adam for each trial, in place."""
        with torch.no_grad():
            gradients = self.gradients(self.parameters(values), self.buffers, x, y)
            g = torch.cat([gradients[name].flatten(1) for name in self.shapes], 1)
            steps += 1
            first.lerp_(g, 0.1)
            second.mul_(0.999).addcmul_(g, g, value=0.001)
            root = (second / (1 - 0.999**steps)).sqrt_().add_(1e-8)
            values -= self.learning_rates / (1 - 0.9**steps) * first / root

    def update(self):
        n, batch = self.trials, self.options.batch
        x, y = sequences(n * batch, self.pairs, self.options.task, self.options.device)
        self.step(self.values, self.first, self.second, self.steps, x.view(n, batch, -1), y.view(n, batch))

    def accuracies(self, x, y):
        def accuracy(parameters, buffers):
            logits = functional_call(self.net, {**parameters, **buffers}, (x,))
            return (logits.argmax(1) == y).float().mean()

        with torch.no_grad():
            return vmap(accuracy)(self.parameters(self.values), self.buffers).tolist()


def trained(options, cell, hidden, pairs, mode, trials):
    if mode in PACKED:
        return Pack(options, cell, hidden, pairs, mode, trials)
    return Solo(options, cell, hidden, pairs, mode)


def captured(update):
    """The same update as one CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(5):  # what is allocated, tuned or compiled on first use
            update()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        update()
    return graph.replay


def update_of(training, mode):
    return captured(training.update) if mode.endswith("graph") else training.update


# --- commands ---


def measure(update, seconds, synchronize):
    """Median and least milliseconds per update, over calls of many updates each; warms up for as long as it measures."""

    def call(updates):
        start = time.perf_counter()
        for _ in range(updates):
            update()
        synchronize()
        return (time.perf_counter() - start) * 1e3 / updates

    call(3)
    updates, start = 1, time.perf_counter()
    millis = call(updates)
    while time.perf_counter() - start < seconds:
        updates = max(1, min(2 * updates, MOST_UPDATES_PER_CALL, int(seconds * 500 / millis)))
        millis = call(updates)
    updates = max(1, min(MOST_UPDATES_PER_CALL, int(seconds * 1e3 / CALLS / millis)))
    calls, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or not calls:
        calls.append(call(updates))
    return statistics.median(calls), min(calls)


def bench(options):
    """A line of CSV for each cell, hidden size, pairs, pack and mode; one that fails is left out with a word why."""
    synchronize = torch.cuda.synchronize if options.device == "cuda" else lambda: None
    if options.header:
        print("cell,hidden,pairs,pack,path,ms_median,ms_least", flush=True)
    points = [(c, h, k, n) for c in options.cell for h in options.hidden for k in options.pairs for n in options.pack]
    for cell, hidden, pairs, pack in points:
        for mode in options.mode:
            if (mode in PACKED) != (pack > 1) or mode == "explicit" and not cell.startswith("fw"):
                continue
            try:
                training = trained(options, cell, hidden, pairs, mode, pack)
                median, least = measure(update_of(training, mode), options.seconds, synchronize)
                print(f"{cell},{hidden},{pairs},{pack},torch {mode},{median:.4f},{least:.4f}", flush=True)
            except Exception as e:  # such as no memory, or no compiler for torch.compile
                reason = (str(e).splitlines() or [""])[0]
                print(f"fw_torch: {cell} {hidden} {pairs}, pack {pack}, {mode}: {type(e).__name__}: {reason}", file=sys.stderr)
            training = None
            gc.collect()
            if options.device == "cuda":
                torch.cuda.empty_cache()
            if "compile" in mode:
                torch._dynamo.reset()


def learn(options):
    """Validation accuracy of each trial, ten times on the way."""
    cell, hidden, pairs, mode = options.cell[0], options.hidden[0], options.pairs[0], options.mode[0]
    training = trained(options, cell, hidden, pairs, mode, options.pack[0])
    update = update_of(training, mode)
    x, y = sequences(5000, pairs, options.task, options.device)
    for n in range(1, options.updates + 1):
        update()
        if n % max(1, options.updates // 10) == 0:
            print(n, *(f"{accuracy:.4f}" for accuracy in training.accuracies(x, y)), flush=True)


def names(allowed):
    def parse(text):
        for name in text.split(","):
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"found {name!r}, allowed: {', '.join(allowed)}")
        return text.split(",")

    return parse


def numbers(text):
    return [int(number) for number in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["bench", "learn"])
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--cell", type=names(CELLS), default=["fw-lstm"], help="one or more, with commas")
    parser.add_argument("--hidden", type=numbers, default=[50])
    parser.add_argument("--pairs", type=numbers, default=[8])
    parser.add_argument("--pack", type=numbers, default=[1], help="trials trained as one, by the modes with vmap")
    parser.add_argument("--mode", type=names(SOLO + PACKED), help="one or more (default: all that the device has)")
    parser.add_argument("--task", choices=["art", "mart"], default="art")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--precision", choices=["float32", "tf32"], default="float32")
    parser.add_argument("--seconds", type=float, default=3, help="to warm up, and again to measure, for each line")
    parser.add_argument("--updates", type=int, default=2000, help="of learn")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="of a CPU")
    parser.add_argument("--no-header", dest="header", action="store_false", help="of the CSV")
    options = parser.parse_args()

    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("--device: found no GPU that PyTorch can use, allowed: cpu")
    if options.mode is None:
        every = SOLO + PACKED if options.command == "bench" else ("eager",)
        compiles = hasattr(torch, "compile")
        options.mode = [m for m in every if (options.device == "cuda" or "graph" not in m) and (compiles or "compile" not in m)]
    if options.device == "cpu" and any("graph" in mode for mode in options.mode):
        parser.error("--mode: graph needs --device cuda")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"
    bench(options) if options.command == "bench" else learn(options)


if __name__ == "__main__":
    main()
