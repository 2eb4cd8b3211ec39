// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_plan.h"

#include <spdlog/fmt/fmt.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "shared/core/error.h"
#include "shared/core/home_path.h"
#include "shared/core/random.h"
#include "shared/core/suggestion.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

const std::map<std::string, Combine> kCombineNames = {
    {"product", Combine::kProduct}, {"zip", Combine::kZip}, {"random", Combine::kRandom}};
const std::vector<std::string> kKeys = {"base_config", "base_output_dir", "max_workers",
                                        "repeats",     "combine",         "count",
                                        "seed",        "evaluate_every",  "variable_configs"};
constexpr int64_t kMostItems = 1'000'000;

/// Reads one file; knows where things stand in it.
class PlanReader {
 public:
  explicit PlanReader(const std::filesystem::path& file) : file_(file) {}

  SweepPlan Read() {
    const YAML::Node root = Parse();
    for (const auto& entry : root) {
      const std::string key = entry.first.Scalar();
      if (std::ranges::find(kKeys, key) == kKeys.end())
        Fail(entry.first, "unknown key " + Quoted(key) + DidYouMean(key, kKeys));
    }
    SweepPlan plan;
    plan.base_config = ExpandHome(Text(root, "base_config"));
    plan.base_output_dir = ExpandHome(Text(root, "base_output_dir"));
    plan.max_workers = static_cast<int>(Number(root, "max_workers", 1, 1, 10'000));
    plan.repeats = static_cast<int>(Number(root, "repeats", 1, 1, 10'000));
    plan.evaluate_every = Number(root, "evaluate_every", 1, 1, 1'000'000);
    plan.seed = Number(root, "seed", 0, 0, std::numeric_limits<int64_t>::max());
    ReadCombine(root, &plan);
    ReadVariables(root, &plan);
    CheckTogether(root, plan);
    return plan;
  }

 private:
  [[noreturn]] void Fail(const YAML::Node& at, const std::string& what) const {
    throw UsageError(fmt::format("{}:{}: {}", file_.string(), at.Mark().line + 1, what));
  }

  YAML::Node Parse() const {
    try {
      YAML::Node root = YAML::Load(ReadWholeFile(file_, kMaxSettingsBytes));
      if (!root.IsMap()) throw UsageError(file_.string() + ": no keys in it, expected those of a sweep");
      for (const auto& entry : root) {
        if (!entry.first.IsScalar()) Fail(entry.first, "found no key, expected those of a sweep");
      }
      return root;
    } catch (const YAML::Exception& error) {
      throw UsageError(fmt::format("{}:{}: YAML syntax: {}", file_.string(), error.mark.line + 1, error.msg));
    } catch (const UsageError&) {
      throw;
    } catch (const Error& error) {
      throw UsageError(error.what());
    }
  }

  std::string Text(const YAML::Node& root, const std::string& key) const {
    const YAML::Node value = root[key];
    if (!value) throw UsageError(fmt::format("{}: names no {}, expected one", file_.string(), key));
    if (!value.IsScalar() || value.Scalar().empty())
      Fail(value, key + ": found no text, expected a file or folder");
    return value.Scalar();
  }

  int64_t Number(const YAML::Node& root, const std::string& key, int64_t default_value, int64_t low,
                 int64_t high) const {
    const YAML::Node value = root[key];
    if (!value) return default_value;
    int64_t number = 0;
    const std::string text = value.IsScalar() ? value.Scalar() : "";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || number < low ||
        number > high) {
      Fail(value,
           fmt::format("{}: found {}, expected a whole number from {} to {}", key, Quoted(text), low, high));
    }
    return number;
  }

  void ReadCombine(const YAML::Node& root, SweepPlan* plan) const {
    if (const YAML::Node value = root["combine"]) {
      const auto found = kCombineNames.find(value.IsScalar() ? value.Scalar() : "");
      if (found == kCombineNames.end()) Fail(value, "combine: expected product, zip or random");
      plan->combine = found->second;
    }
    plan->count = Number(root, "count", 0, 1, kMostItems);
    if (plan->combine == Combine::kRandom && plan->count == 0) {
      throw UsageError(file_.string() + ": combine: random needs count, the number of points");
    }
    if (plan->combine != Combine::kRandom && plan->count != 0)
      Fail(root["count"], "count: is for combine: random alone");
  }

  void ReadVariables(const YAML::Node& root, SweepPlan* plan) const {
    const YAML::Node variables = root["variable_configs"];
    if (!variables || variables.IsNull()) return;  // repeats alone
    if (!variables.IsMap()) Fail(variables, "variable_configs: expected a list of values for each key");
    std::set<std::string> seen;
    for (const auto& entry : variables) {
      SweepVariable variable{.key = entry.first.IsScalar() ? entry.first.Scalar() : "", .values = {}};
      if (!seen.insert(variable.key).second) Fail(entry.first, variable.key + ": given twice");
      if (!entry.second.IsSequence() || entry.second.size() == 0) {
        Fail(entry.first, variable.key + ": found no list, expected one, such as [20, 50, 100]");
      }
      for (const YAML::Node& value : entry.second) {
        if (!value.IsScalar())
          Fail(value, variable.key + ": found a list or section among its values, expected single ones");
        variable.values.push_back(value.Scalar());
      }
      plan->variables.push_back(std::move(variable));
    }
  }

  void CheckTogether(const YAML::Node& root, const SweepPlan& plan) const {
    const auto varies = [&](const char* key) {
      return std::ranges::find(plan.variables, key, &SweepVariable::key);
    };
    for (const char* key : {"output", "threads"}) {
      if (varies(key) != plan.variables.end())
        Fail(root["variable_configs"], fmt::format("{}: is the sweep's to choose", key));
    }
    if (plan.repeats > 1 && varies("seed") != plan.variables.end()) {
      Fail(root["variable_configs"], "seed: is what repeats change, expected one or the other");
    }
    if (plan.combine == Combine::kZip) {
      for (const SweepVariable& variable : plan.variables) {
        if (variable.values.size() == plan.variables.front().values.size()) continue;
        Fail(root["variable_configs"],
             fmt::format("{} has {} values and {} has {}, expected equally many with combine: zip",
                         plan.variables.front().key, plan.variables.front().values.size(), variable.key,
                         variable.values.size()));
      }
    }
    double items = plan.repeats;
    if (plan.combine == Combine::kProduct) {
      for (const SweepVariable& variable : plan.variables)
        items *= static_cast<double>(variable.values.size());
    }
    if (items > static_cast<double>(kMostItems)) {
      throw UsageError(
          fmt::format("{}: makes {:.3g} runs, expected at most {}", file_.string(), items, kMostItems));
    }
  }

  const std::filesystem::path& file_;
};

}  // namespace

int64_t SweepPlan::points() const {
  if (combine == Combine::kRandom) return count;
  if (variables.empty()) return 1;
  if (combine == Combine::kZip) return static_cast<int64_t>(variables.front().values.size());
  int64_t product = 1;
  for (const SweepVariable& variable : variables) product *= static_cast<int64_t>(variable.values.size());
  return product;
}

std::vector<std::string> SweepPlan::ValuesOf(int64_t point) const {
  std::vector<std::string> chosen(variables.size());
  Random random(static_cast<uint64_t>(seed + point));
  for (size_t i = variables.size(); i-- > 0;) {
    const std::vector<std::string>& values = variables[i].values;
    const auto size = static_cast<int64_t>(values.size());
    int64_t index = point % size;
    if (combine == Combine::kProduct) point /= size;
    if (combine == Combine::kRandom)
      index = static_cast<int64_t>(random.NextIndex(static_cast<uint64_t>(size)));
    chosen[i] = values[static_cast<size_t>(index)];
  }
  return chosen;
}

std::string SweepPlan::Describe(int64_t point) const {
  std::string text;
  const std::vector<std::string> values = ValuesOf(point);
  for (size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].values.size() < 2) continue;
    text += (text.empty() ? "" : " ") + variables[i].key + "=" + values[i];
  }
  return text;
}

SweepPlan LoadSweepPlan(const std::filesystem::path& file) { return PlanReader(file).Read(); }

std::string ToYaml(const SweepPlan& plan) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  out << YAML::Key << "base_config" << YAML::Value << YAML::DoubleQuoted << plan.base_config;
  out << YAML::Key << "base_output_dir" << YAML::Value << YAML::DoubleQuoted << plan.base_output_dir;
  out << YAML::Key << "max_workers" << YAML::Value << plan.max_workers;
  out << YAML::Key << "repeats" << YAML::Value << plan.repeats;
  for (const auto& [name, combine] : kCombineNames) {
    if (combine == plan.combine) out << YAML::Key << "combine" << YAML::Value << name;
  }
  if (plan.combine == Combine::kRandom) out << YAML::Key << "count" << YAML::Value << plan.count;
  out << YAML::Key << "seed" << YAML::Value << plan.seed;
  out << YAML::Key << "evaluate_every" << YAML::Value << plan.evaluate_every;
  out << YAML::Key << "variable_configs" << YAML::Value << YAML::BeginMap;
  for (const SweepVariable& variable : plan.variables) {
    out << YAML::Key << variable.key << YAML::Value << YAML::Flow << YAML::BeginSeq;
    for (const std::string& value : variable.values) out << YAML::DoubleQuoted << value;
    out << YAML::EndSeq;
  }
  out << YAML::EndMap << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

}  // namespace isogs
