# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=... -DFILES=... -P embed.cmake: writes FILES as C++ raw strings.
set(text "// Generated from documents/*.yaml.\n#include \"documents/predefined.h\"\n\nnamespace ssm {\nnamespace {\n\nconstexpr PredefinedDocument kDocuments[] = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" content)
  string(APPEND text "    {\"${name}\", R\"~~~(${content})~~~\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace\n\nstd::span<const PredefinedDocument> predefined_documents() { return kDocuments; }\n\n}  // namespace ssm\n")
file(WRITE "${OUTPUT}" "${text}")
