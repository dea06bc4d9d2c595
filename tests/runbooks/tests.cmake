# SPDX-License-Identifier: Apache-2.0
# Runbooks tested as their authors would: by `ssm-local test`.
add_once_test(runbooks_predefined
  $<TARGET_FILE:ssm-local> test --coverage --fail-under 100 ${CMAKE_CURRENT_SOURCE_DIR}/runbooks/predefined)
file(GLOB predefined_runbooks CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/documents/*.yaml)
add_test(NAME runbooks_lint COMMAND ssm-local lint --fail-on warning ${predefined_runbooks})
add_script_test(runbooks_corpus runbooks/corpus_test.py ONCE)
add_script_test(runbooks_init_corpus runbooks/init_corpus_test.py ONCE)
