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
  ExportKind kind;
};

constexpr std::array<NamedFormat, 10> kFormats = {{
    {"ply", ExportFormat::kPly, ExportKind::kSplats},
    {"glb", ExportFormat::kGlb, ExportKind::kSplats},
    {"spz", ExportFormat::kSpz, ExportKind::kSplats},
    {"sog", ExportFormat::kSog, ExportKind::kSplats},
    {"usda", ExportFormat::kUsda, ExportKind::kSplats},
    {"tum", ExportFormat::kTum, ExportKind::kTrajectory},
    {"kitti", ExportFormat::kKitti, ExportKind::kTrajectory},
    {"csv", ExportFormat::kCsv, ExportKind::kTrajectory},
    {"colmap", ExportFormat::kColmap, ExportKind::kViews},
    {"nerfstudio", ExportFormat::kNerfstudio, ExportKind::kViews},
}};

/// Of files, with their points; or of folders.
std::string Names(bool folders) {
  std::string list;
  for (const NamedFormat& format : kFormats) {
    if ((format.kind == ExportKind::kViews) != folders) continue;
    if (!list.empty()) list += folders ? " or " : ", ";
    if (!folders) list += '.';
    list.append(format.name);
  }
  return list;
}

}  // namespace

ExportKind KindOf(ExportFormat format) {
  return std::ranges::find(kFormats, format, &NamedFormat::format)->kind;
}

std::vector<std::string> ExportFormatNames() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const NamedFormat& format : kFormats) names.emplace_back(format.name);
  return names;
}

ExportFormat ExportFormatOf(const std::filesystem::path& output, const std::string& name) {
  const std::string extension = output.extension().string();
  std::string said = name;
  const bool by_extension = name.empty() && !extension.empty();
  if (by_extension) said = extension.substr(1);
  std::ranges::transform(said, said.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::ranges::find(kFormats, std::string_view(said), &NamedFormat::name);
  if (found != kFormats.end() && !(by_extension && found->kind == ExportKind::kViews)) return found->format;
  throw UsageError(output.string() + ": found the extension '" + extension + "', expected " + Names(false) +
                   ", or --format " + Names(true) + " for a folder");
}

}  // namespace isogs
