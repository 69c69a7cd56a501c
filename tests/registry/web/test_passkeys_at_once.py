"""The same answer sent many times at once signs once, on PostgreSQL too; and the way from the request to the withdrawal."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models
from tests.common.passkeys import Passkey
from tests.registry.attended import AttendedDesk
from tests.registry.checks.conftest import studio
from tests.registry.conftest import THRESHOLDS, People
from tests.registry.web.conftest import Visitor
from tests.registry.web.signing_host import SigningHost, asked, enrolled, led, signing, to_sign

__all__ = ["asked", "enrolled", "signing", "studio"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: Any, tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any) -> Iterator[Desk]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    config = Config(home=tmp_path / "instance", database_url=url)
    config.home.mkdir()
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


def test_the_same_answer_sent_many_times_at_once_signs_once(
    app: Flask, visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], desk: Desk,
    people: People,
) -> None:  # fmt: skip
    key, consent = asked
    secret = to_sign(visit, consent)
    made = key.answer(signing.challenge(secret))
    hosts = [SigningHost(app) for _ in range(6)]
    with ThreadPoolExecutor(len(hosts)) as threads:
        statuses = sorted(answer.status_code for answer in threads.map(lambda host: host.sends(secret, made), hosts))
    assert statuses == [200] + [409] * 5
    assert len(desk.consents.signatures(people.alice, consent)) == 1
    secret = led(visit("alice").post(f"/consents/{consent}/passkey/withdrawal"))
    assert signing.signs(secret, key).status_code == 200
    assert desk.consents.get(people.alice, consent).state == "withdrawn"
