// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/npz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>
#include <limits>

#include "shared/core/error.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::string Write(std::span<const NamedArray> arrays, uint64_t zip64_from = ZipWriter::kZip64From) {
  std::string file;
  const auto sink = [&](std::span<const std::byte> bytes) {
    file.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  WriteNpz(sink, arrays, zip64_from);
  return file;
}

/// Writes `text` and returns the file's path.
std::filesystem::path Save(const TemporaryFolder& folder, const std::string& text) {
  const auto path = folder.path() / "file.npz";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// An archive with one stored member of arbitrary content.
std::string ArchiveOf(const std::string& name, const std::string& content) {
  std::string file;
  ZipWriter zip([&](std::span<const std::byte> bytes) {
    file.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  });
  const std::array<std::span<const std::byte>, 1> pieces = {std::as_bytes(std::span(content))};
  zip.Add(name, pieces);
  zip.Finish();
  return file;
}

/// A .npy file with this header text.
std::string NpyOf(const std::string& header, const std::string& data) {
  std::string text = std::string("\x93NUMPY\x01\x00", 8);
  text += static_cast<char>(header.size() & 0xff);
  text += static_cast<char>(header.size() >> 8);
  return text + header + data;
}

class NpzTest : public ::testing::Test {
 protected:
  std::vector<float> means_ = {0.5f, -1.0f, 2.0f, 3.0f, 4.0f, 5.0f};
  std::vector<double> poses_ = {1.0, 1e-300, 0.1, -2.5};
  std::vector<int64_t> frames_ = {0, -5, std::numeric_limits<int64_t>::max()};
  std::vector<uint64_t> seed_ = {std::numeric_limits<uint64_t>::max()};
  std::vector<float> empty_;
  std::vector<int32_t> width_ = {640};
  std::vector<NamedArray> arrays_ = {
      MakeNamedArray("means", {2, 3}, means_), MakeNamedArray("poses", {1, 2, 2}, poses_),
      MakeNamedArray("frames", {3}, frames_),  MakeNamedArray("seed", {1}, seed_),
      MakeNamedArray("empty", {0, 3}, empty_), MakeNamedArray("width", {}, width_),
  };
  TemporaryFolder folder_;

  void ExpectArraysIn(const NpzReader& reader) const {
    EXPECT_THAT(reader.names(), ElementsAre("means", "poses", "frames", "seed", "empty", "width"));
    EXPECT_EQ(reader.Header("means"), (NpyHeader{Dtype::kFloat32, {2, 3}}));
    EXPECT_EQ(reader.Read<float>("means"), means_);
    EXPECT_EQ(reader.Read<double>("poses", {1, -1, 2}), poses_);
    EXPECT_EQ(reader.Read<int64_t>("frames"), frames_);
    EXPECT_EQ(reader.Read<uint64_t>("seed"), seed_);
    EXPECT_EQ(reader.Read<float>("empty", {0, 3}), empty_);
    EXPECT_EQ(reader.Header("width").shape, Shape{});
    EXPECT_EQ(reader.ReadScalar<int64_t>("width"), 640);
    reader.Verify();
  }
};

TEST_F(NpzTest, ReadsBackWhatItWrote) { ExpectArraysIn(NpzReader(Save(folder_, Write(arrays_)))); }

TEST_F(NpzTest, Zip64FieldsReadBack) {
  // Thresholds so low that sizes, offsets or both are written as zip64.
  for (const uint64_t zip64_from : {0, 150, 600}) {
    ExpectArraysIn(NpzReader(Save(folder_, Write(arrays_, zip64_from))));
  }
}

TEST_F(NpzTest, EqualArraysGiveEqualBytes) { EXPECT_EQ(Write(arrays_), Write(arrays_)); }

TEST_F(NpzTest, ReadsWhatNumpyWrote) {
  for (const char* name : {"numpy_savez.npz", "numpy_savez_compressed.npz"}) {
    const NpzReader reader(std::filesystem::path("tests/shared/data") / name);
    EXPECT_THAT(reader.Read<float>("means", {2, 3}), ElementsAre(0, 0.25f, 0.5f, 0.75f, 1, 1.25f));
    EXPECT_THAT(reader.Read<int64_t>("frames"), ElementsAre(0, 5, -7));
    EXPECT_THAT(reader.Read<int32_t>("states"), ElementsAre(1, 2));
    EXPECT_THAT(reader.Read<uint64_t>("seed"), ElementsAre(std::numeric_limits<uint64_t>::max()));
    EXPECT_THAT(reader.Read<uint8_t>("flags"), ElementsAre(0, 255));
    EXPECT_EQ(reader.ReadScalar<int64_t>("width"), 640);
    EXPECT_EQ(reader.Read<float>("poses", {4, 4})[5], 0.1f);
    EXPECT_TRUE(reader.Read<float>("empty", {0, 3}).empty());
    reader.Verify();
  }
}

TEST_F(NpzTest, RefusesWhatIsNoPlainArray) {
  const NpzReader reader("tests/shared/data/numpy_unsupported.npz");
  const auto refuses = [&](const std::string& name, const std::string& why) {
    EXPECT_THAT([&] { reader.Read<float>(name); },
                ThrowsMessage<Error>(
                    AllOf(HasSubstr("numpy_unsupported.npz: array '" + name + "'"), HasSubstr(why))));
  };
  refuses("pickled", "pickled Python objects");
  refuses("big_endian", "'>f4'");
  refuses("text", "'<U2'");
  refuses("record", "structures");
  refuses("absent", "is not in the archive");
}

TEST_F(NpzTest, ReadsFortranOrder) {
  const NpzReader numpys("tests/shared/data/numpy_unsupported.npz");
  EXPECT_THAT(numpys.Read<float>("fortran", {2, 3}), ElementsAre(1, 1, 1, 1, 1, 1));
  // Values 100 i + 10 j + k, i the fastest, in the order of a file.
  std::string stored;
  for (int k = 0; k < 2; ++k) {
    for (int j = 0; j < 3; ++j) {
      for (int i = 0; i < 2; ++i) {
        const int32_t value = 100 * i + 10 * j + k;
        stored.append(reinterpret_cast<const char*>(&value), sizeof(value));
      }
    }
  }
  const std::string header = "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3, 2), }\n";
  const NpzReader reader(Save(folder_, ArchiveOf("turned.npy", NpyOf(header, stored))));
  const auto in_c_order = ElementsAre(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
  EXPECT_THAT(reader.Read<int32_t>("turned"), in_c_order);
  EXPECT_THAT(reader.Read<float>("turned", {2, 3, 2}), in_c_order);
}

TEST_F(NpzTest, ConversionsAreExactOrRefused) {
  const NpzReader reader(Save(folder_, Write(arrays_)));
  EXPECT_EQ(reader.Read<float>("poses")[2], 0.1f);
  EXPECT_EQ(reader.Read<double>("means")[1], -1.0);
  EXPECT_THAT([&] { reader.ReadScalar<uint8_t>("width"); },
              ThrowsMessage<Error>(HasSubstr("value 640 does not fit |u1")));
  EXPECT_THROW(reader.Read<uint64_t>("frames"), Error);
  EXPECT_THROW(reader.Read<int64_t>("seed"), Error);
  EXPECT_THROW(reader.Read<int32_t>("means"), Error) << "0.5 is no integer";
}

TEST_F(NpzTest, WrongShapeNamesBoth) {
  const NpzReader reader(Save(folder_, Write(arrays_)));
  EXPECT_THAT(([&] {
                reader.Read<float>("means", {-1, 4});
              }),
              ThrowsMessage<Error>(HasSubstr("file.npz: array 'means': shape (2, 3), expected (*, 4)")));
  EXPECT_THAT([&] { reader.ReadScalar<float>("means"); }, ThrowsMessage<Error>(HasSubstr("one number")));
}

TEST_F(NpzTest, WriterRefusesArraysThatDoNotFillTheirShape) {
  arrays_[0].header.shape = {2, 4};
  EXPECT_THAT([&] { Write(arrays_); }, ThrowsMessage<Error>(HasSubstr("'means': 6 elements, expected 8")));
}

TEST_F(NpzTest, EveryTruncationIsAnError) {
  const std::string whole = Write(arrays_);
  for (size_t size = 0; size < whole.size(); ++size) {
    const auto path = Save(folder_, whole.substr(0, size));
    EXPECT_THROW(NpzReader(path).Verify(), Error) << size;
  }
}

TEST_F(NpzTest, EveryFlippedByteIsAnErrorOrHarmless) {
  const std::string whole = Write(arrays_);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    const auto path = Save(folder_, damaged);
    try {  // Not every byte matters (dates, attributes), but arrays that read must be the right ones.
      const NpzReader reader(path);
      reader.Verify();
      EXPECT_EQ(reader.Read<float>("means"), means_) << at;
      EXPECT_EQ(reader.Read<double>("poses"), poses_) << at;
    } catch (const Error&) {
    }
  }
}

TEST_F(NpzTest, FlippedDataFailsItsChecksum) {
  std::string damaged = Write(arrays_);
  damaged[damaged.find(std::string(reinterpret_cast<const char*>(means_.data()), 24)) + 5] ^= 1;
  const NpzReader reader(Save(folder_, damaged));
  EXPECT_THAT([&] { reader.Read<float>("means"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("array 'means'"), HasSubstr("CRC"))));
  EXPECT_EQ(reader.Read<double>("poses"), poses_);
  EXPECT_THROW(reader.Verify(), Error);
}

TEST_F(NpzTest, AnArchiveThatUnpacksToVeryMuchIsNotVerified) {
  const std::string zeros(8 << 20, '\0'), path = (folder_ / "zeros.npz").string();
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  ASSERT_NE(archive, nullptr);
  zip_source_t* const source = zip_source_buffer(archive, zeros.data(), zeros.size(), 0);
  ASSERT_EQ(zip_file_add(archive, "notes.txt", source, 0), 0);
  ASSERT_EQ(zip_close(archive), 0);  // libzip's default is to deflate
  EXPECT_THAT([&] { NpzReader(path).Verify(); },
              ThrowsMessage<Error>(HasSubstr("that unpack to 8388608, expected at most 32 times as many")));
}

TEST_F(NpzTest, HostileHeadersAreErrors) {
  const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
  const std::string data(8, '\0');
  const auto read = [&](const std::string& npy) {
    return NpzReader(Save(folder_, ArchiveOf("x.npy", npy))).Read<float>("x").size();
  };
  EXPECT_EQ(read(NpyOf(good, data)), 2u);
  for (const std::string header :
       {"", "{", "{}", "{'descr'", "{'descr': '<f4'}", "[1]", "{'descr': '<f4', 'fortran_order': Maybe}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2, }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '\x1b[31m\n', 'fortran_order': False, 'shape': (2,), }"}) {
    EXPECT_THAT(
        [&] { read(NpyOf(header, data)); },
        ThrowsMessage<Error>(AllOf(HasSubstr("array 'x': "), Not(HasSubstr("\x1b")), Not(HasSubstr("\n")))))
        << header;
  }
  EXPECT_THROW(read("NUMPY"), Error);
  EXPECT_THROW(read(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)), Error);
  EXPECT_THROW(read(NpyOf(good, data + "x")), Error);
  EXPECT_THROW(read(NpyOf(good, data.substr(1))), Error);
}

TEST_F(NpzTest, WritesFilesWhole) {
  WriteNpz(folder_ / "a.npz", arrays_);
  ExpectArraysIn(NpzReader(folder_ / "a.npz"));
  EXPECT_THROW(WriteNpz(folder_ / "none" / "a.npz", arrays_), Error);
}

TEST_F(NpzTest, MissingAndForeignFilesAreErrors) {
  EXPECT_THAT([&] { NpzReader(folder_.path() / "none.npz"); }, ThrowsMessage<Error>(HasSubstr("none.npz")));
  EXPECT_THROW(NpzReader(folder_.path()), Error);
  EXPECT_THROW(NpzReader(Save(folder_, "no archive at all, just text of some length to look at")), Error);
}

TEST_F(NpzTest, TheSameNameTwiceIsAnError) {
  arrays_.push_back(arrays_[0]);
  EXPECT_THROW(NpzReader(Save(folder_, Write(arrays_))), Error);
}

}  // namespace
}  // namespace isogs
