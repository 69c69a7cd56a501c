class ChunkedReceiver:
    control_line: bytes
    trailer: bytes
