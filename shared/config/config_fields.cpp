// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/config/config_fields.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <utility>

#include "shared/core/text.h"

namespace isogs {
namespace {

std::string ToText(std::integral auto value) { return std::to_string(value); }

/// Shortest text that reads back as the same number, with a point, so that every YAML reader sees a float.
std::string ToText(double value) {
  const double size = std::abs(value);
  const bool fixed = value == 0.0 || (size >= 1e-7 && size < 1e15);
  char buffer[64];
  const auto [end, error] = std::to_chars(std::begin(buffer), std::end(buffer), value,
                                          fixed ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer, end);
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".0");
  return text;
}

std::optional<double> ParseNumber(const std::string& text, Range<double>) { return ParseReal<double>(text); }

/// A whole number, which may also be written as 1e6 or 10.0.
template <std::integral T>
std::optional<T> ParseNumber(const std::string& text, Range<T>) {
  if (const std::optional<T> whole = ParseWhole<T>(text)) return whole;
  constexpr double kExactBelow = 9.0e15;  // doubles hold every whole number up to 2^53
  const double limit = std::min(kExactBelow, static_cast<double>(std::numeric_limits<T>::max()));
  const std::optional<double> number = ParseReal<double>(text);
  if (!number || !(std::abs(*number) <= limit) || std::trunc(*number) != *number) return std::nullopt;
  return static_cast<T>(*number);
}

std::optional<bool> ParseBool(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));  // Python's True
  if (text != "true" && text != "false") return std::nullopt;
  return text == "true";
}

template <typename T>
std::string Describe(const Range<T>& range) {
  const std::string kind = std::integral<T> ? "a whole number" : "a number";
  if (range.high == std::numeric_limits<T>::max()) return kind + " of at least " + ToText(range.low);
  return kind + " from " + ToText(range.low) + " to " + ToText(range.high);
}

template <typename E>
std::string Describe(const EnumNames<E>& names) {
  std::string list;
  for (const auto& [name, value] : names) list += (list.empty() ? "one of " : ", ") + name;
  return list;
}

/// "x y z"; nothing but white space: not given. False if it is neither, or a number is out of range.
bool ParseTriple(std::string_view text, Range<double> range, Triple* triple) {
  std::vector<std::string_view> words;
  for (std::string_view word = TakeWord(&text); !word.empty(); word = TakeWord(&text)) words.push_back(word);
  Triple parsed;
  if (!words.empty()) {
    parsed.emplace();
    if (words.size() != parsed->size()) return false;
    for (size_t k = 0; k < words.size(); ++k) {
      const std::optional<double> number = ParseReal<double>(words[k]);
      if (!number || !(*number >= range.low && *number <= range.high)) return false;
      (*parsed)[k] = *number;
    }
  }
  *triple = parsed;
  return true;
}

/// Visits the configuration structs and lists what it finds.
class FieldLister {
 public:
  explicit FieldLister(std::vector<ConfigField>& fields) : fields_(fields) {}

  void operator()(const char* name, bool& value) {
    Add(
        name, "true or false", [&value] { return std::string(value ? "true" : "false"); },
        [&value](const std::string& text) {
          const std::optional<bool> parsed = ParseBool(text);
          if (parsed) value = *parsed;
          return parsed.has_value();
        });
  }

  void operator()(const char* name, std::string& value) {
    Add(
        name, "text", [&value] { return value; },
        [&value](const std::string& text) {
          value = text;
          return true;
        });
    fields_.back().takes_text = true;
  }

  void operator()(const char* name, Triple& value, const Range<double>& range) {
    const auto text_of = [&value] {
      std::string text;
      for (size_t k = 0; value && k < value->size(); ++k) {
        if (k > 0) text += ' ';
        text += ToText((*value)[k]);
      }
      return text;
    };
    Add(name, "three numbers from " + ToText(range.low) + " to " + ToText(range.high) + ", or nothing",
        text_of, [&value, range](const std::string& text) { return ParseTriple(text, range, &value); });
    fields_.back().takes_list = true;
  }

  template <typename T>
  void operator()(const char* name, T& value, const Range<T>& range) {
    Add(
        name, Describe(range), [&value] { return ToText(value); },
        [&value, range](const std::string& text) {
          const std::optional<T> number = ParseNumber(text, range);
          if (!number || !(*number >= range.low && *number <= range.high))
            return false;  // NaN is in no range
          value = *number;
          return true;
        });
  }

  template <typename E>
  void operator()(const char* name, E& value, const EnumNames<E>& names) {
    const auto text_of = [&value, names] {
      for (const auto& [text, candidate] : names) {
        if (candidate == value) return text;
      }
      return std::string();
    };
    Add(name, Describe(names), text_of, [&value, names](const std::string& text) {
      for (const auto& [candidate, enumerator] : names) {
        if (candidate != text) continue;
        value = enumerator;
        return true;
      }
      return false;
    });
  }

  /// A nested struct.
  template <typename Section>
  void operator()(const char* name, Section& section) {
    const size_t length = prefix_.size();
    prefix_ += std::string(name) + ".";
    section.Visit(*this);
    prefix_.resize(length);
  }

 private:
  void Add(const char* name, std::string expected, std::function<std::string()> text,
           std::function<bool(const std::string&)> assign) {
    fields_.push_back({prefix_ + name, std::move(expected), std::move(text), std::move(assign)});
  }

  std::vector<ConfigField>& fields_;
  std::string prefix_;
};

}  // namespace

std::vector<ConfigField> ListFields(Config& config) {
  std::vector<ConfigField> fields;
  FieldLister lister(fields);
  config.Visit(lister);
  return fields;
}

}  // namespace isogs
