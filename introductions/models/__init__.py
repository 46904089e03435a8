from introductions.models.introductions import Introduction
from introductions.models.oversight import Reading, Report
from introductions.models.steps import NextStep, Outcome
from introductions.models.threads import Attachment, ContactShare, Message, ReadMark

__all__ = [
    "Attachment",
    "ContactShare",
    "Introduction",
    "Message",
    "NextStep",
    "Outcome",
    "ReadMark",
    "Reading",
    "Report",
]
