# SPDX-License-Identifier: GPL-2.0-only
#
# ns-3 puts the headers of all modules into one folder, ns3/, and ours include each other by name
# alone. So in a build folder they have to lie side by side too: as links, which keep an edited
# header from asking for a new configuration. A tree from 3.37 on would write files there that
# include the header from its place, where those of the other layers are not found; it leaves alone
# what is there already.

function(pvd_link_headers folder)
  file(MAKE_DIRECTORY ${folder})
  foreach(header ${PVD_HEADERS})
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${folder}/${name} SYMBOLIC)
  endforeach()
endfunction()

# The header of the whole module, which an ns-3 tree writes itself.
function(pvd_write_module_header folder)
  set(PVD_MODULE_INCLUDES "")
  foreach(header ${PVD_HEADERS})
    get_filename_component(name ${header} NAME)
    string(APPEND PVD_MODULE_INCLUDES "#include \"${name}\"\n")
  endforeach()
  configure_file(cmake/pvd-module.h.in ${folder}/pvd-module.h @ONLY)
endfunction()
