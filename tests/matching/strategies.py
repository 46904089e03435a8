"""Needs and offers of every shape, for property tests."""

from hypothesis import strategies as st

from matching.facets import ANYWHERE, STAGES, NeedFacets, OfferFacets

COUNTRIES = ("MN", "KR", "JP", "CN")
CODES = ("a", "b", "c", "d")
LANGUAGES = ("en", "mn", "ko", "ru")


def sets(codes):
    return st.frozensets(st.sampled_from(codes))


money = st.none() | st.floats(min_value=0, max_value=1e9)
answers = st.sampled_from([True, False, None])
text_scores = st.none() | st.floats(min_value=-2, max_value=2)

needs = st.builds(
    NeedFacets,
    country=st.sampled_from(["", *COUNTRIES]),
    sector=st.sampled_from(["", *CODES]),
    sibling_sectors=sets(CODES),
    areas=sets(CODES),
    stage=st.sampled_from(["", "unknown", *STAGES]),
    budget_min=money,
    budget_max=money,
    languages=sets(LANGUAGES),
    neighbours=sets(COUNTRIES),
)
offers = st.builds(
    OfferFacets,
    published=answers,
    countries=sets([*COUNTRIES, ANYWHERE]),
    sectors=sets(CODES),
    areas=sets(CODES),
    stages=sets([*STAGES, "unknown"]),
    price_min=money,
    price_max=money,
    languages=sets(LANGUAGES),
    interpreter=st.booleans(),
    references=st.none() | st.integers(min_value=0, max_value=50),
    experience=st.none() | sets(COUNTRIES),
    gates=st.dictionaries(st.sampled_from(["legal", "deadline"]), answers),
)
