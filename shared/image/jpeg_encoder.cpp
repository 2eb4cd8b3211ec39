// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/image/codecs.h"
#include "shared/image/jpeg_messages.h"

namespace isogs {
namespace {

/// Where libjpeg writes to. Its own (jpeg_mem_dest) frees what its caller holds if it ends early.
class Destination {
 public:
  Destination() {
    manager_.init_destination = [](j_compress_ptr encoder) { Of(encoder).Grow(encoder, 0); };
    manager_.empty_output_buffer = [](j_compress_ptr encoder) -> boolean {
      Of(encoder).Grow(encoder, Of(encoder).bytes_.size());
      return TRUE;
    };
    manager_.term_destination = [](j_compress_ptr encoder) {
      Destination& self = Of(encoder);
      self.bytes_.resize(self.bytes_.size() - self.manager_.free_in_buffer);
    };
  }

  jpeg_destination_mgr* manager() { return &manager_; }
  std::string Take() { return std::move(bytes_); }

 private:
  static constexpr size_t kFirstBytes = 1 << 16;

  static Destination& Of(j_compress_ptr encoder) { return *reinterpret_cast<Destination*>(encoder->dest); }

  /// Makes room behind the `used` bytes.
  void Grow(j_compress_ptr encoder, size_t used) {
    try {
      bytes_.resize(used == 0 ? kFirstBytes : 2 * used);
    } catch (const std::bad_alloc&) {  // may not pass through libjpeg
      ERREXIT1(encoder, JERR_OUT_OF_MEMORY, 0);
    }
    manager_.next_output_byte = reinterpret_cast<JOCTET*>(bytes_.data()) + used;
    manager_.free_in_buffer = bytes_.size() - used;
  }

  jpeg_destination_mgr manager_{};  // first: libjpeg hands back a pointer to it
  std::string bytes_;
};

class JpegWriter {
 public:
  explicit JpegWriter(const std::string& name) : name_(name) { encoder_.err = messages_.manager(); }
  ~JpegWriter() { jpeg_destroy_compress(&encoder_); }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  /// `rgb`: rows of R, G, B.
  std::string Write(const std::vector<uint8_t>& rgb, int width, int height, int quality) {
    Step([&] {
      jpeg_create_compress(&encoder_);
      encoder_.dest = destination_.manager();
      encoder_.image_width = static_cast<JDIMENSION>(width);
      encoder_.image_height = static_cast<JDIMENSION>(height);
      encoder_.input_components = 3;
      encoder_.in_color_space = JCS_RGB;
      jpeg_set_defaults(&encoder_);
      jpeg_set_quality(&encoder_, quality, TRUE);
      encoder_.comp_info[0].h_samp_factor = 1;  // chroma at full resolution
      encoder_.comp_info[0].v_samp_factor = 1;
      jpeg_start_compress(&encoder_, TRUE);
      while (encoder_.next_scanline < encoder_.image_height) {
        auto* row =
            const_cast<uint8_t*>(rgb.data()) + RgbSize(width, static_cast<int>(encoder_.next_scanline));
        jpeg_write_scanlines(&encoder_, &row, 1);
      }
      jpeg_finish_compress(&encoder_);
    });
    return destination_.Take();
  }

 private:
  template <typename Steps>
  void Step(const Steps& steps) {
    if (messages_.Run(steps)) return;
    if (messages_.out_of_memory()) throw std::bad_alloc();
    throw Error(name_ + ": cannot encode as JPEG (" + messages_.text() + ")");
  }

  JpegMessages messages_;
  const std::string& name_;
  Destination destination_;
  jpeg_compress_struct encoder_{};
};

}  // namespace

std::string EncodeJpeg(const Image<uint8_t>& image, int quality, const std::string& name) {
  CheckImageSize(image.width(), image.height(), name);
  if (image.channels() != 3) {
    throw Error(name + ": found an image of " + std::to_string(image.channels()) +
                " channel(s) to write as JPEG, expected 3");
  }
  return JpegWriter(name).Write(JoinRgb(image), image.width(), image.height(), quality);
}

}  // namespace isogs
