def samples() -> dict:
    return {}
