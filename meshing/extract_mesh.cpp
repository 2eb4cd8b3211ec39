// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/extract_mesh.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/block_meshing.h"
#include "meshing/blocks/mesh_store.h"
#include "meshing/decimate.h"
#include "meshing/gaussians/slab_index.h"
#include "meshing/gaussians/surface_points.h"
#include "meshing/map_input.h"
#include "shared/core/error.h"
#include "shared/core/memory.h"
#include "shared/formats/mesh_file.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "shared/mesh_view/dollhouse.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kLeastMemory = 8 << 20;
constexpr uintmax_t kMostReportBytes = 1 << 20;
constexpr int64_t kMeshShare = 2;  // of the memory; the mesh beyond is kept in a file

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Times of what stands around the extraction [s].
struct FileTimes {
  double read = 0.0, surface_points = 0.0, extract = 0.0, decimate = 0.0, write = 0.0;
};

Json ToJson(const MeshOptions& options) {
  Json json = {{"voxel_size_m", options.voxel_size_m}};
  for (const auto& [name, surface] : kSurfaceNames) {
    if (surface == options.surface) json["surface"] = name;
  }
  if (options.surface == Surface::kDensity) {
    json["iso_level"] = options.iso_level;
    json["min_scale_m"] = options.MinScale();
  } else {
    json["kernel_m"] = nullptr;
    if (options.kernel_m) json["kernel_m"] = *options.kernel_m;
    json["kernel_voxels"] = options.kernel_voxels;
    json["kernel_spacings"] = options.kernel_spacings;
    json["min_weight"] = options.min_weight;
  }
  json["block_size"] = options.block_size;
  json["max_blocks"] = options.max_blocks;
  json["batch_blocks"] = options.batch_blocks;
  json["max_memory_bytes"] = options.max_memory_bytes;
  json["device"] = options.device ? options.device->Name() : "cpu";
  json["min_component"] = options.min_component;
  json["crop_m"] = nullptr;
  if (options.crop) json["crop_m"] = {options.crop->low_m, options.crop->high_m};
  return json;
}

Json ToJson(const MeshReport& report, const FileTimes& times) {
  return {{"gaussians", report.gaussians},
          {"unusable_gaussians", report.unusable_gaussians},
          {"used_gaussians", report.used_gaussians},
          {"blocks", report.blocks},
          {"surface_blocks", report.surface_blocks},
          {"vertices", report.vertices},
          {"triangles", report.triangles},
          {"components", report.components},
          {"removed_components", report.removed_components},
          {"removed_triangles", report.removed_triangles},
          {"seconds",
           {{"read", times.read},
            {"surface_points", times.surface_points},
            {"extract", times.extract},
            {"index", report.index_s},
            {"grid", report.grid_s},
            {"field_and_marching_cubes", report.field_s},
            {"stitch_and_clean", report.stitch_s},
            {"decimate", times.decimate},
            {"write", times.write}}},
          {"peak_rss_bytes", PeakResidentBytes()},
          {"simd_target", MeshingSimdTargetName()}};
}

/// Memory for the extraction beside what stays from before it.
int64_t MemoryLeft(const MeshOptions& options, size_t gaussians) {
  const int64_t taken =
      IndexBytes(gaussians) + (options.surface == Surface::kOriented ? SurfacePointBytes(gaussians) : 0);
  const int64_t left = options.max_memory_bytes - taken;
  if (left >= kLeastMemory) return left;
  throw UsageError(fmt::format("--max-memory: {} MiB, expected at least {} MiB for {} Gaussians",
                               options.max_memory_bytes >> 20, ((taken + kLeastMemory) >> 20) + 1,
                               gaussians));
}

fs::path ReportPath(const fs::path& mesh) { return fs::path(mesh) += ".json"; }

/// The report must not replace what is not one.
void CheckReport(const fs::path& path) {
  if (!fs::exists(fs::symlink_status(path))) return;
  if (fs::is_regular_file(path) && fs::file_size(path) <= kMostReportBytes) {
    const Json json = Json::parse(ReadWholeFile(path), nullptr, false);
    if (json.is_object() && json.contains("options") && json.contains("surface_blocks")) return;
  }
  throw UsageError(path.string() +
                   ": was not written by extract_mesh, expected no file where its report goes");
}

void CheckPreviewName(const fs::path& path) {
  if (path.empty() || path.extension() == ".png") return;
  throw UsageError("--preview: '" + path.string() + "', expected a name that ends in .png");
}

void WritePreview(const fs::path& path, const TriangleMesh& mesh, const Eigen::Vector3d& up) {
  WritePng(path, RenderMesh(mesh, DollhouseViewpoint(mesh, up, 1280, 960)));
  spdlog::info("picture of the mesh: {}", path.string());
}

/// The mesh with fewer triangles, where that was asked for.
std::optional<DecimatedMesh> DecimatedOf(const ExtractMeshOptions& options, MeshStore* sink) {
  if (!options.decimate && !options.max_triangles) return std::nullopt;
  const TriangleMesh whole = sink->Whole();
  const auto triangles = static_cast<double>(whole.triangle_count());
  const size_t most = options.max_triangles ? *options.max_triangles
                                            : static_cast<size_t>(std::ceil(*options.decimate * triangles));
  DecimatedMesh decimated = Decimate(whole, most);
  if (decimated.mesh.triangle_count() == 0) throw Error("no triangle is left; expected a larger number");
  spdlog::info("decimated to {} vertices, {} triangles, off by about {:.1f} mm",
               decimated.mesh.vertex_count(), decimated.mesh.triangle_count(), 1000.0 * decimated.error_m);
  if (decimated.mesh.triangle_count() > most) {
    spdlog::warn("{} triangles were asked for: the mesh has too many parts and edges", most);
  }
  return decimated;
}

Json ToJson(const std::optional<DecimatedMesh>& decimated) {
  if (!decimated) return nullptr;
  return {{"vertices", decimated->mesh.vertex_count()},
          {"triangles", decimated->mesh.triangle_count()},
          {"error_m", decimated->error_m}};
}

}  // namespace

void ExtractMeshToFile(const ExtractMeshOptions& options, const MeshProgress& progress) {
  Check(options.mesh);
  const fs::path output = options.output.empty() ? DefaultMeshPath(options.input) : options.output;
  CheckMeshName(output);
  CheckReport(ReportPath(output));
  CheckPreviewName(options.preview);
  FileTimes times;
  auto start = std::chrono::steady_clock::now();
  const MapInput input = ReadMapInput(options.input);
  times.read = SecondsSince(start);
  if (input.cloud.size() == 0) throw Error(input.file.string() + ": holds no Gaussians");
  spdlog::info("{}: {} Gaussians", input.file.string(), input.cloud.size());

  MeshOptions mesh = options.mesh;
  mesh.max_memory_bytes = MemoryLeft(options.mesh, input.cloud.size());
  start = std::chrono::steady_clock::now();
  GaussianSource source{&input.cloud, {}, {}};
  SurfacePoints surface;
  if (options.mesh.surface == Surface::kOriented) {
    if (!input.cameras.known()) {
      spdlog::warn("{}: tells no cameras; normals are turned towards the middle of the map",
                   input.file.string());
    }
    surface = FindSurfacePoints(input.cloud, input.cameras, options.mesh.max_memory_bytes);
    source.normals = surface.normals;
    source.spacings = surface.spacings;
  }
  times.surface_points = SecondsSince(start);

  start = std::chrono::steady_clock::now();
  MeshStore sink(mesh.max_memory_bytes / kMeshShare, output.parent_path());
  const MeshReport report = ExtractMesh(source, mesh, &sink, progress);
  times.extract = SecondsSince(start);
  if (report.unusable_gaussians > 0) {
    spdlog::warn("{} of {} Gaussians have numbers that are not finite and were left out",
                 report.unusable_gaussians, report.gaussians);
  }
  if (report.triangles == 0) throw Error(input.file.string() + ": its Gaussians make no surface");

  start = std::chrono::steady_clock::now();
  const std::optional<DecimatedMesh> decimated = DecimatedOf(options, &sink);
  times.decimate = SecondsSince(start);
  start = std::chrono::steady_clock::now();
  decimated ? WriteMesh(output, decimated->mesh) : sink.WriteTo(output);
  times.write = SecondsSince(start);
  Json json = {{"input", input.file.string()}, {"output", output.string()}};
  json["options"] = ToJson(options.mesh);
  json.update(ToJson(report, times));
  json["decimated"] = ToJson(decimated);
  json["bounds"] = {{"low_m", sink.low()}, {"high_m", sink.high()}};
  WriteFileAtomically(ReportPath(output), json.dump(2) + "\n");
  spdlog::info("{}: {} vertices, {} triangles, {:.2f} s", output.string(), report.vertices, report.triangles,
               times.extract);
  if (options.preview.empty()) return;
  WritePreview(options.preview, decimated ? decimated->mesh : sink.Whole(), input.up);
}

}  // namespace isogs
