// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// libjpeg reports errors by a call that must not return; here it jumps back to the last setjmp. No object
// with a destructor may live between the two, so the functions with a setjmp hold none: all state is in
// members.
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

// clang-format off
#include <jpeglib.h>  // wants size_t and FILE to be known
// clang-format on

#include "shared/core/error.h"
#include "shared/image/codecs.h"

namespace isogs {
namespace {

struct JpegErrors {
  jpeg_error_mgr base;  // first, so that a pointer to it is one to this
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void Jump(j_common_ptr info) {
  auto* errors = reinterpret_cast<JpegErrors*>(info->err);
  errors->base.format_message(info, errors->message);
  std::longjmp(errors->jump, 1);
}

/// Warnings (level -1: truncated or corrupt data that the decoder filled up with grey) are errors to us.
void JumpIfWarning(j_common_ptr info, int level) {
  if (level < 0) Jump(info);
}

void Ignore(j_common_ptr) {}

jpeg_error_mgr* Prepare(JpegErrors& errors) {
  jpeg_std_error(&errors.base);
  errors.base.error_exit = Jump;
  errors.base.emit_message = JumpIfWarning;
  errors.base.output_message = Ignore;
  errors.message[0] = '\0';
  return &errors.base;
}

class JpegReader {
 public:
  JpegReader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {
    info_.err = Prepare(errors_);
  }
  ~JpegReader() { jpeg_destroy_decompress(&info_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  Image<uint8_t> Read() {
    if (!ReadHeader()) Fail();
    CheckImageSize(info_.image_width, info_.image_height, name_);
    if (info_.num_components != 3) {
      throw Error(name_ + ": found a JPEG of " + std::to_string(info_.num_components) +
                  " channel(s), expected colour (3)");
    }
    image_ = Image<uint8_t>(3, static_cast<int>(info_.image_height), static_cast<int>(info_.image_width));
    row_.resize(3 * static_cast<size_t>(info_.image_width));
    if (!ReadRows()) Fail();
    return std::move(image_);
  }

 private:
  bool ReadHeader() {
    if (setjmp(errors_.jump) != 0) return false;
    jpeg_create_decompress(&info_);
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
    jpeg_read_header(&info_, TRUE);
    return true;
  }

  bool ReadRows() {
    if (setjmp(errors_.jump) != 0) return false;
    info_.out_color_space = JCS_RGB;
    jpeg_start_decompress(&info_);
    while (info_.output_scanline < info_.output_height) {
      const int y = static_cast<int>(info_.output_scanline);
      JSAMPROW row = row_.data();
      jpeg_read_scanlines(&info_, &row, 1);
      SplitRgbRow(row, y, image_);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  [[noreturn]] void Fail() const {
    throw Error(name_ + ": found a corrupt or truncated JPEG (" + errors_.message +
                "), expected a whole one");
  }

  std::string_view bytes_;
  const std::string& name_;
  JpegErrors errors_;
  jpeg_decompress_struct info_{};
  Image<uint8_t> image_;
  std::vector<uint8_t> row_;
};

class JpegWriter {
 public:
  explicit JpegWriter(const Image<uint8_t>& image)
      : image_(image), row_(3 * static_cast<size_t>(image.width())) {
    info_.err = Prepare(errors_);
  }
  ~JpegWriter() {
    jpeg_destroy_compress(&info_);
    std::free(bytes_);  // libjpeg takes it from malloc
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  std::string Write(int quality, const std::string& name) {
    if (!WriteRows(quality)) throw Error(name + ": cannot encode as JPEG (" + errors_.message + ")");
    return {reinterpret_cast<const char*>(bytes_), size_};
  }

 private:
  bool WriteRows(int quality) {
    if (setjmp(errors_.jump) != 0) return false;
    jpeg_create_compress(&info_);
    jpeg_mem_dest(&info_, &bytes_, &size_);
    info_.image_width = static_cast<JDIMENSION>(image_.width());
    info_.image_height = static_cast<JDIMENSION>(image_.height());
    info_.input_components = 3;
    info_.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, quality, TRUE);
    info_.optimize_coding = TRUE;
    info_.comp_info[0].h_samp_factor = 1;  // chroma at full resolution
    info_.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&info_, TRUE);
    while (info_.next_scanline < info_.image_height) {
      JoinRgbRow(image_, static_cast<int>(info_.next_scanline), row_.data());
      JSAMPROW row = row_.data();
      jpeg_write_scanlines(&info_, &row, 1);
    }
    jpeg_finish_compress(&info_);
    return true;
  }

  const Image<uint8_t>& image_;
  std::vector<uint8_t> row_;
  JpegErrors errors_;
  jpeg_compress_struct info_{};
  unsigned char* bytes_ = nullptr;
  unsigned long size_ = 0;  // NOLINT: libjpeg's type
};

}  // namespace

bool LooksLikeJpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }

Image<uint8_t> DecodeJpeg(std::string_view bytes, const std::string& name) {
  return JpegReader(bytes, name).Read();
}

std::string EncodeJpeg(const Image<uint8_t>& image, int quality, const std::string& name) {
  CheckImageSize(image.width(), image.height(), name);
  if (image.channels() != 3) {
    throw Error(name + ": found an image of " + std::to_string(image.channels()) +
                " channel(s) to write as JPEG, expected 3");
  }
  return JpegWriter(image).Write(quality, name);
}

}  // namespace isogs
