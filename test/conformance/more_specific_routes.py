# SPDX-License-Identifier: GPL-2.0-only
"""2.2.21 and 2.2.23 of the list: router preferences and Route Information options (RFC 4191).

In the list the second router announces no prefix. A host that chooses its first hop by the source
(RFC 8028) then stays with the router that announced it. Each case is therefore played in two ways,
which differ by `both`: whether the second router announces the prefix, too.
"""

from wire import prefix_information, route_information, source_link_layer

HIGH, LOW = 1, 3


def announce(tester, router, *options, with_prefix=True, **fields):
    prefix = [prefix_information(tester.prefix)] if with_prefix else []
    tester.ra(router, *prefix, source_link_layer(router.mac), *options, **fields)


def preference(tester, first, second, expected, both=1):
    """Two routers with preferences."""
    tester.boot()
    tester.know(tester.tr1, tester.tr2)
    announce(tester, tester.tr1, preference=first)
    announce(tester, tester.tr2, with_prefix=both, preference=second)
    tester.listen(3.5)
    tester.via(tester.nodes[expected])
    return f"by way of {expected}"


def preference_change(tester, both=1):
    tester.boot()
    tester.know(tester.tr1, tester.tr2)
    announce(tester, tester.tr1, preference=HIGH)
    announce(tester, tester.tr2, with_prefix=both)
    tester.listen(3.5)
    tester.via(tester.tr1)
    announce(tester, tester.tr1, preference=LOW)
    tester.listen(0.5)
    tester.via(tester.tr2)
    return "follows the change"


def route(tester, both=1, length=64, high=HIGH, change=None, first=0, units=None, lifetime=600):
    """TR2 announces a route to TN2. high: its preference; first: that of the same route of TR1, 0:
    TR1 announces none; change: how it goes on."""
    tester.boot()
    tester.know(tester.tr1, tester.tr2)
    target = {0: "::", 64: tester.behind, 96: tester.behind, 128: tester.tn2.glob}[length]

    def by_second(seconds, **fields):
        option = route_information(target, length, seconds, high, units)
        announce(tester, tester.tr2, option, with_prefix=both, **fields)

    announce(tester, tester.tr1,
             *([route_information(tester.behind, 64, preference=first)] if first else []))
    by_second(lifetime, lifetime=0 if change == "no router" else 1800)
    tester.listen(3.5)
    if change == "reserved":
        tester.via(tester.tr1)
        return "reserved preference: option ignored"
    tester.via(tester.tr2)
    if change == "withdrawn":
        by_second(0, lifetime=0)
    elif change == "expired":
        tester.listen(lifetime)
    elif change == "preference":
        announce(tester, tester.tr1, route_information(tester.behind, 64, preference=HIGH))
    else:
        return "by way of TR2"
    tester.listen(0.5)
    tester.via(tester.tr1)
    return "by way of TR2, then TR1"
