// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace isogs {

// Words and numbers of text files, as wide as what programs write.

/// The next word of `text`, which loses it; empty at its end. Words stand between white space.
std::string_view TakeWord(std::string_view* text);

/// The same, for lines: without their '\n'.
std::string_view TakeLine(std::string_view* text);

/// Without blanks, tabs and carriage returns at its ends.
std::string_view Trimmed(std::string_view text);

/// Without the mark EF BB BF that some editors begin UTF-8 with.
std::string_view WithoutByteOrderMark(std::string_view text);

/// The same with '?' for each byte that is not printable ASCII.
std::string Printable(std::string_view text);

/// What a message repeats of a file: in quotes, its first bytes, as Printable.
std::string Quoted(std::string_view text, size_t most_bytes = 32);

/// What moves a terminal's cursor, changes its colours and so on.
constexpr bool IsControl(char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }

/// One line that may go to a terminal or a log, whatever the names in it hold: '?' for each control
/// character.
std::string WithoutControls(std::string_view text);

/// Words as a POSIX shell reads them again: in quotes where they need some.
std::string ShellQuoted(const std::vector<std::string>& words);

/// `number` without the '+' that from_chars does not take.
std::string_view WithoutPlus(std::string_view number);

/// The whole number that all of `word` is, with or without a sign; nothing also where Whole does not hold it.
template <typename Whole>
std::optional<Whole> ParseWhole(std::string_view word) {
  static_assert(std::is_integral_v<Whole>);
  word = WithoutPlus(word);
  Whole value = 0;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failure != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// The number that all of `word` is: with or without a sign, also inf and nan. What is too small for Real is
/// 0 or denormal, what is too large infinite. Nothing: it is no number.
template <typename Real>
std::optional<Real> ParseReal(std::string_view word) {
  static_assert(std::is_floating_point_v<Real>);
  word = WithoutPlus(word);
  Real value = 0;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (end != word.data() + word.size() || failure == std::errc::invalid_argument) return std::nullopt;
  if (failure == std::errc()) return value;
  const std::string text(word);  // out of range: from_chars does not say on which side
  return static_cast<Real>(std::is_same_v<Real, float> ? std::strtof(text.c_str(), nullptr)
                                                       : std::strtod(text.c_str(), nullptr));
}

/// The finite numbers that `text` has between commas; nothing if they are not `count`.
std::optional<std::vector<double>> ParseNumbers(std::string_view text, size_t count);

}  // namespace isogs
