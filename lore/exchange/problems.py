"""What is wrong with files that are taken in, told by file and line."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_TOLD = 50


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int  # 0: of the file as a whole
    text: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.text}"


class BadFile(ValueError):
    """Files are not in the form; nothing was written. The message names each with its line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        told = [str(problem) for problem in self.problems[:MOST_TOLD]]
        if len(self.problems) > MOST_TOLD:
            told.append(f"And {len(self.problems) - MOST_TOLD} more.")
        super().__init__("\n".join(told))
