# SPDX-License-Identifier: Apache-2.0
add_script_test(serve_hostile serve/hostile_test.py)
add_unit_test(serve_units SOURCES serve/sigv4_test.cpp serve/http_test.cpp ROOMS cli_doors)
add_script_test(serve_client serve/client_test.py)
add_script_test(serve_signature serve/signature_test.py)
add_script_test(serve_takeover serve/takeover_test.py)
add_script_test(serve_clients serve/clients_test.py)
