def context(user) -> dict:
    return {}
