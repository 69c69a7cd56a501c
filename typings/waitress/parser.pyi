from waitress.adjustments import Adjustments
from waitress.utilities import Error

class HTTPRequestParser:
    completed: bool
    chunked: bool
    content_length: int
    body_bytes_received: int
    body_rcv: object
    expect_continue: bool
    headers: dict[str, str]
    error: Error | None
    command: str
    path: str
    query: str

    def __init__(self, adj: Adjustments) -> None: ...
    def parse_header(self, header_plus: bytes) -> None: ...
    def received(self, data: bytes) -> int: ...
