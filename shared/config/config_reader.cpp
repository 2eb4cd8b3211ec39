// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/config/config_reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "shared/config/config_fields.h"
#include "shared/core/error.h"
#include "shared/core/home_path.h"
#include "shared/core/installation.h"
#include "shared/core/suggestion.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// That lead to each other by `base:`.
constexpr size_t kMaxFiles = 32;
constexpr size_t kMostQuoted = 100;  // bytes of a key or value in a message

std::string Location(const fs::path& file, const YAML::Mark& mark) {
  return file.string() + ":" + std::to_string(mark.line + 1);
}

/// One name for one file, however it is reached; the path itself where there is no such file.
fs::path Identity(const fs::path& file) {
  std::error_code error;
  const fs::path canonical = fs::canonical(file, error);
  return error ? file : canonical;
}

YAML::Node ParseFile(const fs::path& file) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(ReadWholeFile(file, kMaxSettingsBytes));
    if (documents.empty() || documents.front().IsNull()) {
      throw UsageError(file.string() + ": nothing in it, expected lines of the form 'key: value'");
    }
    if (documents.size() > 1) {
      throw UsageError(file.string() + ": " + std::to_string(documents.size()) +
                       " YAML documents, expected one");
    }
    if (!documents.front().IsMap()) {
      throw UsageError(file.string() + ": no keys in it, expected lines of the form 'key: value'");
    }
    return documents.front();
  } catch (const YAML::Exception& error) {
    throw UsageError(Location(file, error.mark) + ": YAML syntax: " + WithoutControls(error.msg));
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

/// Relative to the file that names it; where there is none, one that ships.
fs::path FindBase(const fs::path& file, const std::string& base) {
  fs::path beside = (file.parent_path() / base).lexically_normal();
  std::error_code ignored;
  if (fs::exists(beside, ignored)) return beside;
  const PathLookup shipped = LookUpConfig(base);
  return shipped.exists ? shipped.path : beside;
}

std::string Found(const YAML::Node& value) {
  if (value.IsMap()) return "found a section";
  if (value.IsSequence()) return "found a list";
  if (value.IsNull()) return "found nothing";
  return "found " + Quoted(value.Scalar(), kMostQuoted);
}

/// What a value says; no value at all is the empty text. Nothing: it is of another kind.
std::optional<std::string> TextOf(const YAML::Node& value, bool takes_list) {
  if (value.IsNull()) return "";
  if (value.IsScalar()) return value.Scalar();
  if (!takes_list || !value.IsSequence()) return std::nullopt;
  std::string text;
  for (const YAML::Node& item : value) {
    if (!item.IsScalar()) return std::nullopt;
    text += (text.empty() ? "" : " ") + item.Scalar();
  }
  return text;
}

/// Applies files and overrides to a Config, one value after the other, and collects what is wrong.
class Loader {
 public:
  explicit Loader(Config& config) : fields_(ListFields(config)) {
    for (const ConfigField& field : fields_) {
      keys_.push_back(field.key);
      for (size_t dot = field.key.find('.'); dot != std::string::npos; dot = field.key.find('.', dot + 1)) {
        sections_.insert(field.key.substr(0, dot));
      }
    }
    keys_.insert(keys_.end(), sections_.begin(), sections_.end());
  }

  /// `chain`: the files that led here, each the base of the one before.
  void ApplyFile(const fs::path& file, std::vector<fs::path> chain) {
    YAML::Node root = ParseFile(file);
    chain.push_back(Identity(file));
    if (chain.size() > kMaxFiles) {
      throw UsageError(file.string() + ": base of base " + std::to_string(kMaxFiles) +
                       " times, expected fewer files");
    }
    if (const YAML::Node base = root["base"]) {
      if (!base.IsScalar() || WithoutControls(base.Scalar()) != base.Scalar()) {
        throw UsageError(Location(file, base.Mark()) + ": base: " + Found(base) + ", expected a file");
      }
      const fs::path base_file = FindBase(file, ExpandHome(base.Scalar()));
      if (std::ranges::find(chain, Identity(base_file)) != chain.end()) {
        throw UsageError(Location(file, base.Mark()) + ": base: " + base_file.string() +
                         " leads back to itself");
      }
      ApplyFile(base_file, std::move(chain));
      root.remove("base");
    }
    ApplySection("", root, [&](const YAML::Node& at) { return Location(file, at.Mark()); });
  }

  void ApplyOverride(const std::string& text) {
    const auto where = [](const YAML::Node&) { return std::string("command line"); };
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      Refuse("command line: found " + Quoted(text, kMostQuoted) + ", expected key=value");
      return;
    }
    const std::string key = text.substr(0, equals), value = text.substr(equals + 1);
    try {
      ApplyValue(key, YAML::Load(value), YAML::Node(), where);
    } catch (const YAML::Exception& error) {
      const auto field = std::ranges::find(fields_, key, &ConfigField::key);
      if (field != fields_.end() && field->takes_text) {  // '*.jpg': quotes would be YAML's, not the shell's
        field->assign(value);
        return;
      }
      Refuse("command line: " + key + ": YAML syntax: " + error.msg);
    }
  }

  const std::vector<std::string>& failures() const { return failures_; }

 private:
  void Refuse(const std::string& failure) { failures_.push_back(WithoutControls(failure)); }

  using Where = std::function<std::string(const YAML::Node& key)>;

  void ApplySection(const std::string& prefix, const YAML::Node& section, const Where& where) {
    std::set<std::string> seen;
    for (const auto& entry : section) {
      if (!entry.first.IsScalar()) {
        Refuse(where(entry.first) + ": " + Found(entry.first) + ", expected a key");
        continue;
      }
      const std::string key = prefix + entry.first.Scalar();
      if (!seen.insert(key).second) {
        Refuse(where(entry.first) + ": " + key + ": given twice");
        continue;
      }
      ApplyValue(key, entry.second, entry.first, where);
    }
  }

  void ApplyValue(const std::string& key, const YAML::Node& value, const YAML::Node& at, const Where& where) {
    if (sections_.contains(key)) {
      if (value.IsMap()) {
        ApplySection(key + ".", value, where);
      } else if (!value.IsNull()) {  // an empty section changes nothing
        Refuse(where(at) + ": " + key + ": " + Found(value) + ", expected a section");
      }
      return;
    }
    const auto field = std::ranges::find(fields_, key, &ConfigField::key);
    if (field == fields_.end()) {
      Refuse(where(at) + ": unknown key " + Quoted(key, kMostQuoted) + DidYouMean(key, keys_));
      return;
    }
    const std::optional<std::string> text = TextOf(value, field->takes_list);
    if (!text || !field->assign(*text)) {
      Refuse(where(at) + ": " + key + ": " + Found(value) + ", expected " + field->expected);
    }
  }

  std::vector<ConfigField> fields_;
  std::set<std::string> sections_;
  std::vector<std::string> keys_;  // of fields and sections, for suggestions
  std::vector<std::string> failures_;
};

std::string Summary(const fs::path& file, const std::vector<std::string>& failures) {
  if (failures.size() == 1) return failures.front();
  std::string text = file.string() + ": " + std::to_string(failures.size()) + " errors in the configuration:";
  for (const std::string& failure : failures) text += "\n  " + failure;
  return text;
}

}  // namespace

Config LoadConfig(const fs::path& file, const std::vector<std::string>& overrides) {
  Config config;
  Loader loader(config);
  loader.ApplyFile(file, {});
  for (const std::string& text : overrides) loader.ApplyOverride(text);
  if (!loader.failures().empty()) throw UsageError(Summary(file, loader.failures()));
  config.dataset.path = ExpandHome(config.dataset.path);
  config.output = ExpandHome(config.output);
  config.file = file;
  return config;
}

}  // namespace isogs
