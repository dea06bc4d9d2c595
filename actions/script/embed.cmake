# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=... -DFILE=... -P embed.cmake: writes FILE as a C++ raw string.
file(READ "${FILE}" content)
file(WRITE "${OUTPUT}" "// Generated from python_host.py.\n#include \"actions/script/python_host.h\"\n\nnamespace ssm {\n\nstd::string_view python_host() { return R\"~~~(${content})~~~\"; }\n\n}  // namespace ssm\n")
