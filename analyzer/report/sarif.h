// SARIF with the rules given, so that it can be tested without those that are built in.
#pragma once

#include "analyzer/report/report.h"
#include "analyzer/rule/registry.h"

#include <llvm/Support/JSON.h>

#include <span>

namespace ironlaw {

/// `rules` are sorted by id. A diagnostic's rule need not be among them.
void writeSarif(const ReportInput& input, std::span<const RegisteredRule> rules,
                llvm::raw_ostream& out);

/// One entry of tool.driver.rules: `rule`, or only its name and family where it is null.
void writeSarifRule(std::string_view id, std::string_view family, const RegisteredRule* rule,
                    llvm::json::OStream& json);

/// "error", "warning", "note" or "none".
std::string_view sarifLevel(Severity severity);

} // namespace ironlaw
