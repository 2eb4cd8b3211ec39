// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/npy_header.h"

#include <array>
#include <charconv>
#include <optional>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kMaxDimensions = 32;

struct DtypeEntry {
  Dtype dtype;
  std::string_view name;
  size_t size;
};

constexpr std::array<DtypeEntry, 6> kDtypes = {{{Dtype::kFloat32, "<f4", 4},
                                                {Dtype::kFloat64, "<f8", 8},
                                                {Dtype::kInt32, "<i4", 4},
                                                {Dtype::kInt64, "<i8", 8},
                                                {Dtype::kUint64, "<u8", 8},
                                                {Dtype::kUint8, "|u1", 1}}};

const DtypeEntry& Entry(Dtype dtype) { return kDtypes[static_cast<size_t>(dtype)]; }

Dtype ParseDtype(std::string_view name) {
  for (const DtypeEntry& entry : kDtypes) {
    if (entry.name == name) return entry.dtype;
  }
  if (name.find('O') != std::string_view::npos) {
    throw Error("elements are pickled Python objects, expected numbers");
  }
  throw Error("element type " + Quoted(name) + " is not supported, expected <f4, <f8, <i4, <i8, <u8 or |u1");
}

/// The few tokens of a .npy header: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool Accept(char c) {
    SkipSpace();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void Expect(char c) {
    if (!Accept(c)) Fail(std::string("'") + c + "'");
  }
  std::string_view String() {
    SkipSpace();
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) Fail("a quoted string");
    const size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) Fail("a closing quote");
    const std::string_view value = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return value;
  }
  bool Bool() {
    if (AcceptWord("True")) return true;
    if (AcceptWord("False")) return false;
    Fail("True or False");
  }
  int64_t Integer() {
    SkipSpace();
    int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value < 0) Fail("a size of at most 2^63 - 1");
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    AcceptWord("L");  // long integers of Python 2
    return value;
  }
  Shape Tuple() {
    Shape shape;
    Expect('(');
    while (!Accept(')')) {
      if (shape.size() == kMaxDimensions) Fail("at most 32 dimensions");
      shape.push_back(Integer());
      if (!Accept(',')) {
        Expect(')');
        break;
      }
    }
    return shape;
  }
  bool AtEnd() {
    SkipSpace();
    return rest_.empty();
  }
  [[noreturn]] void Fail(const std::string& expected) const {
    throw Error("header is corrupt: found " + Quoted(rest_) + ", expected " + expected);
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n')) rest_.remove_prefix(1);
  }
  bool AcceptWord(std::string_view word) {
    SkipSpace();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::string_view rest_;
};

}  // namespace

size_t ItemSize(Dtype dtype) { return Entry(dtype).size; }

std::string_view DtypeName(Dtype dtype) { return Entry(dtype).name; }

std::string ShapeName(const Shape& shape) {
  std::string text = "(";
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += shape[i] < 0 ? "*" : std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

uint64_t ElementCount(const Shape& shape) {
  uint64_t count = 1;
  bool empty = false;
  for (const int64_t size : shape) {
    if (size < 0) throw Error("shape " + ShapeName(shape) + " has a negative size");
    if (size == 0) {
      empty = true;
    } else if (__builtin_mul_overflow(count, static_cast<uint64_t>(size), &count)) {
      throw Error("shape " + ShapeName(shape) + " has more than 2^64 elements");
    }
  }
  return empty ? 0 : count;
}

std::string FormatNpyHeader(const NpyHeader& header) {
  std::string text = "{'descr': '" + std::string(DtypeName(header.dtype)) +
                     "', 'fortran_order': False, 'shape': " + ShapeName(header.shape) + ", }";
  const size_t unpadded = kNpyPrefixSize + 2 + text.size() + 1;
  text.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  text += '\n';
  const auto length = static_cast<uint16_t>(text.size());
  std::string prefix = "\x93NUMPY";
  prefix += '\x01';
  prefix += '\x00';
  prefix += static_cast<char>(length & 0xff);
  prefix += static_cast<char>(length >> 8);
  return prefix + text;
}

NpyHeader ParseNpyHeaderText(std::string_view text) {
  Parser parser(text);
  std::optional<Dtype> dtype;
  std::optional<Shape> shape;
  std::optional<bool> fortran_order;
  parser.Expect('{');
  while (!parser.Accept('}')) {
    const std::string_view key = parser.String();
    parser.Expect(':');
    if (key == "descr") {
      if (parser.Accept('[')) throw Error("elements are structures, expected numbers");
      dtype = ParseDtype(parser.String());
    } else if (key == "fortran_order") {
      fortran_order = parser.Bool();
    } else if (key == "shape") {
      shape = parser.Tuple();
    } else {
      parser.Fail("one of the keys descr, fortran_order and shape before it");
    }
    if (!parser.Accept(',')) {
      parser.Expect('}');
      break;
    }
  }
  if (!parser.AtEnd()) parser.Fail("the end of the header");
  if (!dtype || !shape || !fortran_order) throw Error("header lacks descr, fortran_order or shape");
  ElementCount(*shape);
  return {*dtype, *shape, *fortran_order && shape->size() > 1};
}

}  // namespace isogs
