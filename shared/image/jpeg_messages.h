// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csetjmp>
#include <cstddef>
#include <string_view>

// libjpeg's headers need those before them.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

namespace isogs {

/// What libjpeg says while it works on a file. It ends at its errors, and at the warnings that cost pixels:
/// those of the entropy-coded data. It goes on at those that cost none: a marker of a later revision, bytes
/// to skip before a header's marker, fill behind a scan, an end without its marker.
class JpegMessages {
 public:
  /// `file`: what is decoded; it must outlive this.
  explicit JpegMessages(std::string_view file = {});
  JpegMessages(const JpegMessages&) = delete;
  JpegMessages& operator=(const JpegMessages&) = delete;

  /// For the `err` of libjpeg's objects.
  jpeg_error_mgr* manager() { return &manager_; }

  /// Calls libjpeg. False: it ended early, and text() says why. What `steps` owns on its stack is not
  /// destroyed then.
  template <typename Steps>
  bool Run(const Steps& steps) {
    if (setjmp(back_) != 0) return false;  // NOLINT(cert-err52-cpp): libjpeg may not return from an error
    steps();
    return true;
  }

  const char* text() const { return text_; }
  bool out_of_memory() const;
  /// Did the file end before its marker said so?
  bool ended_early() const { return ended_early_; }

 private:
  [[noreturn]] static void OnError(j_common_ptr codec);
  static void OnMessage(j_common_ptr codec, int level);
  static void Ignore(j_common_ptr) {}
  bool CostsNothing(j_common_ptr codec);
  bool IsSkippable(const jpeg_decompress_struct& decoder) const;

  jpeg_error_mgr manager_{};  // first: libjpeg hands back a pointer to it
  std::jmp_buf back_{};
  char text_[JMSG_LENGTH_MAX] = "";
  std::string_view file_;
  bool ended_early_ = false;
};

}  // namespace isogs
