from typing import Any

from numpy.typing import NDArray

def compute(image: NDArray[Any]) -> tuple[NDArray[Any], int]: ...
