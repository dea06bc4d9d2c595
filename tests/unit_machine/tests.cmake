# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_machine
  SOURCES unit_machine/approval_test.cpp unit_machine/machine_test.cpp unit_machine/transitions_test.cpp
  ROOMS actions core_machine)
