"""Known refusals: what a person did, or a file held, that cannot be taken."""


class Refusal(Exception):
    """A known error told to the user as one Vietnamese sentence; nothing was changed.

    `message` is the sentence; `next_step` says what to do about it; `code` is the stable
    name other programs may test (E_HASH, E_SIGNATURE …).
    """

    def __init__(self, message: str, *, next_step: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()
