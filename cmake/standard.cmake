# SPDX-License-Identifier: GPL-2.0-only
#
# The C++ standard that the headers of the installed ns-3 ask for. Neither its CMake package nor its
# headers name one, so the compiler is asked: the module itself is C++17, and the first standard
# from 17 on with which the headers compile is taken.

include(CMakePushCheckState)
include(CheckCXXSourceCompiles)

set(pvd_standards 17 20 23)

# Sets PVD_HEADERS_COMPILE_AS_<standard>, in the cache.
function(pvd_try_standard standard libraries)
  cmake_push_check_state(RESET)
  set(CMAKE_REQUIRED_LIBRARIES ${libraries})
  set(CMAKE_CXX_STANDARD ${standard})
  set(CMAKE_CXX_STANDARD_REQUIRED ON)
  set(CMAKE_CXX_EXTENSIONS OFF)
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  check_cxx_source_compiles(
    "#include <ns3/core-module.h>
     #include <ns3/internet-module.h>
     #include <ns3/network-module.h>
     void Probe() {}"
    PVD_HEADERS_COMPILE_AS_${standard}
  )
  cmake_pop_check_state()
endfunction()

# Sets <result> to the standard that the installed ns-3 asks for.
function(pvd_standard_of_ns3 result libraries)
  foreach(standard ${pvd_standards})
    if(CMAKE_CXX${standard}_STANDARD_COMPILE_OPTION)
      pvd_try_standard(${standard} "${libraries}")
      if(PVD_HEADERS_COMPILE_AS_${standard})
        set(${result} ${standard} PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
  message(
    FATAL_ERROR
      "The headers of ns-3 ${ns3_VERSION} do not compile with ${CMAKE_CXX_COMPILER} "
      "${CMAKE_CXX_COMPILER_VERSION}, neither as C++17 nor as C++20 or C++23. Give a newer compiler "
      "in -DCMAKE_CXX_COMPILER=..., or see CMakeFiles/CMakeError.log or "
      "CMakeFiles/CMakeConfigureLog.yaml for what it says."
  )
endfunction()
