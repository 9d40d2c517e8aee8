# SPDX-License-Identifier: GPL-2.0-only
#
# Libraries that only single programs need. A missing one leaves out those programs, never the
# module. Libraries are looked for as files: ns-3 trees before 3.43 take a target that is not their
# own for a missing module.

find_path(PVD_PCAP_INCLUDE_DIR pcap/pcap.h)
find_library(PVD_PCAP_LIBRARY pcap)
find_path(PVD_JSON_INCLUDE_DIR boost/json.hpp)
find_library(PVD_JSON_LIBRARY boost_json)
mark_as_advanced(
  PVD_PCAP_INCLUDE_DIR PVD_PCAP_LIBRARY PVD_JSON_INCLUDE_DIR PVD_JSON_LIBRARY
)

set(PVD_PCAP_NAME "libpcap (Debian: libpcap-dev)")
set(PVD_JSON_NAME "Boost.JSON (Debian 12: libboost-json1.81-dev, later: libboost-json-dev)")

# Sets <result> to the libraries of the named packages, and <result>_MISSING to those not found.
function(pvd_optional_libraries result)
  set(libraries)
  set(missing)
  foreach(package ${ARGN})
    if(PVD_${package}_INCLUDE_DIR AND PVD_${package}_LIBRARY)
      list(APPEND libraries ${PVD_${package}_LIBRARY})
    else()
      list(APPEND missing ${PVD_${package}_NAME})
    endif()
  endforeach()
  string(REPLACE ";" ", " missing "${missing}")
  set(${result} ${libraries} PARENT_SCOPE)
  set(${result}_MISSING "${missing}" PARENT_SCOPE)
endfunction()

# Adds to <result> those of the named modules of ns-3 that are there, and sets <result>_DEFINITIONS to a
# definition for each of these, such as PVD_HAVE_FLOW_MONITOR.
function(pvd_optional_modules result)
  set(found ${${result}})
  set(defined)
  foreach(module ${ARGN})
    # By itself: ns3::libcore until 3.42, ns3::core from 3.43. In a tree: what a variable names.
    foreach(target ns3::${module} ns3::lib${module} ${lib${module}})
      if(TARGET ${target})
        list(APPEND found ${target})
        string(TOUPPER PVD_HAVE_${module} definition)
        string(REPLACE "-" "_" definition ${definition})
        list(APPEND defined ${definition})
        break()
      endif()
    endforeach()
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
  set(${result}_DEFINITIONS ${defined} PARENT_SCOPE)
endfunction()
