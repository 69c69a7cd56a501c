import socket as sockets
from typing import Any

class HTTPChannel:
    request: Any | None  # what its `parser_class` makes
    requests: list[Any]
    socket: sockets.socket
    connected: bool
    will_close: bool
    close_when_flushed: bool
    creation_time: float

    def received(self, data: bytes) -> bool: ...
    def readable(self) -> bool: ...
    def handle_close(self) -> None: ...
