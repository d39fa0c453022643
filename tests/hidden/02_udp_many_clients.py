"""Hidden checks of 02 that the YAML cannot say: the expected count depends on an order drawn from the seed."""

from collections import Counter

import pytest


@pytest.mark.check("any_order")
def test_sixty_datagrams_in_a_random_order(run):
    words = list(run.draw(a="word", b="chinese", c="quoted").values())
    counts = Counter()
    run.start("server")
    for _ in range(60):
        client = run.random.choice(["alice", "bob", "carol"])
        text = run.random.choice(words)
        counts[client] += 1
        run.send(client, text=text)
        run.expect(client, text=f"{counts[client]}:{text}")
    run.nothing("alice", "bob", "carol")
