// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/live_session.h"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/test_meshes.h"
#include "tests/viewer/published_run.h"

namespace isogs {
namespace {

using testing::HasSubstr;

const Camera kCamera = {64, 48, 50, 50, 31.5, 23.5};

Pose At(double x, double y, double z) {
  Pose pose = Pose::Identity();
  pose.translation() = Eigen::Vector3d(x, y, z);
  return pose;
}

class LiveSessionTest : public IpcTest {
 protected:
  LiveSession session_here_ = LiveSession(run());
};

TEST_F(LiveSessionTest, WaitsForARunThatIsNotThere) {
  EXPECT_FALSE(session_here_.Poll());
  const SceneState scene = session_here_.Scene();
  EXPECT_THAT(scene.text, HasSubstr("waiting for SLAM in " + run().string()));
  EXPECT_EQ(scene.mesh, nullptr);
  EXPECT_FALSE(scene.camera.has_value());
  EXPECT_FALSE(session_here_.HasSeen());
  EXPECT_FALSE(session_here_.IsOver());
}

TEST_F(LiveSessionTest, SaysWhatItsFirstPictureWaitsFor) {
  const auto waiting = [&] {
    LiveSession session(run());
    session.Poll();
    return session.Scene().waiting;
  };
  EXPECT_EQ(waiting(), "waiting for SLAM");
  {
    const RoleLock slam = RoleLock::Acquire(run(), Role::kSlam);
    EXPECT_EQ(waiting(), "waiting for SLAM to start");
  }
  PublishedRun published(run(), kCamera, 7);
  published.PublishStatus();
  EXPECT_EQ(waiting(), "waiting for the first frame");
  published.PublishFrame(At(1, 2, 3));
  EXPECT_EQ(waiting(), "waiting for the first mesh");
  published.PublishMesh(test::Tetrahedron());
  EXPECT_EQ(waiting(), "");
}

TEST(LiveText, SaysWhatMakesAMeshWhereNothingDoes) {
  LiveFacts facts;
  facts.run_directory = "runs/a";
  facts.status.emplace();
  facts.status->frames_done = 1;
  facts.slam_alive = true;
  EXPECT_EQ(DescribeWaiting(facts), "") << "no mesh will come";
  EXPECT_THAT(DescribeLive(facts), HasSubstr("isogs mesher runs/a"));
}

TEST_F(LiveSessionTest, SaysWhatShowsAnEndedRun) {
  std::ofstream(RunDirectory(run()).params()) << "results";
  session_here_.Poll();
  EXPECT_THAT(session_here_.Scene().text, HasSubstr("isogs view " + run().string()));
}

TEST_F(LiveSessionTest, ShowsARunInTheWorldsFrame) {
  PublishedRun published(run(), kCamera, 7);
  published.PublishFrame(At(10, 20, 30));
  published.PublishMesh(test::Tetrahedron());
  published.PublishPreview(Image<uint8_t>(3, 2, 4, 9));
  ASSERT_TRUE(session_here_.Poll());
  published.PublishFrame(At(10, 20, 31));
  ASSERT_TRUE(session_here_.Poll());
  EXPECT_FALSE(session_here_.Poll());

  const SceneState scene = session_here_.Scene();
  ASSERT_NE(scene.mesh, nullptr);
  EXPECT_EQ(scene.mesh->triangle_count(), 4u);
  EXPECT_NEAR(scene.mesh->vertices[3], 1.0f, 1e-5f);
  ASSERT_EQ(scene.path.size(), 2u);
  EXPECT_TRUE(scene.path[1].isApprox(Eigen::Vector3f(10, 20, 31)));
  ASSERT_TRUE(scene.camera.has_value());
  EXPECT_EQ(scene.camera->camera, kCamera);
  EXPECT_EQ(scene.preview->width(), 4);
  EXPECT_TRUE(scene.up.isApprox(-Eigen::Vector3f::UnitY()));
  EXPECT_EQ(scene.frame, 1);
  EXPECT_THAT(scene.text, HasSubstr("frame 2/7"));
  EXPECT_THAT(scene.text, HasSubstr("4 triangles"));
}

TEST_F(LiveSessionTest, KnowsTheWayToWhereItCameIn) {
  PublishedRun published(run(), kCamera, 7);
  for (int i = 0; i < 4; ++i) {
    published.status().tracking = i == 2 ? TrackingState::kLost : TrackingState::kTracking;
    published.PublishFrame(At(i, 0, 0));
  }
  LiveSession late(run());
  ASSERT_TRUE(late.Poll());
  const std::vector<Eigen::Vector3f> path = late.Scene().path;
  ASSERT_EQ(path.size(), 3u) << "a lost frame has no place";
  EXPECT_TRUE(path[0].isZero());
  EXPECT_TRUE(path[2].isApprox(Eigen::Vector3f(3, 0, 0)));
}

TEST_F(LiveSessionTest, ThePathFollowsAClosedLoop) {
  PublishedRun published(run(), kCamera, 9);
  for (int i = 0; i < 3; ++i) published.PublishFrame(At(i, 0, 0));
  ASSERT_TRUE(session_here_.Poll());
  WriteTrajectory(RunDirectory(run()).trajectory(), {{1, At(0, 1, 0)}, {2, At(1, 1, 0)}, {3, At(2, 1, 0)}});
  published.status().corrected_poses = 3;
  published.PublishFrame(At(3, 1, 0));
  LiveSession late(run());
  ASSERT_TRUE(session_here_.Poll());
  ASSERT_TRUE(late.Poll());
  for (const LiveSession* session : {&session_here_, &late}) {
    const std::vector<Eigen::Vector3f> path = session->Scene().path;
    ASSERT_EQ(path.size(), 4u);
    for (size_t i = 0; i < 4; ++i)
      EXPECT_TRUE(path[i].isApprox(Eigen::Vector3f(static_cast<float>(i), 1, 0))) << i;
  }
}

TEST_F(LiveSessionTest, KeepsTheLastPictureWhenSlamIsGone) {
  std::optional<PublishedRun> published(std::in_place, run(), kCamera, 7);
  published->PublishFrame(At(1, 2, 3));
  published->PublishMesh(test::Tetrahedron());
  session_here_.Poll();
  published.reset();
  LiveSession late(run());
  EXPECT_FALSE(late.Poll());
  // Whether writers are alive is looked up now and then.
  while (session_here_.Scene().text.find("SLAM is gone") == std::string::npos) session_here_.Poll();
  EXPECT_NE(session_here_.Scene().mesh, nullptr);
  EXPECT_EQ(session_here_.Scene().path.size(), 1u);
  EXPECT_FALSE(session_here_.IsOver()) << "another SLAM may go on";
}

TEST_F(LiveSessionTest, BeginsAnewWithANewSlam) {
  std::optional<PublishedRun> published(std::in_place, run(), kCamera, 7);
  published->PublishFrame(At(1, 2, 3));
  published->PublishFrame(At(1, 2, 4));
  published->PublishMesh(test::Tetrahedron());
  published->PublishPreview(Image<uint8_t>(3, 2, 4));
  session_here_.Poll();
  published.reset();
  published.emplace(run(), kCamera, 7);
  published->PublishFrame(At(5, 2, 3));
  session_here_.Poll();
  const SceneState scene = session_here_.Scene();
  EXPECT_EQ(scene.path.size(), 1u);
  EXPECT_EQ(scene.mesh, nullptr);
  EXPECT_EQ(scene.preview, nullptr);
}

TEST_F(LiveSessionTest, IsOverWhenSlamHasFinishedAndTheFinalMeshIsThere) {
  std::optional<PublishedRun> published(std::in_place, run(), kCamera, 1);
  published->PublishFrame(At(0, 0, 0));
  published->status().state = RunState::kFinished;
  published->PublishStatus();
  published->PublishMesh(test::Tetrahedron(), true);
  session_here_.Poll();
  EXPECT_FALSE(session_here_.IsOver()) << "SLAM is still there";
  published.reset();
  while (!session_here_.IsOver()) session_here_.Poll();
  EXPECT_THAT(session_here_.Scene().text, HasSubstr("finished"));
  EXPECT_THAT(session_here_.Scene().text, HasSubstr("final"));
}

TEST_F(LiveSessionTest, PassesOverWhatCannotBeDrawn) {
  PublishedRun published(run(), kCamera, 7);
  published.PublishFrame(At(0, 0, 0));
  published.PublishFrame(At(1e300, 0, 0));
  TriangleMesh mesh = test::Tetrahedron();
  mesh.vertices[0] = 3e38f;
  published.PublishMesh(mesh);
  session_here_.Poll();
  EXPECT_EQ(session_here_.Scene().mesh, nullptr);
  EXPECT_TRUE(session_here_.Scene().path.empty() || session_here_.Scene().path.back().allFinite());
  published.PublishMesh(test::Tetrahedron());
  session_here_.Poll();
  EXPECT_NE(session_here_.Scene().mesh, nullptr);
}

}  // namespace
}  // namespace isogs
