# SPDX-License-Identifier: GPL-2.0-only
#
# test/unit: GoogleTest, one program, one ctest entry for each case.

file(
  GLOB pvd_unit_sources
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS unit/*.cc
)
# Parts of programs that are tested by themselves.
list(
  APPEND pvd_unit_sources ../examples/pvd-echo/echo-server.cc
         ../examples/pvd-multihoming/mean.cc
)
find_package(GTest QUIET)
if(pvd_unit_sources AND GTest_FOUND)
  include(GoogleTest)
  add_executable(pvd-unit-tests ${pvd_unit_sources})
  target_link_libraries(pvd-unit-tests PRIVATE pvd_build_flags ns3::pvd GTest::gtest_main)
  # Tests are compiled more often than they run, and the module itself is optimised.
  target_compile_options(pvd-unit-tests PRIVATE -O0)
  target_compile_definitions(
    pvd-unit-tests PRIVATE PVD_TEST_VECTORS="${CMAKE_CURRENT_SOURCE_DIR}/unit"
  )
  gtest_discover_tests(
    pvd-unit-tests
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DISCOVERY_TIMEOUT 120
    PROPERTIES LABELS unit TIMEOUT 300
  )
elseif(pvd_unit_sources)
  message(STATUS "pvd: unit tests are left out, they need GoogleTest (Debian: libgtest-dev)")
endif()
