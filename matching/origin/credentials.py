"""The Content Credentials of a file, through the C2PA library, as JSON that says as much as is shown. Called behind the walls."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from matching.origin.findings import GENERATIVE

LONGEST = 32 << 20  # characters of a report
MOST_INGREDIENTS = 50
MOST = 200
UNTRUSTED = "signingCredential.untrusted"

_USAGES = (
    "1.3.6.1.5.5.7.3.4",  # e-mail protection: what signers used before there was one of their own
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.4.1.62558.2.1",  # C2PA claim signing
    "1.3.6.1.5.5.7.3.8",  # time stamping
    "1.3.6.1.5.5.7.3.9",  # OCSP
)


def anchors(path: str) -> str:
    """A trust list: the operator's own file, read before anything of a hostile one is. Nothing where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def context(anchors: str) -> Any:
    """How the library reads: it fetches nothing. anchors: PEM; without any, nobody is trusted."""
    import c2pa

    verify = {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True, "verify_timestamp_trust": True}
    trust: dict[str, Any] = {"verify_trust_list": True, "trust_config": "\n".join(_USAGES)}
    nobody = {"verify": verify, "trust": trust}
    try:
        return c2pa.Context(c2pa.Settings.from_dict(nobody | {"trust": trust | {"trust_anchors": anchors}}))
    except c2pa.C2paError:  # no list: then it trusts nobody
        return c2pa.Context(c2pa.Settings.from_dict(nobody))


def told(mime: str, file: BinaryIO, reading: Any) -> dict[str, Any]:
    """What the credentials of a file say."""
    import c2pa

    try:
        reader = c2pa.Reader(mime, file, context=reading)
    except c2pa.C2paError as error:
        return _without(str(error))
    state, text = str(reader.get_validation_state()), reader.json()
    if len(text) > LONGEST:
        return {"state": "unreadable", "problems": ["too-large"]}
    store = json.loads(text)
    manifests = store.get("manifests") or {}
    active = manifests.get(store.get("active_manifest"))
    if not isinstance(active, dict):
        return {"state": "unreadable", "problems": ["no-active-manifest"]}
    problems = {str(one.get("code")) for one in store.get("validation_status") or () if isinstance(one, dict)}
    signed = active.get("signature_info") or {}
    label = store.get("active_manifest")
    within, more = _ingredients(manifests, str(label))
    others = [one for name, one in manifests.items() if name != label]
    return {
        "state": {"Trusted": "trusted", "Valid": "valid"}.get(state, "invalid"),
        "problems": sorted(problems - {UNTRUSTED}),
        "signer": signed.get("issuer"),
        "signer_name": signed.get("common_name"),
        "signed_at": signed.get("time"),
        "generator": _generator(active),
        "source_types": _source_types([active]),
        "actions": [str(one.get("action")) for one in _actions(active)],
        "inner_source_types": _source_types(others) + _of_ingredients(manifests.values()),
        "ingredients": within,
        "more_ingredients": more,
        "mining": _mining(manifests.values()),
        "identities": _identities(active),
    }


def _without(error: str) -> dict[str, Any]:
    """The library's words say why it reads none."""
    kind, _, rest = error.partition(":")
    if kind == "ManifestNotFound":
        return {"state": "absent"}
    if "emote" in kind or "must fetch remote" in rest:
        return {"state": "remote"}
    return {"state": "unreadable", "problems": [kind[:40]]}


def _assertions(manifest: Mapping[str, Any], label: str) -> list[Any]:
    given = manifest.get("assertions") or ()
    return [one.get("data") for one in given if isinstance(one, dict) and str(one.get("label")).startswith(label)]


def _actions(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    every = []
    for data in _assertions(manifest, "c2pa.actions"):
        if isinstance(data, dict):
            every += [one for one in data.get("actions") or () if isinstance(one, dict)]
            every += [one for one in data.get("templates") or () if isinstance(one, dict)]
    return every


def code(source_type: object) -> str:
    """A digitalSourceType without the address of its vocabulary; C2PA's own two among them."""
    return str(source_type).rstrip("/").rsplit("/", 1)[-1]


def _source_types(manifests: Iterable[Any]) -> list[str]:
    found: dict[str, None] = {}
    for manifest in manifests:
        if isinstance(manifest, dict):
            for action in _actions(manifest):
                parameters = action.get("parameters")
                nested: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
                for said in (action.get("digitalSourceType"), nested.get("digitalSourceType")):
                    if said:
                        found[code(said)] = None
            for data in (
                _assertions(manifest, "stds.iptc")
                + _assertions(manifest, "cawg.metadata")
                + _assertions(manifest, "c2pa.metadata")
            ):
                if isinstance(data, dict):
                    said = next((value for key, value in data.items() if key.endswith("DigitalSourceType")), None)
                    found |= {code(one): None for one in (said if isinstance(said, list) else [said]) if one}
    return _telling(found)


def _telling(found: Iterable[str]) -> list[str]:
    """As many as are kept, what was generated first: nothing else can crowd it out."""
    return sorted(found, key=lambda one: one not in GENERATIVE)[:MOST]


def _of_ingredients(manifests: Iterable[Any]) -> list[str]:
    """What the claims say of the sources of what went into them."""
    found: dict[str, None] = {}
    for manifest in manifests:
        for one in (manifest.get("ingredients") or ()) if isinstance(manifest, dict) else ():
            said = one.get("digital_source_type") or one.get("digitalSourceType") if isinstance(one, dict) else None
            if said:
                found[code(said)] = None
    return _telling(found)


def _ingredients(manifests: Mapping[str, Any], active: str) -> tuple[list[dict[str, Any]], int]:
    """The nearest first, each manifest entered once: a circle of ingredients ends where it closes."""
    found: list[dict[str, Any]] = []
    more, entered, level, depth = 0, {active}, [active], 1
    while level:
        below: list[str] = []
        for name in level:
            manifest = manifests.get(name)
            for one in (manifest.get("ingredients") or ()) if isinstance(manifest, dict) else ():
                if not isinstance(one, dict):
                    continue
                inner = str(one.get("active_manifest"))
                if len(found) < MOST_INGREDIENTS:
                    said = _source_types([manifests.get(inner)])
                    found.append({"title": one.get("title"), "relationship": one.get("relationship"), "depth": depth,
                                  "source_types": said})  # fmt: skip
                else:
                    more += 1
                if inner in manifests and inner not in entered:
                    entered.add(inner)
                    below.append(inner)
        level, depth = below, depth + 1
    return found, more


def _generator(manifest: Mapping[str, Any]) -> str:
    info = manifest.get("claim_generator_info")
    if isinstance(info, list) and info and isinstance(info[0], dict):
        return " ".join(str(info[0][key]) for key in ("name", "version") if info[0].get(key))
    return str(manifest.get("claim_generator") or "")


_USES = {"allowed": 0, "constrained": 1, "notAllowed": 2}


def _mining(manifests: Iterable[Any]) -> list[list[str]]:
    """The strictest that any claim says of each use. What is not understood is not allowed."""
    found: dict[str, str] = {}
    for manifest in manifests:
        if not isinstance(manifest, dict):
            continue
        for label in ("cawg.training-mining", "c2pa.training-mining"):
            for data in _assertions(manifest, label):
                entries = data.get("entries") if isinstance(data, dict) else None
                for name, entry in entries.items() if isinstance(entries, dict) else ():
                    use = entry.get("use") if isinstance(entry, dict) else entry
                    use = use if use in _USES else "notAllowed"
                    name = "cawg." + str(name).partition(".")[2]
                    if name not in found or _USES[found[name]] < _USES[use]:
                        found[name] = use
    return [[name, use] for name, use in sorted(found.items())][:MOST]


def _identities(manifest: Mapping[str, Any]) -> list[str]:
    named = []
    for data in _assertions(manifest, "cawg.identity"):
        left = [data]
        for _ in range(500):
            if not left:
                break
            value = left.pop()
            if isinstance(value, dict):
                named += [
                    str(value[key]) for key in ("name", "username", "commonName") if isinstance(value.get(key), str)
                ]
                left += list(value.values())
            elif isinstance(value, list):
                left += value
    return list(dict.fromkeys(named))[:MOST]
