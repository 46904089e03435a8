import json

import numpy as np

from matching import background

LANGUAGES = ["en", "ja", "ko", "mn", "ru", "zh-hans"]


def test_the_shipped_sentences_are_parallel():
    for side in background.KEYS:
        texts = background.sentences(side)

        assert sorted(texts) == LANGUAGES
        sizes = {len(group) for group in texts.values()}
        assert len(sizes) == 1
        assert sizes.pop() >= 50
        assert all(text.strip() for group in texts.values() for text in group)


def test_vectors_are_kept_and_a_damaged_file_is_made_again(voices, tmp_path):
    folder, cache = tmp_path / "sentences", tmp_path / "cache"
    folder.mkdir()
    for language, text in {"en": "Clean water", "ru": "Чистая вода"}.items():
        content = {"needs": [text], "offers": [text]}
        (folder / f"{language}.json").write_text(json.dumps(content))

    first = background.means(voices, "need", cache=cache, folder=folder)
    (kept,) = cache.iterdir()
    kept.write_bytes(b"damaged")
    second = background.means(voices, "need", cache=cache, folder=folder)
    third = background.means(voices, "need", cache=cache, folder=folder)

    assert sorted(first.by_language) == ["en", "ru"]
    np.testing.assert_allclose(first.overall, second.overall, atol=1e-6)
    assert second.version == third.version
    assert [*cache.iterdir()] == [kept]
