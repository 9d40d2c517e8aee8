# SPDX-License-Identifier: GPL-2.0-only
#
# What belongs to the module, by place and name. Paths are relative to the top of the module, as
# ns-3's build_lib wants them.

set(PVD_LAYERS model model/wire model/state model/routing model/host model/binding model/router helper)

set(PVD_INCLUDE_DIRS)
set(pvd_source_patterns)
set(pvd_header_patterns)
foreach(layer ${PVD_LAYERS})
  list(APPEND PVD_INCLUDE_DIRS ${CMAKE_CURRENT_SOURCE_DIR}/${layer})
  list(APPEND pvd_source_patterns ${layer}/pvd-*.cc)
  list(APPEND pvd_header_patterns ${layer}/pvd-*.h)
endforeach()
# A new file is noticed by the next build; there is no list to keep.
file(
  GLOB PVD_SOURCES
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS ${pvd_source_patterns}
)
file(
  GLOB PVD_HEADERS
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS ${pvd_header_patterns}
)
file(
  GLOB PVD_SUITE_SOURCES
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS test/*.cc
)

file(
  STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/private-headers.txt pvd_private_headers
  REGEX "^[^#]"
)
set_property(
  DIRECTORY
  APPEND
  PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/private-headers.txt
)
list(REMOVE_ITEM PVD_HEADERS ${pvd_private_headers})

# ns-3 would install only one of two headers of one name.
set(pvd_header_names)
foreach(header ${PVD_HEADERS})
  get_filename_component(name ${header} NAME)
  if(name IN_LIST pvd_header_names)
    message(FATAL_ERROR "Two public headers of this module are called ${name}.")
  endif()
  list(APPEND pvd_header_names ${name})
endforeach()
