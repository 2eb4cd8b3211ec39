// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_images.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "datasets/camera_limits.h"
#include "shared/core/error.h"
#include "shared/geometry/near_plane.h"
#include "shared/image/convert.h"
#include "shared/image/image_io.h"
#include "shared/image/resize.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr uint16_t kSaturated = 65535;

Camera Overridden(Camera camera, const DatasetConfig& config) {
  if (config.fx > 0.0) camera.fx = config.fx;
  if (config.fy > 0.0) camera.fy = config.fy;
  if (config.cx != 0.0) camera.cx = config.cx;
  if (config.cy != 0.0) camera.cy = config.cy;
  CheckCamera(camera, "dataset.");
  return camera;
}

Distortion Overridden(const Distortion& distortion, const DatasetConfig& config) {
  if (!config.undistort) return {};
  const Distortion given = {config.k1, config.k2, config.p1, config.p2, config.k3};
  return given == Distortion() ? distortion : given;
}

bool HasSize(const ImageShape& shape, int width, int height) {
  return shape.width == width && shape.height == height;
}

ImageShape WithSidesExchanged(const ImageShape& shape) { return {shape.height, shape.width, kUpright}; }

/// The camera of depth's pixels, if `camera` is that of colours of the same view.
Camera DepthCamera(const Camera& camera, const StoredShapes& shapes) {
  if (!shapes.color || !shapes.depth) return camera;
  const auto [width, height, unused] = *shapes.depth;
  const bool is_colors = HasSize(*shapes.color, camera.width, camera.height);
  if (!is_colors || !SameAspect(camera.width, camera.height, width, height)) return camera;
  return camera.Resized(width, height);
}

/// Of colour images that show what depth images of `camera` show, as those lie.
ImageShape ColorShape(const Camera& camera, const std::optional<ImageShape>& stored) {
  if (stored) {
    for (const ImageShape& shape : {ImageShape{stored->width, stored->height}, WithSidesExchanged(*stored)}) {
      const bool may_lie_so = shape.width == stored->width || ExchangesSides(stored->exif_orientation);
      if (may_lie_so && SameAspect(shape.width, shape.height, camera.width, camera.height)) return shape;
    }
  }
  return {camera.width, camera.height};
}

/// The working size; a side that is not configured follows from the other by the aspect ratio.
Camera AtWorkingSize(const Camera& stored, int width, int height) {
  if (width == 0 && height == 0) return stored;
  const double aspect = static_cast<double>(stored.width) / stored.height;
  if (width == 0) width = std::max(1, static_cast<int>(std::lround(height * aspect)));
  if (height == 0) height = std::max(1, static_cast<int>(std::lround(width / aspect)));
  return stored.Resized(width, height);
}

/// Colours that are finer than depth's pixels by more are averaged before they are looked up.
constexpr double kAveragedRatio = 0.75;

Image<uint8_t> Averaged(Image<uint8_t> color, const Camera& camera) {
  if (color.width() == camera.width && color.height() == camera.height) return color;
  return ToBytes(ResizeColor(color, camera.width, camera.height));
}

std::string Size(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

void ExpectFile(const fs::path& file, const char* what) {
  std::error_code error;
  if (fs::exists(file, error)) return;
  throw Error(file.string() + ": missing, expected a " + what + " image for every frame");
}

void ExpectSize(const ImageShape& shape, const ImageShape& expected, const std::string& why,
                const std::string& name) {
  if (HasSize(shape, expected.width, expected.height)) return;
  throw Error(name + ": found " + Size(shape.width, shape.height) + " pixels, expected " +
              Size(expected.width, expected.height) + why);
}

bool IsMeasured(uint16_t value) { return value > 0 && value != kSaturated; }
bool IsMeasured(float value) { return value > 0.0f && std::isfinite(value); }

/// Of every 37th pixel, a number that no usual width is a multiple of; 0 where nothing is stored.
template <typename T>
T SampledMedian(const Image<T>& stored) {
  constexpr size_t kStep = 37;
  std::vector<T> sample;
  for (size_t i = 0; i < stored.values().size(); i += kStep) {
    const T value = stored.values()[i];
    if (IsMeasured(value)) sample.push_back(value);
  }
  if (sample.empty()) return T{0};
  const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 2);
  std::nth_element(sample.begin(), middle, sample.end());
  return *middle;
}

/// The layout's lenses with what the configuration says instead, of depth's pixels.
std::vector<LensCamera> LensesOf(const StoredImages& stored, const DatasetConfig& config,
                                 const StoredShapes& shapes) {
  std::vector<LensCamera> lenses;
  for (const auto& [camera, distortion] : stored.lenses) {
    lenses.push_back({DepthCamera(Overridden(camera, config), shapes), Overridden(distortion, config)});
    if (!stored.color || lenses.back().distortion == Distortion()) continue;
    throw UsageError(
        config.path +
        ": dataset.k1, k2, p1, p2, k3: found distortion where colour and depth come from two cameras, "
        "expected none; undistort the images first");
  }
  return lenses;
}

/// Floats are stored in metres as a rule, and were measured in millimetres: so keyframes keep them in 16
/// bits.
constexpr float kFloatUnits = 1000.0f;

FrameSource SourceOf(const FrameFiles& files) {
  FrameSource source;
  source.color_name = files.color.string();
  source.depth_name = files.depth.string();
  source.color = [&](const ShapeCheck& check) { return ReadColorImage(files.color, check); };
  source.depth = [&](const ShapeCheck& check) -> StoredDepth { return ReadGray16Png(files.depth, check); };
  source.confidence = files.confidence;
  source.lens = files.lens;
  return source;
}

}  // namespace

FrameImages::FrameImages(StoredImages stored, const DatasetConfig& config, const StoredShapes& shapes)
    : color_(stored.color),
      size_note_(std::move(stored.size_note)),
      view_(LensesOf(stored, config, shapes)),
      color_shape_(color_ ? ImageShape{color_->camera.width, color_->camera.height}
                          : ColorShape(view_.camera(), shapes.color)),
      working_(AtWorkingSize(view_.camera(), config.width, config.height)),
      depth_scale_(static_cast<float>(config.depth_scale > 0.0 ? config.depth_scale : stored.depth_scale)),
      scale_place_(config.depth_scale > 0.0 ? "" : std::move(stored.scale_place)),
      max_depth_m_(static_cast<float>(config.max_depth_m)),
      min_confidence_(config.min_confidence) {
  if (color_ && config.undistort && stored.color_distortion != Distortion()) {
    const LensCamera lens = {color_->camera, stored.color_distortion};
    color_->camera = CommonView({&lens, 1});
    color_undistortion_.emplace(lens, color_->camera);
  }
  FindSampling();
  SayWhatIsDone(config.path);
}

void FrameImages::FindSampling() {
  if (!color_) return;
  const Camera& camera = color_->camera;
  if (camera.width < 2 || camera.height < 2)
    throw UsageError("colour images of a single row or column cannot be registered");
  const double ratio = view_.camera().fx / camera.fx;
  if (ratio > kAveragedRatio) return;
  color_->camera = camera.Resized(std::max(2, static_cast<int>(std::lround(camera.width * ratio))),
                                  std::max(2, static_cast<int>(std::lround(camera.height * ratio))));
}

void FrameImages::SayWhatIsDone(const std::string& path) const {
  const Camera& camera = view_.camera();
  const std::string size = Size(camera.width, camera.height);
  if (!color_ && !HasSize(color_shape_, camera.width, camera.height)) {
    spdlog::info("{}: colours of {} are averaged to the {} pixels of depth", path,
                 Size(color_shape_.width, color_shape_.height), size);
  }
  if (!view_.resamples()) return;
  spdlog::info("{}: images are undistorted, to a pinhole of fx {:.2f}, fy {:.2f}, cx {:.2f}, cy {:.2f} at {}",
               path, camera.fx, camera.fy, camera.cx, camera.cy, size);
}

void FrameImages::Read(const FrameFiles& files, Frame& frame) const {
  ExpectFile(files.color, "colour");
  ExpectFile(files.depth, "depth");
  Read(SourceOf(files), frame);
}

void FrameImages::Read(const FrameSource& source, Frame& frame) const {
  Image<uint8_t> color = ReadColor(source);
  Image<float> depth_m = ReadDepth(source, frame);
  if (color_undistortion_) color = color_undistortion_->Color(color);
  if (color_)
    color = RegisterColor(Averaged(std::move(color), color_->camera), *color_, depth_m, view_.camera());
  if (view_.resamples()) view_.Apply(source.lens, &color, &depth_m);
  frame.camera = working_;
  frame.color = ResizeColor(color, working_.width, working_.height);
  frame.depth_m = ResizeDepth(depth_m, working_.width, working_.height);
}

Image<float> FrameImages::ReadDepth(const FrameSource& source, Frame& frame) const {
  const StoredDepth any = source.depth([&](const ImageShape& shape) {
    ExpectSize(shape, {view_.camera().width, view_.camera().height}, size_note_, source.depth_name);
  });
  Image<float> depth_m = std::visit(
      [&](const auto& stored) {
        Image<float> metres = DepthInMetres(stored, depth_scale_, max_depth_m_);
        frame.stored_depth_median_m = static_cast<float>(SampledMedian(stored)) / depth_scale_;
        NoteLimits(stored, metres, source.depth_name);
        return metres;
      },
      any);
  const bool is_float = std::holds_alternative<Image<float>>(any);
  frame.depth_units_per_m = is_float ? kFloatUnits * depth_scale_ : depth_scale_;
  if (!source.confidence.empty()) RemoveUncertain(source.confidence, &depth_m);
  return depth_m;
}

void FrameImages::RemoveUncertain(const fs::path& confidence, Image<float>* depth_m) const {
  ExpectFile(confidence, "confidence");
  const ColorImage stored = ReadColorImage(confidence, [&](const ImageShape& shape) {
    ExpectSize(shape, {view_.camera().width, view_.camera().height}, " as depth has", confidence.string());
  });
  const std::span<const uint8_t> levels = stored.pixels.plane(0);  // grey: all planes are equal
  for (size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < min_confidence_) depth_m->values()[i] = 0.0f;
  }
}

std::string FrameImages::AspectNote(const ImageShape& color) const {
  const int width = view_.camera().width, height = view_.camera().height;
  if (color_ || SameAspect(color.width, color.height, width, height)) return "";
  return "; depth of " + Size(width, height) +
         " does not show the same view: colour must be cropped or registered to it first";
}

Image<uint8_t> FrameImages::ReadColor(const FrameSource& source) const {
  bool turn = false;
  ColorImage color =
      source.color([&](const ImageShape& shape) { turn = MustTurn(shape, source.color_name); });
  return turn ? Upright(color) : std::move(color.pixels);
}

/// Depth says nothing of how it lies. Where colours fit one way alone, that is it.
bool FrameImages::MustTurn(const ImageShape& shape, const std::string& name) const {
  const bool fits = HasSize(shape, color_shape_.width, color_shape_.height);
  if (shape.exif_orientation != kUpright) {
    const ImageShape turned = ExchangesSides(shape.exif_orientation) ? WithSidesExchanged(shape) : shape;
    const bool fits_turned = HasSize(turned, color_shape_.width, color_shape_.height);
    if (fits_turned && !fits) return true;
    if (fits_turned) {
      throw Error(
          name + ": found Exif orientation " + std::to_string(shape.exif_orientation) +
          ", expected 1: nothing tells whether depth is turned, too; store the pixels as depth's and " +
          "set the orientation to 1 (exiftool -n -Orientation=1)");
    }
  }
  ExpectSize(shape, color_shape_, size_note_ + AspectNote(shape), name);
  return false;
}

template <typename T>
void FrameImages::NoteLimits(const Image<T>& stored, const Image<float>& depth_m,
                             const std::string& name) const {
  const float near_units = kNearPlaneM * depth_scale_;
  const auto is_near = [=](T value) { return IsMeasured(value) && static_cast<float>(value) <= near_units; };
  const auto near = std::ranges::count_if(stored.values(), is_near);
  if (near > 0) {
    std::call_once(near_said_, [&] {
      spdlog::warn(
          "{}: {} pixels have depth up to {:g} m, where nothing is rendered; they count as not measured",
          name, near, kNearPlaneM);
    });
  }
  if (near > 0 || std::ranges::max(depth_m.values()) > 0.0f) return;
  std::optional<T> smallest;
  for (const T value : stored.values()) {
    if (IsMeasured(value)) smallest = smallest ? std::min(*smallest, value) : value;
  }
  if (!smallest) return;
  std::call_once(scale_said_, [&] {
    spdlog::warn(
        "{}: no pixel has depth within dataset.max_depth_m, {:g} m: the smallest stored is {} = {:g} m at "
        "{:g} units a metre; check dataset.depth_scale{}",
        name, max_depth_m_, *smallest, static_cast<float>(*smallest) / depth_scale_, depth_scale_,
        scale_place_.empty() ? "" : " (" + scale_place_ + ")");
  });
}

Image<float> DepthInMetres(const Image<uint16_t>& stored, float depth_scale, float max_depth_m) {
  Image<float> depth_m(1, stored.height(), stored.width());
  std::transform(stored.values().begin(), stored.values().end(), depth_m.values().begin(),
                 [=](uint16_t value) {
                   const float metres = static_cast<float>(value) / depth_scale;
                   const bool valid = value != kSaturated && metres > kNearPlaneM && metres <= max_depth_m;
                   return valid ? metres : 0.0f;
                 });
  return depth_m;
}

Image<float> DepthInMetres(const Image<float>& stored, float depth_scale, float max_depth_m) {
  Image<float> depth_m(1, stored.height(), stored.width());
  std::transform(stored.values().begin(), stored.values().end(), depth_m.values().begin(), [=](float value) {
    const float metres = value / depth_scale;
    return metres > kNearPlaneM && metres <= max_depth_m ? metres : 0.0f;  // NaN is neither
  });
  return depth_m;
}

}  // namespace isogs
