"""What can be wrong with a backup, as an operator is told."""


class BackupError(Exception):
    """It could not be made, or not be brought back; the message is a sentence for the operator."""


class BadArchive(BackupError):
    """The file is not whole, not what it says it is, or opens with another key."""
