# SPDX-License-Identifier: Apache-2.0
# Published runbooks, run for real. Isolated scripts begin as the program itself, so it is one of its own.
add_executable(corpus_runs
  corpus_runs/main.cpp corpus_runs/published.cpp corpus_runs/script_facts.cpp corpus_runs/reason.cpp
  corpus_runs/document_run.cpp corpus_runs/call_counts.cpp)
target_compile_definitions(corpus_runs PRIVATE
  SOURCE_DIR="${CMAKE_SOURCE_DIR}" SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
target_link_libraries(corpus_runs PRIVATE cli_doors project_options)
target_compile_options(corpus_runs PRIVATE -O0)
share_precompiled_headers(corpus_runs)
foreach(mode IN ITEMS runs facts)
  add_once_test(corpus_${mode} $<TARGET_FILE:corpus_runs> ${mode})
  set_tests_properties(corpus_${mode} PROPERTIES SKIP_RETURN_CODE 77
    ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;SSM_LOCAL_RETIRED_RUNTIMES=allow;ASAN_OPTIONS=detect_leaks=0:report_globals=0:malloc_context_size=1")
endforeach()
