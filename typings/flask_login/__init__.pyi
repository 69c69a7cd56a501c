from collections.abc import Callable
from typing import Any

from flask import Flask

class UserMixin:
    @property
    def is_authenticated(self) -> bool: ...
    def get_id(self) -> str: ...

class LoginManager:
    anonymous_user: Callable[[], Any]
    session_protection: str | None

    def init_app(self, app: Flask) -> None: ...
    def user_loader(self, callback: Callable[[str], Any]) -> Callable[[str], Any]: ...

current_user: Any

def login_user(user: UserMixin) -> bool: ...
def logout_user() -> bool: ...
