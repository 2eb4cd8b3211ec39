# SPDX-FileCopyrightText: 2026 The IsoGS Authors
# SPDX-License-Identifier: Apache-2.0
#
# cmake -DOUTPUT=a.cpp -DFILES=x.html,y.js -P embed_files.cmake: a source with the bytes of files, as web/page/page_files.h declares them.
string(REPLACE "," ";" FILES "${FILES}")
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  get_filename_component(name ${file} NAME)
  string(APPEND arrays "const unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND entries "    MakePageFile(\"${name}\", kFile${number}, sizeof kFile${number} - 1),\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT}
"// Made by cmake/embed_files.cmake.
#include \"web/page/page_files.h\"

namespace isogs {
namespace {
${arrays}}  // namespace

std::vector<PageFile> PageFiles() {
  return {
${entries}  };
}

}  // namespace isogs
")
