"""Text to vector to ranking to reasons; see docs/architecture.md.

The tokenizer library brings a hub client along. The portal never downloads a
model, so the client is told to stay off the network before anything imports it.
Its own threads are off too: they do not survive the fork of a worker process.
"""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
