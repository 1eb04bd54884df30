// Histories from texts.
#include "tests/rule/history-text.h"

#include <fmt/format.h>

namespace ironlaw::example {

namespace {

Section add(Project& project, History& history, const std::string& path, const std::string& text,
            const Migration& migration, Direction direction) {
    Section section;
    section.file = project.sources.add(path, llvm::MemoryBuffer::getMemBufferCopy(text, path));
    section.range = {0, static_cast<uint32_t>(text.size())};
    section.direction = direction;
    ProjectFile file;
    file.file = section.file;
    file.role = direction == Direction::Up ? FileRole::Migration : FileRole::Rollback;
    file.migration = migration.version;
    file.reported = migration.reported;
    history.files.push_back(file);
    return section;
}

} // namespace

Project projectOf(const std::vector<MigrationText>& migrations, Config config) {
    Project project;
    config.lockTimeout = "5min";
    config.ignore.emplace_back("several-statements-without-transaction");
    project.configs.push_back(std::move(config));
    History& history = project.histories.emplace_back();
    history.config = &project.configs.back();
    history.tool = findTool("plain");
    for (const MigrationText& text : migrations) {
        Migration migration;
        migration.version = fmt::format("{}", history.migrations.size() + 1);
        migration.name = migration.version;
        migration.reported = text.reported;
        migration.schemaDump = text.schemaDump;
        migration.up.push_back(add(project, history, migration.version + ".up.sql", text.up,
                                   migration, Direction::Up));
        if (!text.down.empty()) {
            migration.down.push_back(add(project, history, migration.version + ".down.sql",
                                         text.down, migration, Direction::Down));
        }
        history.migrations.push_back(std::move(migration));
    }
    return project;
}

std::vector<std::string> verdict(const std::vector<MigrationText>& migrations, Config config,
                                 unsigned jobs) {
    Project project = projectOf(migrations, std::move(config));
    RunResult result = run(project, {jobs});
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : result.diagnostics) {
        const SourceFile& file = project.sources[diagnostic.location.file];
        lines.push_back(fmt::format("{}:{} {} {}", file.path,
                                    LineTable(file.text()).lineOf(diagnostic.location.range.begin),
                                    wordOf(diagnostic.severity), diagnostic.rule));
    }
    return lines;
}

Config withoutRollback() {
    Config config;
    config.ignore = {"rollback"};
    return config;
}

} // namespace ironlaw::example
