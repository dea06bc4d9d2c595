// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Parameters of a template: what may be declared, and which values may be given.

#include <string>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

/// Whether the parameters are declared well, their default values too. Errors: ValidationError, in
/// the service's words where they are known.
Completed check_template_parameters(const Json& body);

/// The values of all parameters of a template, as texts. `given`: names to texts. Errors:
/// ValidationError.
Result<Json> bind_template_parameters(const Json& body, const Json& given);
/// The same with those hidden that the template does not want to be shown.
Json shown_template_parameters(const Json& body, Json values);

/// Values of parameters once the Parameter Store has been asked for those of the types
/// AWS::SSM::Parameter::Value<T>, which are given as names.
struct ResolvedParameters {
  Json stored = Json::object();  // what the Parameter Store has, of these alone
  Json meant;                    // what references are to; without what is not known here
};
/// `values`: as bind_template_parameters() gives them. Errors: ValidationError: the account does
/// not have one. Public parameters (/aws/service/...) that it does not have are not known.
Result<ResolvedParameters> resolve_template_parameters(AccountSession& session, const Json& body,
                                                       Json values);

/// What a reference to a parameter gives: of a list its items, else the text.
Json referred_template_parameter(const Json& declared, const std::string& text);

}  // namespace ssm::cloud
