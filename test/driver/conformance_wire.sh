# SPDX-License-Identifier: GPL-2.0-only
#
# The tester on a wire, and the control of a Linux host: what fails is said, and what is no fault of
# the host is not, with programs of our own in place of ssh, ping and python3.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/bin"
# As ssh does: the words behind the host become one line for a shell.
cat >"$scratch/bin/ssh" <<'END'
#!/bin/sh
shift
exec sh -c "$*"
END
for name in ping ip; do
    printf '#!/bin/sh\nexit "$PVD_STATUS"\n' >"$scratch/bin/$name"
done
printf '#!/bin/sh\nfor word in "$@"; do echo "<$word>"; done >"$PVD_WORDS"\nexit "$PVD_STATUS"\n' \
    >"$scratch/bin/python3"
chmod +x "$scratch"/bin/*

cat >"$scratch/control" <<'END'
#!/bin/sh
case "$1" in
"$PVD_BROKEN") echo "the cable is cut" >&2; exit 1 ;;
"$PVD_UNKNOWN") exit 77 ;;
esac
END
chmod +x "$scratch/control"

cat >"$scratch/check.py" <<'END'
import errno, os, subprocess, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/test/conformance")
import linux_control, play, wire_host
from tester import Fail, Skip

scratch = sys.argv[1]
words = os.environ["PVD_WORDS"] = scratch + "/words"
interpreter = sys.executable
os.environ["PATH"] = f"{scratch}/bin:{os.environ['PATH']}"


def control(*arguments, status=0):
    return subprocess.run([interpreter, "-B", linux_control.__file__, *arguments], check=False,
                          env={**os.environ, "PVD_STATUS": str(status)}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


# ssh hands its words to a shell: the program in them arrives as it left.
for where in (["--ssh", "h0"], ["--namespace", "h0"]):
    sent = ["udp", "2001:db8::1", "9", "10"]
    if where[0] == "--ssh":
        assert control(*where, "--interface", "eth0", *sent).returncode == 0
        expected = ["-c", linux_control.SENDER, *sent[1:], "eth0"]
        assert open(words).read() == "".join(f"<{word}>\n" for word in expected), open(words).read()
    # Only that nobody answers an Echo Request is no fault of the host.
    for verb, status, forgiven in (("ping", 1, True), ("ping", 2, False), ("udp", 1, False),
                                   ("down", 1, False)):
        rest = {"ping": ["fe80::1", "8"], "udp": sent[1:], "down": []}[verb]
        done = control(*where, "--interface", "eth0", verb, *rest, status=status)
        assert (done.returncode == 0) == forgiven, (where, verb, status, done)
        assert bool(done.stderr) != forgiven, (where, verb, status, done)


class Wire:
    """A wire that does not take frames."""

    def __init__(self, number):
        self.number = number

    def send(self, octets):
        raise OSError(self.number, os.strerror(self.number))

    def close(self):
        pass


class Case:
    id, title, node = "X.1", "a case", "host"

    def __init__(self, function):
        self.function = function

    def procedure(self):
        return self.function, {}


def verdict(function, number=errno.ENETDOWN, broken="none", unknown="none", control=None):
    """What becomes of a case on a wire."""
    wire_host.open_interface = lambda name: Wire(number)
    os.environ.update(PVD_BROKEN=broken, PVD_UNKNOWN=unknown)
    host = lambda: wire_host.OnWire("eth0", wire_host.HOST_MAC,
                                    control=control or [scratch + "/control"])
    return play.play(Case(function), host)[1:3]


def send(tester):
    tester.host.put(b"octets")
    return "well"


def do(*line):
    def function(tester):
        tester.host.start()
        tester.host.do(*line)
        return "well"
    return function


assert verdict(send) == ("PASS", "well")
for number in (errno.ENXIO, errno.EMSGSIZE, errno.ENOBUFS):
    assert verdict(send, number)[0] == "FAIL", number
    assert os.strerror(number) in verdict(send, number)[1], number

ping, address = do("ping", "fe80::1", 8), do("address", "2001:db8::1")
for function in (ping, address):
    assert verdict(function) == ("PASS", "well")
    assert verdict(function, unknown="down") == ("PASS", "well")
for function, verb in ((ping, "ping"), (address, "address"), (ping, "down"), (ping, "up")):
    said = verdict(function, broken=verb)
    assert said[0] == "FAIL" and "the cable is cut" in said[1] and f"do {verb}," in said[1], said
for function, verb in ((ping, "ping"), (address, "address"), (ping, "up")):
    assert verdict(function, unknown=verb)[0] == "SKIP", verb
said = verdict(ping, control=["/no/such/control"])
assert said[0] == "FAIL" and "does not start" in said[1], said

# Before any case is played, the same is one sentence.
for broken, control in (("up", None), ("down", None), ("none", ["/no/such/control"])):
    os.environ.update(PVD_BROKEN=broken)
    try:
        wire_host.find_host("eth0", control or [scratch + "/control"], seconds=0)
        sys.exit("a host that is not there was found")
    except wire_host.NoHost as error:
        assert broken == "none" or "the cable is cut" in str(error), error
END
python3 -B "$scratch/check.py" "$scratch"
