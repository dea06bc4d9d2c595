# SPDX-License-Identifier: Apache-2.0
add_script_test(serve_hostile serve/hostile_test.py)
add_unit_test(serve_units SOURCES serve/sigv4_test.cpp serve/http_test.cpp serve/web_client_test.cpp ROOMS cli_doors)
add_script_test(serve_client serve/client_test.py)
add_script_test(serve_signature serve/signature_test.py)
add_script_test(serve_takeover serve/takeover_test.py)
add_script_test(serve_clients serve/clients_test.py)

# A server lives long: what it leaks counts.
foreach(test IN ITEMS serve_hostile serve_signature serve_takeover)
  set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "ASAN_OPTIONS=report_globals=0")
endforeach()
