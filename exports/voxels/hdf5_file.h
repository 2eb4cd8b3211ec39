// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "exports/voxels/hdf5_handle.h"

namespace isogs::hdf5 {

// What is used of HDF5 (its C interface, 1.10), for one thread at a time. Nothing here prints.

/// Throws Error if it is no regular file, or none of HDF5.
Handle OpenFile(const std::filesystem::path& path);
/// Replaces what is there. The same calls give the same bytes: there are no times in it.
Handle CreateFile(const std::filesystem::path& path);

/// Extents of a dataset or an attribute.
std::vector<hsize_t> Shape(const Handle& space);
Handle Simple(const std::vector<hsize_t>& shape);

// Attributes of a file's root. Text is UTF-8 of variable length.
void WriteText(const Handle& file, const char* name, const std::string& text);
void WriteTexts(const Handle& file, const char* name, const std::vector<std::string>& texts);
void WriteNumber(const Handle& file, const char* name, double number);
void WriteWhole(const Handle& file, const char* name, int64_t number);
/// [rows], or [rows, columns] where there are several columns.
void WriteNumbers(const Handle& file, const char* name, const std::vector<double>& numbers, size_t columns);

/// Throw Error if there is no such attribute of that kind.
std::string ReadText(const Handle& file, const char* name);
std::vector<std::string> ReadTexts(const Handle& file, const char* name);
bool HasAttribute(const Handle& file, const char* name);

}  // namespace isogs::hdf5
