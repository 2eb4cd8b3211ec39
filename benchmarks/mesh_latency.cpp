// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// mesh_latency RUN_DIR: reads the live meshes of a run that is about to start, as a viewer does, and prints
// as one line of JSON how long after mapping each was in this reader's hands. Ends after the run's last mesh,
// or when the mesher is gone.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "shared/ipc/channel.h"
#include "shared/ipc/channel_layout.h"
#include "shared/ipc/live_mesh.h"

namespace {

double Median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  using namespace isogs;
  if (argc != 2) {
    std::fprintf(stderr, "mesh_latency RUN_DIR\n");
    return 2;
  }
  Subscriber<LiveMesh> meshes(argv[1]);
  std::vector<double> latency_ms, update_ms;
  double final_latency_ms = 0.0, final_update_ms = 0.0;
  bool seen_mesher = false, is_final = false;
  for (int look = 0; !is_final; ++look) {
    if (auto received = meshes.TakeLatest()) {
      const auto& info = received->value.info;
      const double ms = static_cast<double>(MonotonicNs() - info.snapshot_stamp_ns) * 1e-6;
      is_final = info.is_final;
      if (is_final) {
        final_latency_ms = ms, final_update_ms = info.update_ms;
      } else {
        latency_ms.push_back(ms), update_ms.push_back(info.update_ms);
      }
    } else if (look % 256 == 0) {
      const bool alive = meshes.WriterIsAlive();
      if (seen_mesher && !alive) break;
      seen_mesher = alive;
    }
    usleep(1000);
  }
  const nlohmann::ordered_json report = {
      {"meshes", latency_ms.size()},
      {"latency_median_ms", Median(latency_ms)},
      {"latency_max_ms", latency_ms.empty() ? 0.0 : std::ranges::max(latency_ms)},
      {"update_median_ms", Median(update_ms)},
      {"final_latency_ms", final_latency_ms},
      {"final_update_ms", final_update_ms}};
  std::printf("%s\n", report.dump().c_str());
  return 0;
}
