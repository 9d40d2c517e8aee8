# SPDX-License-Identifier: GPL-2.0-only
#
# Tests that are scripts: test/interop (Python, they run the programs), test/driver (sh, they run
# ./pvd), and the project that uses an installed copy of the module. A script whose name begins
# with an underscore is a part of others. Exit status 77 says that a tool is missing: not run.

file(
  GLOB pvd_interop_scripts
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS interop/[^_]*.py
)
file(
  GLOB pvd_driver_scripts
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS driver/[^_]*.sh
)

set(pvd_script_environment
    PVD_SOURCE_DIR=${PROJECT_SOURCE_DIR} PVD_BUILD_DIR=${PROJECT_BINARY_DIR}
    PVD_REPLAY=${PROJECT_BINARY_DIR}/examples/pvd-replay PVD_NS3_VERSION=${ns3_VERSION}
)

function(pvd_add_script kind script)
  get_filename_component(name ${script} NAME_WE)
  add_test(
    NAME ${kind}.${name}
    COMMAND ${ARGN} ${CMAKE_CURRENT_SOURCE_DIR}/${script}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  )
  set_tests_properties(
    ${kind}.${name}
    PROPERTIES LABELS ${kind} TIMEOUT 900 SKIP_RETURN_CODE 77
               ENVIRONMENT "${pvd_script_environment}"
  )
endfunction()

# Real time, and the kernel in place of the module: a sanitizer has nothing to see there.
if(PVD_SANITIZE)
  list(FILTER pvd_interop_scripts EXCLUDE REGEX conformance_linux)
endif()
if(Python3_FOUND AND TARGET pvd-replay)
  foreach(script ${pvd_interop_scripts})
    pvd_add_script(interop ${script} ${Python3_EXECUTABLE} -B)
  endforeach()
  if(NOT PVD_SANITIZE)
    set_tests_properties(interop.conformance_linux PROPERTIES RUN_SERIAL TRUE)
  endif()
elseif(pvd_interop_scripts)
  message(STATUS "pvd: interop tests are left out, they need Python 3 and pvd-replay")
endif()
if(Python3_FOUND)
  foreach(script ${pvd_driver_scripts})
    pvd_add_script(driver ${script} sh)
  endforeach()
endif()

add_test(
  NAME install.find_package
  COMMAND
    ${CMAKE_COMMAND} -DBUILD_DIR=${PROJECT_BINARY_DIR} -DGENERATOR=${CMAKE_GENERATOR}
    -DCXX=${CMAKE_CXX_COMPILER} "-DFLAGS=${CMAKE_CXX_FLAGS}" "-DSANITIZE=${PVD_SANITIZE_FLAGS}"
    -DNS3_DIR=${ns3_DIR} -DLIB_DIR=${CMAKE_INSTALL_LIBDIR} -DSTANDARD=${pvd_standard} -P
    ${CMAKE_CURRENT_SOURCE_DIR}/install-consumer/check.cmake
)
set_tests_properties(install.find_package PROPERTIES LABELS install TIMEOUT 600)
