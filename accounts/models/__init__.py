"""The tables of members: who they are, what they agreed to, and what they want to hear of."""

from accounts.models.agreement import Agreement
from accounts.models.data_copy import DataCopy
from accounts.models.departure import Departure, is_needed
from accounts.models.handle import HANDLE_PATTERN, FormerHandle, GoneHandle, member_with, why_not
from accounts.models.letters import MailChoice, letters_of, unsubscribe_url
from accounts.models.mail_kind import MailKind
from accounts.models.user import User, UserManager

__all__ = [
    "HANDLE_PATTERN",
    "Agreement",
    "DataCopy",
    "Departure",
    "FormerHandle",
    "GoneHandle",
    "MailChoice",
    "MailKind",
    "User",
    "UserManager",
    "is_needed",
    "letters_of",
    "member_with",
    "unsubscribe_url",
    "why_not",
]
