// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/dataset_folder.h"

#include <string>

namespace isogs::synthetic {

std::filesystem::path DatasetFolder::split(Split split) const {
  std::string name(NameOf(split));
  return splits() / name.append(".json");
}

}  // namespace isogs::synthetic
