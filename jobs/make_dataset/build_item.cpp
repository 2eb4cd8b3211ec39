// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/build_item.h"

#include <fcntl.h>

#include <cerrno>

#include "datasets/synthetic/collection/write_scene.h"
#include "jobs/make_dataset/scene_files_check.h"
#include "shared/core/installation.h"
#include "shared/io/open_file.h"

namespace isogs::synthetic {
namespace {

/// Byte `item` of build.json, locked for this process until the file is closed, by the kernel if it is
/// killed: no lock file is left.
Descriptor LockItem(const DatasetFolder& folder, int64_t item) {
  Descriptor file = OpenOwnFile(folder.options(), O_RDWR, 0);
  struct flock range = {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = item;
  range.l_len = 1;
  while (fcntl(file.get(), F_OFD_SETLKW, &range) != 0) {
    if (errno != EINTR) ThrowErrno("lock", folder.options());
  }
  return file;
}

}  // namespace

Batch BatchOf(const DatasetFolder& folder, const CollectionOptions& options) {
  return {.directory = folder.path(),
          .command = {(ExecutableFolder() / "make_dataset").string(), "build", "--output",
                      folder.path().string()},
          .working_directory = folder.path(),
          .items = options.scenes};
}

void BuildItem(const DatasetFolder& folder, const CollectionOptions& options, int64_t item) {
  const SceneIdentity identity = IdentityOf(options, item);
  const Descriptor lock = LockItem(folder, item);
  if (SceneIsWhole(folder.path(), identity)) return;
  WriteScene(folder.path(), options, identity);
}

}  // namespace isogs::synthetic
