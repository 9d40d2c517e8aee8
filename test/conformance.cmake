# SPDX-License-Identifier: GPL-2.0-only
#
# test/conformance: what a host must do on the wire, played to the simulated hosts of
# test/simulated-host. One ctest entry for each section of a list and kind of host.

pvd_ns3_libraries(pvd_simulated_host_libraries internet network core)
add_executable(
  pvd-simulated-host simulated-host/main.cc simulated-host/host-agent.cc
                     simulated-host/router-agent.cc simulated-host/tester-link.cc
)
target_link_libraries(
  pvd-simulated-host PRIVATE pvd_build_flags ns3::pvd ${pvd_simulated_host_libraries}
)

# Several short entries, so that ctest runs them side by side. Each is a kind of host and the
# beginnings of the IDs of cases.
set(pvd_conformance_entries
    "pvd 1" "pvd 2.1" "pvd 2.2 2.3" "pvd 3 4" "pvd 5" "pvd PVD ND FRAME" "no-rule-5.5 2.2.21 2.2.23"
    "router v6LC" "--tables"
)
# ns-3's own host reads memory that it has not written; under a sanitizer it does something else.
if(NOT PVD_SANITIZE)
  list(APPEND pvd_conformance_entries "stock 1 2.2 2.3" "stock 2.1" "stock 3 4 5")
endif()
if(Python3_FOUND)
  foreach(entry ${pvd_conformance_entries})
    separate_arguments(words UNIX_COMMAND "${entry}")
    string(REPLACE " " "-" name "${entry}")
    string(REPLACE "--" "" name "${name}")
    add_test(
      NAME conformance.${name}
      COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/conformance/check.py ${words}
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    )
    set_tests_properties(
      conformance.${name}
      PROPERTIES LABELS conformance TIMEOUT 300 SKIP_RETURN_CODE 77
                 ENVIRONMENT "PVD_BUILD_DIR=${PROJECT_BINARY_DIR};PVD_NS3_VERSION=${ns3_VERSION}"
    )
  endforeach()
endif()
