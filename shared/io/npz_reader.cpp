// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <zip.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "shared/core/error.h"
#include "shared/io/gzip_stream.h"
#include "shared/io/npy_convert.h"
#include "shared/io/npz.h"
#include "shared/io/open_file.h"

namespace isogs {
namespace {

constexpr size_t kMaxHeaderSize = 1 << 16;
constexpr size_t kChunkSize = 1 << 20;
/// What a whole archive of a run's arrays can be packed by, with much to spare: beyond, to read all of it
/// would keep us busy for long.
constexpr uint64_t kMaxVerifyRatio = 32;

constexpr std::string_view kSuffix = ".npy";

bool ShapeMatches(const Shape& found, const Shape& expected) {
  return found.size() == expected.size() && std::equal(found.begin(), found.end(), expected.begin(),
                                                       [](int64_t a, int64_t b) { return b < 0 || a == b; });
}

/// Elements in C order of an array whose first index is the fastest.
template <typename T>
std::vector<T> InCOrder(const std::vector<T>& values, const Shape& shape) {
  std::vector<T> ordered(values.size());
  std::vector<size_t> strides(shape.size(), 1), index(shape.size(), 0);
  for (size_t k = 1; k < shape.size(); ++k) strides[k] = strides[k - 1] * static_cast<size_t>(shape[k - 1]);
  size_t from = 0;
  for (T& value : ordered) {
    value = values[from];
    for (size_t k = shape.size(); k-- > 0;) {
      from += strides[k];
      if (++index[k] < static_cast<size_t>(shape[k])) break;
      from -= strides[k] * index[k];
      index[k] = 0;
    }
  }
  return ordered;
}

/// A failure inside an array, told with file and array. Running out of memory is one: the file's sizes asked
/// for it.
template <typename Body>
auto WithContext(const std::filesystem::path& path, std::string_view name, Body&& body) {
  const std::string context = path.string() + ": array '" + std::string(name) + "': ";
  try {
    return body();
  } catch (const Error& error) {
    throw Error(context + error.what());
  } catch (const std::bad_alloc&) {
    throw Error(context + "not enough memory to hold it");
  } catch (const std::length_error&) {
    throw Error(context + "not enough memory to hold it");
  }
}

}  // namespace

/// The open archive and where its arrays are.
class NpzReader::Archive {
 public:
  explicit Archive(const std::filesystem::path& path) {
    Descriptor descriptor = OpenToRead(path);
    file_size_ = FileSize(descriptor, path);
    int code = 0;
    zip_ = zip_fdopen(descriptor.get(), 0, &code);
    if (zip_ != nullptr) descriptor.Release();
    if (zip_ == nullptr) {
      zip_error_t error;
      zip_error_init_with_code(&error, code);
      const std::string what = zip_error_strerror(&error);
      zip_error_fini(&error);
      throw Error(path.string() + ": " + what + ", expected an npz archive (" + std::to_string(file_size_) +
                  " bytes)");
    }
  }
  ~Archive() { zip_discard(zip_); }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  zip_t* zip() const { return zip_; }
  uint64_t file_size() const { return file_size_; }

  std::map<std::string, zip_uint64_t, std::less<>> arrays;

 private:
  zip_t* zip_ = nullptr;
  uint64_t file_size_ = 0;
};

/// A member being read from its beginning.
class NpzReader::Member {
 public:
  Member(const Archive& archive, zip_uint64_t index) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(archive.zip(), index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded) {
      throw Error("its directory entry is damaged");
    }
    const bool stored = stat.comp_method == ZIP_CM_STORE;
    if (!stored && stat.comp_method != ZIP_CM_DEFLATE) {
      throw Error("compression method " + std::to_string(stat.comp_method) +
                  " is not supported, expected stored or deflated");
    }
    if (stat.comp_size > archive.file_size() ||
        stat.size > stat.comp_size * (stored ? 1 : kMaxDeflateRatio) + (stored ? 0 : kMaxDeflateRatio)) {
      throw Error("its size of " + std::to_string(stat.size) + " bytes (" + std::to_string(stat.comp_size) +
                  " in the archive) cannot be: the file has " + std::to_string(archive.file_size()));
    }
    remaining_ = stat.size;
    file_ = zip_fopen_index(archive.zip(), index, 0);
    if (file_ == nullptr) throw Error(zip_strerror(archive.zip()));
  }
  ~Member() {
    if (file_ != nullptr) zip_fclose(file_);
  }
  Member(Member&& other) noexcept
      : file_(std::exchange(other.file_, nullptr)), remaining_(other.remaining_) {}
  Member& operator=(Member&&) = delete;

  uint64_t remaining() const { return remaining_; }

  void Read(void* out, uint64_t size) {
    if (size > remaining_) {
      throw Error("ends early: " + std::to_string(remaining_) + " bytes left, expected " +
                  std::to_string(size));
    }
    remaining_ -= size;
    auto* bytes = static_cast<std::byte*>(out);
    while (size > 0) {
      const zip_int64_t count = zip_fread(file_, bytes, size);
      if (count < 0) throw Error(zip_file_strerror(file_));
      if (count == 0) throw Error("ends early, " + std::to_string(size) + " bytes before its recorded size");
      bytes += count;
      size -= static_cast<uint64_t>(count);
    }
  }
  /// libzip compares the checksum when it is asked to read beyond the end.
  void ExpectEnd() {
    std::byte extra;
    const zip_int64_t count = remaining_ > 0 ? 1 : zip_fread(file_, &extra, 1);
    if (count < 0) throw Error(zip_file_strerror(file_));
    if (count > 0) throw Error("is longer than its shape says");
  }

 private:
  zip_file_t* file_ = nullptr;
  uint64_t remaining_ = 0;
};

NpzReader::NpzReader(const std::filesystem::path& path)
    : path_(path), archive_(std::make_unique<Archive>(path)) {
  const zip_int64_t count = zip_get_num_entries(archive_->zip(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* raw_name = zip_get_name(archive_->zip(), index, 0);
    if (raw_name == nullptr) throw Error(path.string() + ": member " + std::to_string(i) + " has no name");
    std::string name = raw_name;
    if (!name.ends_with(kSuffix)) continue;
    name.resize(name.size() - kSuffix.size());
    if (!archive_->arrays.emplace(name, index).second) {
      throw Error(path.string() + ": array '" + name + "' is there twice");
    }
    names_.push_back(std::move(name));
  }
}

NpzReader::~NpzReader() = default;
NpzReader::NpzReader(NpzReader&&) noexcept = default;
NpzReader& NpzReader::operator=(NpzReader&&) noexcept = default;

bool NpzReader::Contains(std::string_view name) const { return archive_->arrays.contains(name); }

NpzReader::Member NpzReader::Open(std::string_view name, NpyHeader* header) const {
  const auto found = archive_->arrays.find(name);
  if (found == archive_->arrays.end()) throw Error("is not in the archive");
  Member member(*archive_, found->second);
  std::array<uint8_t, kNpyPrefixSize> prefix;
  member.Read(prefix.data(), prefix.size());
  constexpr std::array<uint8_t, 6> kMagic = {0x93, 'N', 'U', 'M', 'P', 'Y'};
  if (!std::equal(kMagic.begin(), kMagic.end(), prefix.begin())) {
    throw Error("is no .npy array: wrong first bytes");
  }
  const int version = prefix[6];
  if (version < 1 || version > 3) {
    throw Error("has .npy format " + std::to_string(version) + ", expected 1 to 3");
  }
  uint32_t length = 0;
  member.Read(&length, version == 1 ? 2 : 4);
  if (length > kMaxHeaderSize) throw Error("header of " + std::to_string(length) + " bytes is too long");
  std::string text(length, '\0');
  member.Read(text.data(), text.size());
  *header = ParseNpyHeaderText(text);
  uint64_t bytes = 0;
  const uint64_t count = ElementCount(header->shape);
  if (__builtin_mul_overflow(count, ItemSize(header->dtype), &bytes) || bytes != member.remaining()) {
    throw Error("shape " + ShapeName(header->shape) + " of " + std::string(DtypeName(header->dtype)) +
                " does not fill its " + std::to_string(member.remaining()) + " bytes");
  }
  return member;
}

NpyHeader NpzReader::Header(std::string_view name) const {
  return WithContext(path_, name, [&] {
    NpyHeader header;
    Open(name, &header);
    return header;
  });
}

template <typename T>
std::vector<T> NpzReader::Read(std::string_view name) const {
  return WithContext(path_, name, [&] {
    NpyHeader header;
    Member member = Open(name, &header);
    std::vector<T> values(ElementCount(header.shape));
    if (header.dtype == DtypeOf<T>()) {
      member.Read(values.data(), member.remaining());
    } else {
      std::vector<std::byte> chunk(kChunkSize);
      T* out = values.data();
      while (member.remaining() > 0) {
        const size_t size = std::min<uint64_t>(chunk.size(), member.remaining());
        member.Read(chunk.data(), size);
        ConvertElements(header.dtype, {chunk.data(), size}, out);
        out += size / ItemSize(header.dtype);
      }
    }
    member.ExpectEnd();
    return header.fortran_order ? InCOrder(values, header.shape) : values;
  });
}

void NpzReader::ExpectShape(std::string_view name, const Shape& shape) const {
  const Shape found = Header(name).shape;
  if (ShapeMatches(found, shape)) return;
  throw Error(path_.string() + ": array '" + std::string(name) + "': shape " + ShapeName(found) +
              ", expected " + ShapeName(shape));
}

template <typename T>
std::vector<T> NpzReader::Read(std::string_view name, const Shape& shape) const {
  ExpectShape(name, shape);
  return Read<T>(name);
}

template <typename T>
T NpzReader::ReadScalar(std::string_view name) const {
  const Shape found = Header(name).shape;
  if (ElementCount(found) != 1) {
    throw Error(path_.string() + ": array '" + std::string(name) + "': shape " + ShapeName(found) +
                ", expected one number");
  }
  return Read<T>(name).front();
}

void NpzReader::Verify() const {
  const zip_int64_t count = zip_get_num_entries(archive_->zip(), 0);
  uint64_t unpacked = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    unpacked += WithContext(path_, zip_get_name(archive_->zip(), index, 0),
                            [&] { return Member(*archive_, index).remaining(); });
  }
  if (unpacked > kMaxVerifyRatio * archive_->file_size()) {
    throw Error(path_.string() + ": " + std::to_string(archive_->file_size()) + " bytes that unpack to " +
                std::to_string(unpacked) + ", expected at most " + std::to_string(kMaxVerifyRatio) +
                " times as many");
  }
  std::vector<std::byte> chunk(kChunkSize);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    WithContext(path_, zip_get_name(archive_->zip(), index, 0), [&] {
      Member member(*archive_, index);
      while (member.remaining() > 0) {
        member.Read(chunk.data(), std::min<uint64_t>(chunk.size(), member.remaining()));
      }
      member.ExpectEnd();
    });
  }
}

#define ISOGS_INSTANTIATE(T)                                                              \
  template std::vector<T> NpzReader::Read<T>(std::string_view name) const;                \
  template std::vector<T> NpzReader::Read<T>(std::string_view, const Shape& shape) const; \
  template T NpzReader::ReadScalar<T>(std::string_view name) const;
ISOGS_INSTANTIATE(float)
ISOGS_INSTANTIATE(double)
ISOGS_INSTANTIATE(int32_t)
ISOGS_INSTANTIATE(int64_t)
ISOGS_INSTANTIATE(uint64_t)
ISOGS_INSTANTIATE(uint8_t)
#undef ISOGS_INSTANTIATE

}  // namespace isogs
