"""What a service tells its caller: a message id of registry/core/texts with parameters, so that any door can say it."""

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


class RecordsAltered(RegistryError):
    """Records are not what the ledger says: somebody changed them behind its back, so nothing may rest on them.

    table, key: where (the operator's business alone; nobody else is told). what: altered, missing or unknown (a row),
    or what is wrong with the ledger itself (unsigned, rolled_back).
    """

    def __init__(self, table: str, key: str, what: str = "altered") -> None:
        super().__init__("records-altered")
        self.table, self.key, self.what = table, key, what

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.what}"
