// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/out_of_memory.h"

#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "shared/core/memory.h"

namespace isogs {
namespace {

/// What oneTBB says where it cannot start a thread (src/tbb/rml_thread_monitor.h).
constexpr std::string_view kTbbFailed = "pthread_create has failed";

std::string Mebibytes(uint64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

std::string Situation() {
  if (const auto limit = AddressSpaceLimit()) {
    return "ulimit -v allows " + Mebibytes(static_cast<uint64_t>(*limit)) + " in all";
  }
  return Mebibytes(static_cast<uint64_t>(AddressSpaceBytes())) + " are taken";
}

uint64_t AskedBytes(const std::exception& error) {
  const auto* const failed = dynamic_cast<const BadAllocation*>(&error);
  return failed != nullptr ? failed->bytes() : 0;
}

bool IsOutOfThreads(const std::exception& error) {
  const auto* const system = dynamic_cast<const std::system_error*>(&error);
  if (system != nullptr) return system->code() == std::errc::resource_unavailable_try_again;
  return std::string_view(error.what()).starts_with(kTbbFailed);
}

}  // namespace

bool IsOutOfMemory(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return true;
  if (dynamic_cast<const OutOfMemory*>(&error) != nullptr) return true;
  if (dynamic_cast<const std::length_error*>(&error) != nullptr) return true;  // more than there can be
  return IsOutOfThreads(error);
}

OutOfMemory AsOutOfMemory(const std::exception& error, const std::string& purpose) {
  const uint64_t asked_bytes = AskedBytes(error);
  std::string text = IsOutOfThreads(error) ? "no thread can be started" : "out of memory";
  if (!purpose.empty()) text += " for " + purpose;
  if (asked_bytes > 0) text += ": " + Mebibytes(asked_bytes) + " more were asked for";
  return OutOfMemory(text + "; " + Situation());
}

std::string MessageOf(const std::exception& error) {
  if (dynamic_cast<const Error*>(&error) == nullptr && IsOutOfMemory(error)) {
    return AsOutOfMemory(error, "").what();
  }
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

}  // namespace isogs
