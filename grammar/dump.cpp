// The dump of statements; tables and queries have files of their own.
#include "grammar/dump.h"

#include "grammar/dump-writer.h"

#include <algorithm>

namespace ironlaw {

std::string shown(const Name& name) {
    return name.quoted ? fmt::format("\"{}\"", name.text) : std::string(name.text);
}

std::string DumpWriter::at(Range range) const {
    if (range.empty()) {
        return "";
    }
    if (range.end > file_.size()) {
        return fmt::format(" «outside of the file: {} to {}»", range.begin, range.end);
    }
    constexpr size_t longest = 72;
    std::string bytes(file_.substr(range.begin, range.size()));
    if (bytes.size() > longest) {
        bytes = bytes.substr(0, longest / 2) + "…" + bytes.substr(bytes.size() - longest / 2);
    }
    std::ranges::replace(bytes, '\n', ' ');
    return fmt::format(" «{}»", bytes);
}

void DumpWriter::flags(std::initializer_list<std::pair<std::string_view, bool>> list) {
    std::string on;
    for (const auto& [word, isOn] : list) {
        if (isOn) {
            on += on.empty() ? "" : ", ";
            on += word;
        }
    }
    text("is", on);
}

void DumpWriter::names(std::string_view label, std::span<const Name> list) {
    std::string all;
    for (const Name& one : list) {
        all += all.empty() ? "" : ", ";
        all += shown(one);
    }
    text(label, all);
}

void DumpWriter::name(std::string_view label, const QualifiedName& name) {
    if (!name.empty()) {
        const std::string schema = name.schema.empty() ? "" : shown(name.schema) + ".";
        line("{} {}{}{}", label, schema, shown(name.name), at(name.range));
    }
}

void DumpWriter::name(std::string_view label, const Name& name) {
    if (!name.empty()) {
        line("{} {}", label, shown(name));
    }
}

void DumpWriter::text(std::string_view label, std::string_view value) {
    if (!value.empty()) {
        line("{} {}", label, value);
    }
}

void DumpWriter::type(std::string_view label, const TypeName& type) {
    if (!type.name.empty()) {
        line("{} {}{}{}", label, type.setOf ? "SETOF " : "", formatType(type), at(type.name.range));
    }
}

void DumpWriter::statements(std::span<const Statement* const> list) {
    for (const Statement* one : list) {
        statement(*one);
    }
}

void DumpWriter::statement(const Statement& statement) {
    line("{}{}{}{}", wordsOf(statement.kind), at(statement.range),
         statement.conditional ? " conditional" : "", statement.alternative ? " alternative" : "");
    Deeper deeper(*this);
    if (!definitionStatement(statement) && !referenceStatement(statement) &&
        !sessionStatement(statement)) {
        maintenance(statement);
    }
}

bool DumpWriter::definitionStatement(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::CreateTable: createTable(*as<CreateTable>(statement)); break;
    case StatementKind::CreateTableAs: createTableAs(*as<CreateTableAs>(statement)); break;
    case StatementKind::AlterTable: alterTable(*as<AlterTable>(statement)); break;
    case StatementKind::CreateIndex: createIndex(*as<CreateIndex>(statement)); break;
    case StatementKind::CreateType: createType(*as<CreateType>(statement)); break;
    case StatementKind::AlterEnum: alterEnum(*as<AlterEnum>(statement)); break;
    case StatementKind::AlterDomain: alterDomain(*as<AlterDomain>(statement)); break;
    case StatementKind::CreateSequence: sequence(*as<CreateSequence>(statement)); break;
    case StatementKind::AlterSequence: sequence(*as<AlterSequence>(statement)); break;
    case StatementKind::CreateRoutine: routine(*as<CreateRoutine>(statement)); break;
    case StatementKind::Do: body(as<Do>(statement)->body); break;
    case StatementKind::CreateTrigger: trigger(*as<CreateTrigger>(statement)); break;
    case StatementKind::CreateRule: rule(*as<CreateRule>(statement)); break;
    case StatementKind::CreatePolicy: policy(*as<CreatePolicy>(statement)); break;
    case StatementKind::AlterPolicy: policy(*as<AlterPolicy>(statement)); break;
    case StatementKind::CreateDomain:
        name("name", as<CreateDomain>(statement)->name);
        column("definition", as<CreateDomain>(statement)->definition);
        break;
    case StatementKind::CreateSchema:
        name("name", as<CreateSchema>(statement)->name);
        flags({{"if not exists", as<CreateSchema>(statement)->ifNotExists}});
        statements(as<CreateSchema>(statement)->elements);
        break;
    case StatementKind::CreateView: {
        const auto& view = *as<CreateView>(statement);
        name("name", view.name);
        names("columns", view.columns);
        flags({{"or replace", view.orReplace}, {"temporary", view.temporary}});
        query("query", view.query);
        break;
    }
    case StatementKind::CreateExtension:
        name("name", as<CreateExtension>(statement)->name);
        name("schema", as<CreateExtension>(statement)->schema);
        flags({{"if not exists", as<CreateExtension>(statement)->ifNotExists}});
        break;
    default: return listStatement(statement);
    }
    return true;
}

void DumpWriter::createIndex(const CreateIndex& index) {
    name("name", index.name);
    name("table", index.table);
    text("method", index.method);
    for (const IndexKey& key : index.keys) {
        indexKey(key);
    }
    names("include", index.included);
    expression("where", index.predicate);
    flags({{"unique", index.unique},
           {"concurrently", index.concurrently},
           {"if not exists", index.ifNotExists},
           {"only", index.only},
           {"nulls not distinct", index.nullsNotDistinct}});
}

void DumpWriter::createType(const CreateType& type) {
    static constexpr std::string_view kinds[] = {"base",      "shell", "enum",
                                                 "composite", "range", "domain"};
    name("name", type.name);
    text("kind", kinds[static_cast<size_t>(type.typeKind)]);
    text("labels", fmt::format("{}", fmt::join(type.labels, ", ")));
    for (const ColumnDefinition& attribute : type.attributes) {
        column("attribute", attribute);
    }
}

void DumpWriter::alterEnum(const AlterEnum& change) {
    name("name", change.name);
    text("value", change.value);
    text("old value", change.oldValue);
    text(change.after ? "after" : "before", change.neighbour);
    flags({{"if not exists", change.ifNotExists}});
}

void DumpWriter::alterDomain(const AlterDomain& change) {
    static constexpr std::string_view actions[] = {
        "SET DEFAULT",    "DROP DEFAULT",    "SET NOT NULL",       "DROP NOT NULL",
        "ADD CONSTRAINT", "DROP CONSTRAINT", "VALIDATE CONSTRAINT"};
    name("name", change.name);
    text("action", actions[static_cast<size_t>(change.action)]);
    name("constraint name", change.constraintName);
    if (change.action == AlterDomainKind::AddConstraint) {
        constraint(change.constraint);
    }
    expression("default", change.defaultValue);
    flags({{"if exists", change.ifExists}, {"cascade", change.cascade}});
}

void DumpWriter::sequence(const SequenceStatement& sequence) {
    name("name", sequence.name);
    type("type", sequence.type);
    name("owned by table", sequence.ownedByTable);
    name("owned by column", sequence.ownedByColumn);
    flags({{sequence.kind == StatementKind::CreateSequence ? "if not exists" : "if exists",
            sequence.ifExists},
           {"temporary", sequence.temporary},
           {"owned by none", sequence.ownedByNone},
           {"restarts", sequence.restarts}});
}

void DumpWriter::body(const Body& body) {
    text("language", body.language);
    line("body{}", at(body.range));
    flags({{"not readable", !body.readable},
           {"atomic", body.atomic},
           {"executing dynamic SQL", body.executesDynamicSql}});
    Deeper deeper(*this);
    statements(body.statements);
}

void DumpWriter::routine(const CreateRoutine& routine) {
    static constexpr std::string_view volatilities[] = {"volatile", "stable", "immutable"};
    name("name", routine.name);
    for (const RoutineArgument& argument : routine.arguments) {
        line("argument {} {} {}{}{}", argument.mode, shown(argument.name),
             formatType(argument.type), argument.hasDefault ? " default" : "",
             at(argument.type.name.range));
    }
    type("returns", routine.result);
    text("volatility", volatilities[static_cast<size_t>(routine.volatility)]);
    flags({{"procedure", routine.kindOfRoutine == RoutineKind::Procedure},
           {"aggregate", routine.kindOfRoutine == RoutineKind::Aggregate},
           {"or replace", routine.orReplace},
           {"returning a table", routine.returnsTable},
           {"security definer", routine.securityDefiner},
           {"strict", routine.strict},
           {"setting search_path", routine.setsSearchPath}});
    body(routine.body);
}

void DumpWriter::trigger(const CreateTrigger& trigger) {
    name("name", trigger.name);
    name("table", trigger.table);
    name("function", trigger.function);
    names("of columns", trigger.columns);
    expression("when", trigger.when);
    flags({{"or replace", trigger.orReplace},
           {"constraint", trigger.constraint},
           {"for each row", trigger.row}});
}

void DumpWriter::rule(const CreateRule& rule) {
    static constexpr std::string_view events[] = {"SELECT", "", "", "INSERT", "UPDATE", "DELETE"};
    name("name", rule.name);
    name("table", rule.table);
    text("on", events[static_cast<size_t>(rule.event)]);
    expression("where", rule.condition);
    flags({{"instead", rule.instead}, {"or replace", rule.orReplace}});
    for (const Query* action : rule.actions) {
        query("action", action);
    }
}

void DumpWriter::policy(const PolicyStatement& policy) {
    name("name", policy.name);
    name("table", policy.table);
    text("command", policy.command);
    expression("using", policy.usingExpression);
    expression("with check", policy.checkExpression);
    names("role", policy.roles);
    flags({{"restrictive", !policy.permissive}});
}

void DumpWriter::reference(std::string_view label, const ObjectReference& object) {
    name(label, object.name);
    Deeper deeper(*this);
    name("part", object.part);
    if (object.hasArguments) {
        std::string arguments;
        for (const TypeName& argument : object.arguments) {
            arguments += arguments.empty() ? "" : ", ";
            arguments += formatType(argument);
        }
        line("arguments ({})", arguments);
    }
}

bool DumpWriter::referenceStatement(const Statement& statement) {
    if (const auto* drop = as<Drop>(statement)) {
        text("kind", wordsOf(drop->objectKind));
        for (const ObjectReference& object : drop->objects) {
            reference("object", object);
        }
        flags({{"if exists", drop->ifExists},
               {"cascade", drop->cascade},
               {"concurrently", drop->concurrently}});
    } else if (const auto* rename = as<Rename>(statement)) {
        text("kind", wordsOf(rename->objectKind));
        text("of", rename->relationKind == ObjectKind::Other ? "" : wordsOf(rename->relationKind));
        reference("object", rename->object);
        name("new name", rename->newName);
        flags({{"if exists", rename->ifExists}});
    } else if (const auto* move = as<SetSchema>(statement)) {
        text("kind", wordsOf(move->objectKind));
        reference("object", move->object);
        name("new schema", move->newSchema);
        flags({{"if exists", move->ifExists}});
    } else if (const auto* owner = as<ChangeOwner>(statement)) {
        text("kind", wordsOf(owner->objectKind));
        reference("object", owner->object);
        name("new owner", owner->newOwner);
    } else if (const auto* comment = as<CommentOn>(statement)) {
        text("kind", wordsOf(comment->objectKind));
        reference("object", comment->object);
        text("text", comment->text);
        flags({{"removed", comment->removed}});
    } else {
        return false;
    }
    return true;
}

bool DumpWriter::sessionStatement(const Statement& statement) {
    static constexpr std::string_view transactionActions[] = {
        "BEGIN",       "COMMIT",  "ROLLBACK",        "SAVEPOINT",        "RELEASE",
        "ROLLBACK TO", "PREPARE", "COMMIT PREPARED", "ROLLBACK PREPARED"};
    if (const auto* transaction = as<TransactionStatement>(statement)) {
        text("action", transactionActions[static_cast<size_t>(transaction->action)]);
        name("savepoint", transaction->savepoint);
        flags({{"chain", transaction->chain}});
    } else if (const auto* variable = as<SetVariable>(statement)) {
        name("name", variable->name);
        text("values", fmt::format("{}", fmt::join(variable->values, ", ")));
        flags({{"local", variable->local}, {"reset", variable->reset}});
    } else if (const auto* discard = as<Discard>(statement)) {
        flags({{"all", discard->all}, {"temporary", discard->temporary}});
    } else if (const auto* copy = as<Copy>(statement)) {
        name("table", copy->table);
        names("columns", copy->columns);
        flags({{"from", copy->from}, {"standard stream", copy->standardStream}});
        query("query", copy->query);
    } else if (const auto* plain = as<QueryStatement>(statement)) {
        flags({{"not executed", !plain->executes}});
        query("query", plain->query);
    } else if (const auto* call = as<Call>(statement)) {
        expression("call", call->call);
    } else if (const auto* other = as<OtherStatement>(statement)) {
        text("words", other->words);
        text("reason", other->reason);
        flags({{"refused in a transaction", other->refusedInTransaction},
               {"changing the database", other->changesDatabase}});
    } else {
        return false;
    }
    return true;
}

void DumpWriter::maintenance(const Statement& statement) {
    auto tables = [this](std::span<const QualifiedName> list) {
        for (const QualifiedName& table : list) {
            name("table", table);
        }
    };
    if (const auto* reindex = as<Reindex>(statement)) {
        static constexpr std::string_view targets[] = {"INDEX", "TABLE", "SCHEMA", "DATABASE",
                                                       "SYSTEM"};
        text("target", targets[static_cast<size_t>(reindex->target)]);
        name("name", reindex->name);
        flags({{"concurrently", reindex->concurrently}});
    } else if (const auto* refresh = as<RefreshMaterializedView>(statement)) {
        name("name", refresh->name);
        flags({{"concurrently", refresh->concurrently}, {"without data", !refresh->withData}});
    } else if (const auto* truncate = as<Truncate>(statement)) {
        tables(truncate->tables);
        flags({{"only", std::ranges::count(truncate->only, 1) > 0}});
        flags({{"cascade", truncate->cascade}, {"restart identity", truncate->restartIdentity}});
    } else if (const auto* vacuum = as<Vacuum>(statement)) {
        tables(vacuum->tables);
        flags({{"only", std::ranges::count(vacuum->only, 1) > 0},
               {"analyze only", vacuum->analyzeOnly},
               {"full", vacuum->full}});
    } else if (const auto* cluster = as<Cluster>(statement)) {
        name("table", cluster->table);
        name("index", cluster->index);
    } else if (const auto* lock = as<LockTable>(statement)) {
        tables(lock->tables);
        flags({{"only", std::ranges::count(lock->only, 1) > 0}});
        line("mode {}", lock->mode);
        flags({{"nowait", lock->nowait}});
    }
}

std::string dump(std::span<const Statement* const> statements, std::string_view file) {
    DumpWriter writer(file);
    for (const Statement* one : statements) {
        writer.statement(*one);
    }
    return writer.take();
}

} // namespace ironlaw
