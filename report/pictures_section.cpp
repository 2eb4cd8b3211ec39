// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "report/sections.h"
#include "shared/core/error.h"
#include "shared/image/codecs.h"
#include "shared/image/convert.h"
#include "shared/image/image_io.h"
#include "shared/image/resize.h"
#include "shared/page/data_url.h"
#include "shared/page/html_text.h"

namespace isogs {
namespace {

constexpr size_t kMostPictures = 6;   // of one run
constexpr size_t kLeastPictures = 2;  // of each of several
constexpr int kMostWidth = 1440;      // of a picture on the page [px]
constexpr int kQuality = 85;

/// As JPEG, not wider than the page shows it.
std::string PictureUrl(const std::filesystem::path& file) {
  Image<uint8_t> picture = ReadColorImage(file).pixels;
  if (picture.width() > kMostWidth) {
    const int height = std::max(1, picture.height() * kMostWidth / picture.width());
    picture = ToBytes(ResizeColor(picture, kMostWidth, height));
  }
  return DataUrl("image/jpeg", EncodeJpeg(picture, kQuality, file.string()));
}

std::string Caption(const ReportedRun& run, int64_t frame) {
  std::string text = fmt::format("frame {}", frame);
  const auto view = std::ranges::find(run.views, frame, &ViewScore::frame);
  if (view == run.views.end()) return text;
  return text + fmt::format(", {}: PSNR {:.2f} dB, SSIM {:.3f}, depth L1 {:.1f} mm",
                            view->mapped ? "mapped" : "unseen", view->scores.psnr_db, view->scores.ssim,
                            1e3 * view->scores.depth_l1_m);
}

std::string PictureOf(const ReportedRun& run, const std::filesystem::path& file) {
  const std::string caption = Caption(run, FrameOfPicture(file).value_or(0));
  try {
    return fmt::format(
        "<figure><img src='{}' alt='input, render and error of {}'><figcaption>{}</figcaption></figure>\n",
        PictureUrl(file), caption, caption);
  } catch (const Error& error) {
    return fmt::format("<p class='faint'>{}: left out: {}</p>\n", EscapedForHtml(file.filename().string()),
                       EscapedForHtml(error.what()));
  }
}

}  // namespace

std::string PicturesSection(std::span<const ReportedRun> runs) {
  const size_t most = std::max(kLeastPictures, kMostPictures / std::max<size_t>(runs.size(), 1));
  std::string pictures;
  for (const ReportedRun& run : runs) {
    if (run.pictures.empty()) continue;
    if (runs.size() > 1) pictures += "<h3>" + EscapedForHtml(run.name) + "</h3>\n";
    pictures += "<div class='pictures'>\n";
    for (size_t i = 0; i < std::min(most, run.pictures.size()); ++i)
      pictures += PictureOf(run, run.pictures[i]);
    pictures += "</div>\n";
  }
  if (pictures.empty()) return "";
  return "<style>.pictures { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, "
         "minmax(min(100%, 500px), "
         "1fr)); } .pictures img { width: 100%; display: block; }</style>\n<h2>Views, the worst first</h2>\n"
         "<p class='faint'>Input, render and error; colour above, depth below. Errors go from black over red "
         "and "
         "yellow to white at 0.25 and at 10 cm.</p>\n" +
         pictures;
}

}  // namespace isogs
