"""Which countries of the table share a land border: experience next door counts."""

NEIGHBOURS: dict[str, frozenset[str]] = {
    code: frozenset(others.split())
    for code, others in {
        "CN": "KP LA MM MN RU VN",
        "KP": "CN KR RU",
        "KR": "KP",
        "MN": "CN RU",
        "RU": "CN KP MN",
        "BN": "MY",
        "ID": "MY",
        "KH": "LA TH VN",
        "LA": "CN KH MM TH VN",
        "MM": "CN LA TH",
        "MY": "BN ID SG TH",
        "SG": "MY",
        "TH": "KH LA MM MY",
        "VN": "CN KH LA",
    }.items()
}
