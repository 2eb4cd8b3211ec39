// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kBlock = 1 << 20;  // bytes read at a time

std::string Now() {
  char text[32];
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string HostName() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

/// To three digits behind the point, as a person reads it.
double Rounded(double seconds) { return std::round(seconds * 1e3) / 1e3; }

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

bool EndsInsideALine(int descriptor) {
  const off_t end = lseek(descriptor, 0, SEEK_END);
  char last = '\n';
  return end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != '\n';
}

}  // namespace

void Journal::Start(int64_t item) {
  Append(Dump({{"event", "start"}, {"item", item}, {"time", Now()}, {"host", HostName()}}), false);
}

void Journal::End(const ItemEnd& end) {
  Json json = {{"event", "end"},
               {"item", end.item},
               {"code", end.code},
               {"seconds", Rounded(end.seconds)},
               {"processor_s", Rounded(end.processor_s)},
               {"peak_memory_bytes", end.peak_memory_bytes},
               {"time", Now()},
               {"host", HostName()}};
  if (end.signal != 0) json["signal"] = end.signal;
  if (end.timed_out) json["timed_out"] = true;
  if (!end.error.empty()) json["error"] = end.error;
  Append(Dump(json), true);
}

void Journal::Submitted(const Submission& submission) {
  Append(
      Dump({{"event", "submitted"}, {"job", submission.job}, {"offset", submission.offset}, {"time", Now()}}),
      true);
}

void Journal::Append(std::string_view line, bool sync) {
  const auto check = [&](bool fine) {
    if (!fine) throw Error("cannot write " + file_.string() + ": " + std::generic_category().message(errno));
  };
  const Descriptor file = OpenOwnFile(file_, O_RDWR | O_CREAT | O_APPEND, 0666);
  while (flock(file.get(), LOCK_EX) != 0) check(errno == EINTR);
  struct stat before = {};
  check(fstat(file.get(), &before) == 0);
  std::string text;
  if (EndsInsideALine(file.get())) text += '\n';
  text.append(line) += '\n';
  const ssize_t written = write(file.get(), text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) {
    if (written >= 0) errno = ENOSPC;
    const int reason = errno;
    [[maybe_unused]] const int cut = ftruncate(file.get(), before.st_size);
    errno = reason;
    check(false);
  }
  if (sync) check(fdatasync(file.get()) == 0);
}

JournalReader::JournalReader(std::filesystem::path file, int64_t items)
    : file_(std::move(file)), states_(static_cast<size_t>(items), ItemState::kPending) {
  counts_[static_cast<size_t>(ItemState::kPending)] = items;
}

void JournalReader::Set(int64_t item, ItemState state) {
  ItemState& at = states_[static_cast<size_t>(item)];
  if (at == ItemState::kDone) return;  // what is done stays done
  --counts_[static_cast<size_t>(at)];
  ++counts_[static_cast<size_t>(state)];
  at = state;
  if (state != ItemState::kFailed) failures_.erase(item);
}

bool JournalReader::Read(std::string_view line, const std::function<void(const ItemEnd&)>& on_end) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return false;
  try {
    const std::string event = json.value("event", "");
    if (event == "submitted") {
      submissions_.push_back({json.at("job"), json.at("offset")});
      return true;
    }
    const int64_t item = json.at("item");
    if (item < 0 || item >= items()) return false;
    if (event == "start") {
      Set(item, ItemState::kStarted);
      return true;
    }
    if (event != "end") return false;
    ItemEnd end{.item = item,
                .code = json.at("code"),
                .signal = json.value("signal", 0),
                .timed_out = json.value("timed_out", false),
                .seconds = json.value("seconds", 0.0),
                .processor_s = json.value("processor_s", 0.0),
                .peak_memory_bytes = json.value("peak_memory_bytes", int64_t{0}),
                .error = json.value("error", "")};
    if (end.succeeded() && state(item) != ItemState::kDone) seconds_ += end.seconds;
    peak_memory_bytes_ = std::max(peak_memory_bytes_, end.peak_memory_bytes);
    Set(item, end.succeeded() ? ItemState::kDone : ItemState::kFailed);
    if (on_end) on_end(end);
    if (state(item) == ItemState::kFailed) failures_[item] = std::move(end);
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

void JournalReader::Update(const std::function<void(const ItemEnd&)>& on_end) {
  std::error_code ignored;
  if (!std::filesystem::exists(file_, ignored)) return;
  const Descriptor file = OpenToRead(file_);
  std::string text;
  for (;;) {
    const size_t kept = text.size();
    text.resize(kept + kBlock);
    const ssize_t got = pread(file.get(), text.data() + kept, kBlock, offset_ + static_cast<off_t>(kept));
    text.resize(kept + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    size_t begin = 0;
    for (size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const std::string_view line(text.data() + begin, end - begin);
      if (!line.empty() && !Read(line, on_end)) ++foreign_lines_;
    }
    text.erase(0, begin);
    offset_ += static_cast<int64_t>(begin);
    if (got <= 0) return;
  }
}

double JournalReader::mean_seconds() const {
  const int64_t done = count(ItemState::kDone);
  return done > 0 ? seconds_ / static_cast<double>(done) : 0.0;
}

}  // namespace isogs
