# SPDX-License-Identifier: GPL-2.0-only
#
# CITATION.cff names the version that CMakeLists.txt has, and all that the format wants.

set -eu
cd "$PVD_SOURCE_DIR"
version=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' CMakeLists.txt)
[ -n "$version" ] || { echo "CMakeLists.txt has no version"; exit 1; }
grep -qx "version: $version" CITATION.cff || { echo "CITATION.cff does not have version $version"; exit 1; }
for key in cff-version message title authors license; do
    grep -q "^$key:" CITATION.cff || { echo "CITATION.cff has no $key"; exit 1; }
done
