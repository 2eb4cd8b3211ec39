// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <new>
#include <opencv2/core.hpp>

namespace isogs {

/// What `work` returns; an empty result where OpenCV gives up: features only add to what is tried. Throws
/// std::bad_alloc where memory is short.
template <typename Work>
auto WithoutOpenCvErrors(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return {};
  }
}

}  // namespace isogs
