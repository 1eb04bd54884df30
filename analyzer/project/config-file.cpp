// Reading ironlaw.toml. Every key is known here; an unknown one is an error that names the nearest.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include "analyzer/project/config.h"

#include "analyzer/project/project.h"
#include "analyzer/project/read-file.h"
#include "analyzer/replay/session.h"
#include "analyzer/rule/selection.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/GlobPattern.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Regex.h>
#include <toml++/toml.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Reads one file into a Config. The first mistake ends it.
class Reader {
public:
    Reader(const std::string& origin, Config& config) : origin_(origin), config_(config) {}

    llvm::Error read(const toml::table& root) {
        top(root);
        return error_.empty()
                   ? llvm::Error::success()
                   : llvm::createStringError(llvm::inconvertibleErrorCode(), error_.c_str());
    }

private:
    using Names = std::vector<std::string_view>;

    void fail(const toml::node& node, std::string_view why) {
        if (error_.empty()) {
            error_ = fmt::format("{}:{}: {}", origin_, node.source().begin.line, why);
        }
    }
    void unknown(const toml::node& node, std::string_view what, std::string_view word,
                 const Names& known) {
        fail(node, unknownWordMessage(what, word, known));
    }
    /// Each key of `table` has to be one of `known`.
    void keys(const toml::table& table, const Names& known, std::string_view prefix) {
        for (const auto& [key, node] : table) {
            if (std::ranges::find(known, key.str()) == known.end()) {
                unknown(node, "key", fmt::format("{}{}", prefix, key.str()), known);
            }
        }
    }

    void text(const toml::table& table, std::string_view key, std::string& out) {
        if (const toml::node* node = table.get(key)) {
            if (auto value = node->value_exact<std::string>()) {
                out = *value;
            } else {
                fail(*node, fmt::format("\"{}\" has to be a string", key));
            }
        }
    }
    void list(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
        const toml::node* node = table.get(key);
        if (node == nullptr) {
            return;
        }
        if (!node->is_array()) {
            fail(*node, fmt::format("\"{}\" has to be a list of strings", key));
            return;
        }
        out.clear();
        for (const toml::node& element : *node->as_array()) {
            if (auto value = element.value_exact<std::string>()) {
                out.push_back(*value);
            } else {
                fail(element, fmt::format("\"{}\" has to be a list of strings", key));
            }
        }
    }
    /// Names of tables, in which * and ? stand for others.
    void patterns(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
        list(table, key, out);
        const toml::node* node = table.get(key);
        for (size_t i = 0; node != nullptr && i < out.size(); ++i) {
            const std::string& name = out[i];
            if (auto pattern = llvm::GlobPattern::create(name); !pattern) {
                fail(*node, fmt::format("\"{}\" in \"{}\" is no pattern: {}", name, key,
                                        llvm::toString(pattern.takeError())));
            }
        }
    }
    /// As PostgreSQL's lock_timeout takes it.
    void duration(const toml::table& table, std::string_view key, std::string& out) {
        text(table, key, out);
        const toml::node* node = table.get(key);
        if (node != nullptr && !milliseconds(out)) {
            fail(*node, fmt::format("\"{}\" has to be a duration such as \"5s\" or \"500ms\", not "
                                    "\"{}\"",
                                    key, out));
        }
    }
    template <typename Value>
    void choice(const toml::table& table, std::string_view key, Value& out,
                const std::vector<std::pair<std::string_view, Value>>& choices) {
        const toml::node* node = table.get(key);
        if (node == nullptr) {
            return;
        }
        std::string word = wordOf(*node);
        Names known;
        for (const auto& [name, value] : choices) {
            known.push_back(name);
            if (name == word) {
                out = value;
                return;
            }
        }
        unknown(*node, fmt::format("value of \"{}\":", key), word, known);
    }
    static std::string wordOf(const toml::node& node) {
        if (auto value = node.value_exact<std::string>()) {
            return *value;
        }
        if (auto value = node.value_exact<bool>()) {
            return *value ? "true" : "false";
        }
        return "?";
    }
    const toml::table* section(const toml::table& root, std::string_view key) {
        const toml::node* node = root.get(key);
        if (node != nullptr && !node->is_table()) {
            fail(*node, fmt::format("\"{}\" has to be a section", key));
            return nullptr;
        }
        return node == nullptr ? nullptr : node->as_table();
    }
    void number(const toml::table& table, std::string_view key, int64_t least, int64_t most,
                const std::function<void(int64_t)>& set) {
        if (const toml::node* node = table.get(key)) {
            auto value = node->value_exact<int64_t>();
            if (!value || *value < least || *value > most) {
                fail(*node,
                     fmt::format("\"{}\" has to be a number from {} to {}", key, least, most));
            } else {
                set(*value);
            }
        }
    }

    /// Families, rule ids, "default" and "all".
    void selection(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
        list(table, key, out);
        Names known = ruleFamilies();
        for (const RegisteredRule& rule : registeredRules()) {
            known.push_back(rule.id);
        }
        known.insert(known.end(), {"default", "all"});
        for (const std::string& word : out) {
            if (std::ranges::find(known, word) == known.end() && table.get(key) != nullptr) {
                unknown(*table.get(key), "rule or family", word, known);
            }
        }
    }

    void top(const toml::table& root) {
        keys(root,
             {"paths", "tool", "server-version", "fail-on", "select", "ignore", "complete",
              "transaction", "default-schema", "start-schema", "tables", "deploy", "policy",
              "rules"},
             "");
        list(root, "paths", config_.paths);
        tool(root);
        number(root, "server-version", 12, 18,
               [&](int64_t value) { config_.serverVersion = static_cast<int>(value); });
        choice<Severity>(root, "fail-on", config_.failOn,
                         {{"error", Severity::Error},
                          {"warning", Severity::Warning},
                          {"note", Severity::Note},
                          {"never", Severity::Off}});
        selection(root, "select", config_.select);
        selection(root, "ignore", config_.ignore);
        choice<Completeness>(root, "complete", config_.complete,
                             {{"auto", Completeness::Auto},
                              {"true", Completeness::Yes},
                              {"false", Completeness::No}});
        choice<TransactionOverride>(root, "transaction", config_.transaction,
                                    {{"tool", TransactionOverride::Tool},
                                     {"per-file", TransactionOverride::PerFile},
                                     {"none", TransactionOverride::None}});
        text(root, "default-schema", config_.defaultSchema);
        text(root, "start-schema", config_.startSchema);
        tables(root);
        deploy(root);
        policy(root);
        rules(root);
    }

    void tool(const toml::table& root) {
        text(root, "tool", config_.tool);
        Names known{"auto"};
        for (const Tool* one : allTools()) {
            known.push_back(one->name);
        }
        if (root.get("tool") != nullptr && std::ranges::find(known, config_.tool) == known.end()) {
            unknown(*root.get("tool"), "tool", config_.tool, known);
        }
    }

    void tables(const toml::table& root) {
        const toml::table* table = section(root, "tables");
        if (table == nullptr) {
            return;
        }
        keys(*table, {"large-rows", "sizes", "large", "small", "unknown"}, "");
        number(*table, "large-rows", 0, INT64_MAX,
               [&](int64_t value) { config_.largeRows = static_cast<uint64_t>(value); });
        text(*table, "sizes", config_.sizesPath);
        patterns(*table, "large", config_.large);
        patterns(*table, "small", config_.small);
        choice<TableSizeClass>(
            *table, "unknown", config_.unknownCountsAs,
            {{"large", TableSizeClass::Large}, {"small", TableSizeClass::Small}});
    }

    void deploy(const toml::table& root) {
        const toml::table* table = section(root, "deploy");
        if (table == nullptr) {
            return;
        }
        keys(*table, {"lock-timeout", "statement-timeout", "time-zone", "check-rollbacks"}, "");
        duration(*table, "lock-timeout", config_.lockTimeout);
        duration(*table, "statement-timeout", config_.statementTimeout);
        text(*table, "time-zone", config_.timeZone);
        choice<bool>(*table, "check-rollbacks", config_.checkRollbacks,
                     {{"true", true}, {"false", false}});
    }

    /// Policies whose rules are not there yet are read and checked, and change nothing.
    void policy(const toml::table& root) {
        const toml::table* table = section(root, "policy");
        if (table == nullptr) {
            return;
        }
        keys(*table,
             {"tenant-column", "shared-tables", "soft-delete-columns", "required-columns",
              "required-header", "forbidden-types", "naming", "tiny-tables"},
             "");
        std::string ignoredText;
        std::vector<std::string> ignoredList;
        text(*table, "tenant-column", ignoredText);
        for (std::string_view key :
             {"soft-delete-columns", "required-columns", "required-header"}) {
            list(*table, key, ignoredList);
        }
        if (const toml::table* types = section(*table, "forbidden-types")) {
            for (const auto& [type, instead] : *types) {
                text(*types, type.str(), ignoredText);
            }
        }
        naming(*table);
        patterns(*table, "shared-tables", ignoredList);
        patterns(*table, "tiny-tables", config_.tinyTables);
    }

    /// A regular expression for the names of each kind of object.
    void naming(const toml::table& policy) {
        const toml::table* table = section(policy, "naming");
        if (table == nullptr) {
            return;
        }
        keys(*table,
             {"schema", "table", "column", "view", "materialized-view", "index", "sequence", "type",
              "routine", "trigger", "policy", "constraint", "primary-key", "unique", "check",
              "foreign-key", "exclusion"},
             "");
        for (const auto& [kind, node] : *table) {
            std::string expression;
            text(*table, kind.str(), expression);
            std::string why;
            if (!llvm::Regex(expression).isValid(why)) {
                fail(node,
                     fmt::format("\"naming.{}\" is no regular expression: {}", kind.str(), why));
            }
        }
    }

    void rules(const toml::table& root) {
        const toml::table* table = section(root, "rules");
        if (table == nullptr) {
            return;
        }
        for (const auto& [key, node] : *table) {
            if (findRule(key.str()) == nullptr) {
                fail(node, unknownRuleMessage(key.str()));
                continue;
            }
            if (!node.is_table()) {
                fail(node, fmt::format("\"rules.{}\" has to be a section", key.str()));
                continue;
            }
            RuleConfig& rule = config_.rules[std::string(key.str())];
            keys(*node.as_table(), {"severity", "paths-ignored"}, "");
            Severity severity = Severity::Warning;
            choice<Severity>(*node.as_table(), "severity", severity,
                             {{"error", Severity::Error},
                              {"warning", Severity::Warning},
                              {"note", Severity::Note},
                              {"off", Severity::Off}});
            if (node.as_table()->get("severity") != nullptr) {
                rule.severity = severity;
            }
            list(*node.as_table(), "paths-ignored", rule.pathsIgnored);
        }
    }

    const std::string& origin_;
    Config& config_;
    std::string error_;
};

} // namespace

llvm::Expected<Config> parseConfig(std::string_view text, const std::string& origin) {
    toml::parse_result parsed = toml::parse(text, origin);
    if (!parsed) {
        return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                       fmt::format("{}:{}: {}", origin,
                                                   parsed.error().source().begin.line,
                                                   parsed.error().description())
                                           .c_str());
    }
    Config config;
    if (llvm::Error error = Reader(origin, config).read(parsed.table())) {
        return error;
    }
    return config;
}

llvm::Expected<Config> loadConfig(const std::string& path) {
    auto buffer = readWholeFile(path);
    if (!buffer) {
        return buffer.takeError();
    }
    llvm::Expected<Config> config = parseConfig((*buffer)->getBuffer(), path);
    if (!config) {
        return config;
    }
    config->path = path;
    config->folder = llvm::sys::path::parent_path(path).str();
    auto fromFolder = [&](const std::string& file) {
        bool isComplete = config->folder.empty() || llvm::sys::path::is_absolute(file);
        return isComplete ? file : fmt::format("{}/{}", config->folder, file);
    };
    if (!config->startSchema.empty()) {
        config->startSchema = fromFolder(config->startSchema);
    }
    if (!config->sizesPath.empty()) {
        if (llvm::Error error = loadTableSizes(fromFolder(config->sizesPath), *config)) {
            return error;
        }
    }
    return config;
}

} // namespace ironlaw
