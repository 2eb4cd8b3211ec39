// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluation_file.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

Json ReadJsonObject(const std::filesystem::path& path) {
  const Json json = ParseJson(ReadWholeFile(path, kMaxSettingsBytes), path.string());
  if (!json.is_object()) throw Error(path.string() + ": is no JSON object");
  return json;
}

/// What a file of figures holds so far.
Json ReadFigures(const std::filesystem::path& path) {
  return std::filesystem::exists(path) ? ReadJsonObject(path) : Json::object();
}

Json ToJson(const TrajectoryFigures& figures) {
  Json json = {{"ate_rmse_m", nullptr},    {"ate_mean_m", nullptr},        {"ate_median_m", nullptr},
               {"ate_max_m", nullptr},     {"rpe_translation_m", nullptr}, {"rpe_rotation_deg", nullptr},
               {"frames", figures.frames}, {"lost", figures.lost}};
  if (figures.ate) {
    json["ate_rmse_m"] = figures.ate->rmse;
    json["ate_mean_m"] = figures.ate->mean;
    json["ate_median_m"] = figures.ate->median;
    json["ate_max_m"] = figures.ate->max;
  }
  if (figures.rpe) {
    json["rpe_translation_m"] = figures.rpe->translation_m;
    json["rpe_rotation_deg"] = figures.rpe->rotation_deg;
  }
  return json;
}

Json ToJson(const ImageScoreMean& scores) {
  const auto mean = scores.mean();
  Json json = {{"psnr_db", nullptr}, {"ssim", nullptr}, {"depth_l1_m", nullptr}, {"frames", scores.frames()}};
  if (mean) {
    json["psnr_db"] = mean->psnr_db;
    json["ssim"] = mean->ssim;
    json["depth_l1_m"] = mean->depth_l1_m;
  }
  return json;
}

Json ToJson(const ViewFigures& figures) {
  return {{"mapped", ToJson(figures.mapped)}, {"unseen", ToJson(figures.unseen)}};
}

Json ToJson(const std::optional<SpeedFigures>& speed) {
  if (!speed) {
    return {{"seconds_per_frame", nullptr},
            {"fps", nullptr},
            {"track_ms", nullptr},
            {"map_ms", nullptr},
            {"peak_rss_bytes", nullptr}};
  }
  return {{"seconds_per_frame", speed->seconds_per_frame},
          {"fps", speed->fps},
          {"track_ms", speed->track_ms},
          {"map_ms", speed->map_ms},
          {"peak_rss_bytes", speed->peak_rss_bytes}};
}

Json ToJson(const MeshFigures& figures) {
  return {{"accuracy_m", figures.accuracy_m},
          {"completion_m", figures.completion_m},
          {"completion_ratio_5cm", figures.completion_ratio_5cm},
          {"precision_1cm", figures.precision_1cm},
          {"recall_1cm", figures.recall_1cm},
          {"f1_1cm", figures.f1_1cm},
          {"precision_5cm", figures.precision_5cm},
          {"recall_5cm", figures.recall_5cm},
          {"f1_5cm", figures.f1_5cm},
          {"normal_consistency", figures.normal_consistency}};
}

Json ToJson(const MapFigures& map) {
  Json json = {{"gaussians", map.gaussians}, {"bytes", map.bytes}, {"anisotropy_median", nullptr}};
  if (map.anisotropy_median) json["anisotropy_median"] = *map.anisotropy_median;
  return json;
}

Json ToJson(const std::optional<SurfaceFigures>& surface) {
  if (!surface) {
    return {{"density_median", nullptr},
            {"density_lower_quartile", nullptr},
            {"density_upper_quartile", nullptr},
            {"iso_residual_median", nullptr},
            {"points", 0}};
  }
  return {{"density_median", surface->density_median},
          {"density_lower_quartile", surface->density_quartiles[0]},
          {"density_upper_quartile", surface->density_quartiles[1]},
          {"iso_residual_median", surface->iso_residual_median},
          {"points", surface->points}};
}

Json ToJson(const std::optional<MeshFit>& fit) {
  if (!fit) {
    return {{"within_2cm", nullptr},
            {"within_5cm", nullptr},
            {"median_m", nullptr},
            {"points", 0},
            {"seen_through", nullptr}};
  }
  return {{"within_2cm", fit->within_2cm},
          {"within_5cm", fit->within_5cm},
          {"median_m", fit->median_m},
          {"points", fit->points},
          {"seen_through", fit->seen_through}};
}

std::string TrajectoryLines(const TrajectoryFigures& figures) {
  std::string text = fmt::format("trajectory   {} frames, {} lost\n", figures.frames, figures.lost);
  if (!figures.ate || !figures.rpe) {
    return text + "  no true poses to compare with\n";
  }
  if (figures.compared != figures.frames) {
    text += fmt::format("  {} of them have a true pose\n", figures.compared);
  }
  text += fmt::format("  ATE [mm]   rmse {:.2f}  mean {:.2f}  median {:.2f}  max {:.2f}\n",
                      1e3 * figures.ate->rmse, 1e3 * figures.ate->mean, 1e3 * figures.ate->median,
                      1e3 * figures.ate->max);
  return text + fmt::format("  RPE        {:.2f} mm  {:.3f} deg a frame\n", 1e3 * figures.rpe->translation_m,
                            figures.rpe->rotation_deg);
}

std::string ImageLine(const char* name, const ImageScoreMean& scores) {
  const auto mean = scores.mean();
  if (!mean) return fmt::format("  {:<8} {:>8} {:>7} {:>13} {:>7}\n", name, "-", "-", "-", 0);
  return fmt::format("  {:<8} {:>8.2f} {:>7.4f} {:>13.3f} {:>7}\n", name, mean->psnr_db, mean->ssim,
                     1e2 * mean->depth_l1_m, scores.frames());
}

std::string MeshLine(const char* name, const MeshFigures& figures) {
  return fmt::format("  {:<8} {:>11.3f} {:>13.3f} {:>7.4f} {:>8.4f} {:>8.4f}\n", name,
                     1e2 * figures.accuracy_m, 1e2 * figures.completion_m, figures.normal_consistency,
                     figures.f1_1cm, figures.f1_5cm);
}

std::string MapLine(const MapFigures& map) {
  std::string text = fmt::format("map          {} Gaussians, {:.1f} MB", map.gaussians,
                                 static_cast<double>(map.bytes) / 1e6);
  if (map.anisotropy_median) text += fmt::format(", anisotropy {:.1f}", *map.anisotropy_median);
  return text + "\n";
}

std::string SurfaceLine(const char* name, const std::optional<SurfaceFigures>& surface) {
  if (!surface) return "";
  return fmt::format("  {:<8} {:>7.2f} {:>9.2f} {:>9.2f} {:>14.2f} {:>9}\n", name,
                     surface->density_quartiles[0], surface->density_median, surface->density_quartiles[1],
                     surface->iso_residual_median, surface->points);
}

std::string SurfaceLines(const Evaluation& evaluation) {
  const std::string lines =
      SurfaceLine("mapped", evaluation.mapped_surface) + SurfaceLine("unseen", evaluation.surface);
  if (lines.empty()) return "";
  return fmt::format("density    {:>7} {:>9} {:>9} {:>14} {:>9}  of measured points\n", "quarter", "median",
                     "quarter", "|d - target|", "points") +
         lines;
}

std::string FitLine(const char* name, const std::optional<MeshFit>& fit) {
  if (!fit) return "";
  return fmt::format("  {:<8} {:>6.1f} % {:>8.1f} % {:>9.2f} {:>9} {:>10.2f} %\n", name,
                     1e2 * fit->within_2cm, 1e2 * fit->within_5cm, 1e3 * fit->median_m, fit->points,
                     1e2 * fit->seen_through);
}

std::string FitLines(const Evaluation& evaluation) {
  const std::string lines =
      FitLine("mapped", evaluation.mapped_mesh_fit) + FitLine("unseen", evaluation.mesh_fit);
  if (lines.empty()) return "";
  return fmt::format("to mesh    {:>8} {:>10} {:>9} {:>9} {:>12}  of the mesh\n", "in 2 cm", "in 5 cm",
                     "median mm", "points", "seen through") +
         lines;
}

std::string SpeedLine(const std::optional<SpeedFigures>& speed) {
  if (!speed) return "speed        not known: the run left no timing.json\n";
  return fmt::format(
      "speed        {:.2f} frames/s ({:.3f} s a frame; track {:.1f} ms, map {:.1f} ms), peak memory {:.0f} "
      "MiB\n",
      speed->fps, speed->seconds_per_frame, speed->track_ms, speed->map_ms,
      static_cast<double>(speed->peak_rss_bytes) / (1 << 20));
}

}  // namespace

void WriteEvaluation(const std::filesystem::path& path, const Evaluation& evaluation) {
  Json json = ReadFigures(path);
  json["trajectory"] = ToJson(evaluation.trajectory);
  json["images"] = ToJson(evaluation.images.exposed);
  json["images"]["as_rendered"] = ToJson(evaluation.images.as_rendered);
  json["map"] = ToJson(evaluation.map);
  json["surface"] = ToJson(evaluation.surface);
  json["mapped_surface"] = ToJson(evaluation.mapped_surface);
  if (evaluation.mesh_fit || evaluation.mapped_mesh_fit) {
    json["mesh_fit"] = {{"mapped", ToJson(evaluation.mapped_mesh_fit)},
                        {"unseen", ToJson(evaluation.mesh_fit)}};
  }
  json["speed"] = ToJson(evaluation.speed);
  WriteFileAtomically(path, json.dump(2) + "\n");
}

void WriteMeshEvaluation(const std::filesystem::path& path, const MeshFigures& figures) {
  Json json = ReadFigures(path);
  json["mesh"] = ToJson(figures);
  WriteFileAtomically(path, json.dump(2) + "\n");
}

std::string EvaluationTable(const Evaluation& evaluation) {
  std::string text = TrajectoryLines(evaluation.trajectory);
  text += fmt::format("images     {:>8} {:>7} {:>13} {:>7}\n", "PSNR dB", "SSIM", "depth L1 cm", "frames");
  const ImageFigures& images = evaluation.images;
  text += ImageLine("mapped", images.exposed.mapped) + ImageLine("unseen", images.exposed.unseen);
  const auto exposed = images.exposed.unseen.mean(), as_rendered = images.as_rendered.unseen.mean();
  if (exposed && as_rendered && exposed != as_rendered) {
    text += fmt::format("  in the frames' exposure; as rendered: {:.2f} dB unseen\n", as_rendered->psnr_db);
  }
  return text + SurfaceLines(evaluation) + FitLines(evaluation) + MapLine(evaluation.map) +
         SpeedLine(evaluation.speed);
}

std::string MeshTable(const MeshFigures& figures, const MeshFigures& of_truth) {
  return fmt::format("mesh       {:>11} {:>13} {:>7} {:>8} {:>8}\n", "accuracy cm", "completion cm",
                     "normals", "F1 @1cm", "F1 @5cm") +
         MeshLine("mesh", figures) + MeshLine("truth", of_truth) +
         "  (truth: the true surface beside itself, the best that as many samples let a mesh reach)\n";
}

std::optional<SpeedFigures> ReadTiming(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  const Json json = ReadJsonObject(path);
  try {
    const auto frames = json.at("frames").get<double>();
    const auto seconds = json.at("seconds").get<double>();
    if (!(frames > 0) || !(seconds > 0)) throw Error("no frames or no seconds");
    return SpeedFigures{seconds / frames, frames / seconds, json.at("track_ms").get<double>(),
                        json.at("map_ms").get<double>(), json.at("peak_rss_bytes").get<int64_t>()};
  } catch (const std::exception& error) {
    throw Error(path.string() + ": " + error.what() +
                ", expected the numbers frames, seconds, track_ms, map_ms and peak_rss_bytes");
  }
}

}  // namespace isogs
