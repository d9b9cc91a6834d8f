"""Tests of the peer on the CPU: python3 -m unittest discover -s benchmarks/peer -p '*_test.py'"""
import types
import unittest

import torch
import torch.nn.functional as F

from fw_torch import CELLS, QUESTION_MARK, Net, Pack, sequences

OPTIONS = types.SimpleNamespace(device="cpu", batch=16, task="art", learning_rate=1e-2)


class FwTorchTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        torch.set_default_dtype(torch.float64)

    def test_the_target_is_the_value_of_the_queried_key(self):
        for task in ("art", "mart"):
            x, y = sequences(50, 4, task, "cpu")
            self.assertTrue((x[:, 8:10] == QUESTION_MARK).all())
            keys, values = (x[:, :8:2], x[:, 1:8:2]) if task == "art" else (x[:, :4], x[:, 4:8])
            queried = keys == x[:, 10:]
            self.assertTrue((queried.sum(1) == 1).all())
            self.assertTrue((values[queried] == y).all())

    def test_attention_with_a_table_equals_the_matrix_form(self):
        for cell in CELLS:
            x, _ = sequences(8, 3, "art", "cpu")
            net = Net(cell, 10, lam=0.9, eta=0.5) if cell.startswith("fw") else Net(cell, 10)
            expected = net(x)
            net.explicit = True
            torch.testing.assert_close(net(x), expected, rtol=1e-9, atol=1e-12)

    def test_a_pack_trains_as_its_trials_alone_would(self):
        for cell in CELLS:
            pack = Pack(OPTIONS, cell, 10, 2, "vmap", 3)
            nets = [Net(cell, 10, explicit=True) for _ in range(3)]
            for net, row in zip(nets, pack.values):
                torch.nn.utils.vector_to_parameters(row.clone(), net.parameters())
            optimizers = [torch.optim.Adam(n.parameters(), lr=lr.item()) for n, lr in zip(nets, pack.learning_rates)]
            for update in range(20):
                torch.manual_seed(update)
                pack.update()
                torch.manual_seed(update)
                x, y = sequences(3 * 16, 2, "art", "cpu")
                for net, optimizer, x_k, y_k in zip(nets, optimizers, x.view(3, 16, -1), y.view(3, 16)):
                    optimizer.zero_grad()
                    F.cross_entropy(net(x_k), y_k).backward()
                    optimizer.step()
            for net, row in zip(nets, pack.values):
                alone = torch.nn.utils.parameters_to_vector(net.parameters()).detach()
                self.assertLess(((alone - row).norm() / alone.norm()).item(), 1e-8)


if __name__ == "__main__":
    unittest.main()
