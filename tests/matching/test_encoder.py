import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel
from tokenizers.processors import TemplateProcessing

from matching import encoder
from matching.encoder import EncoderUnusable
from matching.inference import batches

# The same need and answer, and an unrelated offer, each in another language.
NEED_MN = (
    "Хотын төвийн замын түгжрэлийг ухаалаг гэрлэн дохиогоор бууруулах хэрэгтэй байна."
)
OFFER_KO = "도심 교통 혼잡을 줄이는 인공지능 신호 제어 시스템을 제공합니다."
OTHER_KO = "음식물 쓰레기를 바이오가스로 바꾸는 설비를 설치하고 운영합니다."

# Counted by the weights' own engine.
TOKENS = {
    NEED_MN: 21,
    OFFER_KO: 19,
    OTHER_KO: 18,
    "我们为城市供水管网提供漏损检测传感器和压力管理软件。": 17,
}


def test_vectors_have_length_one(e5):
    vectors = e5.encode([NEED_MN, OFFER_KO, "a", ""], "offer")

    assert vectors.shape == (4, e5.dimensions) == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)


def test_no_texts_no_vectors(e5):
    assert e5.encode([], "need").shape == (0, 384)
    assert e5.count_tokens([]) == []


@pytest.mark.parametrize(("text", "count"), TOKENS.items())
def test_token_counts(e5, text, count):
    assert e5.count_tokens([text]) == [count]


def test_an_answer_in_another_language_is_nearer_than_another_subject(e5):
    need = e5.encode([NEED_MN], "need")[0]
    answer, other = e5.encode([OFFER_KO, OTHER_KO], "offer")

    assert need @ answer > need @ other + 0.02


def test_sides_read_different_prefixes(e5):
    need, offer = (e5.encode([OFFER_KO], side)[0] for side in ("need", "offer"))

    assert 0.8 < need @ offer < 0.9999


def test_a_text_gets_the_same_vector_alone_and_in_company(e5):
    alone = e5.encode([OFFER_KO], "offer")[0]
    among = e5.encode([OTHER_KO * 5, OFFER_KO, "short"], "offer")[1]

    assert alone @ among > 0.995


def test_int8_is_close_to_fp32(e5, models):
    exact = encoder.load(models, precision="fp32", threads=2)
    texts = [NEED_MN, OFFER_KO, OTHER_KO, "Smart meters for old water pipes."]

    cosines = (e5.encode(texts) * exact.encode(texts)).sum(axis=1)

    assert cosines.min() > 0.998
    assert exact.engine.startswith("e5-small-fp32-")


@pytest.mark.parametrize(
    "text",
    [
        "\x00\ud800\u202e",
        "word " * 20_000,
        "水" * 20_000,
        "\u0301" * 500,
        "😀" * 2000,
        "<s></s><pad>",
    ],
)
def test_any_text_has_a_vector(e5, text):
    assert np.isfinite(e5.encode([text], "need")).all()


def test_invisible_characters_change_nothing(e5):
    plain, steered = e5.encode(["Clean air", "Clean\u202e \u00adair\x00"], "need")

    np.testing.assert_allclose(plain, steered, atol=1e-6)


def test_decomposed_letters_are_composed(e5):
    assert e5.count_tokens(["тихий"]) == e5.count_tokens(["тихи\u0306"])


def test_batches_are_bounded_and_complete():
    lengths = [512, 10, 300, 12, 512, 11]

    found = batches(lengths, 1000)

    assert sorted(index for batch in found for index in batch) == [0, 1, 2, 3, 4, 5]
    assert all(
        len(batch) * max(lengths[index] for index in batch) <= 1000 for batch in found
    )


def own_model(folder, *, inputs=("input_ids", "attention_mask")):
    """An encoder of three words: each word is its own direction."""
    vocabulary = {"[UNK]": 0, "<s>": 1, "passage:": 2, "water": 3, "road": 4}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    words = numpy_helper.from_array(np.eye(5, dtype=np.float32), "words")
    graph = helper.make_graph(
        [helper.make_node("Gather", ["words", inputs[0]], ["last_hidden_state"])],
        "own",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"])
            for name in inputs
        ],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", TensorProto.FLOAT, ["b", "t", 5]
            )
        ],
        [words],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, folder / "model.onnx")


def test_an_operators_own_model(tmp_path):
    own_model(tmp_path)

    own = encoder.load(tmp_path / "unused", own=tmp_path, threads=1)
    vectors = own.encode(["water", "road road"], "offer")

    assert own.dimensions == 5
    assert own.engine.startswith(f"{tmp_path.name}-")
    assert own.count_tokens(["water road"]) == [2]
    # <s> and the prefix count once each, then the words; padding does not.
    expected = np.array([[0, 1, 1, 1, 0], [0, 1, 1, 0, 2]], dtype=np.float32)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert not (tmp_path / "unused").exists()


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EncoderUnusable, match=r"model\.onnx is missing"):
        encoder.load(tmp_path, own=tmp_path)


def test_a_model_of_another_kind_is_refused(tmp_path):
    own_model(tmp_path, inputs=("pixels",))

    with pytest.raises(EncoderUnusable, match="not an encoder"):
        encoder.load(tmp_path, own=tmp_path)
