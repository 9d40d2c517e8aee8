# SPDX-License-Identifier: GPL-2.0-only
#
# The module by itself, against an installed ns-3.

option(PVD_WERROR "Treat compiler warnings as errors" OFF)
option(PVD_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(PVD_ASSERTS "Check the module's NS_ASSERTs" ${PVD_SANITIZE})

include(GNUInstallDirs)
include(cmake/optional.cmake)
include(cmake/sources.cmake)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo" FORCE)
endif()

find_package(ns3 QUIET)
if(NOT ns3_FOUND)
  message(FATAL_ERROR "ns-3 was not found. Debian: apt-get install libns3-dev ns3. If ns-3 is "
                      "installed elsewhere, give its prefix in -DCMAKE_PREFIX_PATH=..."
  )
endif()
message(STATUS "pvd: ns-3 ${ns3_VERSION} in ${ns3_DIR}")
include(cmake/ns3-targets.cmake)
pvd_ns3_libraries(ns3_libraries core network internet csma point-to-point)
# Programs and tests of it use applications of ns-3; the module itself does not. Csma and
# point-to-point are what PvdTopology makes links of.
pvd_ns3_libraries(pvd_application_libraries applications internet-apps)

include(cmake/standard.cmake)
pvd_set_standard("${ns3_libraries}")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Flags of everything that is compiled here, and of nothing that is installed.
add_library(pvd_build_flags INTERFACE)
target_compile_options(
  pvd_build_flags INTERFACE -Wall -Wextra $<$<BOOL:${PVD_WERROR}>:-Werror>
)
target_compile_definitions(
  pvd_build_flags
  INTERFACE NS3_LOG_ENABLE
            $<$<BOOL:${PVD_ASSERTS}>:NS3_ASSERT_ENABLE>
            PVD_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
            ${PVD_LAYER_DEFINITIONS}
)
target_include_directories(pvd_build_flags INTERFACE ${PVD_INCLUDE_DIRS})
set(PVD_SANITIZE_FLAGS "")
if(PVD_SANITIZE)
  set(PVD_SANITIZE_FLAGS -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_compile_options(pvd_build_flags INTERFACE ${PVD_SANITIZE_FLAGS} -fno-omit-frame-pointer)
  target_link_options(pvd_build_flags INTERFACE ${PVD_SANITIZE_FLAGS})
endif()

include(cmake/flat-headers.cmake)
set(pvd_flat_dir ${PROJECT_BINARY_DIR}/include/ns3)
file(GLOB pvd_old_links ${pvd_flat_dir}/*.h)
list(REMOVE_ITEM pvd_old_links ${pvd_flat_dir}/pvd-module.h)
if(pvd_old_links)
  file(REMOVE ${pvd_old_links})
endif()
pvd_link_headers(${pvd_flat_dir})
pvd_write_module_header(${pvd_flat_dir})

if(PVD_SOURCES)
  add_library(pvd SHARED ${PVD_SOURCES})
  add_library(ns3::pvd ALIAS pvd)
  set_target_properties(
    pvd
    PROPERTIES OUTPUT_NAME ns3-pvd
               VERSION ${PROJECT_VERSION}
               SOVERSION ${PROJECT_VERSION_MAJOR}
  )
  # Nobody replaces functions of the library by others of their name: calls inside it are direct.
  include(CheckCXXCompilerFlag)
  check_cxx_compiler_flag(-fno-semantic-interposition PVD_HAVE_NO_SEMANTIC_INTERPOSITION)
  if(PVD_HAVE_NO_SEMANTIC_INTERPOSITION)
    target_compile_options(pvd PRIVATE -fno-semantic-interposition)
  endif()
  include(CheckLinkerFlag)
  check_linker_flag(CXX -Wl,-Bsymbolic-functions PVD_HAVE_SYMBOLIC_FUNCTIONS)
  if(PVD_HAVE_SYMBOLIC_FUNCTIONS)
    target_link_options(pvd PRIVATE -Wl,-Bsymbolic-functions)
  endif()
  target_compile_features(pvd PUBLIC cxx_std_${pvd_standard})
  target_include_directories(
    pvd PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
               $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
  )
  target_link_libraries(
    pvd PUBLIC ${ns3_libraries} PRIVATE $<BUILD_INTERFACE:pvd_build_flags> ${PVD_LAYER_LIBRARIES}
  )
  add_subdirectory(examples)
  include(cmake/install.cmake)

  enable_testing()
  add_subdirectory(test)
  add_subdirectory(bench)
else()
  message(STATUS "pvd: no sources yet, nothing to build")
endif()
