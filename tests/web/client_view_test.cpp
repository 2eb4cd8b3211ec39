// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/client_view.h"

#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

namespace isogs::web {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

Body CellBody(uint32_t id, size_t bytes, char fill) {
  BodyWriter writer;
  writer.Put(id);
  writer.Put(uint32_t{3});
  writer.Put(uint32_t{1});
  const std::string rest(bytes, fill);
  writer.PutAll(std::span<const char>(rest));
  return writer.Take();
}

RunNews Cells(uint32_t count, char fill, size_t bytes = 1000) {
  RunNews news;
  news.mesh.emplace();
  for (uint32_t id = 0; id < count; ++id) {
    news.mesh->cells.push_back(
        {id, Eigen::Vector3f(static_cast<float>(id), 0, 0), CellBody(id, bytes, fill)});
  }
  return news;
}

class ClientViewTest : public testing::Test {
 protected:
  ClientViewTest() { Greet("hello"); }

  void Greet(const std::string& text) {
    RunNews news;
    news.hello = text;
    news.status = "status";
    scene_.Take(std::move(news));
  }
  /// Everything that is sent now without an answer.
  std::vector<Outgoing> TakeAll() {
    std::vector<Outgoing> all;
    while (auto next = view_.Next(now_)) all.push_back(std::move(*next));
    return all;
  }
  std::vector<std::string> Texts() {
    std::vector<std::string> texts;
    for (const Outgoing& message : TakeAll()) {
      if (!message.is_binary) texts.push_back(*message.body);
    }
    return texts;
  }
  void Acknowledge(const Outgoing& message) {
    uint32_t sequence = 0;
    std::memcpy(&sequence, message.head.data() + 4, 4);
    ASSERT_TRUE(view_.Take(web::Acknowledge{sequence}, now_));
  }

  SharedScene scene_;
  ClientView view_{scene_};
  std::chrono::milliseconds now_{1000};
};

TEST(ClientView, WaitsForTheFirstNews) {
  SharedScene scene;
  ClientView view(scene);
  EXPECT_FALSE(view.Next(0ms));
}

TEST_F(ClientViewTest, IsGreetedThenToldWhatIsNew) {
  EXPECT_THAT(Texts(), testing::ElementsAre("hello", "status"));
  EXPECT_THAT(Texts(), testing::IsEmpty());
  Greet("again");
  EXPECT_THAT(Texts(), testing::ElementsAre("again", "status"));
}

TEST_F(ClientViewTest, GetsOneStatusATenthOfASecond) {
  Texts();
  for (int i = 0; i < 50; ++i) {
    now_ += 20ms;
    RunNews news;
    news.status = std::to_string(i);
    scene_.Take(std::move(news));
    const auto texts = Texts();
    if (i % 5 == 4) {
      EXPECT_THAT(texts, testing::ElementsAre(std::to_string(i)));
    } else {
      EXPECT_THAT(texts, testing::IsEmpty());
    }
  }
}

TEST_F(ClientViewTest, ASlowClientGetsTheNewestStateAndNoQueue) {
  Texts();
  std::map<std::string, int> sent;
  for (int version = 0; version < 200; ++version) {
    scene_.Take(Cells(100, static_cast<char>('A' + version % 26), 2000));
    for (const Outgoing& message : TakeAll()) ++sent[message.is_binary ? "cells" : "texts"];
  }
  // What fits the least budget, and one more; nothing else as long as it does not answer.
  EXPECT_LE(sent["cells"], 34);
  EXPECT_EQ(sent["texts"], 0);
}

TEST_F(ClientViewTest, WhatItGetsLateIsNew) {
  Texts();
  std::map<uint32_t, char> shown;
  std::deque<Outgoing> on_their_way;
  for (int version = 0; version < 60; ++version) {
    const bool is_last = version == 59;
    scene_.Take(Cells(100, is_last ? 'z' : static_cast<char>('A' + version % 26), 2000));
    for (int round = 0; round < (is_last ? 1000 : 3); ++round) {
      now_ += 10ms;
      for (Outgoing& message : TakeAll()) on_their_way.push_back(std::move(message));
      if (on_their_way.empty()) break;
      uint32_t id = 0;
      std::memcpy(&id, on_their_way.front().body->data(), 4);
      shown[id] = on_their_way.front().body->back();
      Acknowledge(on_their_way.front());
      on_their_way.pop_front();
    }
  }
  ASSERT_EQ(shown.size(), 100U);
  for (const auto& [id, fill] : shown) EXPECT_EQ(fill, 'z') << id;
}

TEST_F(ClientViewTest, NearCellsComeFirst) {
  RunNews camera;
  camera.camera_center = Eigen::Vector3f(50.0f, 0.0f, 0.0f);
  scene_.Take(std::move(camera));
  scene_.Take(Cells(100, 'a'));
  std::vector<uint32_t> ids;
  for (const Outgoing& message : TakeAll()) {
    uint32_t id = 0;
    std::memcpy(&id, message.body->data(), 4);
    if (message.is_binary) ids.push_back(id);
  }
  ASSERT_GT(ids.size(), 10U);
  EXPECT_EQ(ids[0], 50U);
  for (size_t i = 0; i < 10; ++i) EXPECT_NEAR(ids[i], 50.0, 6.0);
}

TEST_F(ClientViewTest, NothingIsSentThatItDoesNotWant) {
  ASSERT_TRUE(view_.Take(Wants{false, false, false}, now_));
  scene_.Take(Cells(3, 'a'));
  for (const Outgoing& message : TakeAll()) EXPECT_FALSE(message.is_binary);
  ASSERT_TRUE(view_.Take(Wants{true, false, false}, now_));
  EXPECT_THAT(TakeAll(), testing::SizeIs(3));
}

TEST_F(ClientViewTest, ANewEpochIsSaidBeforeWhatBelongsToIt) {
  scene_.Take(Cells(3, 'a'));
  for (const Outgoing& message : TakeAll()) {
    if (message.is_binary) Acknowledge(message);
  }
  RunNews restart = Cells(2, 'b');
  restart.mesh->restarts = true;
  scene_.Take(std::move(restart));
  const auto all = TakeAll();
  ASSERT_THAT(all, testing::SizeIs(3));
  EXPECT_EQ(Json::parse(*all[0].body), Json({{"type", "epoch"}, {"kind", "mesh"}}));
  EXPECT_TRUE(all[1].is_binary && all[2].is_binary);
}

TEST_F(ClientViewTest, APageWithFewChangesWaitsUntilTheEnd) {
  ASSERT_TRUE(view_.Take(Wants{false, true, false}, now_));
  const auto tell = [&](uint32_t changes, bool is_final) {
    RunNews news;
    auto page = std::make_shared<SplatPage>();
    page->gaussians.resize(1000);
    news.splats = SplatNews{false, {{page, changes}}};
    news.splats_are_final = is_final;
    scene_.Take(std::move(news));
    const auto all = TakeAll();
    for (const Outgoing& message : all) {
      if (message.is_binary) Acknowledge(message);
    }
    return std::ranges::count_if(all, &Outgoing::is_binary);
  };
  EXPECT_EQ(tell(1000, false), 1);
  EXPECT_EQ(tell(20, false), 0);
  EXPECT_EQ(tell(20, false), 1);  // together enough
  EXPECT_EQ(tell(1, false), 0);
  EXPECT_EQ(tell(1, true), 1);
}

TEST_F(ClientViewTest, PathAndFramesComeInPartsAndFromWhereTheyChange) {
  Texts();
  RunNews news;
  news.path = PathNews{0, std::vector<Eigen::Vector3f>(5000, Eigen::Vector3f::Ones())};
  news.frames = FrameNews{true, std::vector<FrameLine>(2500)};
  scene_.Take(std::move(news));
  std::map<std::string, std::vector<size_t>> begins;
  for (const std::string& text : Texts()) {
    const Json message = Json::parse(text);
    begins[message["type"]].push_back(message["from"]);
  }
  EXPECT_THAT(begins["path"], testing::ElementsAre(0, 4000));
  EXPECT_THAT(begins["frames"], testing::ElementsAre(0, 2000));
  RunNews corrected;
  corrected.path = PathNews{0, std::vector<Eigen::Vector3f>(10, Eigen::Vector3f::Zero())};
  scene_.Take(std::move(corrected));
  const auto texts = Texts();
  ASSERT_THAT(texts, testing::SizeIs(1));
  EXPECT_EQ(Json::parse(texts[0])["centres"].size(), 30U);
}

TEST_F(ClientViewTest, ALateComerGetsTheLastLinesOfTheLog) {
  RunNews news;
  news.log.emplace();
  for (int i = 0; i < 1000; ++i) news.log->lines.push_back("line " + std::to_string(i));
  scene_.Take(std::move(news));
  const auto texts = Texts();
  const Json message = Json::parse(texts.back());
  EXPECT_EQ(message["lines"].size(), 200U);
  EXPECT_EQ(message["lines"].back(), "line 999");
}

TEST_F(ClientViewTest, SeeksInARunThatIsOver) {
  RunNews news;
  news.hello = "recorded";
  news.status_of_frame = [](int64_t frame) { return "frame " + std::to_string(frame); };
  scene_.Take(std::move(news));
  Texts();
  for (const int64_t frame : {3, 9, 7}) ASSERT_TRUE(view_.Take(Seek{frame}, now_));
  now_ += 100ms;
  EXPECT_THAT(Texts(), testing::ElementsAre("frame 7"));  // the last alone
}

TEST_F(ClientViewTest, WhatWasNeverSentCannotBeAcknowledged) {
  scene_.Take(Cells(3, 'a'));
  TakeAll();
  EXPECT_FALSE(view_.Take(web::Acknowledge{0}, now_));
  EXPECT_FALSE(view_.Take(web::Acknowledge{4}, now_));
  EXPECT_TRUE(view_.Take(web::Acknowledge{3}, now_));
  EXPECT_FALSE(view_.Take(web::Acknowledge{3}, now_));
}

TEST(SendBudget, FollowsWhatTheConnectionCarries) {
  SendBudget budget;
  std::chrono::milliseconds now{0};
  const auto run = [&](size_t bytes_per_ms, int seconds) {
    std::deque<uint32_t> way;
    size_t carried = 0;
    for (int ms = 0; ms < 1000 * seconds; ++ms) {
      now += 1ms;
      while (budget.HasRoom()) {
        way.push_back(budget.next_sequence());
        budget.Sent(10'000, now);
      }
      for (carried += bytes_per_ms; carried >= 10'000 && !way.empty(); carried -= 10'000) {
        ASSERT_TRUE(budget.Acknowledge(way.front(), now));
        way.pop_front();
      }
    }
    while (!way.empty()) {
      budget.Acknowledge(way.front(), now);
      way.pop_front();
    }
  };
  run(2500, 3);  // 20 Mbit/s
  EXPECT_NEAR(static_cast<double>(budget.limit()), 625'000.0, 200'000.0);
  run(100'000, 3);
  EXPECT_EQ(budget.limit(), SendBudget::kMostBytes);
  run(10, 20);
  EXPECT_LT(budget.limit(), 100'000U);
}

}  // namespace
}  // namespace isogs::web
