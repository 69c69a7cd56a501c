"""What a service tells its caller: a message id of registry/texts with parameters, so that any door can say it."""

from collections.abc import Mapping


class RegistryError(Exception):
    """Something was not done, and the caller must be told why.

    `message_id` names the text, `params` are its values; neither ever holds a vector, a picture or a secret.
    """

    def __init__(self, message_id: str, **params: str | int) -> None:
        self.message_id = message_id
        self.params = params
        super().__init__(message_id + "".join(f" {name}={value}" for name, value in params.items()))


class NotFound(RegistryError):
    """There is no such record, or none that the viewer may know of: the answer has one shape."""

    def __init__(self, what: str, id: str) -> None:
        super().__init__("not-found", what=what, id=id)


class Conflict(RegistryError):
    """The record's state (or another record) does not allow it."""


class Busy(Conflict):
    """Too much is under way; the same is possible later."""


class Invalid(RegistryError):
    """Input that cannot be used. `fields` names each wrong field with the id of the text that says why."""

    def __init__(self, message_id: str = "input-invalid", fields: Mapping[str, str] | None = None, **params: str | int):
        self.fields = dict(fields or {})
        super().__init__(message_id, **params)
