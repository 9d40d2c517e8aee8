# SPDX-License-Identifier: GPL-2.0-only
#
# What cmake --install writes: library, flat headers, CMake package ns3-pvd, ns3-pvd.pc.

include(CMakePackageConfigHelpers)

set(pvd_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ns3-pvd)

install(
  TARGETS pvd
  EXPORT ns3-pvd-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
)
install(
  FILES ${PVD_HEADERS} ${PROJECT_BINARY_DIR}/include/ns3/pvd-module.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3
  COMPONENT Development
)
install(
  EXPORT ns3-pvd-targets
  FILE ns3-pvdTargets.cmake
  NAMESPACE ns3::
  DESTINATION ${pvd_package_dir}
)
configure_package_config_file(
  cmake/ns3-pvdConfig.cmake.in ${PROJECT_BINARY_DIR}/ns3-pvdConfig.cmake
  INSTALL_DESTINATION ${pvd_package_dir}
)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/ns3-pvdConfigVersion.cmake
  COMPATIBILITY SameMinorVersion
)
install(
  FILES ${PROJECT_BINARY_DIR}/ns3-pvdConfig.cmake
        ${PROJECT_BINARY_DIR}/ns3-pvdConfigVersion.cmake
        cmake/ns3-targets.cmake
  DESTINATION ${pvd_package_dir}
)

include(cmake/pkg-config.cmake)
pvd_write_pkg_config(${PROJECT_BINARY_DIR}/ns3-pvd.pc)
install(FILES ${PROJECT_BINARY_DIR}/ns3-pvd.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
