// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/formats/mesh_formats.h"
#include "shared/formats/text_writer.h"

namespace isogs::mesh_formats {
namespace {

template <typename Number>
void AddThree(const Number* numbers, TextWriter* text) {
  for (int k = 0; k < 3; ++k) {
    text->Add(" ");
    text->AddNumber(numbers[k]);
  }
}

float ParseNumber(std::string_view word) {
  const std::optional<float> value = ParseReal<float>(word);
  if (!value) throw Error("has " + Quoted(word) + ", expected a number");
  return *value;
}

float ParseFinite(std::string_view word) {
  const std::optional<float> value = ParseReal<float>(word);
  if (!value || !std::isfinite(*value)) throw Error("has " + Quoted(word) + ", expected a finite number");
  return *value;
}

/// Reads what a line says into the mesh.
class ObjParser {
 public:
  void ParseLine(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::string_view keyword = TakeWord(&line);
    if (keyword == "v") {
      ParseVertex(line);
    } else if (keyword == "vn") {
      for (int k = 0; k < 3; ++k) mesh_.normals.push_back(ParseNumber(TakeWord(&line)));
    } else if (keyword == "f") {
      ParseFace(line);
    }
  }

  TriangleMesh Finish() {
    if (!normals_follow_vertices_ || mesh_.normals.size() != mesh_.vertices.size()) mesh_.normals.clear();
    DropUnusableNormals(&mesh_);
    if (mesh_.colors.size() != mesh_.vertices.size()) mesh_.colors.clear();
    return std::move(mesh_);
  }

 private:
  void ParseVertex(std::string_view line) {
    for (int k = 0; k < 3; ++k) mesh_.vertices.push_back(ParseFinite(TakeWord(&line)));
    // "x y z", "x y z w" or, as an extension, "x y z r g b".
    std::array<std::string_view, 3> color;
    for (std::string_view& word : color) word = TakeWord(&line);
    if (color[2].empty()) return;
    for (const std::string_view word : color) {
      const float level = ParseNumber(word);
      mesh_.colors.push_back(
          static_cast<uint8_t>(level > 0.0f ? std::lround(255.0f * std::min(level, 1.0f)) : 0));
    }
  }

  void ParseFace(std::string_view line) {
    corners_.clear();
    for (std::string_view word = TakeWord(&line); !word.empty(); word = TakeWord(&line)) {
      corners_.push_back(ParseCorner(word));
    }
    if (corners_.size() < 3) {
      throw Error("has a face of " + std::to_string(corners_.size()) + " corners, expected at least 3");
    }
    for (size_t k = 2; k < corners_.size(); ++k) {
      for (const size_t corner : {size_t{0}, k - 1, k}) mesh_.triangles.push_back(corners_[corner]);
    }
  }

  /// "v", "v/vt", "v//vn" or "v/vt/vn".
  uint32_t ParseCorner(std::string_view word) {
    const size_t slash = word.find('/');
    const uint32_t vertex = ParseIndex(word.substr(0, slash), mesh_.vertex_count());
    if (const size_t last = word.rfind('/'); last != slash) {
      normals_follow_vertices_ &= ParseIndex(word.substr(last + 1), mesh_.normals.size() / 3) == vertex;
    }
    return vertex;
  }

  /// From 1, or from the last backwards if negative.
  static uint32_t ParseIndex(std::string_view word, size_t count) {
    int64_t index = ParseWhole<int64_t>(word).value_or(0);
    if (index < 0) index += static_cast<int64_t>(count) + 1;
    if (index < 1 || index > static_cast<int64_t>(count)) {
      throw Error("has " + Quoted(word) + " in a face, expected 1 to " + std::to_string(count));
    }
    return static_cast<uint32_t>(index - 1);
  }

  TriangleMesh mesh_;
  std::vector<uint32_t> corners_;  // of one face
  bool normals_follow_vertices_ = true;
};

}  // namespace

void WriteObj(const TriangleMesh& mesh, AtomicFile* file) {
  TextWriter text(file);
  for (size_t i = 0; i < mesh.vertex_count(); ++i) {
    text.Add("v");
    AddThree(&mesh.vertices[3 * i], &text);
    if (!mesh.colors.empty()) {
      std::array<float, 3> color;
      // Four digits, rounded up: readers that truncate 255 c get the level, too.
      for (size_t k = 0; k < 3; ++k) {
        const int ten_thousandths = (mesh.colors[3 * i + k] * 10000 + 254) / 255;
        color[k] = static_cast<float>(ten_thousandths) / 1e4f;
      }
      AddThree(color.data(), &text);
    }
    text.EndLine();
  }
  for (size_t i = 0; i < mesh.normals.size() / 3; ++i) {
    text.Add("vn");
    AddThree(&mesh.normals[3 * i], &text);
    text.EndLine();
  }
  for (size_t i = 0; i < mesh.triangle_count(); ++i) {
    text.Add("f");
    for (size_t k = 0; k < 3; ++k) {
      const uint32_t index = mesh.triangles[3 * i + k] + 1;  // counted from 1
      text.Add(" ");
      text.AddNumber(index);
      if (mesh.normals.empty()) continue;
      text.Add("//");
      text.AddNumber(index);
    }
    text.EndLine();
  }
  text.Flush();
}

TriangleMesh ReadObj(const std::filesystem::path& path) {
  const std::string text = ReadWholeFile(path);
  ObjParser parser;
  size_t number = 1;
  for (std::string_view left = WithoutByteOrderMark(text); !left.empty(); ++number) {
    const std::string_view line = TakeLine(&left);
    try {
      parser.ParseLine(line);
    } catch (const Error& error) {
      throw Error(path.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return parser.Finish();
}

}  // namespace isogs::mesh_formats
