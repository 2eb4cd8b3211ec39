// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// libpng reports errors by a call that must not return; it jumps back to the last setjmp. No object with a
// destructor may live between the two, so the functions with a setjmp hold none: all state is in members.
#include <png.h>

#include <algorithm>
#include <bit>
#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/image/codecs.h"

namespace isogs {
namespace {

struct PngError {
  char message[128] = "";
};

[[noreturn]] void Jump(png_structp png, png_const_charp message) {
  auto* error = static_cast<PngError*>(png_get_error_ptr(png));
  std::strncpy(error->message, message, sizeof(error->message) - 1);
  png_longjmp(png, 1);
}

/// What libpng only warns about (odd text or colour profiles) leaves the pixels right.
void Ignore(png_structp, png_const_charp) {}

std::string Kind(int color_type, int bit_depth) {
  const std::string bits = std::to_string(bit_depth) + "-bit ";
  switch (color_type) {
    case PNG_COLOR_TYPE_GRAY:
      return bits + "grey";
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      return bits + "grey with alpha";
    case PNG_COLOR_TYPE_RGB:
      return bits + "colour";
    case PNG_COLOR_TYPE_RGB_ALPHA:
      return bits + "colour with alpha";
    default:
      return "palette";
  }
}

class PngReader {
 public:
  PngReader(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &error_, Jump, Ignore);
    info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  /// Reads the header and checks that the pixels are of the kind asked for.
  void OpenColor8() {
    Open();
    const bool color = (png_get_color_type(png_, info_) & PNG_COLOR_MASK_COLOR) != 0;
    Expect(color && png_get_bit_depth(png_, info_) <= 8, "8-bit colour");
  }
  void OpenGray16() {
    Open();
    const bool gray = png_get_color_type(png_, info_) == PNG_COLOR_TYPE_GRAY;
    Expect(gray && png_get_bit_depth(png_, info_) == 16, "16-bit grey");
  }

  int width() const { return static_cast<int>(png_get_image_width(png_, info_)); }
  int height() const { return static_cast<int>(png_get_image_height(png_, info_)); }

  /// Reads all rows into `pixels`, each `row_bytes` long.
  void ReadRows(uint8_t* pixels, size_t row_bytes) {
    rows_.resize(static_cast<size_t>(height()));
    for (size_t y = 0; y < rows_.size(); ++y) rows_[y] = pixels + y * row_bytes;
    if (!ReadImage(row_bytes)) Fail();
  }

 private:
  void Open() {
    if (info_ == nullptr || !ReadHeader()) Fail();
    CheckImageSize(width(), height(), name_);
  }

  void Expect(bool matches, const char* expected) const {
    if (matches) return;
    throw Error(name_ + ": found a " + Kind(png_get_color_type(png_, info_), png_get_bit_depth(png_, info_)) +
                " PNG, expected " + expected);
  }

  static void Take(png_structp png, png_bytep target, size_t size) {
    auto* rest = static_cast<std::string_view*>(png_get_io_ptr(png));
    if (rest->size() < size) png_error(png, "the file ends too early");
    std::memcpy(target, rest->data(), size);
    rest->remove_prefix(size);
  }

  bool ReadHeader() {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_read_fn(png_, &rest_, Take);
    png_read_info(png_, info_);
    return true;
  }

  bool ReadImage(size_t row_bytes) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_palette_to_rgb(png_);  // no effect on others
    png_set_strip_alpha(png_);
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);  // of 16-bit values
    png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    if (png_get_rowbytes(png_, info_) != row_bytes) png_error(png_, "rows have another length");
    png_read_image(png_, rows_.data());
    png_read_end(png_, nullptr);
    return true;
  }

  [[noreturn]] void Fail() const {
    throw Error(name_ + ": found a corrupt or truncated PNG (" + error_.message + "), expected a whole one");
  }

  std::string_view rest_;
  const std::string& name_;
  PngError error_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::vector<png_bytep> rows_;
};

class PngWriter {
 public:
  PngWriter(int width, int height, int color_type, int bit_depth)
      : width_(width), height_(height), color_type_(color_type), bit_depth_(bit_depth) {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, &error_, Jump, Ignore);
    info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
  }
  ~PngWriter() { png_destroy_write_struct(&png_, &info_); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  std::string Write(std::vector<png_bytep> rows, int compression, const std::string& name) {
    rows_ = std::move(rows);
    if (info_ == nullptr || !WriteImage(compression)) {
      throw Error(name + ": cannot encode as PNG (" + error_.message + ")");
    }
    return std::move(bytes_);
  }

 private:
  static void Append(png_structp png, png_bytep data, size_t size) {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
  }
  static void NoFlush(png_structp) {}

  bool WriteImage(int compression) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_write_fn(png_, &bytes_, Append, NoFlush);
    png_set_compression_level(png_, compression);
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(width_), static_cast<png_uint_32>(height_), bit_depth_,
                 color_type_, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png_, info_);
    if constexpr (std::endian::native == std::endian::little) png_set_swap(png_);
    png_write_image(png_, rows_.data());
    png_write_end(png_, info_);
    return true;
  }

  int width_, height_, color_type_, bit_depth_;
  PngError error_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::string bytes_;
  std::vector<png_bytep> rows_;
};

[[noreturn]] void FailChannels(const std::string& name, int channels, const char* expected) {
  throw Error(name + ": found an image of " + std::to_string(channels) +
              " channels to write as PNG, expected " + expected);
}

}  // namespace

bool LooksLikePng(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); }

Image<uint8_t> DecodeColorPng(std::string_view bytes, const std::string& name) {
  PngReader reader(bytes, name);
  reader.OpenColor8();
  const size_t row_bytes = 3 * static_cast<size_t>(reader.width());
  std::vector<uint8_t> pixels(row_bytes * static_cast<size_t>(reader.height()));
  reader.ReadRows(pixels.data(), row_bytes);
  Image<uint8_t> image(3, reader.height(), reader.width());
  for (int y = 0; y < image.height(); ++y) {
    SplitRgbRow(pixels.data() + static_cast<size_t>(y) * row_bytes, y, image);
  }
  return image;
}

Image<uint16_t> DecodeGray16Png(std::string_view bytes, const std::string& name) {
  PngReader reader(bytes, name);
  reader.OpenGray16();
  Image<uint16_t> image(1, reader.height(), reader.width());
  reader.ReadRows(reinterpret_cast<uint8_t*>(image.data()), 2 * static_cast<size_t>(image.width()));
  return image;
}

std::string EncodePng(const Image<uint8_t>& image, int compression, const std::string& name) {
  CheckImageSize(image.width(), image.height(), name);
  if (image.channels() != 1 && image.channels() != 3) FailChannels(name, image.channels(), "1 or 3");
  const size_t row_bytes = static_cast<size_t>(image.channels()) * static_cast<size_t>(image.width());
  std::vector<uint8_t> pixels(image.values().size());
  std::vector<png_bytep> rows;
  for (int y = 0; y < image.height(); ++y) {
    rows.push_back(pixels.data() + static_cast<size_t>(y) * row_bytes);
    if (image.channels() == 3) {
      JoinRgbRow(image, y, rows.back());
    } else {
      std::copy_n(&image.at(y, 0), image.width(), rows.back());
    }
  }
  PngWriter writer(image.width(), image.height(),
                   image.channels() == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, 8);
  return writer.Write(std::move(rows), compression, name);
}

std::string EncodePng(const Image<uint16_t>& image, int compression, const std::string& name) {
  CheckImageSize(image.width(), image.height(), name);
  if (image.channels() != 1) FailChannels(name, image.channels(), "1");
  std::vector<png_bytep> rows;
  rows.reserve(static_cast<size_t>(image.height()));
  for (int y = 0; y < image.height(); ++y) {
    // libpng's interface is not const-correct; it copies each row before it swaps bytes.
    rows.push_back(const_cast<png_bytep>(reinterpret_cast<const uint8_t*>(&image.at(y, 0))));
  }
  PngWriter writer(image.width(), image.height(), PNG_COLOR_TYPE_GRAY, 16);
  return writer.Write(std::move(rows), compression, name);
}

}  // namespace isogs
