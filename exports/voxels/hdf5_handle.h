// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hdf5.h>

#include <string>
#include <utility>

namespace isogs::hdf5 {

/// Throws Error "cannot WHAT: reason", the reason as HDF5 has it: the system's, where it was that.
[[noreturn]] void Fail(const std::string& what);

/// What a call of HDF5 returned, where it did what it was asked for.
template <typename Result>
Result Require(Result result, const std::string& what) {
  if (result < 0) Fail(what);
  return result;
}

/// Owns an identifier of HDF5. Failures to close no longer matter, but where Close says so.
class Handle {
 public:
  using Closer = herr_t (*)(hid_t);

  Handle() = default;
  /// `id`: what a call returned; `what`: for the message where that is a failure.
  Handle(hid_t id, Closer closer, const std::string& what) : id_(Require(id, what)), closer_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }

  hid_t get() const { return id_; }
  /// Throws Error where closing fails.
  void Close(const std::string& what) { Require(closer_(std::exchange(id_, -1)), what); }

 private:
  hid_t id_ = -1;
  Closer closer_ = nullptr;
};

}  // namespace isogs::hdf5
