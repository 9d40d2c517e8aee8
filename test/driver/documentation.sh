# SPDX-License-Identifier: GPL-2.0-only
#
# The documentation is made without a warning: the manual, and the reference of the public headers.

set -eu
for tool in sphinx-build doxygen; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed; ./pvd doc installs it"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PYTHONPATH="$PVD_SOURCE_DIR/driver" python3 -B - "$scratch" <<'END'
import pathlib
import sys

import documentation
from project import Failure

folder = pathlib.Path(sys.argv[1])
try:
    documentation.write_manual(folder)
    documentation.write_reference(folder)
except Failure as failure:
    sys.exit(str(failure))
END
for page in html/index.html html/pvd.html api/html/classns3_1_1PvdRegistry.html; do
    [ -s "$scratch/$page" ] || { echo "there is no $page"; exit 1; }
done
