// Clauses of one definition or query that exclude each other, whatever the catalog holds
// (transformColumnDefinition and transformFKConstraints in src/backend/parser/parse_utilcmd.c,
// transformInsertStmt in analyze.c, CreatePolicy in src/backend/commands/policy.c).
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/output-columns.h"

#include <fmt/format.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

class ClauseFailures {
public:
    ClauseFailures(Range statement, FailureSink& sink)
        : anchor_{statement.begin, statement.begin}, sink_(sink) {}

    void of(const ColumnDefinition& column, std::string_view table) {
        anchor_ = column.range;
        const bool isGenerated = column.generated != GeneratedKind::None;
        const bool isIdentity = column.identity != IdentityKind::None;
        if (column.repeatsDefault || (column.hasDefault && column.type.isSerial())) {
            refuse(column, table, "multiple default values specified");
        } else if (column.hasDefault && isGenerated) {
            refuse(column, table, "both default and generation expression specified");
        } else if (column.hasDefault && isIdentity) {
            refuse(column, table, "both default and identity specified");
        } else if (isIdentity && isGenerated) {
            refuse(column, table, "both identity and generation expression specified");
        } else if (column.explicitNull && isNotNull(column)) {
            refuse(column, table, "conflicting NULL/NOT NULL declarations");
        }
        for (const ConstraintDefinition& one : column.constraints) {
            foreignKey(one, isGenerated);
        }
    }

    void of(const CreateTable& table) {
        for (const ColumnDefinition& column : table.columns) {
            of(column, table.name.name.text);
        }
        for (const ConstraintDefinition& one : table.constraints) {
            anchor_ = one.range;
            foreignKey(one, std::ranges::any_of(table.columns, [&](const ColumnDefinition& column) {
                           return column.generated != GeneratedKind::None &&
                                  std::ranges::find(one.columns, column.name.text, &Name::text) !=
                                      one.columns.end();
                       }));
        }
    }

    void of(const AlterTable& table) {
        for (const AlterAction* action : table.actions) {
            anchor_ = action->range;
            if (const auto* add = as<AddColumn>(*action)) {
                of(add->column, table.name.name.text);
            } else if (const auto* added = as<AddConstraint>(*action)) {
                foreignKey(added->constraint, isGenerated(table, added->constraint));
            }
        }
    }

    void of(const CreatePolicy& policy) {
        const bool readsOnly = policy.command == "select" || policy.command == "delete";
        if (policy.command == "insert" && policy.usingExpression != nullptr) {
            refuse("only WITH CHECK expression allowed for INSERT");
        } else if (readsOnly && policy.checkExpression != nullptr) {
            refuse("WITH CHECK cannot be applied to SELECT or DELETE");
        }
    }

    void of(const CreateView& view) {
        if (view.columns.empty()) {
            return;
        }
        const OutputColumns output = outputColumns(view.query, sink_.catalog());
        if (output.complete && view.columns.size() > output.columns.size()) {
            refuse("CREATE VIEW specifies more column names than columns");
        }
    }

    void of(const Query& query) {
        if (query.kind == QueryKind::Update) {
            assignments(query.targets);
        }
        assignments(query.clauses->assignments);
        const auto locks = [](const Query* one) { return one->locking; };
        if (query.kind == QueryKind::SetOperation &&
            (query.locking || std::ranges::any_of(query.clauses->arms, locks))) {
            refuse("FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT");
        }
        if (query.kind == QueryKind::Insert && query.source != nullptr) {
            insertion(query);
        }
    }

private:
    void refuse(std::string error, std::string_view name = {}) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), anchor_, name);
    }
    void refuse(const ColumnDefinition& column, std::string_view table, std::string_view why) {
        refuse(fmt::format("{} for column \"{}\" of table \"{}\"", why, column.name.text.view(),
                           table),
               column.name.text);
    }

    bool isNotNull(const ColumnDefinition& column) const {
        const bool isKey =
            std::ranges::find(column.constraints, ConstraintKind::PrimaryKey,
                              &ConstraintDefinition::kind) != column.constraints.end();
        return column.notNull || column.identity != IdentityKind::None || column.type.isSerial() ||
               (isKey && sink_.serverVersion() >= 18);
    }

    void foreignKey(const ConstraintDefinition& constraint, bool isGenerated) {
        const auto writes = [](ReferentialAction action) {
            return action == ReferentialAction::SetNull || action == ReferentialAction::SetDefault;
        };
        if (constraint.kind != ConstraintKind::ForeignKey || !isGenerated) {
            return;
        }
        const bool onUpdate =
            writes(constraint.onUpdate) || constraint.onUpdate == ReferentialAction::Cascade;
        if (onUpdate || writes(constraint.onDelete)) {
            refuse(fmt::format("invalid {} action for foreign key constraint containing generated "
                               "column",
                               onUpdate ? "ON UPDATE" : "ON DELETE"));
        }
    }

    /// One column may be given in parts: `a.x = 1, a.y = 2`, of which the target has names only.
    void assignments(std::span<const Target> targets) {
        llvm::StringSet<> names;
        for (const Target& target : targets) {
            if (!target.name.empty() && !names.insert(target.name.text.view()).second &&
                !target.partial) {
                anchor_ = {target.location, target.location};
                refuse(fmt::format("multiple assignments to same column \"{}\"",
                                   target.name.text.view()),
                       target.name.text);
                return;
            }
        }
    }

    /// Whether a column of the foreign key, which the table has, is generated.
    bool isGenerated(const AlterTable& statement, const ConstraintDefinition& key) const {
        if (key.kind != ConstraintKind::ForeignKey) {
            return false;
        }
        const Table* table = sink_.seenTable(statement.name);
        return table != nullptr && std::ranges::any_of(key.columns, [&](const Name& name) {
                   const Column* column = table->column(name.text);
                   return column != nullptr && column->generated != GeneratedKind::None;
               });
    }

    void insertion(const Query& query) {
        size_t given = 0;
        bool isKnown = true;
        if (query.source->kind == QueryKind::Values && !query.source->rows.empty()) {
            given = query.source->rows.front()->operands.size();
        } else {
            const OutputColumns output = outputColumns(query.source, sink_.catalog());
            given = output.columns.size();
            isKnown = output.complete;
        }
        size_t wanted = query.targets.size();
        if (query.targets.empty()) {
            // The first columns of the table, as many as there are values.
            const Table* table = sink_.seenTable(query.relation);
            isKnown &= table != nullptr;
            wanted = table == nullptr ? 0 : std::min(given, table->columns.size());
        }
        if (isKnown && given != wanted) {
            refuse(given < wanted ? "INSERT has more target columns than expressions"
                                  : "INSERT has more expressions than target columns");
        }
    }

    Range anchor_;
    FailureSink& sink_;
};

} // namespace

void clauseFailures(const Statement& statement, FailureSink& sink) {
    ClauseFailures failures(statement.range, sink);
    if (const auto* table = as<CreateTable>(statement)) {
        failures.of(*table);
    } else if (const auto* alter = as<AlterTable>(statement)) {
        failures.of(*alter);
    } else if (const auto* policy = as<CreatePolicy>(statement)) {
        failures.of(*policy);
    } else if (const auto* view = as<CreateView>(statement)) {
        failures.of(*view);
    } else if (const auto* query = as<QueryStatement>(statement)) {
        failures.of(*query->query);
    }
}

} // namespace ironlaw
