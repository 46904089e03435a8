"""The Framework that a local government accepts when it joins.

The text has an app of its own to come; until then its outline is a template,
and the version in force is this word. It is stored with every application.
"""

VERSION = "2026-1"
