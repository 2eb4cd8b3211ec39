// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/ipc/gaussian_record.h"
#include "web/scene/message.h"

namespace isogs::web {

/// Some Gaussians that travel together, in the map's frame.
struct SplatPage {
  static constexpr size_t kMost = 1024;

  uint32_t id = 0;
  std::vector<GaussianRecord> gaussians;
  Pose world_from_map = Pose::Identity();

  /// As it travels, in the world's frame.
  Body Encode() const;
  /// The middle of its Gaussians, in the world's frame [m].
  Eigen::Vector3f Center() const;
};

/// A page as it is now.
struct PageNews {
  std::shared_ptr<const SplatPage> page;
  uint32_t changes = 0;  ///< Gaussians in it that came, went, or look different
};

struct SplatNews {
  bool restarts = false;  ///< ids of before no longer hold
  std::vector<PageNews> pages;
};

/// Keeps the Gaussians of a map that changes in pages. A Gaussian stays in its page for life; room that
/// others left is used again. One that changed too little to be seen keeps its old values (as in LiveMesher),
/// so that slow drift adds up until it counts.
class SplatPages {
 public:
  /// The pages in which something changed. `exact`: any difference counts. Another `world_from_map` starts
  /// everything anew.
  SplatNews Update(std::span<const GaussianRecord> gaussians, const Pose& world_from_map, bool exact);
  /// Forgets all: ids name other Gaussians now.
  void Restart();

  size_t size() const { return shown_.size(); }
  size_t page_count() const { return counts_.size(); }

 private:
  struct Shown {
    GaussianRecord gaussian;
    uint32_t page;
  };
  void Change(uint32_t page);
  uint32_t PageWithRoom();
  void Leave(const Shown& shown);
  std::vector<PageNews> MakeNews();

  std::vector<Shown> shown_;         // by ascending id
  std::vector<uint32_t> counts_;     // Gaussians of each page
  std::vector<uint32_t> changes_;    // of each page, in this update
  std::vector<uint32_t> with_room_;  // pages that are filled up, the last one first
  std::vector<bool> is_listed_;      // whether a page is among these
  Pose world_from_map_ = Pose::Identity();
  bool restarts_ = false;
};

}  // namespace isogs::web
