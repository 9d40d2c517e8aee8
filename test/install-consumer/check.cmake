# SPDX-License-Identifier: GPL-2.0-only
#
# Installs the module to a prefix of its own and builds and runs a project that finds it there.

set(prefix ${BUILD_DIR}/install-consumer/prefix)
set(consumer ${BUILD_DIR}/install-consumer/build)
string(REPLACE ";" " " sanitize "${SANITIZE}")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    string(REPLACE ";" " " line "${ARGN}")
    message(FATAL_ERROR "failed (${status}): ${line}")
  endif()
endfunction()

file(REMOVE_RECURSE ${prefix} ${consumer})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
run(${CMAKE_COMMAND}
    -G ${GENERATOR}
    -S ${CMAKE_CURRENT_LIST_DIR}
    -B ${consumer}
    -DCMAKE_CXX_COMPILER=${CXX}
    "-DCMAKE_CXX_FLAGS=${FLAGS} ${sanitize}"
    -DCMAKE_PREFIX_PATH=${prefix}
    -Dns3_DIR=${NS3_DIR}
)
run(${CMAKE_COMMAND} --build ${consumer})
run(${consumer}/consumer)

# pkg-config is asked too where it is at hand.
find_program(PKG_CONFIG pkg-config)
if(PKG_CONFIG)
  set(ENV{PKG_CONFIG_PATH} ${prefix}/${LIB_DIR}/pkgconfig)
  run(${PKG_CONFIG} --exists --print-errors ns3-pvd)
endif()
