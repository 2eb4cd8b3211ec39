// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/log/log.h"

#include <fcntl.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return spdlog::level::trace;
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

/// "warning: " and "error: ", and nothing for what is no trouble.
class TroublePrefix : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    std::string_view prefix;
    if (message.level == spdlog::level::warn) prefix = "warning: ";
    if (message.level >= spdlog::level::err) prefix = "error: ";
    out.append(prefix.data(), prefix.data() + prefix.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<TroublePrefix>(); }
};

/// What is said, without control characters of what it names.
class PlainText : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string text = WithoutControls({message.payload.data(), message.payload.size()});
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PlainText>(); }
};

std::unique_ptr<spdlog::formatter> MakeFormatter(const std::string& pattern) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<TroublePrefix>('*').add_flag<PlainText>('v').set_pattern(pattern);
  return formatter;
}

spdlog::sink_ptr MakeConsole(LogLevel level, const std::string& process_name) {
  // On a terminal the line is cleared first, because a ProgressLine may stand there.
  const std::string clear_line = isatty(STDERR_FILENO) != 0 ? "\r\x1b[K" : "";
  auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  console->set_formatter(MakeFormatter(clear_line + "[" + process_name + "] %*%v"));
  console->set_level(ToSpdlog(level));
  return console;
}

/// Appends to a file of a run directory, which somebody else may have filled.
class OwnFileSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit OwnFileSink(const std::filesystem::path& file)
      : file_(file), descriptor_(OpenOwnFile(file, O_WRONLY | O_CREAT | O_APPEND, 0666)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    const ssize_t written = write(descriptor_.get(), line.data(), line.size());
    if (written < 0) throw spdlog::spdlog_ex("cannot write " + file_.string(), errno);
  }
  void flush_() override {}

 private:
  std::filesystem::path file_;
  Descriptor descriptor_;
};

spdlog::sink_ptr MakeFile(LogLevel level, const std::filesystem::path& file) {
  if (file.has_parent_path()) MakeOwnFolder(file.parent_path());
  auto sink = std::make_shared<OwnFileSink>(file);
  sink->set_formatter(MakeFormatter("%Y-%m-%dT%H:%M:%S.%e%z [%P] %l: %v"));
  sink->set_level(ToSpdlog(level));
  return sink;
}

/// What a sink throws while the program runs (a full disk) is said once, on the console.
void WarnOnceOfFailures(spdlog::logger& logger, const spdlog::sink_ptr& console) {
  logger.set_error_handler([console, name = logger.name(), said = false](const std::string& reason) mutable {
    if (std::exchange(said, true)) return;
    try {
      console->log(spdlog::details::log_msg(name, spdlog::level::warn, "the log is incomplete: " + reason));
    } catch (const spdlog::spdlog_ex&) {
      // It is the console that fails.
    }
  });
}

}  // namespace

void InitLogging(const LoggingConfig& config, const std::string& process_name,
                 const std::filesystem::path& file) {
  const spdlog::sink_ptr console = MakeConsole(config.console_level, process_name);
  const auto logger = std::make_shared<spdlog::logger>(process_name, console);
  logger->set_level(spdlog::level::trace);  // each sink has its own
  // A killed program's log is complete.
  logger->flush_on(spdlog::level::trace);
  WarnOnceOfFailures(*logger, console);
  if (!file.empty() && config.file_level != LogLevel::kOff) {
    try {
      logger->sinks().push_back(MakeFile(config.file_level, file));
    } catch (const Error& error) {
      logger->warn("no log file: {}", error.what());
    }
  }
  spdlog::set_default_logger(logger);
}

}  // namespace isogs
