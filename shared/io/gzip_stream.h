// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace isogs {

/// Deflate cannot do better (zlib's technical notes: 1032:1). What claims more is no archive but an attack.
inline constexpr uint64_t kMaxDeflateRatio = 1032;

/// Unpacks one member of gzip, as much at a time as the caller has room for. Throws Error where the stream is
/// damaged or ends early; bytes behind the member are not looked at. `packed` must outlive it.
class GzipStream {
 public:
  explicit GzipStream(std::string_view packed);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  /// Exactly `size` bytes.
  void Read(char* out, size_t size);
  /// Goes to the end without keeping anything, so that the checksum is compared.
  void Finish();

 private:
  /// Up to `size` bytes; 0 at the end.
  size_t ReadSome(char* out, size_t size);

  std::string_view packed_;  // what is still to be unpacked
  z_stream stream_{};
  uint64_t given_ = 0;
  bool is_end_ = false;
};

}  // namespace isogs
