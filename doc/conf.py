# SPDX-License-Identifier: GPL-2.0-only
#
# For ./pvd doc. An ns-3 tree takes pvd.rst into its own manual and does not read this.

project = "pvd"
extensions = []
html_theme = "alabaster"
html_show_sphinx = False
exclude_patterns = []
