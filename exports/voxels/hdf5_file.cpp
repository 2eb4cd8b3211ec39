// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/hdf5_file.h"

#include <string_view>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/open_file.h"

namespace isogs::hdf5 {
namespace {

namespace fs = std::filesystem;

/// HDF5 prints failures unless told not to; it is this thread's.
void Silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

struct Reason {
  std::string text;  // of the innermost call
  std::string system;
};

/// From the innermost call outwards.
herr_t Collect(unsigned, const H5E_error2_t* entry, void* data) {
  auto* const reason = static_cast<Reason*>(data);
  const std::string text = entry->desc == nullptr ? "" : entry->desc;
  constexpr std::string_view kBegin = "error message = '";
  if (reason->text.empty()) reason->text = text;
  if (const size_t at = text.find(kBegin); at != std::string::npos && reason->system.empty()) {
    const size_t begin = at + kBegin.size();
    reason->system = text.substr(begin, text.find('\'', begin) - begin);
  }
  return 0;
}

Handle TextType() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "make a type");
  Require(H5Tset_size(type.get(), H5T_VARIABLE), "make a type");
  Require(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make a type");
  return type;
}

std::string Naming(const char* name) { return std::string("write its attribute ").append(name); }

void Write(const Handle& file, const char* name, hid_t type, hid_t memory_type, const Handle& space,
           const void* value) {
  const Handle attribute(H5Acreate2(file.get(), name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         Naming(name));
  Require(H5Awrite(attribute.get(), memory_type, value), Naming(name));
}

Handle Scalar() { return {H5Screate(H5S_SCALAR), H5Sclose, "make a space"}; }

}  // namespace

void Fail(const std::string& what) {
  Reason reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, Collect, &reason);
  H5Eclear2(H5E_DEFAULT);
  std::string message = "cannot ";
  message += what;
  message += ": ";
  message += WithoutControls(reason.system.empty() ? reason.text : reason.system);
  throw Error(message);
}

Handle OpenFile(const fs::path& path) {
  Silence();
  OpenToRead(path);
  if (H5Fis_hdf5(path.c_str()) <= 0) throw Error(path.string() + ": is no HDF5 file");
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "read " + path.string()};
}

Handle CreateFile(const fs::path& path) {
  Silence();
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose,
          "write " + path.string()};
}

std::vector<hsize_t> Shape(const Handle& space) {
  std::vector<hsize_t> shape(static_cast<size_t>(
      Require(H5Sget_simple_extent_ndims(space.get()), "find how many axes an array has")));
  if (!shape.empty()) H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr);
  return shape;
}

Handle Simple(const std::vector<hsize_t>& shape) {
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "make a space"};
}

void WriteText(const Handle& file, const char* name, const std::string& text) {
  const Handle type = TextType();
  const char* const value = text.c_str();
  Write(file, name, type.get(), type.get(), Scalar(), &value);
}

void WriteTexts(const Handle& file, const char* name, const std::vector<std::string>& texts) {
  const Handle type = TextType();
  std::vector<const char*> values;
  values.reserve(texts.size());
  for (const std::string& text : texts) values.push_back(text.c_str());
  Write(file, name, type.get(), type.get(), Simple({values.size()}), values.data());
}

void WriteNumber(const Handle& file, const char* name, double number) {
  Write(file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, Scalar(), &number);
}

void WriteWhole(const Handle& file, const char* name, int64_t number) {
  Write(file, name, H5T_STD_I64LE, H5T_NATIVE_INT64, Scalar(), &number);
}

void WriteNumbers(const Handle& file, const char* name, const std::vector<double>& numbers, size_t columns) {
  std::vector<hsize_t> shape = {numbers.size() / columns};
  if (columns > 1) shape.push_back(columns);
  Write(file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, Simple(shape), numbers.data());
}

bool HasAttribute(const Handle& file, const char* name) { return H5Aexists(file.get(), name) > 0; }

std::vector<std::string> ReadTexts(const Handle& file, const char* name) {
  const std::string what = std::string("read its attribute ").append(name);
  const Handle attribute(H5Aopen(file.get(), name, H5P_DEFAULT), H5Aclose, what);
  const Handle stored(H5Aget_type(attribute.get()), H5Tclose, what);
  if (H5Tget_class(stored.get()) != H5T_STRING || H5Tis_variable_str(stored.get()) <= 0)
    throw Error("cannot " + what + ": it is no text of variable length");
  const Handle space(H5Aget_space(attribute.get()), H5Sclose, what);
  std::vector<char*> values(static_cast<size_t>(H5Sget_simple_extent_npoints(space.get())));
  const Handle type = TextType();
  Require(H5Aread(attribute.get(), type.get(), values.data()), what);
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const char* const value : values) texts.emplace_back(value == nullptr ? "" : value);
  H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, values.data());
  return texts;
}

std::string ReadText(const Handle& file, const char* name) {
  const std::vector<std::string> texts = ReadTexts(file, name);
  if (texts.size() != 1)
    throw Error(std::string("its attribute ").append(name) + " is a list, expected one text");
  return texts.front();
}

}  // namespace isogs::hdf5
