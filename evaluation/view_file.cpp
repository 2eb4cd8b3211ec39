// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/view_file.h"

#include <nlohmann/json.hpp>
#include <string>

#include "shared/io/file.h"
#include "shared/io/json_lines.h"

namespace isogs {

void WriteViews(const std::filesystem::path& path, const std::vector<ViewScore>& views) {
  std::string lines;
  for (const ViewScore& view : views) {
    const nlohmann::ordered_json line = {{"frame", view.frame},
                                         {"mapped", view.mapped},
                                         {"psnr_db", view.scores.psnr_db},
                                         {"ssim", view.scores.ssim},
                                         {"depth_l1_m", view.scores.depth_l1_m}};
    lines += line.dump();
    lines += '\n';
  }
  WriteFileAtomically(path, lines);
}

std::vector<ViewScore> ReadViews(const std::filesystem::path& path) {
  std::vector<ViewScore> views;
  ReadJsonLines(path, [&](const nlohmann::json& line) {
    const auto frame = WholeIn(line, "frame");
    const auto psnr_db = NumberIn(line, "psnr_db"), ssim = NumberIn(line, "ssim");
    const auto depth_l1_m = NumberIn(line, "depth_l1_m");
    const auto mapped = line.find("mapped");
    if (!frame || !psnr_db || !ssim || !depth_l1_m || mapped == line.end() || !mapped->is_boolean()) return;
    views.push_back({*frame, mapped->get<bool>(), {*psnr_db, *ssim, *depth_l1_m}});
  });
  return views;
}

}  // namespace isogs
