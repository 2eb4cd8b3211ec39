// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/run_identity.h"

#include <algorithm>
#include <map>
#include <set>

#include "shared/config/config_fields.h"

namespace isogs {
namespace {

constexpr const char* kFreeKeys[] = {"output", "frames",       "threads",
                                     "device", "dataset.path", "dataset.prefetch_frames"};
constexpr const char* kFreeSections[] = {"logging.", "publish.",    "meshing.",  "viewer.",
                                         "run.",     "checkpoint.", "prerender."};

bool IsFree(const std::string& key) {
  return std::ranges::find(kFreeKeys, key) != std::end(kFreeKeys) ||
         std::ranges::any_of(kFreeSections, [&](const char* section) { return key.starts_with(section); });
}

using Values = std::map<std::string, std::string>;

Values Parse(const std::string& identity) {
  Values values;
  for (size_t begin = 0; begin < identity.size();) {
    const size_t end = std::min(identity.find('\n', begin), identity.size());
    const std::string line = identity.substr(begin, end - begin);
    const size_t equals = std::min(line.find('='), line.size());
    values[line.substr(0, equals)] = line.substr(std::min(equals + 1, line.size()));
    begin = end + 1;
  }
  return values;
}

std::string ValueIn(const Values& values, const std::string& key) {
  const auto found = values.find(key);
  return found == values.end() ? "unknown there" : found->second;
}

}  // namespace

std::string IdentityOf(const Config& config) {
  Config copy = config;
  std::string identity;
  for (const ConfigField& field : ListFields(copy)) {
    if (!IsFree(field.key)) identity += field.key + "=" + field.text() + "\n";
  }
  return identity;
}

std::vector<std::string> IdentityDifferences(const std::string& a, const std::string& b) {
  const Values values_a = Parse(a);
  const Values values_b = Parse(b);
  std::set<std::string> keys;
  for (const Values* values : {&values_a, &values_b}) {
    for (const auto& [key, value] : *values) keys.insert(key);
  }
  std::vector<std::string> differences;
  for (const std::string& key : keys) {
    const std::string in_a = ValueIn(values_a, key), in_b = ValueIn(values_b, key);
    if (in_a != in_b) differences.push_back(key + " (" + in_a + " -> " + in_b + ")");
  }
  return differences;
}

}  // namespace isogs
