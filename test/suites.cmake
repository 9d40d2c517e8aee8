# SPDX-License-Identifier: GPL-2.0-only
#
# test/*.cc: ns-3 test suites. In an ns-3 tree that tree's test-runner runs them; here a runner of
# our own does, with one ctest entry for each suite.

if(PVD_SUITE_SOURCES AND Python3_FOUND)
  list(TRANSFORM PVD_SUITE_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE suite_sources)
  add_executable(pvd-test-runner runner/main.cc ${suite_sources})
  target_link_libraries(
    pvd-test-runner PRIVATE pvd_build_flags ns3::pvd ${pvd_application_libraries}
  )
  # Tests are compiled more often than they run, and the module itself is optimised.
  target_compile_options(pvd-test-runner PRIVATE -O0)
  target_compile_definitions(
    pvd-test-runner PRIVATE NS_TEST_SOURCEDIR="${CMAKE_CURRENT_SOURCE_DIR}"
  )

  # The runner itself is asked which suites it holds, after each build.
  set(pvd_suite_list ${CMAKE_CURRENT_BINARY_DIR}/suites-list.cmake)
  add_custom_command(
    TARGET pvd-test-runner
    POST_BUILD
    COMMAND
      ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/runner/suites.py
      --ctest-file=${pvd_suite_list}
      $<TARGET_FILE:pvd-test-runner>
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    VERBATIM
  )
  file(
    WRITE ${CMAKE_CURRENT_BINARY_DIR}/suites-include.cmake
    "if(EXISTS \"${pvd_suite_list}\")\n  include(\"${pvd_suite_list}\")\n"
    "else()\n  add_test(ns3-suites-not-built ns3-suites-not-built)\nendif()\n"
  )
  set_property(
    DIRECTORY
    APPEND
    PROPERTY TEST_INCLUDE_FILES ${CMAKE_CURRENT_BINARY_DIR}/suites-include.cmake
  )
elseif(PVD_SUITE_SOURCES)
  message(STATUS "pvd: ns-3 suites are left out, they need Python 3 (Debian: python3)")
endif()
