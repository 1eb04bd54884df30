// The options that say what is read: those that sub-commands about histories share.
#pragma once

#include "analyzer/command/options.h"
#include "analyzer/project/project.h"

#include <fmt/format.h>
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

/// A number from `least` to `most`; `name` is the option's.
template <typename Number>
llvm::Error readNumber(std::string_view name, std::string_view text, Number least, Number most,
                       Number& out) {
    if (llvm::StringRef(text).getAsInteger(10, out) || out < least || out > most) {
        return usageError(fmt::format("option \"{}\" needs a number from {} to {}, not \"{}\"",
                                      name, least, most, text));
    }
    return llvm::Error::success();
}

llvm::Error setTool(ProjectOptions& options, std::string_view value);
llvm::Error setServerVersion(ProjectOptions& options, std::string_view value);
template <std::string ProjectOptions::* text>
llvm::Error setText(ProjectOptions& options, std::string_view value) {
    options.*text = value;
    return llvm::Error::success();
}

/// An error if no history of the project has the migration `version`; empty stands for the last.
llvm::Error checkVersion(const Project& project, const std::string& version);

/// Reads the arguments of a sub-command about histories, whose operands are the paths, and runs it
/// or prints its help.
template <typename Target, size_t size>
CommandResult runOnProject(CommandArguments arguments, const Option<Target> (&table)[size],
                           std::string (*help)(), llvm::function_ref<CommandResult(Target&)> run) {
    Target options;
    llvm::Expected<std::vector<std::string>> operands = readArguments(arguments, table, options);
    if (!operands) {
        return impossible(llvm::toString(operands.takeError()));
    }
    if (options.help) {
        return {ExitStatus::Passed, help(), ""};
    }
    options.project.paths = std::move(*operands);
    return run(options);
}

/// What an option does whose `Target` has the field `project`.
template <typename Target, llvm::Error (*set)(ProjectOptions&, std::string_view)>
llvm::Error inProject(Target& target, std::string_view value) {
    return set(target.project, value);
}

template <typename Target>
inline constexpr Option<Target> configOption = {
    "--config", "FILE", "the configuration, instead of the nearest ironlaw.toml",
    inProject<Target, setText<&ProjectOptions::configPath>>};
template <typename Target>
inline constexpr Option<Target> toolOption = {"--tool", "NAME",
                                              "the migration tool; auto (default) recognises it",
                                              inProject<Target, setTool>};
template <typename Target>
inline constexpr Option<Target> serverVersionOption = {"--server-version", "N",
                                                       "PostgreSQL's major version, 12 to 18",
                                                       inProject<Target, setServerVersion>};
template <typename Target>
inline constexpr Option<Target> schemaOption = {
    "--schema", "FILE", "the schema before the first migration",
    inProject<Target, setText<&ProjectOptions::schemaPath>>};
template <typename Target>
inline constexpr Option<Target> sizesOption = {
    "--sizes", "FILE", "table sizes as exported by tools/table-sizes.sql",
    inProject<Target, setText<&ProjectOptions::sizesPath>>};

} // namespace ironlaw
