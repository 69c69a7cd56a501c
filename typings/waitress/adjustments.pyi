from typing import Any

class Adjustments:
    def __init__(self, **settings: Any) -> None: ...
