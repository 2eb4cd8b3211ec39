// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "shared/image/color_image.h"
#include "shared/image/image.h"

namespace isogs {

// Reading goes by what a file holds, not by its name. A file that is missing, empty, truncated, corrupt (also
// where the decoder could go on and fill up with grey) or of another kind is an Error naming file, finding
// and expectation. Writing is atomic: the file is there whole or not at all. All functions may be called from
// several threads at once.

/// Larger sides are refused before memory is taken for them [px].
inline constexpr int kMaxImageSide = 16384;

/// Sides of an image as it is stored [px], and how it is meant to lie.
struct ImageShape {
  int width = 0;
  int height = 0;
  int exif_orientation = kUpright;

  bool operator==(const ImageShape&) const = default;
};
/// Of a JPEG or PNG, without its pixels.
ImageShape ReadImageShape(const std::filesystem::path& path);

/// Throws Error for what is not wanted; called before memory is taken for the pixels.
using ShapeCheck = std::function<void(const ImageShape&)>;

/// JPEG or PNG as [3,H,W]. Sixteen bits a channel are rounded to eight, grey becomes three equal channels, an
/// alpha channel is dropped.
ColorImage ReadColorImage(const std::filesystem::path& path, const ShapeCheck& check = {});
/// 16-bit grey PNG as [1,H,W].
Image<uint16_t> ReadGray16Png(const std::filesystem::path& path, const ShapeCheck& check = {});

// The same from bytes in memory; `name` stands for the file in messages.
ImageShape ParseImageShape(std::string_view bytes, const std::string& name);
ColorImage ParseColorImage(std::string_view bytes, const std::string& name, const ShapeCheck& check = {});
Image<uint16_t> ParseGray16Png(std::string_view bytes, const std::string& name, const ShapeCheck& check = {});

/// 8-bit PNG, of [3,H,W] as RGB or of [1,H,W] as grey. `compression` is zlib's level, 0 to 9.
void WritePng(const std::filesystem::path& path, const Image<uint8_t>& image, int compression = 6);
/// 16-bit grey PNG of [1,H,W].
void WritePng(const std::filesystem::path& path, const Image<uint16_t>& image, int compression = 6);
/// JPEG of [3,H,W] without chroma subsampling. `quality` is libjpeg's, 1 to 100.
void WriteJpeg(const std::filesystem::path& path, const Image<uint8_t>& image, int quality);

}  // namespace isogs
