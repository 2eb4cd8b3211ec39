// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isogs {

/// A named object in shared memory, mapped. It belongs to the user who made it, who alone may open it, and
/// is never resized. The name outlives the object and every process; RemoveSegment ends it, while what is
/// mapped stays.
class SharedSegment {
 public:
  /// A new one, zeroed, its memory reserved. Throws Error if the name is taken or memory is short (with the
  /// size needed).
  static SharedSegment Create(const std::string& name, size_t bytes);
  /// Nothing if there is none. Throws Error if it is another user's, others may open it, or it is not an
  /// object of shared memory. One that is still being made has size 0.
  static std::optional<SharedSegment> OpenReadOnly(const std::string& name);

  void* data() { return region_.get_address(); }
  const void* data() const { return region_.get_address(); }
  size_t size() const { return region_.get_size(); }
  /// Whether it has been removed, or another has taken its name.
  bool IsRemoved() const;
  /// Whether it is as large as when it was mapped. Touching what was cut off would kill the process.
  bool IsWhole() const;
  /// Since it was made.
  std::chrono::seconds Age() const;

 private:
  SharedSegment() = default;

  boost::interprocess::shared_memory_object object_;
  boost::interprocess::mapped_region region_;
};

/// False if there was none, or it is another user's.
bool RemoveSegment(const std::string& name);

/// Names of this user's objects that begin with `prefix`, sorted.
std::vector<std::string> ListSegments(const std::string& prefix);

/// Bytes of the object of that name; 0 if there is none.
size_t SegmentBytes(const std::string& name);

}  // namespace isogs
