// See doubts.h.
#include "analyzer/replay/doubts.h"

#include "analyzer/replay/facts/facts.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// The backslash commands of psql that change no schema, nor which statements run.
constexpr std::array<std::string_view, 22> harmlessCommands = {
    "\\.",          "\\;",     "\\a",    "\\copy",     "\\echo",   "\\encoding",
    "\\errverbose", "\\g",     "\\o",    "\\p",        "\\prompt", "\\pset",
    "\\q",          "\\qecho", "\\r",    "\\restrict", "\\set",    "\\timing",
    "\\unrestrict", "\\unset", "\\warn", "\\x"};

bool isHarmlessCommand(std::string_view command) {
    const std::string_view word = command.substr(0, command.find_first_of(" \t\r\n;"));
    return std::ranges::find(harmlessCommands, word) != harmlessCommands.end() ||
           word.starts_with("\\d");
}

/// Whether the names that the statement makes or drops are known, whatever its placeholders stand
/// for; the first of them begins at `placeholder`.
bool namesAreKnown(const Statement& statement, uint32_t placeholder) {
    switch (statement.kind) {
    case StatementKind::CommentOn:
    case StatementKind::ChangeOwner:
    case StatementKind::Transaction:
    case StatementKind::Grant:
    case StatementKind::AlterPublication:
    case StatementKind::AlterDefinition:
    case StatementKind::Copy: return true;
    case StatementKind::Query: {
        const Query& query = *as<QueryStatement>(statement)->query;
        return query.kind != QueryKind::Select || query.relation.empty();
    }
    case StatementKind::CreateRoutine:
        return as<CreateRoutine>(statement)->name.range.end <= placeholder;
    case StatementKind::CreateStatistics:
        return as<CreateStatistics>(statement)->name.range.end <= placeholder;
    case StatementKind::CreateDefinition:
        return as<CreateDefinition>(statement)->object.name.range.end <= placeholder;
    case StatementKind::CreatePublication:
        return as<CreatePublication>(statement)->name.range.end <= placeholder;
    case StatementKind::Other: return !as<OtherStatement>(statement)->reason.empty();
    default: return false;
    }
}

bool drops(const AlterAction& action) {
    return action.kind == AlterActionKind::DropColumn ||
           action.kind == AlterActionKind::DropConstraint;
}

bool isOnlyQueries(const Body& body) {
    return body.readable && !body.executesDynamicSql && body.errors.empty() &&
           std::ranges::all_of(body.statements, [](const Statement* one) {
               return one->kind == StatementKind::Query && as<QueryStatement>(*one)->executes;
           });
}

} // namespace

void Doubts::section(const ParsedSection& section, std::string_view bytes) {
    const PreparedText& prepared = section.prepared;
    inEverything_ |= !section.errors.empty() || !prepared.problems.empty();
    for (const Range command : prepared.commands) {
        inEverything_ |= !isHarmlessCommand(bytes.substr(command.begin, command.size()));
    }
    // A placeholder between statements may be a condition, or statements.
    placeholders_ = prepared.placeholders;
    auto statement = section.statements.begin();
    for (const Range placeholder : placeholders_) {
        while (statement != section.statements.end() &&
               (*statement)->range.end <= placeholder.begin) {
            ++statement;
        }
        inEverything_ |=
            statement == section.statements.end() || (*statement)->range.begin > placeholder.begin;
    }
}

std::optional<uint32_t> Doubts::placeholderIn(const Statement& statement) const {
    auto first = std::ranges::lower_bound(placeholders_, statement.range.begin, {}, &Range::begin);
    const bool isWithin = first != placeholders_.end() && first->begin < statement.range.end;
    return isWithin ? std::optional(first->begin) : std::nullopt;
}

void Doubts::Names::add(std::string_view name) {
    if (!name.empty() && all.insert(name).second) {
        order.emplace_back(name);
    }
}

void Doubts::Names::truncate(size_t count) {
    while (order.size() > count) {
        all.erase(order.back());
        order.pop_back();
    }
}

void Doubts::rewind(Mark mark) {
    names_.truncate(mark.names);
    changedTables_.truncate(mark.changedTables);
    inEverything_ = {.ever = mark.inEverything, .lately = false};
    hasEventTrigger_ = mark.hasEventTrigger;
}

namespace {

bool changesSchema(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::Query:
    case StatementKind::Copy:
    case StatementKind::SetVariable:
    case StatementKind::Transaction:
    case StatementKind::CommentOn:
    case StatementKind::ChangeOwner:
    case StatementKind::CreateDefinition:
    case StatementKind::AlterDefinition:
    case StatementKind::Other: return false;
    default: return true;
    }
}

} // namespace

void Doubts::statement(const Statement& statement, const Catalog& catalog, int serverVersion) {
    const std::optional<uint32_t> placeholder = placeholderIn(statement);
    inEverything_ |= placeholder && !namesAreKnown(statement, *placeholder);
    // An event trigger runs its function at every later change of the schema.
    inEverything_ |= hasEventTrigger_ && changesSchema(statement);
    if (const auto* block = as<Do>(statement)) {
        this->block(block->body, catalog);
    } else if (const auto* query = as<QueryStatement>(statement)) {
        this->query(*query->query, catalog, serverVersion);
    } else if (const auto* call = as<Call>(statement); call != nullptr && call->call != nullptr) {
        this->call(*call->call, catalog, serverVersion);
    } else if (const auto* other = as<OtherStatement>(statement)) {
        inEverything_ |= other->reason.empty();
    } else if (const auto* definition = as<CreateDefinition>(statement)) {
        hasEventTrigger_ |= definition->objectKind == ObjectKind::EventTrigger;
    } else if (const auto* table = as<CreateTable>(statement)) {
        // Where the table is there already, all that comes with it is told by that one failure.
        if (!table->ifNotExists && table->persistence != Persistence::Temporary) {
            QualifiedName made = table->name;
            made.schema.text =
                made.schema.empty() ? catalog.creationSchema() : made.schema.text.view();
            partsOf(made, catalog);
        }
    } else if (const auto* alter = as<AlterTable>(statement)) {
        for (const AlterAction* action : alter->actions) {
            const auto* add = as<AddConstraint>(*action);
            if (add != nullptr && add->constraint.kind == ConstraintKind::NotNull) {
                name(add->constraint.name.text);
            }
        }
    }
}

void Doubts::block(const Body& body, const Catalog& catalog) {
    inEverything_ |= !body.readable || body.executesDynamicSql || !body.errors.empty();
    for (const Statement* one : body.statements) {
        namesOf(*one);
        if (const auto* inner = as<Do>(*one)) {
            block(inner->body, catalog);
        } else if (const auto* alter = as<AlterTable>(*one)) {
            if (std::ranges::any_of(alter->actions,
                                    [](const AlterAction* action) { return drops(*action); })) {
                partsOf(alter->name, catalog);
            }
        } else if (const auto* moved = as<SetSchema>(*one)) {
            partsOf(moved->object.name, catalog);
        } else if (const auto* drop = as<Drop>(*one);
                   drop != nullptr && drop->objectKind == ObjectKind::Table) {
            for (const ObjectReference& object : drop->objects) {
                partsOf(object.name, catalog);
            }
        }
        inEverything_ |=
            one->kind == StatementKind::Call ||
            (one->kind == StatementKind::Other && as<OtherStatement>(*one)->reason.empty());
    }
}

void Doubts::partsOf(const QualifiedName& relation, const Catalog& catalog) {
    const Lookup<Table> table = catalog.table(relation);
    if (!table) {
        return;
    }
    const bool goes = areAbout(table->name);
    llvm::SetVector<ObjectId> tables;
    tables.insert(table->id);
    for (size_t i = 0; i < tables.size(); ++i) {
        (goes ? names_ : changedTables_).add(catalog.find(tables[i])->name);
        for (const Index* index : catalog.indexesOf(tables[i])) {
            name(index->name);
        }
        for (const Sequence* sequence : catalog.partsOf<Sequence>(tables[i])) {
            name(sequence->name);
        }
        const std::vector<ObjectId> children = catalog.children(tables[i]);
        tables.insert(children.begin(), children.end());
    }
}

void Doubts::query(const Query& root, const Catalog& catalog, int serverVersion) {
    const auto calls = [&](const Expression* expression) {
        walkExpression(expression, [&](const Expression& node) {
            if (node.kind == ExpressionKind::FunctionCall) {
                call(node, catalog, serverVersion);
            }
            return true;
        });
    };
    walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
        for (const Target& target : one.targets) {
            calls(target.value);
        }
        for (const FromItem* item : one.from) {
            for (const FromItem* part = item; part != nullptr; part = part->left) {
                calls(part->function);
                calls(part->right == nullptr ? nullptr : part->right->function);
            }
        }
        for (const Expression* row : one.rows) {
            calls(row);
        }
        calls(one.where);
    });
}

void Doubts::call(const Expression& call, const Catalog& catalog, int serverVersion) {
    if (volatilityOfBuiltin(call.text, serverVersion) || isAggregate(call.text)) {
        return;
    }
    const std::vector<const Routine*> routines = catalog.routines(qualifiedName(call.names));
    if (routines.empty() && laterVersionWith(call.text, serverVersion)) {
        return;
    }
    inEverything_ |=
        routines.empty() || !std::ranges::all_of(routines, [](const Routine* routine) {
            return routine->definition != nullptr && isOnlyQueries(routine->definition->body);
        });
}

namespace {

bool haveNames(std::span<const ConstraintDefinition> constraints) {
    return std::ranges::none_of(constraints, [](const ConstraintDefinition& constraint) {
        return constraint.name.empty();
    });
}

/// Whether the names in the action tell all that it makes; it drops and changes nothing.
bool onlyAddsNamed(const AlterAction& action) {
    const auto* column = as<AddColumn>(action);
    const auto* constraint = as<AddConstraint>(action);
    return (column != nullptr && haveNames(column->column.constraints)) ||
           (constraint != nullptr && !constraint->constraint.name.empty());
}

} // namespace

void Doubts::namesOf(const Statement& statement) {
    const auto reference = [this](const ObjectReference& object) {
        name(object.part.empty() ? object.name.name.text : object.part.text);
    };
    if (const auto* table = as<CreateTable>(statement)) {
        name(table->name.name.text);
        for (const ConstraintDefinition& constraint : table->constraints) {
            name(constraint.name.text);
        }
    } else if (const auto* alter = as<AlterTable>(statement)) {
        for (const AlterAction* action : alter->actions) {
            namesOfAction(*action);
        }
        if (!std::ranges::all_of(alter->actions,
                                 [](const AlterAction* one) { return onlyAddsNamed(*one); })) {
            changedTables_.add(alter->name.name.text);
        }
    } else if (const auto* drop = as<Drop>(statement)) {
        std::ranges::for_each(drop->objects, reference);
        inEverything_ |= drop->cascade;
    } else if (const auto* rename = as<Rename>(statement)) {
        reference(rename->object);
        name(rename->newName.text);
    } else if (const auto* moved = as<SetSchema>(statement)) {
        reference(moved->object);
    } else if (const auto* index = as<CreateIndex>(statement)) {
        name(index->name.text);
    } else if (const auto* query = as<QueryStatement>(statement)) {
        if (query->query->kind == QueryKind::Select) {
            name(query->query->relation.name.text);
        }
    } else if (const auto* trigger = as<CreateTrigger>(statement)) {
        name(trigger->name.text);
    } else if (const auto* policy = as<CreatePolicy>(statement)) {
        name(policy->name.text);
    } else {
        namesOfOthers(statement);
    }
}

void Doubts::namesOfAction(const AlterAction& action) {
    if (const auto* column = as<AddColumn>(action)) {
        name(column->column.name.text);
        for (const ConstraintDefinition& constraint : column->column.constraints) {
            name(constraint.name.text);
        }
    } else if (const auto* dropped = as<DropColumn>(action)) {
        name(dropped->column.text);
        inEverything_ |= dropped->cascade;
    } else if (const auto* constraint = as<AddConstraint>(action)) {
        name(constraint->constraint.name.text);
        name(constraint->constraint.usingIndex.text);
    } else if (const auto* gone = as<DropConstraint>(action)) {
        name(gone->constraint.text);
        inEverything_ |= gone->cascade;
    }
}

void Doubts::namesOfOthers(const Statement& statement) {
    if (const auto* made = as<CreateTableAs>(statement)) {
        name(made->name.name.text);
    } else if (const auto* view = as<CreateView>(statement)) {
        name(view->name.name.text);
    } else if (const auto* sequence = as<CreateSequence>(statement)) {
        name(sequence->name.name.text);
    } else if (const auto* type = as<CreateType>(statement)) {
        name(type->name.name.text);
    } else if (const auto* domain = as<CreateDomain>(statement)) {
        name(domain->name.name.text);
    } else if (const auto* label = as<AlterEnum>(statement)) {
        name(label->value);
    } else if (const auto* routine = as<CreateRoutine>(statement)) {
        name(routine->name.name.text);
    } else if (const auto* definition = as<CreateDefinition>(statement)) {
        name(definition->object.name.name.text);
    } else if (const auto* statistics = as<CreateStatistics>(statement)) {
        name(statistics->name.name.text);
    } else if (const auto* publication = as<CreatePublication>(statement)) {
        name(publication->name.name.text);
    } else if (const auto* schema = as<CreateSchema>(statement)) {
        name(schema->name.text);
        for (const Statement* element : schema->elements) {
            namesOf(*element);
        }
    } else if (const auto* block = as<Do>(statement)) {
        for (const Statement* one : block->body.statements) {
            namesOf(*one);
        }
    }
}

} // namespace ironlaw
