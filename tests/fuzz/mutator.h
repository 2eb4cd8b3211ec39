// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "shared/core/random.h"

namespace isogs::fuzz {

/// Makes damaged and hostile inputs of honest ones. Equal seeds give equal inputs, on every machine.
class Mutator {
 public:
  /// `words`: what else to put in. None of the seeds is empty.
  Mutator(std::vector<std::string> seeds, std::vector<std::string> words, uint64_t seed);

  /// The honest input that Next changes next.
  const std::string& next_seed() const { return seeds_[turn_ % seeds_.size()]; }
  /// That input with one to four changes: bits, bytes, numbers, words, pieces taken out, doubled, cut off.
  std::string Next();

 private:
  void Change(std::string* bytes);
  void ChangeNumber(size_t from, std::string* bytes);
  size_t Place(const std::string& bytes);
  std::string HostileNumber();

  std::vector<std::string> seeds_;
  std::vector<std::string> words_;
  Random random_;
  size_t turn_ = 0;
};

}  // namespace isogs::fuzz
