// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/page_script.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "web/page/page_files.h"

namespace isogs {
namespace {

constexpr std::string_view kImport = "import {", kExport = "export ", kFrom = "} from \"./", kEnd = "\";";

std::string_view SourceOf(const std::string& name) {
  static const std::vector<PageFile> files = PageFiles();
  const auto found = std::ranges::find(files, name, &PageFile::name);
  if (found == files.end()) throw Error("the page's script " + name + " is not in this program");
  return found->bytes;
}

/// The file that a line imports from.
std::string ImportedName(std::string_view line, const std::string& from) {
  const size_t begin = line.find(kFrom);
  if (begin == std::string_view::npos || !line.ends_with(kEnd))
    throw Error(from + ": found the import " + Quoted(line) + ", expected one on one line");
  line.remove_prefix(begin + kFrom.size());
  line.remove_suffix(kEnd.size());
  return std::string(line);
}

void Append(const std::string& name, std::set<std::string>* known, std::string* script) {
  if (!known->insert(name).second) return;
  std::string own;
  for (std::string_view rest = SourceOf(name); !rest.empty();) {
    std::string_view line = TakeLine(&rest);
    if (line.starts_with(kImport)) {
      Append(ImportedName(Trimmed(line), name), known, script);
      continue;
    }
    if (line.starts_with(kExport)) line.remove_prefix(kExport.size());
    own.append(line).append("\n");
  }
  script->append(own);
}

}  // namespace

std::string JoinedModules(const std::string& name) {
  std::set<std::string> known;
  std::string script;
  Append(name, &known, &script);
  if (script.find("</script") != std::string::npos) throw Error(name + ": would end the page's script");
  return script;
}

}  // namespace isogs
