// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/config/field.h"
#include "shared/geometry/depth_sensor.h"

namespace isogs {

enum class BadFrame { kSkip, kStop };

inline const EnumNames<BadFrame> kBadFrameNames = {{"skip", BadFrame::kSkip}, {"stop", BadFrame::kStop}};

/// Where the axes of stored camera poses point. OpenCV: x right, y down, z forward. OpenGL: x right, y up, z
/// backward.
enum class PoseAxes { kLayout, kOpenCv, kOpenGl };

inline const EnumNames<PoseAxes> kPoseAxesNames = {
    {"layout", PoseAxes::kLayout}, {"opencv", PoseAxes::kOpenCv}, {"opengl", PoseAxes::kOpenGl}};

enum class PoseDirection { kCameraToWorld, kWorldToCamera };

inline const EnumNames<PoseDirection> kPoseDirectionNames = {
    {"camera_to_world", PoseDirection::kCameraToWorld}, {"world_to_camera", PoseDirection::kWorldToCamera}};

/// Which pose of a file of poses is a frame's: the one of its number, or of its time.
enum class PoseMatch { kIndex, kTime };

inline const EnumNames<PoseMatch> kPoseMatchNames = {{"index", PoseMatch::kIndex},
                                                     {"time", PoseMatch::kTime}};

/// What measured the depth; `auto` is what the layout's data was recorded with.
enum class SensorChoice { kAuto, kRendered, kKinect, kTimeOfFlight, kLidar };

inline const EnumNames<SensorChoice> kSensorChoiceNames = {{"auto", SensorChoice::kAuto},
                                                           {"rendered", SensorChoice::kRendered},
                                                           {"kinect", SensorChoice::kKinect},
                                                           {"tof", SensorChoice::kTimeOfFlight},
                                                           {"lidar", SensorChoice::kLidar}};

/// As long as nobody has looked at a data set, `auto` is rendered.
inline DepthSensor SensorOf(SensorChoice choice) {
  switch (choice) {
    case SensorChoice::kKinect:
      return DepthSensor::kKinect;
    case SensorChoice::kTimeOfFlight:
      return DepthSensor::kTimeOfFlight;
    case SensorChoice::kLidar:
      return DepthSensor::kLidar;
    default:
      return DepthSensor::kRendered;
  }
}

/// Where the frames come from and how they are brought to working size.
struct DatasetConfig {
  std::string path;             // folder of the sequence, or a recording
  std::string layout = "auto";  // auto, or a name of datasets/layouts.cpp
  // Layout images: a file a frame, * for what differs in their names, below `path`
  std::string color_files;
  std::string depth_files;
  std::string poses_file;  // in TUM format, below `path`; empty: no true poses
  PoseMatch match_poses = PoseMatch::kIndex;
  // Layout rosbag: topics; empty: the ones whose messages are such
  std::string color_topic;
  std::string depth_topic;
  std::string camera_info_topic;  // of the camera of depth's pixels; empty: the one beside the images
  std::string pose_topic;         // tf, or a topic of poses; empty: no true poses
  std::string pose_frame;         // of tf, the world; empty: the root above the camera
  int width = 0;                  // working width [px]; 0: from the height by aspect ratio, or as stored
  int height = 0;                 // working height [px]; 0: likewise
  double max_depth_m = 10.0;      // depth beyond is invalid
  SensorChoice sensor = SensorChoice::kAuto;  // how noisy depth is: where the map's surface is how thick
  double fx = 0.0;  // focal lengths and principal point of the stored images [px]; 0: the layout's
  double fy = 0.0;
  double cx = 0.0;
  double cy = 0.0;
  double k1 = 0.0;  // distortion of the stored images, OpenCV's model; all 0: the layout's
  double k2 = 0.0;
  double p1 = 0.0;
  double p2 = 0.0;
  double k3 = 0.0;
  bool undistort = true;     // false: takes the stored images for undistorted
  double depth_scale = 0.0;  // stored depth units a metre; 0: the layout's
  // 7-Scenes and recordings, where the colour camera is not the depth camera: look colours up where the depth
  // pixels see them
  bool register_color = true;
  PoseAxes pose_axes = PoseAxes::kLayout;  // of the stored poses' cameras
  PoseDirection pose_direction = PoseDirection::kCameraToWorld;
  int min_confidence = 1;  // depth of less is invalid, where the layout has confidences: phones say 0, 1 or 2
  BadFrame on_bad_frame = BadFrame::kSkip;
  int prefetch_frames = 4;  // frames decoded ahead at most; large ones fewer

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("path", path);
    visit("layout", layout);
    visit("color_files", color_files);
    visit("depth_files", depth_files);
    visit("poses_file", poses_file);
    visit("match_poses", match_poses, kPoseMatchNames);
    visit("color_topic", color_topic);
    visit("depth_topic", depth_topic);
    visit("camera_info_topic", camera_info_topic);
    visit("pose_topic", pose_topic);
    visit("pose_frame", pose_frame);
    visit("width", width, InRange(0, 16384));
    visit("height", height, InRange(0, 16384));
    visit("max_depth_m", max_depth_m, InRange(0.01, 1000.0));
    visit("sensor", sensor, kSensorChoiceNames);
    visit("fx", fx, InRange(0.0, 1e5));
    visit("fy", fy, InRange(0.0, 1e5));
    visit("cx", cx, InRange(-1e5, 1e5));
    visit("cy", cy, InRange(-1e5, 1e5));
    visit("k1", k1, InRange(-100.0, 100.0));
    visit("k2", k2, InRange(-100.0, 100.0));
    visit("p1", p1, InRange(-10.0, 10.0));
    visit("p2", p2, InRange(-10.0, 10.0));
    visit("k3", k3, InRange(-1000.0, 1000.0));
    visit("undistort", undistort);
    visit("depth_scale", depth_scale, InRange(0.0, 1e6));
    visit("register_color", register_color);
    visit("pose_axes", pose_axes, kPoseAxesNames);
    visit("pose_direction", pose_direction, kPoseDirectionNames);
    visit("min_confidence", min_confidence, InRange(0, 255));
    visit("on_bad_frame", on_bad_frame, kBadFrameNames);
    visit("prefetch_frames", prefetch_frames, InRange(1, 64));
  }
};

}  // namespace isogs
