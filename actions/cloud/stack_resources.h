// SPDX-License-Identifier: Apache-2.0
#pragma once
// Resources of stacks that are resources of the account, too: which types are, what their
// properties become, and when they come, change and go.

#include <optional>
#include <string>
#include <string_view>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// An element of the account file by the properties of a template's resource, as far as the account
/// has them; null: there are no resources of this type in the account. `id`: the physical one.
Json element_of_stack(std::string_view type, const Json& properties, const std::string& id);

/// The list of the account file that has the resources of a type; empty: none.
std::string_view list_of_stack_type(std::string_view type);

/// A resource of a stack that is one of the account, too.
struct StackElement {
  std::string name;  // in the template
  std::string_view type;
  std::string_view list;  // of the account file
  std::string id;         // in the account
  const Json& element;    // as the file has it
};
/// nullopt: it is none of the account. `resource`: of the Resources of a stack; it must outlive the
/// element.
std::optional<StackElement> element_in(const Json& resource);
/// Errors: kRefused, in the words of CloudFormation: a property cannot be what it is.
Completed check_element(const StackElement& made);
/// Puts the resource into the account as `element` has it. Of a group its instances come, too.
Completed load_stack_element(AccountSession& session, const StackElement& made,
                             const Json& element);

/// Makes the resources that stacks have created by now, and takes away those that they have
/// deleted. The caller calls it before anything is looked at.
Completed apply_stack_changes(AccountSession& session);

}  // namespace ssm::cloud
