# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_os THREADS
  SOURCES unit_os/files_test.cpp unit_os/isolation_test.cpp unit_os/lock_test.cpp unit_os/process_test.cpp
          unit_os/program_test.cpp unit_os/state_directory_test.cpp unit_os/tcp_client_test.cpp unit_os/wake_test.cpp
          unit_os/watch_test.cpp unit_os/write_queue_test.cpp
  ROOMS core_os core_base)
