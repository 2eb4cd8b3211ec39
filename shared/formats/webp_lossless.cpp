// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/webp_lossless.h"

#include <webp/encode.h>

#include "shared/core/error.h"

namespace isogs {
namespace {

/// What libwebp allocates, freed at the end.
struct Encoding {
  Encoding() {
    WebPPictureInit(&picture);
    WebPMemoryWriterInit(&writer);
  }
  ~Encoding() {
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&writer);
  }
  Encoding(const Encoding&) = delete;
  Encoding& operator=(const Encoding&) = delete;

  WebPPicture picture;
  WebPMemoryWriter writer;
};

WebPConfig LosslessConfig() {
  constexpr int kFast = 1;  // of 0 to 9: slower ones gain a few per cent
  WebPConfig config;
  WebPConfigInit(&config);
  WebPConfigLosslessPreset(&config, kFast);
  config.exact = 1;  // colours of transparent pixels are values here
  return config;
}

}  // namespace

std::string EncodeLosslessWebp(std::span<const uint8_t> rgba, int width, int height) {
  Encoding encoding;
  WebPPicture& picture = encoding.picture;
  picture.use_argb = 1;
  picture.width = width;
  picture.height = height;
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &encoding.writer;
  const WebPConfig config = LosslessConfig();
  if (WebPPictureImportRGBA(&picture, rgba.data(), 4 * width) == 0 || WebPEncode(&config, &picture) == 0) {
    throw Error("cannot make a WebP image of " + std::to_string(width) + "x" + std::to_string(height) +
                " pixels: libwebp's error " + std::to_string(static_cast<int>(picture.error_code)));
  }
  return {reinterpret_cast<const char*>(encoding.writer.mem), encoding.writer.size};
}

}  // namespace isogs
