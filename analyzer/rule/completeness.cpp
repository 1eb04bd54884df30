// Which tables a history makes, and which it takes for granted.
#include "analyzer/rule/completeness.h"

#include "analyzer/replay/facts/facts.h"
#include "grammar/query-scope.h"

#include <llvm/ADT/StringMap.h>

namespace ironlaw {

namespace {

/// Relations are told apart by their names without schemas: whether a schema is written depends on
/// the search_path, and what is asked is a share, not a certainty.
class Census {
public:
    void statement(const Statement& statement) {
        switch (statement.kind) {
        case StatementKind::CreateTable: createTable(*as<CreateTable>(statement)); break;
        case StatementKind::CreateTableAs:
            made(as<CreateTableAs>(statement)->name);
            makesTables_ = true;
            break;
        // pg_dump gives sequences their owner by ALTER TABLE.
        case StatementKind::CreateSequence: made(as<CreateSequence>(statement)->name); break;
        case StatementKind::CreateView: createView(*as<CreateView>(statement)); break;
        case StatementKind::CreateType: made(as<CreateType>(statement)->name); break;
        case StatementKind::CreateDomain: made(as<CreateDomain>(statement)->name); break;
        case StatementKind::Drop: drop(*as<Drop>(statement)); break;
        case StatementKind::Rename: rename(*as<Rename>(statement)); break;
        case StatementKind::AlterTable: alterTable(*as<AlterTable>(statement)); break;
        case StatementKind::CreateIndex: named(as<CreateIndex>(statement)->table); break;
        case StatementKind::AlterDomain: named(as<AlterDomain>(statement)->name); break;
        case StatementKind::Cluster: named(as<Cluster>(statement)->table); break;
        case StatementKind::Reindex: reindex(*as<Reindex>(statement)); break;
        case StatementKind::Vacuum: named(as<Vacuum>(statement)->tables); break;
        case StatementKind::LockTable: named(as<LockTable>(statement)->tables); break;
        case StatementKind::CreateTrigger: named(as<CreateTrigger>(statement)->table); break;
        case StatementKind::CreateRule: named(as<CreateRule>(statement)->table); break;
        case StatementKind::Query: query(*as<QueryStatement>(statement)); break;
        case StatementKind::Copy: named(as<Copy>(statement)->table); break;
        case StatementKind::CreateSchema: all(as<CreateSchema>(statement)->elements); break;
        case StatementKind::Do: all(as<Do>(statement)->body.statements); break;
        default: break;
        }
    }

    bool complete() const {
        size_t makes = 0;
        for (const auto& name : named_) {
            makes += made_.contains(name.first()) ? 1 : 0;
        }
        return makesTables_ && makes * 100 >= named_.size() * 95;
    }

private:
    void all(std::span<const Statement* const> statements) {
        for (const Statement* one : statements) {
            statement(*one);
        }
    }
    void made(const QualifiedName& name) { made_.insert({name.name.text.view(), true}); }
    void named(const QualifiedName& name) {
        bool system = name.schema.text == "pg_catalog" || name.schema.text == "information_schema";
        if (!name.empty() && !system) {
            named_.insert({name.name.text.view(), true});
        }
    }
    void named(std::span<const QualifiedName> names) {
        for (const QualifiedName& name : names) {
            named(name);
        }
    }
    void reindex(const Reindex& statement) {
        if (statement.target == ReindexTarget::Table) {
            named(statement.name);
        }
    }
    void type(const TypeName& type) {
        const std::string_view name = type.name.name.text;
        if (!name.starts_with("_") && !type.isSerial() && !type.columnType &&
            !isBuiltinType(name) && !isTypeOfExtension(name)) {
            named(type.name);
        }
    }

    void createView(const CreateView& statement) {
        made(statement.name);
        reads(*statement.query);
    }
    /// What is read is taken for granted like what is changed; common tables are not.
    void reads(const Query& root) {
        eachRelationRead(root, [&](const FromItem& entry, const Query&) {
            if (!entry.relation.name.text.view().starts_with("pg_")) {
                named(entry.relation);
            }
        });
    }

    void drop(const Drop& statement) {
        const bool isRelation =
            statement.objectKind == ObjectKind::Table || statement.objectKind == ObjectKind::View;
        for (const ObjectReference& object : statement.objects) {
            if (isRelation && !statement.ifExists) {
                named(object.name);
            }
        }
    }

    void constraints(std::span<const ConstraintDefinition> definitions) {
        for (const ConstraintDefinition& definition : definitions) {
            named(definition.referencedTable);
        }
    }

    void createTable(const CreateTable& statement) {
        made(statement.name);
        makesTables_ = true;
        named(statement.partitionOf);
        for (const QualifiedName& parent : statement.inherits) {
            named(parent);
        }
        constraints(statement.constraints);
        for (const ColumnDefinition& definition : statement.columns) {
            constraints(definition.constraints);
            type(definition.type);
        }
    }
    void alterTable(const AlterTable& statement) {
        if (statement.objectKind == ObjectKind::Table) {
            named(statement.name);
        }
        for (const AlterAction* action : statement.actions) {
            if (const auto* add = as<AddConstraint>(*action)) {
                named(add->constraint.referencedTable);
            } else if (const auto* definition = as<AddColumn>(*action)) {
                constraints(definition->column.constraints);
            }
        }
    }
    void rename(const Rename& statement) {
        if (statement.objectKind == ObjectKind::Table) {
            named(statement.object.name);
            made({{}, statement.newName, {}});
        } else if (statement.objectKind == ObjectKind::Column &&
                   statement.relationKind == ObjectKind::Table) {
            named(statement.object.name);
        }
    }
    void query(const QueryStatement& statement) {
        walkQueries(*statement.query, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
            if (one.kind == QueryKind::Insert || one.kind == QueryKind::Update ||
                one.kind == QueryKind::Delete) {
                named(one.relation);
            }
        });
    }

    llvm::StringMap<bool> made_;
    llvm::StringMap<bool> named_;
    bool makesTables_ = false;
};

} // namespace

bool startsFromNothing(const ParsedHistory& history, Completeness configured) {
    if (configured != Completeness::Auto) {
        return configured == Completeness::Yes;
    }
    Census census;
    for (const ParsedMigration& migration : history.migrations()) {
        for (const SectionView& view : migration.up) {
            for (const Statement* statement : view.parsed->statements) {
                census.statement(*statement);
            }
        }
    }
    return census.complete();
}

} // namespace ironlaw
