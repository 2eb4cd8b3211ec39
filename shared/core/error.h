// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace isogs {

/// Base of every error IsoGS reports. Its message is one line that names the file or key, what was found and
/// what was expected; a program prints it and ends with exit code 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the user asked for cannot be: an unknown key, a value out of range, a missing input. Exit code 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace isogs
