// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/config/config_writer.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "shared/config/config_fields.h"

namespace isogs {
namespace {

/// "a.b.c" as {"a", "b", "c"}.
std::vector<std::string> Parts(const std::string& key) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t dot; (dot = key.find('.', begin)) != std::string::npos; begin = dot + 1) {
    parts.push_back(key.substr(begin, dot - begin));
  }
  parts.push_back(key.substr(begin));
  return parts;
}

}  // namespace

std::string ToYaml(const Config& config) {
  Config copy = config;
  YAML::Emitter yaml;
  std::vector<std::string> open;  // sections around the current field
  yaml << YAML::BeginMap;
  for (const ConfigField& field : ListFields(copy)) {
    const std::vector<std::string> parts = Parts(field.key);
    const size_t depth = parts.size() - 1;
    size_t common = 0;
    while (common < std::min(open.size(), depth) && open[common] == parts[common]) ++common;
    for (; open.size() > common; open.pop_back()) yaml << YAML::EndMap;
    for (; open.size() < depth; open.push_back(parts[open.size()])) {
      yaml << YAML::Key << parts[open.size()] << YAML::Value << YAML::BeginMap;
    }
    yaml << YAML::Key << parts.back() << YAML::Value << field.text();
  }
  for (; !open.empty(); open.pop_back()) yaml << YAML::EndMap;
  yaml << YAML::EndMap;
  return std::string(yaml.c_str()) + "\n";
}

std::vector<std::string> DifferingKeys(const Config& a, const Config& b) {
  Config copy_a = a;
  Config copy_b = b;
  const std::vector<ConfigField> fields_a = ListFields(copy_a);
  const std::vector<ConfigField> fields_b = ListFields(copy_b);
  std::vector<std::string> keys;
  for (size_t i = 0; i < fields_a.size(); ++i) {
    if (fields_a[i].text() != fields_b[i].text()) keys.push_back(fields_a[i].key);
  }
  return keys;
}

}  // namespace isogs
