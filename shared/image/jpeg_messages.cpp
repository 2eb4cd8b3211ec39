// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/jpeg_messages.h"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace isogs {
namespace {

constexpr int kFirstRestartMarker = 0xd0;
constexpr int kLastRestartMarker = 0xd7;

}  // namespace

JpegMessages::JpegMessages(std::string_view file) : file_(file) {
  jpeg_std_error(&manager_);
  manager_.error_exit = OnError;
  manager_.emit_message = OnMessage;
  manager_.output_message = Ignore;
}

bool JpegMessages::out_of_memory() const { return manager_.msg_code == JERR_OUT_OF_MEMORY; }

void JpegMessages::OnError(j_common_ptr codec) {
  auto* const messages = reinterpret_cast<JpegMessages*>(codec->err);
  codec->err->format_message(codec, messages->text_);
  std::longjmp(messages->back_, 1);  // NOLINT(cert-err52-cpp)
}

void JpegMessages::OnMessage(j_common_ptr codec, int level) {
  const bool is_warning = level < 0;
  if (!is_warning) return;
  ++codec->err->num_warnings;
  if (!reinterpret_cast<JpegMessages*>(codec->err)->CostsNothing(codec)) OnError(codec);
}

bool JpegMessages::CostsNothing(j_common_ptr codec) {
  if (codec->is_decompressor == 0) return false;
  switch (codec->err->msg_code) {
    case JWRN_JFIF_MAJOR:      // a revision after 1.x
    case JWRN_ADOBE_XFORM:     // a transform that has no name: taken for the usual one
    case JWRN_NOT_SEQUENTIAL:  // a scan header that asks for what a sequential file does not have
      return true;
    case JWRN_JPEG_EOF:  // if data of a scan was missing, JWRN_HIT_MARKER follows
      ended_early_ = true;
      return true;
    case JWRN_EXTRANEOUS_DATA:
      return IsSkippable(*reinterpret_cast<j_decompress_ptr>(codec));
    default:
      return false;
  }
}

/// Bytes that stand before a marker and belong to nothing. Within a scan they are coded pixels that no block
/// took; so they are behind one, unless they are its fill.
bool JpegMessages::IsSkippable(const jpeg_decompress_struct& decoder) const {
  if (decoder.input_scan_number == 0) return true;
  const int marker = decoder.err->msg_parm.i[1];
  if (marker >= kFirstRestartMarker && marker <= kLastRestartMarker) return false;
  const char* const begin = file_.data();
  const char* end = reinterpret_cast<const char*>(decoder.src->next_input_byte);
  // Behind the file's end libjpeg reads a marker of its own.
  if (std::less<>()(end, begin) || std::less<>()(begin + file_.size(), end)) end = begin + file_.size();
  const auto count = static_cast<size_t>(std::max(decoder.err->msg_parm.i[0], 0));
  const auto skipped = std::string_view(begin, static_cast<size_t>(end - begin));
  return std::ranges::all_of(skipped.substr(skipped.size() - std::min(count, skipped.size())),
                             [](char c) { return c == '\0' || c == '\xff'; });
}

}  // namespace isogs
