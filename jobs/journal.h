// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace isogs {

/// How an item's process ended.
struct ItemEnd {
  int64_t item = 0;
  int code = 0;            ///< exit code; 128 + signal if a signal ended it
  int signal = 0;          ///< 0: it ended by itself
  bool timed_out = false;  ///< it was ended because it took too long
  double seconds = 0.0;
  double processor_s = 0.0;       ///< with its children
  int64_t peak_memory_bytes = 0;  ///< resident, of its largest process
  std::string error = {};         ///< last line of its log, if it failed

  bool succeeded() const { return code == 0; }
};

/// Tasks that were given to a cluster.
struct Submission {
  std::string job;     ///< its id there
  int64_t offset = 0;  ///< item of task 0
};

/// Writes what happens to items into DIRECTORY/jobs.jsonl, one JSON object a line. Processes on several
/// machines may write to one file: each line is appended under a lock of the file, and a line that a killed
/// process left half-written is ended first. Ends are on disk when the call returns. Throws Error if the file
/// cannot be written.
class Journal {
 public:
  explicit Journal(std::filesystem::path file) : file_(std::move(file)) {}

  void Start(int64_t item);
  void End(const ItemEnd& end);
  void Submitted(const Submission& submission);

 private:
  void Append(std::string_view line, bool sync);

  std::filesystem::path file_;
};

enum class ItemState : uint8_t { kPending, kStarted, kDone, kFailed };

/// What a journal says of a batch's items; memory is a byte an item, and the failures.
class JournalReader {
 public:
  JournalReader(std::filesystem::path file, int64_t items);

  /// Reads what was added since the last call; calls `on_end` for each item that ended. A file that is not
  /// there says nothing. Lines that are no events are skipped and counted.
  void Update(const std::function<void(const ItemEnd&)>& on_end = {});

  ItemState state(int64_t item) const { return states_[static_cast<size_t>(item)]; }
  int64_t items() const { return static_cast<int64_t>(states_.size()); }
  int64_t count(ItemState state) const { return counts_[static_cast<size_t>(state)]; }
  const std::map<int64_t, ItemEnd>& failures() const { return failures_; }
  const std::vector<Submission>& submissions() const { return submissions_; }
  /// Of the items that are done.
  double mean_seconds() const;
  int64_t peak_memory_bytes() const { return peak_memory_bytes_; }
  int64_t foreign_lines() const { return foreign_lines_; }

 private:
  void Set(int64_t item, ItemState state);
  bool Read(std::string_view line, const std::function<void(const ItemEnd&)>& on_end);

  std::filesystem::path file_;
  int64_t offset_ = 0;  // whole lines read so far, in bytes
  std::vector<ItemState> states_;
  int64_t counts_[4] = {};
  std::map<int64_t, ItemEnd> failures_;
  std::vector<Submission> submissions_;
  double seconds_ = 0.0;
  int64_t peak_memory_bytes_ = 0;
  int64_t foreign_lines_ = 0;
};

}  // namespace isogs
