"""The numbers that turn the terms of a pair of projects into one; fitted, not chosen.

By `overlap_eval tests/data/overlaps --fit` on 253 projects: a logistic of “right” (grade
1 or 2), with a ridge, and weights that are never negative. `shown` is the least score
at which eight in ten of those shown are right: .81 on the set, with .69 of the pairs
worth a joint initiative; .84 and .65 as predicted for projects that the fit had not
seen. `usual` are the medians of the pairs judged or held wrong.
"""

from matching.overlap import Weights

START = Weights(
    version="1",
    bias=-7.97,
    weight={"text": 6.44, "whole": 0.82, "needs": 2.51, "offers": 6.17, "sector": 5.92},
    shown=0.46,
    usual={"text": -0.52, "whole": -0.55},
)
