# SPDX-License-Identifier: GPL-2.0-only
#
# What belongs to the module, by its place. Paths are relative to the top of the module, as ns-3's
# build_lib wants them. Asks for optional.cmake.

# What layers.txt lists: folders to include from, and the libraries of layers that need some, each
# with a definition.
set(PVD_INCLUDE_DIRS "")
set(PVD_LAYER_LIBRARIES "")
set(PVD_LAYER_DEFINITIONS "")
set(pvd_source_patterns "")
set(pvd_header_patterns "")
pvd_read_list(pvd_layer_lines layers.txt)
foreach(line ${pvd_layer_lines})
  separate_arguments(packages UNIX_COMMAND "${line}")
  list(GET packages 0 layer)
  list(REMOVE_AT packages 0)
  if(NOT IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${layer})
    message(FATAL_ERROR "cmake/layers.txt names ${layer}, which is no folder of this module.")
  endif()
  pvd_optional_libraries(libraries ${packages})
  if(libraries_MISSING)
    message(STATUS "pvd: ${layer} is left out, it needs ${libraries_MISSING}")
    continue()
  endif()
  list(APPEND PVD_LAYER_LIBRARIES ${libraries})
  foreach(package ${packages})
    list(APPEND PVD_LAYER_DEFINITIONS PVD_HAVE_${package})
  endforeach()
  list(APPEND PVD_INCLUDE_DIRS ${CMAKE_CURRENT_SOURCE_DIR}/${layer})
  list(APPEND pvd_source_patterns ${layer}/[a-z]*.cc)
  list(APPEND pvd_header_patterns ${layer}/[a-z]*.h)
endforeach()
list(REMOVE_DUPLICATES PVD_LAYER_LIBRARIES)
list(REMOVE_DUPLICATES PVD_LAYER_DEFINITIONS)

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

pvd_read_list(pvd_private_headers private-headers.txt)
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
