# SPDX-License-Identifier: GPL-2.0-only
#
# Installs the module to a prefix of its own, and again moves that. Each time a program is built
# that uses what lies there: with find_package, and with the flags that pkg-config gives.

cmake_minimum_required(VERSION 3.21)
set(top "${BUILD_DIR}/install-consumer")
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
list(APPEND flags ${SANITIZE})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    string(REPLACE ";" " " line "${ARGN}")
    message(FATAL_ERROR "failed (${status}): ${line}")
  endif()
endfunction()

function(try_find_package prefix)
  string(REPLACE ";" " " all_flags "${flags}")
  file(REMOVE_RECURSE ${top}/build)
  run(${CMAKE_COMMAND}
      -G ${GENERATOR}
      -S ${CMAKE_CURRENT_LIST_DIR}
      -B ${top}/build
      -DCMAKE_CXX_COMPILER=${CXX}
      "-DCMAKE_CXX_FLAGS=${all_flags}"
      "-DCMAKE_PREFIX_PATH=${prefix}"
      -Dns3_DIR=${NS3_DIR}
  )
  run(${CMAKE_COMMAND} --build ${top}/build)
  run(${top}/build/consumer)
endfunction()

# Asks for the flags in the file of the module, and only there: that of ns-3 is not needed.
function(ask_pkg_config result prefix)
  set(ENV{PKG_CONFIG_LIBDIR} "${prefix}/${LIB_DIR}/pkgconfig")
  set(ENV{PKG_CONFIG_PATH} "")
  execute_process(
    COMMAND ${PKG_CONFIG} ${ARGN} --print-errors ns3-pvd
    OUTPUT_VARIABLE output
    RESULT_VARIABLE status
  )
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "pkg-config ${ARGN} ns3-pvd failed (${status}) with ${prefix}")
  endif()
  separate_arguments(words UNIX_COMMAND "${output}")
  set(${result} "${words}" PARENT_SCOPE)
endfunction()

function(try_pkg_config prefix)
  ask_pkg_config(compile_flags "${prefix}" --cflags)
  ask_pkg_config(link_flags "${prefix}" --libs)
  if(NOT "-std=c++${STANDARD}" IN_LIST compile_flags)
    message(FATAL_ERROR "ns3-pvd.pc does not ask for C++${STANDARD}: ${compile_flags}")
  endif()
  set(program ${top}/with-pkg-config)
  file(REMOVE ${program})
  run(${CXX} ${flags} ${compile_flags} ${CMAKE_CURRENT_LIST_DIR}/main.cc -o ${program} ${link_flags})
  run(${CMAKE_COMMAND} -E env "LD_LIBRARY_PATH=${prefix}/${LIB_DIR}:$ENV{LD_LIBRARY_PATH}" ${program})
endfunction()

find_program(PKG_CONFIG pkg-config)

function(try_prefix prefix)
  try_find_package("${prefix}")
  if(PKG_CONFIG)
    try_pkg_config("${prefix}")
  endif()
endfunction()

file(REMOVE_RECURSE ${top})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${top}/prefix)
try_prefix(${top}/prefix)
file(RENAME ${top}/prefix "${top}/moved to here")
try_prefix("${top}/moved to here")
