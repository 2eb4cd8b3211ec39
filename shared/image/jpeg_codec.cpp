// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <turbojpeg.h>

#include <memory>
#include <new>
#include <vector>

#include "shared/core/error.h"
#include "shared/image/codecs.h"

namespace isogs {
namespace {

struct Destroy {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, Destroy>;

struct Free {
  void operator()(unsigned char* bytes) const { tjFree(bytes); }
};

Handle Opened(tjhandle handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return Handle(handle);
}

struct JpegHeader {
  int width = 0, height = 0;
  int color_space = -1;  // TJCS
};

/// In how many channels a TJCS is stored.
std::string ChannelCount(int color_space) {
  switch (color_space) {
    case TJCS_GRAY:
      return "1";
    case TJCS_RGB:
    case TJCS_YCbCr:
      return "3";
    case TJCS_CMYK:
    case TJCS_YCCK:
      return "4";
    default:
      return "an unknown number of";
  }
}

class JpegReader {
 public:
  JpegReader(std::string_view bytes, const std::string& name)
      : bytes_(reinterpret_cast<const unsigned char*>(bytes.data())),
        size_(bytes.size()),
        name_(name),
        handle_(Opened(tjInitDecompress())) {}

  JpegHeader ReadHeader() {
    JpegHeader header;
    int subsampling = -1;
    const int result = tjDecompressHeader3(handle_.get(), bytes_, size_, &header.width, &header.height,
                                           &subsampling, &header.color_space);
    // TurboJPEG also fails where it has no name for the subsampling, which is all one to the decoder.
    const bool no_name_alone = header.width > 0 && !warned();
    if (result != 0 && !no_name_alone) Fail(tjGetErrorStr2(handle_.get()));
    if (header.width == 0) Fail("no image in it");
    return header;
  }

  /// Rows of R, G, B, one after the other.
  void ReadPixels(uint8_t* rgb, const JpegHeader& header) {
    // Without a flag this is libjpeg's accurate transform and smooth chroma; a warning ends it at once.
    const int result = tjDecompress2(handle_.get(), bytes_, size_, rgb, header.width, 0, header.height,
                                     TJPF_RGB, TJFLAG_STOPONWARNING);
    if (result != 0) Fail(tjGetErrorStr2(handle_.get()));
  }

 private:
  /// Did the decoder warn (of truncated or corrupt data that it fills up with grey)? Then we refuse the file.
  bool warned() const { return tjGetErrorCode(handle_.get()) == TJERR_WARNING; }

  [[noreturn]] void Fail(const char* why) const {
    throw Error(name_ + ": found a corrupt or truncated JPEG (" + why + "), expected a whole one");
  }

  const unsigned char* bytes_;
  size_t size_;
  const std::string& name_;
  Handle handle_;
};

}  // namespace

bool LooksLikeJpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }

Image<uint8_t> DecodeJpeg(std::string_view bytes, const std::string& name) {
  JpegReader reader(bytes, name);
  const JpegHeader header = reader.ReadHeader();
  CheckImageSize(header.width, header.height, name);
  if (header.color_space != TJCS_RGB && header.color_space != TJCS_YCbCr) {
    throw Error(name + ": found a JPEG of " + ChannelCount(header.color_space) +
                " channel(s), expected colour (3)");
  }
  const auto rgb = std::make_unique_for_overwrite<uint8_t[]>(RgbSize(header.width, header.height));
  reader.ReadPixels(rgb.get(), header);
  return SplitRgb(rgb.get(), header.width, header.height);
}

std::string EncodeJpeg(const Image<uint8_t>& image, int quality, const std::string& name) {
  CheckImageSize(image.width(), image.height(), name);
  if (image.channels() != 3) {
    throw Error(name + ": found an image of " + std::to_string(image.channels()) +
                " channel(s) to write as JPEG, expected 3");
  }
  const std::vector<uint8_t> rgb = JoinRgb(image);
  const Handle handle = Opened(tjInitCompress());
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT: TurboJPEG's type
  // Chroma at full resolution. By default TurboJPEG would take a coarser transform for qualities up to 95.
  const int result = tjCompress2(handle.get(), rgb.data(), image.width(), 0, image.height(), TJPF_RGB, &bytes,
                                 &size, TJSAMP_444, quality, TJFLAG_ACCURATEDCT);
  const std::unique_ptr<unsigned char, Free> owner(bytes);
  if (result != 0) throw Error(name + ": cannot encode as JPEG (" + tjGetErrorStr2(handle.get()) + ")");
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace isogs
