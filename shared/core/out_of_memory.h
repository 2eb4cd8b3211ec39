// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "shared/core/error.h"

namespace isogs {

/// There is no memory, or no thread, for what was asked: one line that says what for and, where it is known,
/// how much.
class OutOfMemory : public Error {
 public:
  using Error::Error;
};

/// std::bad_alloc that knows how much was asked for.
class BadAllocation : public std::bad_alloc {
 public:
  explicit BadAllocation(uint64_t bytes) : bytes_(bytes) {}
  uint64_t bytes() const { return bytes_; }

 private:
  uint64_t bytes_;
};

/// Whether an exception says so, whoever threw it: std::bad_alloc, std::length_error, a thread that the
/// standard library or oneTBB cannot start.
bool IsOutOfMemory(const std::exception& error);

/// `error` as OutOfMemory for `purpose`, e.g. "frame 12": with the bytes that it names, and those that the
/// process has taken or may take.
OutOfMemory AsOutOfMemory(const std::exception& error, const std::string& purpose);

/// What users read of an exception: its first line, or that memory ran out in words of ours.
std::string MessageOf(const std::exception& error);

/// Runs `body`. Where memory runs out in it, throws OutOfMemory for `purpose()`; the innermost purpose
/// counts.
template <typename Purpose, typename Body>
auto WithMemoryFor(const Purpose& purpose, Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    if (!IsOutOfMemory(error)) throw;
    throw AsOutOfMemory(error, purpose());
  }
}

}  // namespace isogs
