// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cli/program.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <filesystem>
#include <new>
#include <string_view>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/home_path.h"
#include "shared/core/memory.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/suggestion.h"
#include "shared/core/text.h"
#include "shared/core/version.h"

namespace isogs {
namespace {

constexpr int kRunTimeFailure = 1;
constexpr int kUsageFailure = 2;
constexpr size_t kMostQuoted = 100;  // bytes of an argument in a message

/// --help or --version was given; the text to print.
struct AnswerAndEnd {
  std::string text;
};

/// Prints "name: message" as it may go to a terminal, whatever the names in it hold: one line, and those of a
/// list, which begin with two blanks. Takes no memory, which may be what is missing.
void PrintPlain(std::string_view name, std::string_view message) {
  std::array<char, 4096> text;  // so that a usual message is one write
  size_t size = 0;
  const auto put = [&](char c) {
    if (size == text.size()) {
      std::fwrite(text.data(), 1, size, stderr);
      size = 0;
    }
    text[size++] = c;
  };
  for (const char c : name) put(c);
  put(':');
  put(' ');
  for (size_t i = 0; i < message.size(); ++i) {
    const bool begins_item = message.substr(i).starts_with("\n  ");
    put(IsControl(message[i]) && !begins_item ? '?' : message[i]);
  }
  put('\n');
  std::fwrite(text.data(), 1, size, stderr);
}

int Fail(const char* name, const char* message, int code) {
  PrintPlain(name, message);
  return code;
}

std::vector<std::string> OptionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// The sub-command that was given, or the program itself.
const CLI::App& Addressed(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : Addressed(*given.back());
}

std::string CommandNames(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names += (names.empty() ? "" : ", ") + command->get_name();
  return names;
}

std::string Describe(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> remaining = app.remaining(true);
  if (app.get_require_subcommand_min() > 0 && app.get_subcommands().empty()) {
    const std::string found = remaining.empty() ? "none" : Quoted(remaining.front(), kMostQuoted);
    return "command: found " + found + ", expected " + CommandNames(app);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || remaining.empty()) {
    return WithoutControls(MessageOf(error));
  }
  const std::string& extra = remaining.front();
  if (!extra.starts_with("-")) return "unexpected argument " + Quoted(extra, kMostQuoted);
  const std::string name = extra.substr(0, extra.find('='));
  return "unknown option " + Quoted(name, kMostQuoted) + DidYouMean(name, OptionNames(Addressed(app)));
}

/// The arguments in CLI11's order, the last one first, with paths below "~" as what they mean.
std::vector<std::string> ArgumentsOf(int argc, char** argv) {
  std::vector<std::string> arguments;
  for (int i = argc - 1; i > 0; --i) {
    const std::string argument = argv[i];
    const size_t value = argument.starts_with("--") ? argument.find('=') + 1 : 0;  // npos + 1 is 0
    arguments.push_back(argument.substr(0, value) + ExpandHome(argument.substr(value)));
  }
  return arguments;
}

}  // namespace

int RunProgram(const std::string& name, const std::function<void()>& body) {
  KeepFreedMemory();
  try {
    try {
      body();
      return 0;
    } catch (const AnswerAndEnd& answer) {
      std::fputs(answer.text.c_str(), stdout);
      return 0;
    } catch (const UsageError& error) {
      return Fail(name.c_str(), error.what(), kUsageFailure);
    } catch (const Error& error) {
      return Fail(name.c_str(), error.what(), kRunTimeFailure);
    } catch (const std::exception& error) {
      return Fail(name.c_str(), MessageOf(error).c_str(), kRunTimeFailure);
    }
  } catch (const std::bad_alloc&) {  // not even for the message
    return Fail(name.c_str(), "out of memory", kRunTimeFailure);
  }
}

void ParseCommandLine(CLI::App& app, int argc, char** argv) {
  const std::string program = std::filesystem::path(argv[0]).filename().string();
  if (app.get_name().empty()) app.name("isogs " + program);
  app.set_version_flag("--version", program + " (IsoGS) " + Version());
  try {
    app.parse(ArgumentsOf(argc, argv));
  } catch (const CLI::CallForVersion& version) {
    throw AnswerAndEnd{std::string(version.what()) + "\n"};
  } catch (const CLI::Success&) {
    throw AnswerAndEnd{app.help()};
  } catch (const CLI::ParseError& error) {
    const CLI::App& addressed = Addressed(app);
    const std::string command = &addressed == &app ? "" : " " + addressed.get_name();
    throw UsageError(Describe(app, error) + "; see '" + app.get_name() + command + " --help'");
  }
}

}  // namespace isogs
