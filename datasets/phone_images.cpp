// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/phone_images.h"

#include <map>

namespace isogs {

namespace fs = std::filesystem;

std::vector<FrameFiles> ListPhoneFrames(const fs::path& folder) {
  std::vector<FrameFiles> frames =
      ListFrames(folder / "rgb", kPhoneColorName, folder / "depth", kPhoneDepthName);
  const fs::path place = folder / "confidence";
  if (!HasNumberedFile(place, kPhoneDepthName)) return frames;
  const std::map<int64_t, fs::path> confidences = ListNumbered(place, kPhoneDepthName);
  for (FrameFiles& frame : frames) {
    const auto found = confidences.find(frame.number);
    // One that is missing is said where the frame is read.
    frame.confidence = found != confidences.end() ? found->second : place / kPhoneDepthName.Of(frame.number);
  }
  return frames;
}

}  // namespace isogs
