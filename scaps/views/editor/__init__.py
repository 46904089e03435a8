"""The editor of plans and projects: pages of a city's own office."""
