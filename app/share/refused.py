"""What a visitor asked for and does not get."""


class Refused(Exception):
    """Why it is refused and what can be done instead, as sentences for the visitor."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status
        """What a route answers, as a status of HTTP."""
