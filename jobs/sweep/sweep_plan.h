// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// How points are made of the variables' values.
enum class Combine {
  kProduct,  ///< all combinations; the last variable changes fastest
  kZip,      ///< the first values of all, the second values of all, ...
  kRandom    ///< `count` points, each value drawn by the plan's seed
};

/// A configuration key and the values that it takes, as YAML.
struct SweepVariable {
  std::string key;
  std::vector<std::string> values;
};

/// What a sweep's file says. An item is one run: repeat r of point p is item p * repeats + r.
struct SweepPlan {
  std::string base_config;
  std::string base_output_dir;
  int max_workers = 1;
  int repeats = 1;  ///< of each point; repeat r has the base configuration's seed + r
  Combine combine = Combine::kProduct;
  int64_t count = 0;           ///< points, of kRandom
  int64_t seed = 0;            ///< of kRandom
  int64_t evaluate_every = 1;  ///< as `evaluate --every`
  std::vector<SweepVariable> variables;

  int64_t points() const;
  int64_t items() const { return points() * repeats; }
  /// A point's values, one for each variable.
  std::vector<std::string> ValuesOf(int64_t point) const;
  /// "mapping.flat_weight=20 mapping.iterations=30": what varies.
  std::string Describe(int64_t point) const;
};

/// Reads a sweep's file. Throws UsageError naming file, line and key.
SweepPlan LoadSweepPlan(const std::filesystem::path& file);

/// The same as a file; LoadSweepPlan reads the same plan from it.
std::string ToYaml(const SweepPlan& plan);

}  // namespace isogs
