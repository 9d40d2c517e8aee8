# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the targets of an installed ns-3 usable. Read by the build and, installed, by those who use
# the module.

# The targets that ns-3 exports name every header folder and library that its own build has seen
# (libxml2, Python, GSL ...), and CMake stops if one of them is not there. Neither the headers that
# we include nor linking to the shared libraries needs them.
function(pvd_drop_absent_paths target)
  foreach(property INTERFACE_INCLUDE_DIRECTORIES INTERFACE_LINK_LIBRARIES)
    get_target_property(entries ${target} ${property})
    if(NOT entries)
      continue()
    endif()
    set(kept)
    foreach(entry ${entries})
      if(NOT IS_ABSOLUTE "${entry}" OR EXISTS "${entry}")
        list(APPEND kept "${entry}")
      endif()
    endforeach()
    set_target_properties(${target} PROPERTIES ${property} "${kept}")
  endforeach()
endfunction()

get_property(
  pvd_imported_targets
  DIRECTORY
  PROPERTY IMPORTED_TARGETS
)
foreach(target ${pvd_imported_targets})
  if(target MATCHES "^ns3::")
    pvd_drop_absent_paths(${target})
  endif()
endforeach()

# ns3::libcore until 3.42, ns3::core from 3.43.
function(pvd_ns3_libraries result)
  set(libraries)
  foreach(module ${ARGN})
    if(TARGET ns3::${module})
      list(APPEND libraries ns3::${module})
    elseif(TARGET ns3::lib${module})
      list(APPEND libraries ns3::lib${module})
    else()
      message(FATAL_ERROR "The installed ns-3 has no module ${module}.")
    endif()
  endforeach()
  set(${result} ${libraries} PARENT_SCOPE)
endfunction()
