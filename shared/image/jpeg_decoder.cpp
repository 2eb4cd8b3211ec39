// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/image/codecs.h"
#include "shared/image/exif.h"
#include "shared/image/jpeg_messages.h"

namespace isogs {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kMaxMarkerBytes = 0xffff;
constexpr std::string_view kExifName("Exif\0\0", 6);

class JpegReader {
 public:
  JpegReader(std::string_view bytes, const std::string& name) : bytes_(bytes), messages_(bytes), name_(name) {
    decoder_.err = messages_.manager();
  }
  ~JpegReader() { jpeg_destroy_decompress(&decoder_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  void ReadHeader() {
    Step([&] {
      jpeg_create_decompress(&decoder_);
      jpeg_save_markers(&decoder_, kExifMarker, kMaxMarkerBytes);
      jpeg_mem_src(&decoder_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
      jpeg_read_header(&decoder_, TRUE);
    });
    CheckImageSize(decoder_.image_width, decoder_.image_height, name_);
    const J_COLOR_SPACE stored = decoder_.jpeg_color_space;
    orientation_ = FindOrientation();
    if (stored == JCS_GRAYSCALE || stored == JCS_RGB || stored == JCS_YCbCr) return;
    throw Error(name_ + ": found a JPEG of " + std::to_string(decoder_.num_components) +
                " channels, expected colour (3) or grey (1)");
  }

  ImageShape shape() const { return {width(), height(), orientation_}; }
  int width() const { return static_cast<int>(decoder_.image_width); }
  int height() const { return static_cast<int>(decoder_.image_height); }

  /// Rows of R, G, B, one after the other.
  void ReadPixels(uint8_t* rgb) {
    bool has_all_scans = false;
    Step([&] {
      decoder_.out_color_space = JCS_RGB;
      jpeg_start_decompress(&decoder_);
      while (decoder_.output_scanline < decoder_.output_height) {
        JSAMPROW row = rgb + RgbSize(width(), static_cast<int>(decoder_.output_scanline));
        jpeg_read_scanlines(&decoder_, &row, 1);
      }
      has_all_scans = HasAllScans();
      jpeg_finish_decompress(&decoder_);
    });
    if (messages_.ended_early() && !has_all_scans) Fail("the file ends too early");
  }

 private:
  template <typename Steps>
  void Step(const Steps& steps) {
    if (messages_.Run(steps)) return;
    if (messages_.out_of_memory()) throw std::bad_alloc();
    Fail(messages_.text());
  }

  int FindOrientation() const {
    for (const jpeg_marker_struct* marker = decoder_.marker_list; marker != nullptr; marker = marker->next) {
      const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (data.starts_with(kExifName)) return ExifOrientation(data.substr(kExifName.size()));
    }
    return kUpright;
  }

  /// Of a file that ended without saying so: are whole scans missing? Where that cannot be told, they are.
  bool HasAllScans() const {
    if (decoder_.arith_code) return false;  // its data may end early without a warning
    if (!decoder_.progressive_mode) return decoder_.comps_in_scan == decoder_.num_components;
    const auto is_exact = [](int missing_bits) { return missing_bits == 0; };
    const int* const first = &decoder_.coef_bits[0][0];
    return std::all_of(first, first + static_cast<ptrdiff_t>(decoder_.num_components) * DCTSIZE2, is_exact);
  }

  [[noreturn]] void Fail(const char* why) const {
    throw Error(name_ + ": found a corrupt or truncated JPEG (" + why + "), expected a whole one");
  }

  std::string_view bytes_;
  JpegMessages messages_;
  const std::string& name_;
  jpeg_decompress_struct decoder_{};
  int orientation_ = kUpright;
};

}  // namespace

bool LooksLikeJpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8"); }

ImageShape ReadJpegShape(std::string_view bytes, const std::string& name) {
  JpegReader reader(bytes, name);
  reader.ReadHeader();
  return reader.shape();
}

ColorImage DecodeJpeg(std::string_view bytes, const std::string& name, const ShapeCheck& check) {
  JpegReader reader(bytes, name);
  reader.ReadHeader();
  if (check) check(reader.shape());
  const auto rgb = std::make_unique_for_overwrite<uint8_t[]>(RgbSize(reader.width(), reader.height()));
  reader.ReadPixels(rgb.get());
  return {SplitRgb(rgb.get(), reader.width(), reader.height()), reader.shape().exif_orientation};
}

}  // namespace isogs
