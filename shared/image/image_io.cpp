// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/image_io.h"

#include <cstddef>
#include <string>

#include "shared/core/error.h"
#include "shared/image/codecs.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

constexpr const char* kExpectedImage = ", expected a JPEG or PNG";

std::string Found(std::string_view bytes) {
  if (bytes.empty()) return "an empty file";
  if (LooksLikeJpeg(bytes)) return "a JPEG";
  return "neither JPEG nor PNG";
}

}  // namespace

ColorImage ParseColorImage(std::string_view bytes, const std::string& name, const ShapeCheck& check) {
  if (LooksLikeJpeg(bytes)) return DecodeJpeg(bytes, name, check);
  if (LooksLikePng(bytes)) return DecodeColorPng(bytes, name, check);
  throw Error(name + ": found " + Found(bytes) + kExpectedImage);
}

ImageShape ParseImageShape(std::string_view bytes, const std::string& name) {
  if (LooksLikeJpeg(bytes)) return ReadJpegShape(bytes, name);
  if (LooksLikePng(bytes)) return ReadPngShape(bytes, name);
  throw Error(name + ": found " + Found(bytes) + kExpectedImage);
}

Image<uint16_t> ParseGray16Png(std::string_view bytes, const std::string& name, const ShapeCheck& check) {
  if (LooksLikePng(bytes)) return DecodeGray16Png(bytes, name, check);
  throw Error(name + ": found " + Found(bytes) + ", expected a 16-bit grey PNG");
}

ColorImage ReadColorImage(const std::filesystem::path& path, const ShapeCheck& check) {
  return ParseColorImage(ReadWholeFile(path, kMaxImageBytes), path.string(), check);
}

ImageShape ReadImageShape(const std::filesystem::path& path) {
  return ParseImageShape(ReadWholeFile(path, kMaxImageBytes), path.string());
}

Image<uint16_t> ReadGray16Png(const std::filesystem::path& path, const ShapeCheck& check) {
  return ParseGray16Png(ReadWholeFile(path, kMaxImageBytes), path.string(), check);
}

void WritePng(const std::filesystem::path& path, const Image<uint8_t>& image, int compression) {
  WriteFileAtomically(path, EncodePng(image, compression, path.string()));
}

void WritePng(const std::filesystem::path& path, const Image<uint16_t>& image, int compression) {
  WriteFileAtomically(path, EncodePng(image, compression, path.string()));
}

void WriteJpeg(const std::filesystem::path& path, const Image<uint8_t>& image, int quality) {
  WriteFileAtomically(path, EncodeJpeg(image, quality, path.string()));
}

void CheckImageSize(int64_t width, int64_t height, const std::string& name) {
  if (width >= 1 && width <= kMaxImageSide && height >= 1 && height <= kMaxImageSide) return;
  throw Error(name + ": found an image of " + std::to_string(width) + "x" + std::to_string(height) +
              ", expected sides from 1 to " + std::to_string(kMaxImageSide));
}

Image<uint8_t> SplitRgb(const uint8_t* rgb, int width, int height) {
  Image<uint8_t> image(3, height, width);
  uint8_t* __restrict red = image.plane(0).data();
  uint8_t* __restrict green = image.plane(1).data();
  uint8_t* __restrict blue = image.plane(2).data();
  for (size_t i = 0; i < image.plane_size(); ++i) {
    red[i] = rgb[3 * i];
    green[i] = rgb[3 * i + 1];
    blue[i] = rgb[3 * i + 2];
  }
  return image;
}

std::vector<uint8_t> JoinRgb(const Image<uint8_t>& image) {
  std::vector<uint8_t> rgb(RgbSize(image.width(), image.height()));
  const uint8_t* red = image.plane(0).data();
  const uint8_t* green = image.plane(1).data();
  const uint8_t* blue = image.plane(2).data();
  for (size_t i = 0; i < image.plane_size(); ++i) {
    rgb[3 * i] = red[i];
    rgb[3 * i + 1] = green[i];
    rgb[3 * i + 2] = blue[i];
  }
  return rgb;
}

}  // namespace isogs
