# SPDX-License-Identifier: Apache-2.0
add_script_test(serve_hostile serve/hostile_test.py)
add_unit_test(serve_units SOURCES serve/sigv4_test.cpp serve/http_test.cpp serve/web_client_test.cpp ROOMS cli_doors)
add_script_test(serve_client serve/client_test.py ONCE)
add_script_test(serve_signature serve/signature_test.py)
add_script_test(serve_takeover serve/takeover_test.py)
add_script_test(serve_clients serve/clients_test.py ONCE)
add_script_test(serve_account serve/account_test.py ONCE)
add_script_test(serve_exec serve/exec_test.py)

# A server lives long: what it leaks counts.
foreach(test IN ITEMS serve_hostile serve_signature serve_takeover)
  set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "ASAN_OPTIONS=report_globals=0")
endforeach()

# What the account is on the wire, beside the models of the installed botocore.
add_executable(wire_tool serve/wire_tool.cpp)
target_link_libraries(wire_tool PRIVATE cli_doors project_options)
share_precompiled_headers(wire_tool)
add_test(NAME serve_wire COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/serve/wire_test.py)
set_tests_properties(serve_wire PROPERTIES
  SKIP_RETURN_CODE 77 ENVIRONMENT "WIRE_TOOL=$<TARGET_FILE:wire_tool>;PYTHONDONTWRITEBYTECODE=1")
