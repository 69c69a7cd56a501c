"""What was found altered, kept in the instance's folder until somebody has looked: the operator is told, nobody else."""

import json
import logging
from pathlib import Path

from registry.core.database import now
from registry.core.errors import RecordsAltered

log = logging.getLogger(__name__)

MOST = 100


class Noticed:
    """A file with a line for each place. While there is one, nothing is vouched for as a whole (the status list)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, altered: RecordsAltered) -> None:
        """Notes a place once; names and contents of a record are in no note."""
        log.error("altered behind the ledger's back: %s. See: likeness audit verify", altered)
        places = [f"{line['table']} {line['key']}: {line['what']}" for line in self.read()]
        if str(altered) in places or len(places) >= MOST:
            return
        line = {"at": now().isoformat(), "table": altered.table, "key": altered.key, "what": altered.what}
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            log.error("%s cannot be written: %s", self._path, error.strerror)

    def read(self) -> list[dict[str, str]]:
        """Every place that was noted, the oldest first; a line that cannot be read is a place as well."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            try:
                found.append({"at": "", "table": "", "key": "", "what": ""} | json.loads(line))
            except ValueError:
                found.append({"at": "", "table": "?", "key": "?", "what": "altered"})
        return found

    def clear(self) -> None:
        """Somebody has looked, and everything is whole."""
        self._path.unlink(missing_ok=True)
