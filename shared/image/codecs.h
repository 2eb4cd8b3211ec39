// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What image_io.cpp is made of: one pair of functions a format, from and to bytes in memory. `name` stands
// for the file in error messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/image/color_image.h"
#include "shared/image/image.h"
#include "shared/image/image_io.h"

namespace isogs {

/// Does the file begin as a JPEG (or PNG) does?
bool LooksLikeJpeg(std::string_view bytes);
bool LooksLikePng(std::string_view bytes);

/// From a file's first bytes alone.
ImageShape ReadJpegShape(std::string_view bytes, const std::string& name);
ImageShape ReadPngShape(std::string_view bytes, const std::string& name);

ColorImage DecodeJpeg(std::string_view bytes, const std::string& name, const ShapeCheck& check = {});
std::string EncodeJpeg(const Image<uint8_t>& image, int quality, const std::string& name);

ColorImage DecodeColorPng(std::string_view bytes, const std::string& name, const ShapeCheck& check = {});
Image<uint16_t> DecodeGray16Png(std::string_view bytes, const std::string& name,
                                const ShapeCheck& check = {});
std::string EncodePng(const Image<uint8_t>& image, int compression, const std::string& name);
std::string EncodePng(const Image<uint16_t>& image, int compression, const std::string& name);

/// Throws Error unless both sides are in 1..kMaxImageSide.
void CheckImageSize(int64_t width, int64_t height, const std::string& name);

// Codecs have colour as rows of R, G, B bytes.
constexpr size_t RgbSize(int width, int height) {
  return 3 * static_cast<size_t>(width) * static_cast<size_t>(height);
}
Image<uint8_t> SplitRgb(const uint8_t* rgb, int width, int height);
std::vector<uint8_t> JoinRgb(const Image<uint8_t>& image);

}  // namespace isogs
