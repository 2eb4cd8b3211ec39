// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/export_format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "shared/core/error.h"

namespace isogs {
namespace {

struct NamedFormat {
  std::string_view name;  // a file's extension without its point
  ExportFormat format;
};

constexpr std::array<NamedFormat, 4> kFormats = {{{"ply", ExportFormat::kPly},
                                                  {"glb", ExportFormat::kGlb},
                                                  {"spz", ExportFormat::kSpz},
                                                  {"usda", ExportFormat::kUsda}}};

std::string Extensions() {
  std::string list;
  for (const NamedFormat& format : kFormats) {
    if (!list.empty()) list += ", ";
    list.append(".").append(format.name);
  }
  return list;
}

}  // namespace

std::vector<std::string> ExportFormatNames() {
  std::vector<std::string> names;
  for (const NamedFormat& format : kFormats) names.emplace_back(format.name);
  return names;
}

ExportFormat ExportFormatOf(const std::filesystem::path& output, const std::string& name) {
  const std::string extension = output.extension().string();
  std::string said = name;
  if (name.empty() && !extension.empty()) said = extension.substr(1);
  std::ranges::transform(said, said.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::ranges::find(kFormats, std::string_view(said), &NamedFormat::name);
  if (found != kFormats.end()) return found->format;
  throw UsageError(output.string() + ": found the extension '" + extension + "', expected " + Extensions() +
                   ", or --format");
}

}  // namespace isogs
