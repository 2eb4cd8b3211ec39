// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace isogs {

/// A reader of one layout.
struct DatasetLayout {
  std::string name;                               // as `dataset.layout` names it
  std::string files;                              // what it looks for, for messages
  bool (*can_read)(const DatasetConfig& config);  // is it worth trying? Looks at names only
  std::unique_ptr<Dataset> (*open)(const DatasetConfig& config);
  SensorChoice sensor = SensorChoice::kRendered;  // of what is published in this layout
};

/// Values of `dataset.layout`: auto, and the names of all layouts.
std::vector<std::string> LayoutNames();
/// The same as a list to read: "auto, replica, ...".
std::string LayoutList();

/// What `dataset.sensor: auto` means for frames of a layout.
SensorChoice SensorOfLayout(const std::string& name);

/// All readers. A new layout is a line here. `auto` takes the one that can read a folder; where several can,
/// it asks.
const std::vector<DatasetLayout>& DatasetLayouts();

}  // namespace isogs
