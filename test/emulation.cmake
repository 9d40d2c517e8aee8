# SPDX-License-Identifier: GPL-2.0-only
#
# test/emulation: a simulated node on an interface of this machine, for interop tests.

if(TARGET ns3::fd-net-device OR TARGET ns3::libfd-net-device)
  pvd_ns3_libraries(pvd_emulation_libraries fd-net-device)
  add_executable(pvd-emulation emulation/main.cc emulation/echo-traffic.cc)
  target_link_libraries(
    pvd-emulation PRIVATE pvd_build_flags ns3::pvd ${pvd_emulation_libraries}
  )
else()
  message(STATUS "pvd: pvd-emulation is left out, ns-3 has no module fd-net-device")
endif()
