# SPDX-License-Identifier: GPL-2.0-only
"""The JSON of pvd-replay as a shape: keys in their order, and what each value may be."""

import ipaddress
import re

STATES = ["tentative", "preferred", "deprecated", "permanent"]
PREFERENCES = ["low", "medium", "high"]
MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
DOMAIN = re.compile(rf"{LABEL}(\.{LABEL})*")  # as all captures have them; no final dot
IMPLICIT = re.compile(r"(?P<router>[0-9a-f]{4}(:[0-9a-f]{4}){7})%(?P<interface>.+)")


def text(value):
    return isinstance(value, str) and value != ""


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def seconds(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def truth(value):
    return isinstance(value, bool)


def state(value):
    return value in STATES


def preference(value):
    return value in PREFERENCES


def mac(value):
    return text(value) and MAC.fullmatch(value)


def address(value):
    """The text of RFC 5952, which is what Python writes."""
    return text(value) and str(ipaddress.IPv6Address(value)) == value


def prefix(value):
    """CIDR with nothing set past the prefix length."""
    return text(value) and str(ipaddress.IPv6Network(value)) == value


def domain(value):
    return text(value) and DOMAIN.fullmatch(value)


def pvd_id(value):
    """A domain name; or the full-length address of the router, and the interface."""
    return domain(value) or (text(value) and IMPLICIT.fullmatch(value))


def maybe(predicate):
    def or_null(value):
        return value is None or predicate(value)

    or_null.__name__ = f"null or {predicate.__name__}"
    return or_null


ROUTER = {"interface": text, "address": address, "lifetime": maybe(seconds),
          "preference": preference}
PVD = {
    "id": pvd_id, "explicit": truth, "index": whole, "sequence": whole, "http": truth,
    "legacy": truth, "raHeader": truth, "delay": whole, "routers": [ROUTER],
    "addresses": [address], "routes": [prefix],
    "rdnss": [{"address": address, "lifetime": maybe(seconds)}],
    "dnssl": [{"domain": domain, "lifetime": maybe(seconds)}],
    "mtu": maybe(whole), "curHopLimit": maybe(whole), "captivePortal": maybe(text),
}
STATE = {
    "time": seconds,
    "interfaces": [{"name": text, "index": whole, "mac": mac, "mtu": whole, "curHopLimit": whole,
                    "reachableTime": seconds, "retransTimer": seconds}],
    "pvds": [PVD],
    "addresses": [{"address": address, "prefixLength": whole, "interface": text, "state": state,
                   "valid": maybe(seconds), "preferred": maybe(seconds), "pvd": maybe(pvd_id),
                   "advertisedBy": [{"pvd": pvd_id, "router": address}]}],
    "routes": [{"prefix": prefix, "gateway": maybe(address), "interface": text,
                "preference": preference, "lifetime": maybe(seconds), "pvd": maybe(pvd_id)}],
    "prefixes": [{"prefix": prefix, "interface": text, "pvd": pvd_id, "onLink": truth,
                  "autonomous": truth, "pdPreferred": truth, "valid": maybe(seconds),
                  "preferred": maybe(seconds)}],
    "dropped": [{"time": seconds, "reason": text, "option": maybe(whole)}],
}
EVENTS = {**STATE, "events": [{"time": seconds, "event": text, "pvd": maybe(pvd_id), "text": str}]}


def defects(value, shape, place="state"):
    """What of a value is not as the shape has it: sentences with the place in the value."""
    if isinstance(shape, dict):
        yield from defects_of_object(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: {value!r} is no array"
            return
        for number, one in enumerate(value):
            yield from defects(one, shape[0], f"{place}[{number}]")
    elif shape is str:
        if not isinstance(value, str):
            yield f"{place}: {value!r} is no string"
    elif not holds(shape, value):
        yield f"{place}: {value!r} is not {shape.__name__}"


def holds(predicate, value):
    try:
        return predicate(value)
    except ValueError:
        return False


def defects_of_object(value, shape, place):
    if not isinstance(value, dict):
        yield f"{place}: {value!r} is no object"
    elif list(value) != list(shape):
        yield f"{place}: keys {list(value)}, not {list(shape)}"
    else:
        for key, inner in shape.items():
            yield from defects(value[key], inner, f"{place}.{key}")
