// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace isogs {

/// Where the programs lie, and what ships with them. Either tree is found from the running executable alone,
/// so that it may be moved:
///
///   PREFIX/bin/isogs                                 installed
///   PREFIX/libexec/isogs/{slam,run,view,...}
///   PREFIX/share/isogs/{configs,datasets/sample}
///
///   SOURCE/build/PRESET/bin/{isogs,slam,run,...}     built
///   SOURCE/{configs,datasets/sample}

/// Folder of the running executable, whatever links led to it.
std::filesystem::path ExecutableFolder();

/// Folder of the programs that an `isogs` in `folder` starts: the libexec/isogs next to it where there is
/// one, because beside an installed isogs lie other people's programs, one of them perhaps called `view`;
/// otherwise `folder`.
std::filesystem::path ProgramFolder(const std::filesystem::path& folder);

/// Folder of what ships with a program in `folder`; nothing if the program was taken out of its tree.
std::optional<std::filesystem::path> ShareFolder(const std::filesystem::path& folder);

/// A file or folder that a person or a configuration names.
struct PathLookup {
  std::filesystem::path path;  // what exists; as given where nothing does
  bool exists = false;
  std::string places;  // where it was looked for, as a message says it: "a (/here/a), nor at /there/a"
};

/// A path is taken from the current folder. Where nothing is there and the path is relative, what ships under
/// that name is taken: for configurations in configs/, which may be left out of the name, for data sets in
/// the whole of the ShareFolder.
PathLookup LookUpConfig(const std::filesystem::path& name);
PathLookup LookUpDataset(const std::filesystem::path& name);

}  // namespace isogs
