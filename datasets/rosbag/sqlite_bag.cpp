// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/sqlite_bag.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "datasets/rosbag/records.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxMessageBytes = 1 << 30;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct CloseBlob {
  void operator()(sqlite3_blob* blob) const { sqlite3_blob_close(blob); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;
using Blob = std::unique_ptr<sqlite3_blob, CloseBlob>;

/// A file's name in a URI: "?" and "#" would end it, "%" begins a code.
std::string UriOf(const fs::path& file) {
  std::string uri = "file:";
  for (const char c : fs::absolute(file).string()) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      uri += '%';
      uri += kDigits[static_cast<unsigned char>(c) >> 4];
      uri += kDigits[static_cast<unsigned char>(c) & 15];
    } else {
      uri += c;
    }
  }
  return uri.append("?mode=ro&immutable=1");
}

/// What a recorder wrote last may still lie in a journal beside the file, which is not looked at.
void CheckNoJournal(const fs::path& file) {
  for (const char* const suffix : {"-wal", "-journal"}) {
    fs::path journal = file;
    journal += suffix;
    std::error_code missing;
    const uintmax_t size = fs::file_size(journal, missing);
    if (missing || size == 0) continue;
    throw Error(
        journal.string() +
        ": found, so that the recording was not closed; sqlite3 FILE \"pragma wal_checkpoint\" on a copy "
        "of both closes it");
  }
}

class SqliteBag : public Bag {
 public:
  explicit SqliteBag(const fs::path& file) : name_(file.string()) {
    CheckNoJournal(file);
    OpenToRead(file);  // says what is no file
    sqlite3* made = nullptr;
    const int result =
        sqlite3_open_v2(UriOf(file).c_str(), &made, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    database_.reset(made);
    if (result != SQLITE_OK) Fail();
    sqlite3_limit(made, SQLITE_LIMIT_LENGTH, kMaxMessageBytes);
    sqlite3_db_config(made, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(made, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    ReadTopics();
    ListMessages();
  }

  std::string Read(const BagMessage& message) const override {
    const std::lock_guard lock(mutex_);
    return ReadRow(static_cast<sqlite3_int64>(message.offset), kMaxMessageBytes);
  }

 private:
  [[noreturn]] void Fail() const {
    throw Error(name_ + ": " + WithoutControls(sqlite3_errmsg(database_.get())) +
                ", expected a ROS 2 bag in SQLite");
  }

  Statement Prepare(const char* sql) const {
    sqlite3_stmt* made = nullptr;
    const int result = sqlite3_prepare_v2(database_.get(), sql, -1, &made, nullptr);
    Statement statement(made);
    if (result != SQLITE_OK) Fail();
    return statement;
  }

  /// False at the end.
  bool Step(const Statement& statement) const {
    const int result = sqlite3_step(statement.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE) Fail();
    return result == SQLITE_ROW;
  }

  static std::string Text(const Statement& statement, int column) {
    const unsigned char* const text = sqlite3_column_text(statement.get(), column);
    if (text == nullptr) return "";
    return {reinterpret_cast<const char*>(text),
            static_cast<size_t>(sqlite3_column_bytes(statement.get(), column))};
  }

  void ReadTopics() {
    const Statement statement = Prepare("SELECT id, name, type, serialization_format FROM topics");
    while (Step(statement)) {
      topic_of_[sqlite3_column_int64(statement.get(), 0)] = topics_.size();
      const std::string format = Text(statement, 3);
      std::string type = TypeName(Text(statement, 2));
      if (format != "cdr") type.insert(0, format + " ");
      topics_.push_back({Text(statement, 1), type, true, {}});
    }
  }

  /// Does not touch the messages but for their first bytes. In the order in which they were recorded.
  void ListMessages() {
    const Statement statement = Prepare("SELECT id, topic_id, timestamp FROM messages ORDER BY id");
    try {
      while (Step(statement)) {
        const auto found = topic_of_.find(sqlite3_column_int64(statement.get(), 1));
        if (found == topic_of_.end() || !IsReadType(topics_[found->second].type)) continue;
        AddMessage(sqlite3_column_int64(statement.get(), 0), sqlite3_column_int64(statement.get(), 2),
                   &topics_[found->second]);
      }
    } catch (const Error& error) {
      spdlog::warn("{}; what stands before is used", error.what());
    }
    blob_.reset();
    for (BagTopic& topic : topics_) std::ranges::stable_sort(topic.messages, {}, &BagMessage::recorded_ns);
  }

  void AddMessage(sqlite3_int64 row, int64_t recorded_ns, BagTopic* topic) {
    const std::string start = ReadRow(row, kStampBytes);
    BagMessage message;
    message.recorded_ns = recorded_ns;
    message.time_ns = TimeOf(start, true, topic->type, recorded_ns);
    message.offset = static_cast<uint64_t>(row);
    topic->messages.push_back(message);
  }

  /// Its first bytes.
  std::string ReadRow(sqlite3_int64 row, int most_bytes) const {
    if (blob_ == nullptr) {
      sqlite3_blob* made = nullptr;
      const int result = sqlite3_blob_open(database_.get(), "main", "messages", "data", row, 0, &made);
      blob_.reset(made);
      if (result != SQLITE_OK) Fail();
    } else if (sqlite3_blob_reopen(blob_.get(), row) != SQLITE_OK) {
      blob_.reset();
      Fail();
    }
    const int size = std::min(sqlite3_blob_bytes(blob_.get()), most_bytes);
    std::string bytes(static_cast<size_t>(size), '\0');
    if (sqlite3_blob_read(blob_.get(), bytes.data(), size, 0) != SQLITE_OK) Fail();
    return bytes;
  }

  std::string name_;
  Database database_;
  std::map<sqlite3_int64, size_t> topic_of_;  // by id
  mutable std::mutex mutex_;
  mutable Blob blob_;
};

}  // namespace

std::unique_ptr<Bag> OpenSqliteBag(const fs::path& file) { return std::make_unique<SqliteBag>(file); }

}  // namespace isogs
