// The dump of CREATE TABLE and ALTER TABLE.
#include "grammar/dump-writer.h"
#include "grammar/dump.h"

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view persistences[] = {"", "unlogged", "temporary"};
constexpr std::string_view strategies[] = {"", "list", "range", "hash"};
constexpr std::string_view identities[] = {"", "always", "by default"};
constexpr std::string_view generations[] = {"", "stored", "virtual"};
constexpr std::string_view constraintKinds[] = {"NOT NULL", "PRIMARY KEY", "UNIQUE",
                                                "CHECK",    "FOREIGN KEY", "EXCLUDE"};
constexpr std::string_view referentialActions[] = {"", "RESTRICT", "CASCADE", "SET NULL",
                                                   "SET DEFAULT"};

template <size_t size, typename Enum>
std::string_view wordOf(const std::string_view (&words)[size], Enum value) {
    return words[static_cast<size_t>(value)];
}

} // namespace

void DumpWriter::createTable(const CreateTable& table) {
    name("name", table.name);
    text("persistence", wordOf(persistences, table.persistence));
    flags({{"if not exists", table.ifNotExists},
           {"foreign", table.foreign},
           {"dropped on commit", table.dropsOnCommit}});
    for (const ColumnDefinition& one : table.columns) {
        column("column", one);
    }
    for (const ConstraintDefinition& one : table.constraints) {
        constraint(one);
    }
    for (const LikeClause& like : table.likes) {
        name("like", like.source);
        Deeper deeper(*this);
        line("behind {} columns", like.columnsBefore);
        flags({{"defaults", like.defaults},
               {"constraints", like.constraints},
               {"indexes", like.indexes},
               {"identity", like.identity},
               {"generated", like.generated}});
    }
    for (const QualifiedName& parent : table.inherits) {
        name("inherits", parent);
    }
    name("partition of", table.partitionOf);
    bound(table.bound);
    text("partition by", wordOf(strategies, table.partitionBy));
    names("partition columns", table.partitionColumns);
    expressions("partition expression", table.partitionExpressions);
    type("of type", table.ofType);
}

void DumpWriter::createTableAs(const CreateTableAs& table) {
    name("name", table.name);
    text("persistence", wordOf(persistences, table.persistence));
    names("columns", table.columns);
    flags({{"if not exists", table.ifNotExists},
           {"materialized view", table.materializedView},
           {"select into", table.selectInto},
           {"without data", !table.withData},
           {"dropped on commit", table.dropsOnCommit}});
    query("query", table.query);
}

void DumpWriter::bound(const PartitionBound& bound) {
    Deeper deeper(*this);
    text("bound", bound.isDefault ? "default" : wordOf(strategies, bound.strategy));
    expressions("in", bound.values);
    expressions("from", bound.from);
    expressions("to", bound.to);
    if (bound.modulus != 0) {
        line("modulus {} remainder {}", bound.modulus, bound.remainder);
    }
}

void DumpWriter::column(std::string_view label, const ColumnDefinition& column) {
    line("{} {}{}", label, shown(column.name), at(column.range));
    Deeper deeper(*this);
    type("type", column.type);
    name("collation", column.collation);
    flags({{"not null", column.notNull},
           {"explicitly null", column.explicitNull},
           {"with a default", column.hasDefault && column.defaultValue == nullptr}});
    expression("default", column.defaultValue);
    text("identity", wordOf(identities, column.identity));
    name("sequence", column.identitySequence);
    text("generated", wordOf(generations, column.generated));
    expression("as", column.generation);
    for (const ConstraintDefinition& one : column.constraints) {
        constraint(one);
    }
}

void DumpWriter::constraint(const ConstraintDefinition& constraint) {
    line("{} {}{}", wordOf(constraintKinds, constraint.kind), shown(constraint.name),
         at(constraint.range));
    Deeper deeper(*this);
    names("columns", constraint.columns);
    for (const IndexKey& element : constraint.elements) {
        indexKey(element);
    }
    names("include", constraint.included);
    name("references", constraint.referencedTable);
    names("referenced columns", constraint.referencedColumns);
    text("on delete", wordOf(referentialActions, constraint.onDelete));
    names("on delete columns", constraint.onDeleteColumns);
    text("on update", wordOf(referentialActions, constraint.onUpdate));
    expression("check", constraint.expression);
    expression("where", constraint.predicate);
    name("using index", constraint.usingIndex);
    text("method", constraint.accessMethod);
    flags({{"not valid", constraint.notValid},
           {"not enforced", constraint.notEnforced},
           {"deferrable", constraint.deferrable},
           {"initially deferred", constraint.initiallyDeferred},
           {"no inherit", constraint.noInherit},
           {"nulls not distinct", constraint.nullsNotDistinct},
           {"temporal", constraint.temporal}});
}

void DumpWriter::indexKey(const IndexKey& key) {
    std::string line = key.expression == nullptr ? shown(key.column) : dump(*key.expression);
    if (!key.collation.empty()) {
        line += " collate " + shown(key.collation);
    }
    if (!key.operatorClass.empty()) {
        line += " class " + shown(key.operatorClass);
    }
    line += key.descending ? " descending" : "";
    line += key.nullsFirst ? " nulls first" : "";
    text("key", line);
}

void DumpWriter::alterTable(const AlterTable& statement) {
    name("name", statement.name);
    text("kind", statement.objectKind == ObjectKind::Table ? "" : wordsOf(statement.objectKind));
    flags({{"if exists", statement.ifExists}, {"only", statement.only}});
    for (const AlterAction* one : statement.actions) {
        action(*one);
    }
}

void DumpWriter::action(const AlterAction& action) {
    line("action{}", at(action.range));
    Deeper deeper(*this);
    if (columnAction(action) || constraintAction(action)) {
        return;
    }
    if (const auto* attach = as<AttachPartition>(action)) {
        name("attach partition", attach->partition);
        bound(attach->bound);
    } else if (const auto* detach = as<DetachPartition>(action)) {
        name("detach partition", detach->partition);
        flags({{"concurrently", detach->concurrently}, {"finalize", detach->finalize}});
    } else if (const auto* inherit = as<Inherit>(action)) {
        name(inherit->remove ? "no inherit" : "inherit", inherit->parent);
    } else if (const auto* typed = as<OfType>(action)) {
        name("of", typed->type);
        flags({{"not of a type", typed->type.empty()}});
    } else if (const auto* persistence = as<SetPersistence>(action)) {
        line("set {}", persistence->logged ? "logged" : "unlogged");
    } else if (const auto* other = asOther(action)) {
        text("words", other->words);
        name("name", other->name);
        text("options", fmt::format("{}", fmt::join(other->options, ", ")));
    }
}

bool DumpWriter::columnAction(const AlterAction& action) {
    if (const auto* add = as<AddColumn>(action)) {
        column("add column", add->column);
        flags({{"if not exists", add->ifNotExists}});
    } else if (const auto* drop = as<DropColumn>(action)) {
        name("drop column", drop->column);
        flags({{"if exists", drop->ifExists}, {"cascade", drop->cascade}});
    } else if (const auto* alter = as<AlterColumnType>(action)) {
        name("change type of", alter->column);
        type("type", alter->type);
        name("collation", alter->collation);
        expression("using", alter->conversion);
    } else if (const auto* value = as<SetDefault>(action)) {
        name(value->value == nullptr ? "drop default of" : "set default of", value->column);
        expression("default", value->value);
    } else if (as<SetNotNull>(action) != nullptr || as<DropNotNull>(action) != nullptr ||
               as<SetExpression>(action) != nullptr || as<DropExpression>(action) != nullptr ||
               as<AddIdentity>(action) != nullptr || as<SetIdentity>(action) != nullptr ||
               as<DropIdentity>(action) != nullptr) {
        const auto& simple = static_cast<const ColumnAction&>(action);
        static constexpr std::string_view words[] = {
            "set not null of", "drop not null of", "set expression of", "drop expression of",
            "add identity of", "set identity of",  "drop identity of"};
        name(words[static_cast<size_t>(action.kind) -
                   static_cast<size_t>(AlterActionKind::SetNotNull)],
             simple.column);
        expression("as", simple.expression);
        text("identity", wordOf(identities, simple.identity));
        if (const auto* added = as<AddIdentity>(action)) {
            name("sequence", added->sequence);
        }
        flags({{"if exists", simple.ifExists}});
    } else {
        return false;
    }
    return true;
}

bool DumpWriter::constraintAction(const AlterAction& action) {
    if (const auto* add = as<AddConstraint>(action)) {
        constraint(add->constraint);
    } else if (const auto* validate = as<ValidateConstraint>(action)) {
        name("validate constraint", validate->constraint);
    } else if (const auto* drop = as<DropConstraint>(action)) {
        name("drop constraint", drop->constraint);
        flags({{"if exists", drop->ifExists}, {"cascade", drop->cascade}});
    } else if (const auto* alter = as<AlterConstraint>(action)) {
        name("alter constraint", alter->constraint);
        flags({{"setting deferrability", alter->setsDeferrability},
               {"deferrable", alter->deferrable},
               {"initially deferred", alter->initiallyDeferred},
               {"setting enforcement", alter->setsEnforcement},
               {"not enforced", !alter->enforced}});
    } else {
        return false;
    }
    return true;
}

bool DumpWriter::listStatement(const Statement& statement) {
    static constexpr std::string_view publicationActions[] = {"add", "drop", "set", "options"};
    if (const auto* grant = as<Grant>(statement)) {
        text("kind", wordsOf(grant->objectKind));
        for (const QualifiedName& relation : grant->relations) {
            name("relation", relation);
        }
        for (const ObjectReference& object : grant->objects) {
            reference("object", object);
        }
        for (const std::string_view privilege : grant->privileges) {
            text("privilege", privilege);
        }
        names("role", grant->roles);
        flags({{"all in schema", grant->allInSchemas},
               {"revoking", grant->revokes},
               {"grant option only", grant->optionOnly},
               {"cascade", grant->cascade}});
    } else if (statement.kind == StatementKind::CreateDefinition ||
               statement.kind == StatementKind::AlterDefinition) {
        const auto& definition = static_cast<const DefinitionStatement&>(statement);
        text("kind", wordsOf(definition.objectKind));
        name("name", definition.object.name);
        for (const TypeName& argument : definition.object.arguments) {
            name("type", argument.name);
        }
        const auto* create = as<CreateDefinition>(statement);
        flags({{"if not exists", create != nullptr && create->ifNotExists}});
    } else if (const auto* statistics = as<CreateStatistics>(statement)) {
        name("name", statistics->name);
        name("table", statistics->table);
        for (const IndexKey& key : statistics->keys) {
            indexKey(key);
        }
        flags({{"if not exists", statistics->ifNotExists}});
    } else if (statement.kind == StatementKind::CreatePublication ||
               statement.kind == StatementKind::AlterPublication) {
        const auto& publication = static_cast<const PublicationStatement&>(statement);
        name("name", publication.name);
        text("action", publicationActions[static_cast<size_t>(publication.action)]);
        for (const QualifiedName& table : publication.tables) {
            name("table", table);
        }
        flags({{"only", std::ranges::count(publication.only, 1) > 0}});
    } else {
        return false;
    }
    return true;
}

} // namespace ironlaw
