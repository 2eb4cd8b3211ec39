// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/pose_graph.h"

#include <ceres/ceres.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>

namespace isogs {
namespace {

using Matrix6 = Eigen::Matrix<double, 6, 6>;
using RowMatrix6 = Eigen::Matrix<double, 6, 6, Eigen::RowMajor>;
using Parameters = std::array<double, 6>;  // a Twist from the pose that a keyframe had

constexpr double kPixelsInOne = 100.0;  // neighbours share their errors
constexpr double kLeastSigma_m = 5e-4, kLeastSigma_rad = 5e-4;
constexpr int kMaxIterations = 50;

Eigen::Matrix3d Skew(const Eigen::Vector3d& v) {
  Eigen::Matrix3d m;
  m << 0.0, -v.z(), v.y(), v.z(), 0.0, -v.x(), -v.y(), v.x(), 0.0;
  return m;
}

/// Exp(Adjoint(T) xi) = T Exp(xi) T^-1.
Matrix6 Adjoint(const Pose& pose) {
  Matrix6 m = Matrix6::Zero();
  m.topLeftCorner<3, 3>() = m.bottomRightCorner<3, 3>() = pose.linear();
  m.topRightCorner<3, 3>() = Skew(pose.translation()) * pose.linear();
  return m;
}

Matrix6 SmallAdjoint(const Twist& xi) {
  Matrix6 m = Matrix6::Zero();
  m.topLeftCorner<3, 3>() = m.bottomRightCorner<3, 3>() = Skew(xi.tail<3>());
  m.topRightCorner<3, 3>() = Skew(xi.head<3>());
  return m;
}

// Series of the left Jacobian of SE(3) and of its inverse (Barfoot, State Estimation for Robotics, 7.3), good
// for the small motions of corrections.
Matrix6 LeftJacobian(const Twist& xi) {
  const Matrix6 ad = SmallAdjoint(xi);
  return Matrix6::Identity() + 0.5 * ad + ad * ad / 6.0;
}
Matrix6 InverseLeftJacobian(const Twist& xi) {
  const Matrix6 ad = SmallAdjoint(xi);
  return Matrix6::Identity() - 0.5 * ad + ad * ad / 12.0;
}

Twist TwistOf(const double* values) { return Eigen::Map<const Twist>(values); }

/// log(T_to T_from^-1 Z^-1), in deviations, with T = Exp(xi) T_0 for both keyframes.
class EdgeCost : public ceres::SizedCostFunction<6, 6, 6> {
 public:
  EdgeCost(const Pose& from_from_map, const Pose& to_from_map, const Pose& measured,
           const Matrix6& information)
      : from_(from_from_map), to_(to_from_map), inverse_(measured.inverse()) {
    root_ = information.llt().matrixU();
  }

  bool Evaluate(double const* const* parameters, double* residuals, double** jacobians) const override {
    const Twist from = TwistOf(parameters[0]), to = TwistOf(parameters[1]);
    const Pose to_from_from = ExpSe3(to) * to_ * (ExpSe3(from) * from_).inverse();
    const Twist error = LogSe3(to_from_from * inverse_);
    Eigen::Map<Twist> weighted(residuals);
    weighted = root_ * error;
    if (jacobians == nullptr) return true;
    const Matrix6 by_motion = root_ * InverseLeftJacobian(error);
    if (jacobians[0] != nullptr) {
      Eigen::Map<RowMatrix6> by_from(jacobians[0]);
      by_from = -by_motion * Adjoint(to_from_from) * LeftJacobian(from);
    }
    if (jacobians[1] != nullptr) {
      Eigen::Map<RowMatrix6> by_to(jacobians[1]);
      by_to = by_motion * LeftJacobian(to);
    }
    return true;
  }

 private:
  Pose from_, to_, inverse_;
  Matrix6 root_;
};

Pose MeasurementOf(const KeyframeEdge& edge, std::span<const Pose> camera_from_map) {
  if (edge.is_loop) return edge.to_from_from;
  return camera_from_map[static_cast<size_t>(edge.to)] *
         camera_from_map[static_cast<size_t>(edge.from)].inverse();
}

ceres::Solver::Options SolverOptions() {
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::SPARSE_NORMAL_CHOLESKY;
  options.sparse_linear_algebra_library_type =
      ceres::EIGEN_SPARSE;  // SuiteSparse's goes through a threaded BLAS
  options.num_threads = 1;
  options.max_num_iterations = kMaxIterations;
  options.function_tolerance = 1e-9;
  options.logging_type = ceres::SILENT;
  return options;
}

}  // namespace

Matrix6 EdgeInformation(const Matrix6& of_alignment) {
  Matrix6 covariance = Matrix6::Zero();
  covariance.diagonal().head<3>().setConstant(kLeastSigma_m * kLeastSigma_m);
  covariance.diagonal().tail<3>().setConstant(kLeastSigma_rad * kLeastSigma_rad);
  const Eigen::SelfAdjointEigenSolver<Matrix6> solver(of_alignment);
  if (of_alignment.allFinite() && solver.eigenvalues().minCoeff() > 1e-9 * solver.eigenvalues().maxCoeff()) {
    const Matrix6& vectors = solver.eigenvectors();
    covariance +=
        kPixelsInOne * vectors * solver.eigenvalues().cwiseInverse().asDiagonal() * vectors.transpose();
  }
  const Matrix6 information = covariance.inverse();
  return 0.5 * (information + information.transpose());
}

Pose EdgeError(const KeyframeEdge& edge, const Pose& from_from_map, const Pose& to_from_map) {
  return to_from_map * from_from_map.inverse() * edge.to_from_from.inverse();
}

PoseGraphResult SolvePoseGraph(std::span<const Pose> camera_from_map, std::span<const KeyframeEdge> edges,
                               double loop_scale) {
  std::vector<Parameters> moves(camera_from_map.size(), Parameters{});
  ceres::Problem problem;
  for (Parameters& move : moves) problem.AddParameterBlock(move.data(), 6);
  if (!moves.empty()) problem.SetParameterBlockConstant(moves.front().data());
  for (const KeyframeEdge& edge : edges) {
    const auto from = static_cast<size_t>(edge.from), to = static_cast<size_t>(edge.to);
    auto cost = std::make_unique<EdgeCost>(camera_from_map[from], camera_from_map[to],
                                           MeasurementOf(edge, camera_from_map), edge.information);
    auto loss = edge.is_loop ? std::make_unique<ceres::CauchyLoss>(loop_scale) : nullptr;
    // The problem owns both.
    problem.AddResidualBlock(cost.release(), loss.release(), moves[from].data(), moves[to].data());
  }
  ceres::Solver::Summary summary;
  ceres::Solve(SolverOptions(), &problem, &summary);

  PoseGraphResult result;
  result.converged = summary.termination_type == ceres::CONVERGENCE;
  for (size_t k = 0; k < moves.size(); ++k) {
    const Twist move = TwistOf(moves[k].data());
    // To the last bit where nothing moved.
    result.camera_from_map.push_back(move.isZero(0.0) ? camera_from_map[k]
                                                      : Orthonormalized(ExpSe3(move) * camera_from_map[k]));
  }
  for (const KeyframeEdge& edge : edges) {
    const auto from = static_cast<size_t>(edge.from), to = static_cast<size_t>(edge.to);
    const Pose now = result.camera_from_map[to] * result.camera_from_map[from].inverse();
    const double off_m = (now * MeasurementOf(edge, camera_from_map).inverse()).translation().norm();
    double& largest = edge.is_loop ? result.loop_error_m : result.stretch_m;
    largest = std::max(largest, off_m);
  }
  return result;
}

}  // namespace isogs
