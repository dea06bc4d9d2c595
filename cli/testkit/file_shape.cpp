// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/file_shape.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/text.h"
#include "core/base/time.h"

namespace ssm::testkit {
namespace {

using ShapeKind = FileShape::Kind;

bool is_text(const Node& node) {
  return node.is_scalar() && node.kind != Node::Kind::kNull;
}

bool accepts(const FileShape& shape, const Node& node) {
  switch (shape.kind) {
    case ShapeKind::kText:
    case ShapeKind::kDuration:
    case ShapeKind::kCall:
      return is_text(node);
    case ShapeKind::kCount:
      return node.kind == Node::Kind::kInteger;
    case ShapeKind::kBoolean:
      return node.kind == Node::Kind::kBoolean;
    case ShapeKind::kNull:
      return node.kind == Node::Kind::kNull;
    case ShapeKind::kAnything:
      return true;
    case ShapeKind::kMapOf:
    case ShapeKind::kRecord:
    case ShapeKind::kVariant:
      return node.kind == Node::Kind::kMap;
    case ShapeKind::kListOf:
      return node.kind == Node::Kind::kList;
    case ShapeKind::kEither:
      return std::ranges::any_of(shape.parts,
                                 [&](const FileShape* part) { return accepts(*part, node); });
  }
  return false;
}

std::string expected_text(const FileShape& shape) {
  switch (shape.kind) {
    case ShapeKind::kText:
      return "text";
    case ShapeKind::kDuration:
      return "a duration such as PT5S";
    case ShapeKind::kCall:
      return "a call such as ec2:StopInstances";
    case ShapeKind::kCount:
      return fmt::format("a whole number from {} to {}", shape.least, shape.most);
    case ShapeKind::kBoolean:
      return "true or false";
    case ShapeKind::kNull:
      return "null";
    case ShapeKind::kAnything:
      return "anything";
    case ShapeKind::kMapOf:
    case ShapeKind::kRecord:
    case ShapeKind::kVariant:
      return "a map";
    case ShapeKind::kListOf:
      return "a list";
    case ShapeKind::kEither: {
      std::vector<std::string> parts;
      for (const FileShape* part : shape.parts) parts.push_back(expected_text(*part));
      return join(parts, " or ");
    }
  }
  return {};
}

template <class Texts>
std::vector<std::string> strings_of(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

std::vector<std::string> names_of(std::span<const FileKey> keys) {
  std::vector<std::string> names;
  for (const FileKey& key : keys) names.emplace_back(key.name);
  return names;
}

class Check {
 public:
  std::vector<Problem> problems;

  void look_at(const Node& node, const FileShape& shape, const std::string& path) {
    if (!accepts(shape, node)) {
      add(node.at, path,
          fmt::format("expected {}, found {}", expected_text(shape), kind_name(node)));
      return;
    }
    switch (shape.kind) {
      case ShapeKind::kText:
        check_value(node, shape, path);
        break;
      case ShapeKind::kDuration:
        check_duration(node, path);
        break;
      case ShapeKind::kCall:
        check_call(node, path);
        break;
      case ShapeKind::kCount:
        check_count(node, shape, path);
        break;
      case ShapeKind::kMapOf:
        for (const Node::Member& member : node.members)
          look_at(member.value, *shape.parts[0], below(path, member.name));
        break;
      case ShapeKind::kListOf:
        for (std::size_t i = 0; i < node.items.size(); ++i)
          look_at(node.items[i], *shape.parts[0], fmt::format("{}[{}]", path, i));
        break;
      case ShapeKind::kRecord:
        check_record(node, shape, path);
        break;
      case ShapeKind::kEither:
        for (const FileShape* part : shape.parts)
          if (accepts(*part, node)) return look_at(node, *part, path);
        break;
      case ShapeKind::kVariant:
        check_variant(node, shape, path);
        break;
      case ShapeKind::kBoolean:
      case ShapeKind::kNull:
      case ShapeKind::kAnything:
        break;
    }
  }

 private:
  static std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }

  void add(Location at, const std::string& path, std::string message) {
    problems.push_back(file_problem(at, path, std::move(message)));
  }

  void check_value(const Node& node, const FileShape& shape, const std::string& path) {
    if (shape.values == nullptr) return;
    const std::vector<std::string> values = strings_of(shape.values->values);
    if (std::ranges::find(values, node.text) != values.end()) return;
    add(node.at, path,
        fmt::format("\"{}\" is not one of {}{}", node.text, join(values, ", "),
                    did_you_mean(node.text, values)));
  }

  void check_duration(const Node& node, const std::string& path) {
    if (const auto read = parse_duration(node.text); !read)
      add(node.at, path, fmt::format("expected a duration such as PT5S, found \"{}\"", node.text));
  }

  void check_call(const Node& node, const std::string& path) {
    const std::vector<std::string> parts = split(node.text, ':');
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty())
      add(node.at, path,
          fmt::format("expected a call such as ec2:StopInstances, found \"{}\"", node.text));
  }

  void check_count(const Node& node, const FileShape& shape, const std::string& path) {
    std::int64_t number = 0;
    const char* const end = node.text.data() + node.text.size();
    const auto read = std::from_chars(node.text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < shape.least || number > shape.most)
      add(node.at, path, fmt::format("expected {}, found {}", expected_text(shape), node.text));
  }

  void check_record(const Node& node, const FileShape& shape, const std::string& path) {
    for (const Node::Member& member : node.members) {
      const auto key = std::ranges::find(shape.keys, member.name, &FileKey::name);
      if (key != shape.keys.end()) {
        look_at(member.value, *key->shape, below(path, member.name));
      } else {
        const std::vector<std::string> names = names_of(shape.keys);
        add(member.at, path,
            fmt::format("unknown key \"{}\"{}; allowed: {}", member.name,
                        did_you_mean(member.name, names), join(names, ", ")));
      }
    }
    if (shape.is_partial) return;
    for (const FileKey& key : shape.keys)
      if (key.is_required && node.find(key.name) == nullptr)
        add(node.at, path, fmt::format("\"{}\" is missing: {}", key.name, key.doc));
  }

  void check_variant(const Node& node, const FileShape& shape, const std::string& path) {
    std::vector<std::string> firsts;
    for (const FileShape* part : shape.parts) {
      if (node.find(part->keys[0].name)) return check_record(node, *part, path);
      firsts.emplace_back(part->keys[0].name);
    }
    std::string message = fmt::format("one of {} is missing", join(firsts, ", "));
    for (const Node::Member& member : node.members) message += did_you_mean(member.name, firsts);
    add(node.at, path, std::move(message));
  }
};

}  // namespace

Problem file_problem(Location at, std::string path, std::string message) {
  return Problem{.code = "TestFile",
                 .message = std::move(message),
                 .at = at,
                 .path = std::move(path),
                 .rule = "test-file"};
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", near);
}

std::string_view kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull:
      return "nothing";
    case Node::Kind::kBoolean:
      return "a Boolean";
    case Node::Kind::kInteger:
    case Node::Kind::kFloat:
      return "a number";
    case Node::Kind::kString:
      return "text";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kMap:
      return "a map";
  }
  return {};
}

std::string joined_path(const std::string& path, const std::string& below) {
  return below.empty() ? path : path + "." + below;
}

std::vector<Problem> file_problems(const Node& node, const FileShape& shape,
                                   const std::string& path) {
  Check check;
  check.look_at(node, shape, path);
  return std::move(check.problems);
}

}  // namespace ssm::testkit
