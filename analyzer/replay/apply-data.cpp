// Data changes, as far as the catalog knows of rows, and session settings.
#include "analyzer/replay/apply.h"

namespace ironlaw {

void Applier::fill(const QualifiedName& name) {
    Lookup<Table> table = catalog_.table(name);
    if (table && !table->filled) {
        catalog_.edit<Table>(table->id)->filled = true;
    }
}

void Applier::query(const Query& root) {
    walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
        if (one.kind == QueryKind::Insert || one.kind == QueryKind::Merge) {
            fill(one.relation);
        }
    });
    settingFunction(root);
}

void Applier::settingFunction(const Query& root) {
    // pg_dump's output: SELECT pg_catalog.set_config('search_path', '', false).
    for (const Target& target : root.targets) {
        const Expression* call = target.value;
        if (call == nullptr || call->kind != ExpressionKind::FunctionCall ||
            call->text != "set_config" || call->operands.size() < 2 ||
            call->operands[0]->text != "search_path") {
            continue;
        }
        std::vector<std::string_view> path;
        std::string_view rest = call->operands[1]->text;
        while (!rest.empty()) {
            size_t comma = rest.find(',');
            std::string_view one = rest.substr(0, comma);
            rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
            while (!one.empty() && one.front() == ' ') {
                one.remove_prefix(1);
            }
            if (!one.empty()) {
                path.push_back(one);
            }
        }
        catalog_.setSearchPath(std::move(path));
    }
}

void Applier::setVariable(const SetVariable& statement) {
    // Only search_path changes what names mean. SET LOCAL ends with the transaction, which a
    // migration's section is at the most.
    if (statement.name.text != "search_path" &&
        !(statement.reset && statement.name.text == "all")) {
        return;
    }
    if (statement.reset) {
        catalog_.setSearchPath({catalog_.defaultSchema()});
        return;
    }
    std::vector<std::string_view> path;
    for (std::string_view schema : statement.values) {
        if (!schema.empty() && schema != "$user") {
            path.push_back(schema);
        }
    }
    catalog_.setSearchPath(std::move(path));
}

void Applier::truncate(const Truncate& statement) {
    for (const QualifiedName& name : statement.tables) {
        Lookup<Table> table = catalog_.table(name);
        if (table && table->filled) {
            catalog_.edit<Table>(table->id)->filled = false;
        }
    }
}

} // namespace ironlaw
