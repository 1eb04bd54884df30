// Data changes, as far as the catalog knows of rows, and session settings.
#include "analyzer/replay/apply.h"

namespace ironlaw {

void Applier::markFilled(ObjectId id) {
    const Table* table = catalog_.get<Table>(id);
    if (table == nullptr || table->filled) {
        return;
    }
    catalog_.edit<Table>(id)->filled = true;
    // Rows of a partition or child are its parents' rows, and those of a partitioned table may be
    // in any partition.
    const std::vector<ObjectId> parents = table->parents;
    const ObjectId partitionOf = table->partitionOf;
    markFilled(partitionOf);
    for (ObjectId parent : parents) {
        markFilled(parent);
    }
}

void Applier::fill(const QualifiedName& name) {
    Lookup<Table> table = catalog_.table(name);
    if (!table) {
        return;
    }
    const ObjectId id = table->id;
    markFilled(id);
    if (table->partitionedBy != PartitionStrategy::None) {
        eachDescendant(id, false, [&](ObjectId one) { markFilled(one); });
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

namespace {

/// The schemas of a search_path that is given as one string (SplitIdentifierString, src/backend/
/// utils/adt/varlena.c).
std::vector<std::string> splitPath(std::string_view text) {
    std::vector<std::string> result;
    std::string one;
    bool quoted = false;
    bool wasQuoted = false;
    auto finish = [&] {
        if (!wasQuoted) {
            one.erase(0, one.find_first_not_of(" \t\n\r"));
            one.erase(one.find_last_not_of(" \t\n\r") + 1);
            one = foldedIdentifier(one);
        }
        if (!one.empty() && one != "$user") {
            result.push_back(one);
        }
        one.clear();
        wasQuoted = false;
    };
    for (const char byte : text) {
        if (byte == '"') {
            quoted = !quoted;
            one = wasQuoted ? one : "";
            wasQuoted = true;
        } else if (byte == ',' && !quoted) {
            finish();
        } else if (quoted || !wasQuoted) {
            one += byte;
        }
    }
    finish();
    return result;
}

} // namespace

void Applier::settingFunction(const Query& root) {
    // pg_dump's output: SELECT pg_catalog.set_config('search_path', '', false).
    for (const Target& target : root.targets) {
        const Expression* call = target.value;
        if (call == nullptr || call->kind != ExpressionKind::FunctionCall ||
            call->text != "set_config" || call->operands.size() < 2 ||
            call->operands[1]->kind != ExpressionKind::String) {
            continue;
        }
        const bool local = call->operands.size() > 2 && call->operands[2]->text == "true";
        replay_.session_.set(foldedIdentifier(call->operands[0]->text), call->operands[1]->text,
                             local, replay_.originAt({call->location, call->location}).location);
        if (call->operands[0]->text != "search_path") {
            continue;
        }
        std::vector<std::string_view> path;
        for (const std::string& schema : splitPath(call->operands[1]->text)) {
            path.push_back(catalog_.intern(schema));
        }
        setPath(std::move(path), local);
    }
}

void Applier::setPath(std::vector<std::string_view> path, bool local) {
    if (local && !replay_.transaction_.isBlock()) {
        return; // it ends with the statement itself
    }
    if (!local) {
        replay_.pathAfterTransaction_.reset();
    } else if (!replay_.pathAfterTransaction_) {
        replay_.pathAfterTransaction_ = catalog_.searchPath();
    }
    catalog_.setSearchPath(std::move(path));
}

void Applier::discard(const Discard& statement) {
    if (statement.temporary) {
        replay_.dropTemporaries(false);
    }
    if (statement.all) {
        SetVariable resetAll;
        resetAll.kind = SetVariable::statementKind;
        resetAll.name = {"all", false};
        resetAll.reset = true;
        setVariable(resetAll);
    }
}

void Applier::setVariable(const SetVariable& statement) {
    if (statement.reset) {
        replay_.session_.reset(foldedIdentifier(statement.name.text), statement.local);
    } else if (statement.name.text == "role" && !statement.values.empty() &&
               statement.values.front() == "none") {
        replay_.session_.reset("role", statement.local);
    } else if (!statement.values.empty()) {
        replay_.session_.set(foldedIdentifier(statement.name.text), statement.values.front(),
                             statement.local, replay_.originAt(statement.range).location);
    }
    // Only search_path changes what names mean.
    const bool all = statement.reset && statement.name.text == "all";
    if (statement.name.text != "search_path" && !all) {
        return;
    }
    if (statement.reset) {
        setPath({catalog_.defaultSchema()}, statement.local);
        return;
    }
    std::vector<std::string_view> path;
    for (std::string_view schema : statement.values) {
        if (!schema.empty() && schema != "$user") {
            path.push_back(schema);
        }
    }
    setPath(std::move(path), statement.local);
}

void Applier::emptied(ObjectId id, bool only) {
    eachDescendant(id, only, [&](ObjectId one) {
        const std::vector<ObjectId> children = catalog_.children(one);
        Table* table = catalog_.edit<Table>(one);
        table->filled = only && std::ranges::any_of(children, [&](ObjectId child) {
                            return catalog_.get<Table>(child)->filled;
                        });
        table->truncatedIn = replay_.transaction().number;
    });
}

void Applier::refresh(const RefreshMaterializedView& statement) {
    if (const Lookup<View> view = catalog_.lookup<View>(statement.name);
        view && view->populated != statement.withData) {
        catalog_.edit<View>(view->id)->populated = statement.withData;
    }
}

void Applier::truncate(const Truncate& statement) {
    std::vector<ObjectId> tables;
    std::vector<bool> only;
    for (size_t i = 0; i < statement.tables.size(); ++i) {
        if (Lookup<Table> table = catalog_.table(statement.tables[i])) {
            tables.push_back(table->id);
            only.push_back(statement.only[i] != 0);
        }
    }
    for (size_t i = 0; i < tables.size(); ++i) {
        emptied(tables[i], i < only.size() && only[i]);
        for (ObjectId other :
             statement.cascade ? catalog_.referencing(tables[i]) : std::vector<ObjectId>()) {
            if (std::ranges::find(tables, other) == tables.end()) {
                tables.push_back(other);
            }
        }
    }
}

} // namespace ironlaw
