// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actions/cloud/mock_file.h"
#include "cli/testkit/api_shapes.h"
#include "core/document/document.h"
#include "core/document/node.h"

namespace ssm {

/// What is wrong with the mocks of one file: in themselves, for their document, and for the models
/// of the APIs.
class MockCheck {
 public:
  /// `file`: how problems name it.
  explicit MockCheck(std::string file) : file_(std::move(file)) {}
  MockCheck(const MockCheck&) = delete;
  MockCheck& operator=(const MockCheck&) = delete;

  /// A mock file. `document`: nullptr = the mocks are held against none.
  void read(std::string_view text, const Document* document);
  /// A part of another file, as read_mocks() takes it.
  void read(const Node& part, const std::string& path, const Document* document);
  void add(Problem problem) { problems_.push_back(std::move(problem)); }

  const std::vector<ApiQuestion>& questions() const { return questions_; }
  /// `opinions`: on the questions, in that order.
  void hear(std::span<const ApiOpinion> opinions);

  /// The problems, a line each; sorted by where they stand.
  std::string report();

 private:
  using Kind = ApiQuestion::Kind;
  struct Written {
    Mock mock;
    const Node* node;
  };
  struct Asked {
    const Written* mock;
    std::vector<Json> where;  // what is asked about, in the mock: ["1-2", "Return"]
  };

  void complain(const Written& mock, const std::vector<Json>& where, std::string message);
  void note_unread(const Written& mock, const Document& document);
  void note_unread_outputs(const Written& mock, const Step& step, const std::vector<Json>& where,
                           const Node& answer);
  void note_unread_members(const Written& mock, std::vector<Json> where, const Node& node,
                           const std::vector<std::vector<std::string>>& read, std::size_t depth,
                           const std::function<std::string(const std::string&)>& unknown);
  void note_unreachable(std::size_t first);
  void collect_questions(const Written& mock);
  void ask_about(const Written& mock, Kind kind, std::vector<Json> where, const Node& value);

  std::string file_;
  std::deque<Node> parts_;
  std::deque<Written> mocks_;
  std::vector<Problem> problems_;
  std::vector<Asked> asked_;
  std::vector<ApiQuestion> questions_;
};

}  // namespace ssm
