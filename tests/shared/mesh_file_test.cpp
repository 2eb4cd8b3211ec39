// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/mesh_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using ::testing::ThrowsMessage;

TriangleMesh RandomMesh(size_t vertices, size_t triangles) {
  Random random(3);
  TriangleMesh mesh;
  for (size_t i = 0; i < 3 * vertices; ++i) {
    mesh.vertices.push_back(static_cast<float>(random.NextNormal()));
    mesh.normals.push_back(static_cast<float>(random.NextNormal()));
    mesh.colors.push_back(static_cast<uint8_t>(random.NextIndex(256)));
  }
  for (size_t i = 0; i < 3 * triangles; ++i) {
    mesh.triangles.push_back(static_cast<uint32_t>(random.NextIndex(vertices)));
  }
  return mesh;
}

void ExpectEqual(const TriangleMesh& a, const TriangleMesh& b) {
  EXPECT_EQ(a.vertices, b.vertices);
  EXPECT_EQ(a.normals, b.normals);
  EXPECT_EQ(a.colors, b.colors);
  EXPECT_EQ(a.triangles, b.triangles);
}

template <typename T>
std::string Bytes(std::initializer_list<T> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

template <typename T>
T At(const std::string& bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(value));
  return value;
}

class MeshFile : public ::testing::Test {
 protected:
  TriangleMesh ReadText(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return ReadMesh(folder_ / name);
  }
  void ExpectRefused(const std::string& name, const std::string& text, const std::string& why) {
    EXPECT_THAT([&] { ReadText(name, text); },
                ThrowsMessage<Error>(AllOf(HasSubstr(name + ":"), HasSubstr(why))))
        << text;
  }

  TemporaryFolder folder_;
};

TEST_F(MeshFile, PlyAndObjReadBackWhatWasWritten) {
  for (const char* name : {"mesh.ply", "mesh.obj", "MESH.PLY"}) {
    for (const bool normals : {false, true}) {
      for (const bool colors : {false, true}) {
        TriangleMesh mesh = RandomMesh(1000, 3000);
        if (!normals) mesh.normals.clear();
        if (!colors) mesh.colors.clear();
        WriteMesh(folder_ / name, mesh);
        ExpectEqual(ReadMesh(folder_ / name), mesh);
      }
    }
    WriteMesh(folder_ / name, {});
    ExpectEqual(ReadMesh(folder_ / name), {});
  }
}

TEST_F(MeshFile, PlyLargerThanAChunkReadsBack) {
  const TriangleMesh mesh = RandomMesh(400'000, 700'000);
  WriteMesh(folder_ / "mesh.ply", mesh);
  ExpectEqual(ReadMesh(folder_ / "mesh.ply"), mesh);
}

TEST_F(MeshFile, PlyHasTheLayoutThatOthersRead) {
  TriangleMesh mesh = test::Tetrahedron();
  mesh.colors = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  WriteMesh(folder_ / "mesh.ply", mesh);
  const std::string header =
      "ply\nformat binary_little_endian 1.0\nelement vertex 4\n"
      "property float x\nproperty float y\nproperty float z\n"
      "property uchar red\nproperty uchar green\nproperty uchar blue\n"
      "element face 4\nproperty list uchar int vertex_indices\nend_header\n";
  const std::string bytes = ReadWholeFile(folder_ / "mesh.ply");
  ASSERT_EQ(bytes.size(), header.size() + 4 * 15 + 4 * 13);
  EXPECT_EQ(bytes.substr(0, header.size()), header);
  EXPECT_EQ(At<float>(bytes, header.size() + 15), 1.0f);
  EXPECT_EQ(bytes[header.size() + 15 + 12], 4);
  EXPECT_EQ(bytes[header.size() + 60], 3);
  EXPECT_EQ(At<int32_t>(bytes, header.size() + 60 + 13 + 9), 3);
}

TEST_F(MeshFile, ReadsTextDoublesFloatColoursAndPolygons) {
  const std::string header =
      "ply\r\nformat ascii 1.0\r\ncomment made elsewhere\r\nelement vertex 4\r\nproperty double x\r\n"
      "property double y\r\nproperty double z\r\nproperty float red\r\nproperty float green\r\n"
      "property float blue\r\nproperty uchar alpha\r\nelement edge 1\r\nproperty int vertex1\r\n"
      "element face 2\r\nproperty uchar flags\r\nproperty list uchar int vertex_index\r\n"
      "property list uchar float texcoord\r\nend_header\r\n";
  const TriangleMesh mesh = ReadText(
      "mesh.ply", header +
                      "0 0 0 1 0.5 0 255\r\n1 0 0 0 0 0 255\r\n1 1 0 0 0 0 255\r\n0 1e0 -0 2 -1 0 255\r\n"
                      "7\r\n1 4 0 1 2 3 2 0.5 0.5\r\n1 3 0 1 2 0\r\n");
  EXPECT_THAT(mesh.vertices, ElementsAre(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0));
  EXPECT_THAT(mesh.colors, ElementsAre(255, 128, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0));
  EXPECT_TRUE(mesh.normals.empty());
  EXPECT_THAT(mesh.triangles, ElementsAre(0, 1, 2, 0, 2, 3, 0, 1, 2));
}

std::string BinaryHeader(const std::string& vertices, const std::string& faces) {
  return "ply\nformat binary_little_endian 1.0\nelement vertex " + vertices +
         "\nproperty float x\nproperty float y\nproperty float z\nelement face " + faces +
         "\nproperty list uchar uint vertex_indices\nend_header\n";
}

TEST_F(MeshFile, RefusesDamagedPly) {
  const std::string points = Bytes<float>({0, 0, 0, 1, 0, 0, 0, 1, 0});
  const std::string face = "\3" + Bytes<uint32_t>({0, 1, 2});
  const std::string whole = BinaryHeader("3", "1") + points + face;
  EXPECT_EQ(ReadText("mesh.ply", whole).triangle_count(), 1u);
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THROW(ReadText("mesh.ply", whole.substr(0, size)), Error) << size;
  }
  EXPECT_EQ(ReadText("mesh.ply", whole + "\n").triangle_count(), 1u);
  EXPECT_EQ(ReadText("mesh.ply", whole + "more").triangle_count(), 1u);
  ExpectRefused("mesh.ply", BinaryHeader("1000000000000", "1") + points, "more than 4294967295 vertices");
  ExpectRefused("mesh.ply", BinaryHeader("4000000000", "1") + points, "expected 12 or more");
  ExpectRefused("mesh.ply", BinaryHeader("3", "18446744073709551615") + points + face, "of its 'face'");
  ExpectRefused("mesh.ply", BinaryHeader("3", "1") + points + "\2" + Bytes<uint32_t>({0, 1}), "2 corners");
  ExpectRefused("mesh.ply", BinaryHeader("3", "1") + points + "\3" + Bytes<uint32_t>({0, 1, 3}),
                "face 0 refers to vertex 3, expected 0 to 2");
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    ExpectRefused("mesh.ply", BinaryHeader("3", "1") + Bytes<float>({0, 0, 0, 1, bad, 0, 0, 1, 0}) + face,
                  "vertex 1 has a position that is not finite");
  }
  ExpectRefused("mesh.ply", "ply\nformat binary_middle_endian 1.0\n", "binary_middle_endian");
  ExpectRefused("mesh.ply", "", "no PLY header");
}

TEST_F(MeshFile, NormalsThatAreNotFiniteAreNone) {
  const std::string ply =
      "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
      "property float nx\nproperty float ny\nproperty float nz\nelement face 1\n"
      "property list uchar int vertex_indices\nend_header\n";
  const std::string obj =
      "v 0 0 0 nan 0 1\nv 1 0 0 0 0 1\nv 0 1 0 0 0 inf\nvn 0 0 1\nvn nan nan nan\nvn 0 0 1\n";
  for (const TriangleMesh& mesh :
       {ReadText("mesh.ply", ply + "0 0 0 0 0 1\n1 0 0 nan nan nan\n0 1 0 0 0 1\n3 0 1 2\n"),
        ReadText("mesh.obj", obj + "f 1//1 2//2 3//3\n")}) {
    EXPECT_THAT(mesh.vertices, ElementsAre(0, 0, 0, 1, 0, 0, 0, 1, 0));
    EXPECT_THAT(mesh.triangles, ElementsAre(0, 1, 2));
    EXPECT_TRUE(mesh.normals.empty());
  }
  EXPECT_THAT(ReadMesh(folder_ / "mesh.obj").colors, ElementsAre(0, 0, 255, 0, 0, 255, 0, 0, 255));
}

TEST_F(MeshFile, ReadsNumbersAsProgramsWriteThem) {
  const std::string mark = "\xEF\xBB\xBF";
  const std::string header =
      "ply\ncomment x\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty "
      "float "
      "z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n";
  for (const TriangleMesh& mesh :
       {ReadText("mesh.ply", mark + header + "+0 1e-400 0 +5e-01 1.2e-50 0 0 +1 0 3 0 +1 2\n\n"),
        ReadText("mesh.obj", mark + "v +0 1e-400 0\nv +5e-01 1.2e-50 0\nv 0 +1 0\nf +1 2 3\n")}) {
    EXPECT_THAT(mesh.vertices, ElementsAre(0, 0, 0, 0.5f, 0, 0, 0, 1, 0));
    EXPECT_THAT(mesh.triangles, ElementsAre(0, 1, 2));
  }
  for (const char* bad : {"+", "+-1", "++1", "1+", "-+1"}) {
    ExpectRefused("mesh.obj", "v 0 0 " + std::string(bad) + "\n", "'" + std::string(bad) + "', expected");
    ExpectRefused("mesh.ply", header + "0 0 " + bad + "\n0 0 0 0 0 0 3 0 1 2\n",
                  "'" + std::string(bad) + "', expected a number");
  }
}

TEST_F(MeshFile, RemarksBehindTheDataAreIgnored) {
  const std::string ply =
      "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
      "element face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n";
  for (const TriangleMesh& mesh :
       {ReadText("mesh.ply", ply + "comment by a program\n9 9\n"),
        ReadText("mesh.obj", "v 0 0 0 # one two three\nv 1 0 0\nv 0 1 0 #\nf 1 2 3 # 4\n# end")}) {
    EXPECT_THAT(mesh.vertices, ElementsAre(0, 0, 0, 1, 0, 0, 0, 1, 0));
    EXPECT_THAT(mesh.triangles, ElementsAre(0, 1, 2));
  }
}

TEST_F(MeshFile, PointsNeedNoFaces) {
  const std::string header =
      "ply\nformat ascii 1.0\nelement extra 1\nproperty list uchar int n\nelement vertex 2\n"
      "property double x\nproperty float y\nproperty int z\n";
  WriteFileAtomically(folder_ / "points.ply", header + "end_header\n2 7 7\n0.5 1 2\n3 4 5\n");
  EXPECT_THAT(ReadPointsPly(folder_ / "points.ply").vertices, testing::ElementsAre(0.5f, 1, 2, 3, 4, 5));
  EXPECT_THROW(ReadMesh(folder_ / "points.ply"), Error);
  WriteFileAtomically(folder_ / "mesh.ply", header +
                                                "element face 1\nproperty list uchar int vertex_indices\n"
                                                "end_header\n0\n0.5 1 2\n3 4 5\n3 0 1 9\n");
  EXPECT_EQ(ReadPointsPly(folder_ / "mesh.ply").vertex_count(), 2u);
  WriteFileAtomically(folder_ / "short.ply", header + "end_header\n0\n0.5 1 2\n");
  EXPECT_THROW(ReadPointsPly(folder_ / "short.ply"), Error);
}

TEST_F(MeshFile, RefusesPlyThatIsNoMesh) {
  const std::string start = "ply\nformat ascii 1.0\n";
  const std::string vertex = "element vertex 3\nproperty float x\nproperty float y\nproperty float z\n";
  const std::string faces = "element face 1\nproperty list uchar int vertex_indices\nend_header\n";
  const std::string points = "0 0 0 1 0 0 0 1 0 ";
  ExpectRefused("mesh.ply", start + vertex + "end_header\n" + points, "no element 'face'");
  ExpectRefused("mesh.ply", start + faces + "3 0 1 2", "no element 'vertex'");
  ExpectRefused("mesh.ply", start + "element vertex 0\nproperty float x\n" + faces, "without x, y or z");
  ExpectRefused("mesh.ply", start + vertex + "element face 1\nproperty int a\nend_header\n" + points + "1",
                "list vertex_indices");
  ExpectRefused("mesh.ply", start + "element vertex 3\nproperty list float int x\nend_header\n",
                "list whose size has type 'float'");
  ExpectRefused("mesh.ply", start + vertex + faces + points + "3 0 1", "truncated");
  for (const char* size : {"-1", "nan", "1e300"}) {
    ExpectRefused("mesh.ply", start + vertex + faces + points + size + " 0 1 2",
                  "a list 'vertex_indices' of");
  }
  ExpectRefused("mesh.ply", start + vertex + faces + "0 0 0\n1 x\t0\n0 1 0\n3 0 1 2", "line 11 has 'x'");
  ExpectRefused("mesh.ply", start + vertex + faces + points + "3 0 1 -2", "refers to vertex -2");
  ExpectRefused("mesh.ply", start + vertex + faces + points + "3 0 1 nan", "refers to vertex nan");
  ExpectRefused("mesh.ply", start + vertex + faces + points + "3 0 1 x", "expected a number");
  ExpectRefused("mesh.ply", start + vertex + faces + "0 0 inf 1 0 0 0 1 0 3 0 1 2", "not finite");
  ExpectRefused("mesh.ply", start + vertex + faces + "0 0 1e99 1 0 0 0 1 0 3 0 1 2", "not finite");
}

TEST_F(MeshFile, ObjColoursHoldWhereReadersTruncate) {
  TriangleMesh mesh;
  for (int level = 0; level < 256; ++level) {
    mesh.vertices.insert(mesh.vertices.end(), 3, 0.0f);
    mesh.colors.insert(mesh.colors.end(), 3, static_cast<uint8_t>(level));
  }
  WriteMesh(folder_ / "mesh.obj", mesh);
  EXPECT_EQ(ReadMesh(folder_ / "mesh.obj").colors, mesh.colors);
  std::ifstream text(folder_ / "mesh.obj");
  std::string line;
  for (int level = 0; std::getline(text, line); ++level) {
    const std::string color = line.substr(line.rfind(' ') + 1);
    EXPECT_LE(color.size(), 6u);  // four digits
    EXPECT_EQ(static_cast<int>(255.0 * std::stod(color)), level) << line;
    EXPECT_EQ(static_cast<int>(255.0f * std::stof(color)), level) << line;
  }
}

TEST_F(MeshFile, ReadsObjOfOthers) {
  const TriangleMesh mesh =
      ReadText("mesh.obj",
               "# comment\nmtllib a.mtl\no thing\nv 0 0 0\nv 1 0 0 1.0\nv 1 1 0\n"
               "v 0 1 0\nvt 0 0\nvn 0 0 1\ns off\nf 1/1/1 2/1/1 3/1/1 -1/1/1\r\n\nf 1/1 2/1 3/1");
  EXPECT_EQ(mesh.vertex_count(), 4u);
  EXPECT_TRUE(mesh.normals.empty());  // one for all: not of the vertices
  EXPECT_TRUE(mesh.colors.empty());
  EXPECT_THAT(mesh.triangles, ElementsAre(0, 1, 2, 0, 2, 3, 0, 1, 2));
  ExpectRefused("mesh.obj", "v 0 0 0\nv 0 0\n", "mesh.obj:2: has ''");
  ExpectRefused("mesh.obj", "v 0 0 nan\n", "'nan'");
  ExpectRefused("mesh.obj", "v 0 0 0\nf 1 1\n", "2 corners");
  ExpectRefused("mesh.obj", "v 0 0 0\nf 1 1 2\n", "'2' in a face, expected 1 to 1");
  ExpectRefused("mesh.obj", "v 0 0 0\nf 1 1 0\n", "'0' in a face");
  ExpectRefused("mesh.obj", "v 0 0 0\nf 1 1 -2\n", "'-2' in a face");
  ExpectRefused("mesh.obj", "v 0 0 0\nf 1 1 1x\n", "'1x' in a face");
}

TEST_F(MeshFile, GlbIsWellFormed) {
  TriangleMesh mesh = RandomMesh(1001, 2000);
  mesh.colors[0] = 255;
  mesh.colors[1] = 0;
  mesh.colors[2] = 188;
  WriteMesh(folder_ / "mesh.glb", mesh);
  const std::string bytes = ReadWholeFile(folder_ / "mesh.glb");
  EXPECT_EQ(bytes.substr(0, 4), "glTF");
  EXPECT_EQ(At<uint32_t>(bytes, 4), 2u);
  EXPECT_EQ(At<uint32_t>(bytes, 8), bytes.size());
  const size_t json_size = At<uint32_t>(bytes, 12);
  EXPECT_EQ(json_size % 4, 0u);
  EXPECT_EQ(bytes.substr(16, 4), "JSON");
  const auto gltf = nlohmann::json::parse(bytes.substr(20, json_size));
  const size_t binary = 20 + json_size + 8;
  EXPECT_EQ(At<uint32_t>(bytes, binary - 8), bytes.size() - binary);
  EXPECT_EQ(gltf["buffers"][0]["byteLength"], bytes.size() - binary);
  const auto& primitive = gltf["meshes"][0]["primitives"][0];
  const auto view_of = [&](size_t accessor) {
    return gltf["bufferViews"][gltf["accessors"][accessor]["bufferView"].get<size_t>()];
  };
  const auto position = primitive["attributes"]["POSITION"].get<size_t>();
  const auto color = primitive["attributes"]["COLOR_0"].get<size_t>();
  const auto indices = primitive["indices"].get<size_t>();
  EXPECT_EQ(gltf["accessors"][position]["count"], 1001);
  EXPECT_EQ(gltf["accessors"][indices]["count"], 6000);
  EXPECT_EQ(gltf["accessors"][position]["max"][0].get<float>(), [&] {
    float largest = mesh.vertices[0];
    for (size_t i = 0; i < mesh.vertices.size(); i += 3) largest = std::max(largest, mesh.vertices[i]);
    return largest;
  }());
  EXPECT_EQ(At<float>(bytes, binary + view_of(position)["byteOffset"].get<size_t>() + 4), mesh.vertices[1]);
  EXPECT_EQ(At<uint32_t>(bytes, bytes.size() - 4), mesh.triangles.back());
  const size_t first_color = binary + view_of(color)["byteOffset"].get<size_t>();
  EXPECT_EQ(gltf["accessors"][color]["componentType"], 5126);  // floats
  EXPECT_EQ(gltf["accessors"][color]["type"], "VEC3");
  EXPECT_EQ(At<float>(bytes, first_color), 1.0f);
  EXPECT_EQ(At<float>(bytes, first_color + 4), 0.0f);
  EXPECT_NEAR(At<float>(bytes, first_color + 8), 0.5029f, 1e-4f);  // linear
}

TEST_F(MeshFile, EmptyGlbHasAnEmptyScene) {
  WriteMesh(folder_ / "mesh.glb", {});
  const std::string bytes = ReadWholeFile(folder_ / "mesh.glb");
  EXPECT_EQ(At<uint32_t>(bytes, 8), bytes.size());
  const auto gltf = nlohmann::json::parse(bytes.substr(20));
  EXPECT_EQ(gltf["scenes"].size(), 1u);
  EXPECT_FALSE(gltf.contains("accessors"));
}

TEST_F(MeshFile, StlHoldsTheTrianglesWithTheirNormals) {
  WriteMesh(folder_ / "mesh.stl", test::Tetrahedron());
  const std::string bytes = ReadWholeFile(folder_ / "mesh.stl");
  ASSERT_EQ(bytes.size(), 84u + 4 * 50);
  EXPECT_NE(bytes.substr(0, 5), "solid");
  EXPECT_EQ(At<uint32_t>(bytes, 80), 4u);
  EXPECT_EQ(At<float>(bytes, 84 + 8), -1.0f);      // (0, 2, 1) faces down
  EXPECT_EQ(At<float>(bytes, 84 + 24 + 4), 1.0f);  // its second corner is vertex 2
  EXPECT_FLOAT_EQ(At<float>(bytes, 84 + 150), std::sqrt(1.0f / 3.0f));
}

TEST_F(MeshFile, UnknownExtensionsAreUsageErrors) {
  for (const char* name : {"mesh.xyz", "mesh", "ply", ".ply"}) {
    EXPECT_THAT([&] { WriteMesh(folder_ / name, test::Tetrahedron()); },
                ThrowsMessage<UsageError>(AllOf(HasSubstr(name), HasSubstr(".ply, .obj, .glb or .stl"))));
    EXPECT_THROW(CheckMeshName(folder_ / name), UsageError);
    EXPECT_THROW(ReadMesh(folder_ / name), UsageError);
  }
  EXPECT_NO_THROW(CheckMeshName("a.b/mesh.GLB"));
  EXPECT_THAT([&] { ReadMesh(folder_ / "mesh.stl"); }, ThrowsMessage<UsageError>(HasSubstr(".ply or .obj")));
  EXPECT_THAT([&] { ReadMesh(folder_ / "none.ply"); }, ThrowsMessage<UsageError>(HasSubstr("none.ply")));
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(MeshFile, AFailureLeavesNoFile) {
  TriangleMesh mesh = test::Tetrahedron();
  mesh.triangles.back() = 4;
  EXPECT_THAT([&] { WriteMesh(folder_ / "mesh.ply", mesh); },
              ThrowsMessage<Error>(AllOf(HasSubstr("mesh.ply"), HasSubstr("beyond its 4"))));
  mesh = test::Tetrahedron();
  mesh.colors = {1, 2, 3};
  EXPECT_THROW(WriteMesh(folder_ / "mesh.ply", mesh), Error);
  EXPECT_THROW(WriteMesh(folder_ / "none" / "mesh.ply", test::Tetrahedron()), Error);
  {
    const FileSizeLimit limit(10'000);
    for (const char* name : {"mesh.ply", "mesh.obj", "mesh.glb", "mesh.stl"}) {
      EXPECT_THAT([&] { WriteMesh(folder_ / name, RandomMesh(1000, 3000)); },
                  ThrowsMessage<Error>(HasSubstr(name)));
    }
  }
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

}  // namespace
}  // namespace isogs
