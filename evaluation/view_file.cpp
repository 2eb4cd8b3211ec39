// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/view_file.h"

#include <nlohmann/json.hpp>
#include <string>

#include "shared/io/file.h"

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

}  // namespace isogs
