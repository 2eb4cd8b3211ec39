// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <string_view>
#include <utility>

namespace isogs::fuzz {
namespace {

constexpr uint64_t kMostChanges = 4;
constexpr uint64_t kMostPiece = 64;  // bytes

constexpr std::array<std::string_view, 16> kNumbers = {"0",
                                                       "-1",
                                                       "1e400",
                                                       "-1e400",
                                                       "1e-400",
                                                       "nan",
                                                       "inf",
                                                       "255",
                                                       "256",
                                                       "65536",
                                                       "2147483648",
                                                       "4294967296",
                                                       "9223372036854775808",
                                                       "18446744073709551616",
                                                       "0x10",
                                                       ""};

bool IsOfNumber(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'; }

}  // namespace

Mutator::Mutator(std::vector<std::string> seeds, std::vector<std::string> words, uint64_t seed)
    : seeds_(std::move(seeds)), words_(std::move(words)), random_(seed) {}

std::string Mutator::Next() {
  std::string bytes = next_seed();
  ++turn_;
  for (uint64_t left = 1 + random_.NextIndex(kMostChanges); left > 0; --left) Change(&bytes);
  return bytes;
}

/// Heads more often than the bulk.
size_t Mutator::Place(const std::string& bytes) {
  const uint64_t end = bytes.size() + 1;
  return random_.NextIndex(random_.NextIndex(3) == 0 ? std::min<uint64_t>(end, 128) : end);
}

/// Four or eight bytes.
std::string Mutator::HostileNumber() {
  const std::array<uint64_t, 8> numbers = {0,
                                           1,
                                           UINT64_MAX,
                                           0x7fffffff7fffffff,
                                           0x8000000080000000,
                                           0x7f8000007f800000,
                                           random_.NextBits(),
                                           uint64_t{1} << random_.NextIndex(64)};
  const uint64_t number = numbers[random_.NextIndex(numbers.size())];
  return {reinterpret_cast<const char*>(&number), random_.NextIndex(2) == 0 ? size_t{4} : size_t{8}};
}

/// The next number in text.
void Mutator::ChangeNumber(size_t from, std::string* bytes) {
  const auto begin =
      std::find_if(bytes->begin() + static_cast<std::ptrdiff_t>(from), bytes->end(), IsOfNumber);
  const auto end = std::find_if_not(begin, bytes->end(), IsOfNumber);
  const std::string number(begin, end);
  switch (random_.NextIndex(4)) {
    case 0:
      bytes->replace(begin, end, number + "0");
      break;
    case 1:
      bytes->replace(
          begin, end,
          std::to_string(1 + random_.NextIndex(9)) + number.substr(std::min<size_t>(number.size(), 1)));
      break;
    default:
      bytes->replace(begin, end, kNumbers[random_.NextIndex(kNumbers.size())]);
  }
}

void Mutator::Change(std::string* bytes) {
  const size_t at = Place(*bytes);
  const size_t piece = std::min<size_t>(1 + random_.NextIndex(kMostPiece), bytes->size() - at);
  switch (random_.NextIndex(9)) {
    case 0:
      if (at < bytes->size()) (*bytes)[at] = static_cast<char>((*bytes)[at] ^ (1 << random_.NextIndex(8)));
      break;
    case 1:
      if (at < bytes->size()) (*bytes)[at] = static_cast<char>(random_.NextIndex(256));
      break;
    case 2: {
      const std::string number = HostileNumber();
      bytes->replace(at, number.size(), number);
      break;
    }
    case 3:
      ChangeNumber(at, bytes);
      break;
    case 4:
      if (!words_.empty()) bytes->insert(at, words_[random_.NextIndex(words_.size())]);
      break;
    case 5:
      bytes->erase(at, piece);
      break;
    case 6:
      bytes->insert(at, bytes->substr(at, piece));
      break;
    case 7:
      bytes->resize(at);
      break;
    default: {  // the rest of another honest input
      const std::string& other = seeds_[random_.NextIndex(seeds_.size())];
      bytes->replace(at, piece, other.substr(std::min(Place(other), other.size()), piece));
      break;
    }
  }
}

}  // namespace isogs::fuzz
