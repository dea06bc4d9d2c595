// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_skeleton.h"

#include "cli/output/yaml_output.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kSkeletonIndent = 2;
constexpr std::size_t kMaxYamlSkeletonDepth =
    12;  // deeper than any shape that does not contain itself

bool is_scalar_shape(const Shape& shape) {
  return shape.kind != Shape::Kind::kList && shape.kind != Shape::Kind::kMap &&
         shape.kind != Shape::Kind::kStructure;
}

/// A text as it stands behind a dash.
std::string as_item(std::string_view text) {
  std::string line = to_yaml_output(Json::array({text}));
  return line.substr(2, line.size() - 3);
}

std::string sample(const Shape& shape) {
  if (shape.kind == Shape::Kind::kBoolean) return "true";
  if (shape.kind == Shape::Kind::kTimestamp) return "1970-01-01 00:00:00";
  if (shape.kind != Shape::Kind::kString) return "0";
  return as_item(shape.values.empty() ? std::string_view() : shape.values.front());
}

std::string comment_of(const MemberShape& member) {
  std::string comment = member.required ? "[REQUIRED] " : "";
  comment += member.doc;
  const Shape& shape = shape_of(member);
  if (shape.values.empty()) return comment;
  std::vector<std::string> values(shape.values.begin(), shape.values.end());
  return comment + " Valid values are: " + join(values, ", ") + ".";
}

class SkeletonWriter {
 public:
  /// The members of a structure. `inline_start`: the first goes on behind a dash.
  void write_members(const Shape& shape, std::size_t indent, bool inline_start) {
    above_.push_back(&shape);
    for (const MemberShape& member : shape.members) {
      bool first = &member == &shape.members.front();
      if (!first || !inline_start) out_.append(indent, ' ');
      std::string comment = (first ? "  # " : " # ") + comment_of(member);
      write_entry(member.name, shape_of(member), indent, comment);
    }
    above_.pop_back();
  }

  std::string take() { return std::move(out_); }

 private:
  void write_entry(std::string_view name, const Shape& shape, std::size_t indent,
                   const std::string& comment) {
    out_ += name;
    out_ += ":";
    if (is_scalar_shape(shape) || is_closed(shape)) {
      out_ += " " + (is_scalar_shape(shape) ? sample(shape) : "{}") + comment + "\n";
      return;
    }
    out_ += comment + "\n";
    if (shape.kind == Shape::Kind::kList) return write_item(shape, indent);
    write_map_or_members(shape, indent + kSkeletonIndent, false);
  }

  void write_map_or_members(const Shape& shape, std::size_t indent, bool inline_start) {
    if (shape.kind == Shape::Kind::kStructure) return write_members(shape, indent, inline_start);
    if (!inline_start) out_.append(indent, ' ');
    write_entry("KeyName", *shape.element, indent, "");
  }

  /// One item; a list stands below its name without indentation.
  void write_item(const Shape& list, std::size_t indent) {
    const Shape& item = *list.element;
    out_.append(indent, ' ');
    out_ += "- ";
    if (is_scalar_shape(item) || is_closed(item))
      out_ += (is_scalar_shape(item) ? sample(item) : "{}") + "\n";
    else
      write_map_or_members(item, indent + kSkeletonIndent, true);
  }

  /// A structure inside itself is left empty.
  bool is_closed(const Shape& shape) const {
    return shape.kind == Shape::Kind::kStructure &&
           (above_.size() > kMaxYamlSkeletonDepth || shape.members.empty() ||
            std::find(above_.begin(), above_.end(), &shape) != above_.end());
  }

  std::vector<const Shape*> above_;
  std::string out_;
};

}  // namespace

std::string yaml_input_skeleton(const Shape& input) {
  if (input.members.empty()) return "{}\n";
  SkeletonWriter writer;
  writer.write_members(input, 0, false);
  return writer.take();
}

}  // namespace ssm
