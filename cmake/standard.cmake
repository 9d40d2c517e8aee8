# SPDX-License-Identifier: GPL-2.0-only
#
# The C++ standard that the headers of the installed ns-3 ask for. Neither its CMake package nor its
# headers name one, so the compiler is asked: the module itself is C++17, and the first standard
# from 17 on with which the headers compile is taken.

include(CMakePushCheckState)
include(CheckCXXSourceCompiles)

set(pvd_standards 17 20 23)

# Sets <result> to what distinguishes this ns-3 and this compiler from others. CMake itself does not
# notice that a compiler was upgraded in its place.
function(pvd_name_of_tools result)
  execute_process(
    COMMAND ${CMAKE_CXX_COMPILER} -dumpfullversion -dumpversion
    OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
  )
  string(MAKE_C_IDENTIFIER "ns3_${ns3_VERSION}_${CMAKE_CXX_COMPILER_ID}_${version}" name)
  set(${result} ${name} PARENT_SCOPE)
endfunction()

# Sets <result>, in the cache, to whether the headers compile as this standard.
function(pvd_try_standard result standard libraries)
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
    ${result}
  )
  cmake_pop_check_state()
endfunction()

# Sets <result> to the standard that the installed ns-3 asks for.
function(pvd_standard_of_ns3 result libraries)
  pvd_name_of_tools(tools)
  foreach(standard ${pvd_standards})
    if(CMAKE_CXX${standard}_STANDARD_COMPILE_OPTION)
      set(compiles PVD_HEADERS_COMPILE_AS_${standard}_WITH_${tools})
      pvd_try_standard(${compiles} ${standard} "${libraries}")
      if(${compiles})
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

# Sets pvd_standard to the standard that the installed ns-3 asks for, and CMAKE_CXX_STANDARD to that
# or to a newer one that was given in -DCMAKE_CXX_STANDARD. Neither is kept in the cache for the next
# time, when ns-3 may be another; PVD_STANDARD is there to be read.
macro(pvd_set_standard libraries)
  pvd_standard_of_ns3(pvd_standard "${libraries}")
  if(NOT CMAKE_CXX_STANDARD)
    set(CMAKE_CXX_STANDARD ${pvd_standard})
  elseif(CMAKE_CXX_STANDARD LESS pvd_standard)
    message(STATUS "pvd: ns-3 ${ns3_VERSION} needs more than C++${CMAKE_CXX_STANDARD}")
    set(CMAKE_CXX_STANDARD ${pvd_standard})
  endif()
  set(CMAKE_CXX_STANDARD_REQUIRED ON)
  set(CMAKE_CXX_EXTENSIONS OFF)
  set(PVD_STANDARD ${CMAKE_CXX_STANDARD} CACHE INTERNAL "the C++ standard of the last time")
  message(STATUS "pvd: C++${CMAKE_CXX_STANDARD}")
endmacro()
