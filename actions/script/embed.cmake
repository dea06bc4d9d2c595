# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=... -DFOLDER=... "-DMODULES=..." -P embed.cmake: writes python_host.py, with the texts of the modules
# before it, and powershell_host.ps1 as C++ raw strings.
set(text "SOURCES = {}\n")
foreach(module IN LISTS MODULES)
  file(READ "${FOLDER}/${module}.py" content)
  string(APPEND text "SOURCES['${module}'] = r'''${content}'''\n")
endforeach()
file(READ "${FOLDER}/python_host.py" content)
string(APPEND text "${content}")
file(READ "${FOLDER}/powershell_host.ps1" powershell)
file(WRITE "${OUTPUT}" "// Generated from python_host.py and powershell_host.ps1.\n#include \"actions/script/python_host.h\"\n\nnamespace ssm {\n\nstd::string_view python_host() { return R\"~~~(${text})~~~\"; }\nstd::string_view powershell_host() { return R\"~~~(${powershell})~~~\"; }\n\n}  // namespace ssm\n")
