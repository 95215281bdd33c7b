"""The sentence encoder as it is taught: layers of a small BERT and three heads, in JAX.

Layers and their arithmetic: Devlin et al. 2019 (arXiv:1810.04805). The word vectors stay as they
are; the layers and the heads learn.
"""

import time

import jax
import jax.numpy as jnp
import numpy as np
from encoder_rows import EVENTS, ROLES, TOLD, UNKNOWN, Row
from safetensors.numpy import load_file

HEADS = 12
EPSILON = 1e-12
PAIR_WIDTH = 128

# Sentences are put together by length, so many pieces at a time.
LENGTHS = (32, 64, 96, 160)
BATCH_PIECES = 1536
MOST_TRIGGERS = 24
MOST_NAMES = 32

DROPOUT = 0.1
HEAD_DROPOUT = 0.2
ROLE_SHARE = 0.7
TOLD_SHARE = 0.3
HEAD_RATE = 10.0  # how much faster the heads learn than the layers
WARM_UP = 0.1
DECAY = 0.01
FIRST, SECOND = 0.9, 0.98  # how long the means of slopes and of their squares remember


def read_weights(path, layers: int):
    """Return (embeddings, layers) of a MiniLM in the safetensors format."""
    found = load_file(path)
    prefix = "" if "embeddings.word_embeddings.weight" in found else "bert."

    def get(name):
        return found[prefix + name]

    embeddings = {
        "word": get("embeddings.word_embeddings.weight"),
        "place": get("embeddings.position_embeddings.weight")
        + get("embeddings.token_type_embeddings.weight")[0],
        "gain": get("embeddings.LayerNorm.weight"),
        "shift": get("embeddings.LayerNorm.bias"),
    }
    return embeddings, [_layer(get, number) for number in range(layers)]


_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "i": "intermediate.dense",
    "f": "output.dense",
}
_NORMS = {"n": "attention.output.LayerNorm", "m": "output.LayerNorm"}


def _layer(get, number: int) -> dict:
    prefix = f"encoder.layer.{number}."
    layer = {}
    for short, name in _DENSE.items():
        layer[short] = get(f"{prefix}{name}.weight").T.copy()
        layer[short + "_bias"] = get(f"{prefix}{name}.bias")
    for short, name in _NORMS.items():
        layer[short] = get(f"{prefix}{name}.weight")
        layer[short + "_bias"] = get(f"{prefix}{name}.bias")
    return layer


def new_heads(width: int, seed: int) -> dict:
    """Return heads that know nothing yet."""
    random = np.random.default_rng(seed)

    def dense(rows, columns):
        return (random.normal(size=(rows, columns)) * 0.02).astype(np.float32)

    return {
        "event": dense(2 * width, len(EVENTS)),
        "event_bias": np.zeros(len(EVENTS), np.float32),
        "told": dense(2 * width, len(TOLD)),
        "told_bias": np.zeros(len(TOLD), np.float32),
        "trigger": dense(width, PAIR_WIDTH),
        "name": dense(width, PAIR_WIDTH),
        "pair_bias": np.zeros(PAIR_WIDTH, np.float32),
        "role": dense(PAIR_WIDTH, len(ROLES)),
        "role_bias": np.zeros(len(ROLES), np.float32),
    }


def normed(x, gain, shift):
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(spread + EPSILON) * gain + shift


def dropped(x, key, rate):
    if key is None:
        return x
    return x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def hidden(embeddings, layers, ids, mask, key=None):
    """Return (sentences, pieces, width) vectors."""
    count, length = ids.shape
    x = embeddings["word"][ids] + embeddings["place"][:length]
    x = normed(x, embeddings["gain"], embeddings["shift"])
    width = x.shape[-1]
    masked = jnp.where(mask, 0.0, -1e9)[:, None, None, :]

    def by_head(t):
        return t.reshape(count, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    for layer in layers:
        first = second = None
        if key is not None:
            key, first, second = jax.random.split(key, 3)
        q, k, v = (by_head(x @ layer[n] + layer[n + "_bias"]) for n in "qkv")
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS) + masked
        seen = (jax.nn.softmax(scores, -1) @ v).transpose(0, 2, 1, 3).reshape(count, length, width)
        out = dropped(seen @ layer["o"] + layer["o_bias"], first, DROPOUT)
        x = normed(x + out, layer["n"], layer["n_bias"])
        inner = jax.nn.gelu(x @ layer["i"] + layer["i_bias"], approximate=False)
        out = dropped(inner @ layer["f"] + layer["f_bias"], second, DROPOUT)
        x = normed(x + out, layer["m"], layer["m_bias"])
    return x


def scores(embeddings, weights, batch, key=None):
    """Return the scores of events, roles and ways of telling, each before the softmax."""
    heads = weights["heads"]
    x = hidden(embeddings, weights["layers"], batch["ids"], batch["mask"], key)
    mask = batch["mask"].astype(x.dtype)
    whole = (x * mask[..., None]).sum(1) / mask.sum(1)[:, None]
    trigger, name = batch["triggers"] @ x, batch["names"] @ x
    seen = jnp.concatenate([trigger, jnp.broadcast_to(whole[:, None], trigger.shape)], -1)
    if key is not None:
        seen = dropped(seen, jax.random.fold_in(key, 1), HEAD_DROPOUT)
    pair = (trigger @ heads["trigger"])[:, :, None] + (name @ heads["name"])[:, None]
    pair = jax.nn.relu(pair + heads["pair_bias"])
    return (
        seen @ heads["event"] + heads["event_bias"],
        pair @ heads["role"] + heads["role_bias"],
        seen @ heads["told"] + heads["told_bias"],
    )


def loss(weights, embeddings, batch, key):
    """Return the mean loss of a batch: events, roles, ways of telling, by their shares."""
    found = scores(embeddings, weights, batch, key)
    parts = [
        _mean_loss(found[0], batch["event"]),
        ROLE_SHARE * _mean_loss(found[1], batch["role"]),
        TOLD_SHARE * _mean_loss(found[2], batch["told"]),
    ]
    return sum(parts)


def _mean_loss(found, labels):
    known = labels != UNKNOWN
    logs = jax.nn.log_softmax(found)
    picked = jnp.take_along_axis(logs, jnp.maximum(labels, 0)[..., None], -1)[..., 0]
    return -(picked * known).sum() / jnp.maximum(known.sum(), 1.0)


def batches(rows: list[Row], random=None) -> list[tuple[int, list[Row]]]:
    """Return the rows by length, in batches of about equal work."""
    order = np.arange(len(rows))
    if random is not None:
        random.shuffle(order)
    open_, done = {}, []
    for i in order:
        length = next(n for n in LENGTHS if len(rows[i].ids) <= n)
        group = open_.setdefault(length, [])
        group.append(rows[i])
        if len(group) >= BATCH_PIECES // length:
            done.append((length, open_.pop(length)))
    done += open_.items()
    if random is not None:
        random.shuffle(done)
    return done


def pack(rows: list[Row], length: int) -> dict:
    """Return a batch as arrays of a fixed shape."""
    count = BATCH_PIECES // length
    batch = {
        "ids": np.zeros((count, length), np.int32),
        "mask": np.zeros((count, length), bool),
        "triggers": np.zeros((count, MOST_TRIGGERS, length), np.float32),
        "names": np.zeros((count, MOST_NAMES, length), np.float32),
        "event": np.full((count, MOST_TRIGGERS), UNKNOWN),
        "role": np.full((count, MOST_TRIGGERS, MOST_NAMES), UNKNOWN),
        "told": np.full((count, MOST_TRIGGERS), UNKNOWN),
    }
    batch["mask"][:, 0] = True
    for i, row in enumerate(rows):
        batch["ids"][i, : len(row.ids)] = row.ids
        batch["mask"][i, : len(row.ids)] = True
        triggers, names = row.triggers[:MOST_TRIGGERS], row.names[:MOST_NAMES]
        for name, spans in (("triggers", triggers), ("names", names)):
            for k, (start, end) in enumerate(spans):
                batch[name][i, k, start:end] = 1 / (end - start)
        batch["event"][i, : len(triggers)] = row.events[:MOST_TRIGGERS]
        batch["told"][i, : len(triggers)] = row.told[:MOST_TRIGGERS]
        batch["role"][i, : len(triggers), : len(names)] = row.roles[:MOST_TRIGGERS, :MOST_NAMES]
    return batch


def teach(weights, embeddings, rows, *, epochs, rate, seed):
    """Return the weights after so many passes over the rows (AdamW, linear warm-up and decay)."""
    random, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    weights, embeddings = (jax.tree.map(jnp.asarray, part) for part in (weights, embeddings))
    nothing = jax.tree.map(jnp.zeros_like, weights)
    state, number = (weights, nothing, nothing), 0
    total = epochs * len(batches(rows))
    for epoch in range(epochs):
        started, told = time.monotonic(), []
        for length, group in batches(rows, random):
            number += 1
            key, now = jax.random.split(key)
            speed = rate * slope_of(number / total)
            state, value = step(state, embeddings, pack(group, length), (float(number), speed), now)
            told.append(float(value))
        passed = time.monotonic() - started
        print(f"pass {epoch + 1} of {epochs}: loss {np.mean(told):.3f}, {passed:.0f} s", flush=True)
    return jax.tree.map(np.asarray, state[0])


def slope_of(done: float) -> float:
    """Return the share of the full learning rate when so much of the work is done."""
    return min(done / WARM_UP, (1 - done) / (1 - WARM_UP))


@jax.jit
def step(state, embeddings, batch, pace, key):
    """Return (weights, first moments, second moments) after one batch, and its loss."""
    weights, first, second = state
    number, speed = pace
    value, slope = jax.value_and_grad(loss)(weights, embeddings, batch, key)
    norm = jnp.sqrt(sum((x**2).sum() for x in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda x: x * jnp.minimum(1.0, 1 / norm), slope)
    first = jax.tree.map(lambda a, b: FIRST * a + (1 - FIRST) * b, first, slope)
    second = jax.tree.map(lambda a, b: SECOND * a + (1 - SECOND) * b * b, second, slope)

    def moved(p, a, b, speed):
        stride = (a / (1 - FIRST**number)) / (jnp.sqrt(b / (1 - SECOND**number)) + 1e-8)
        return p - speed * (stride + DECAY * p)

    new = {
        part: jax.tree.map(
            lambda p, a, b, faster=faster: moved(p, a, b, speed * faster),
            weights[part],
            first[part],
            second[part],
        )
        for part, faster in (("layers", 1.0), ("heads", HEAD_RATE))
    }
    return (new, first, second), value
