// The dump of queries and expressions.
#include "grammar/dump-writer.h"
#include "grammar/dump.h"

namespace ironlaw {

namespace {

std::string_view wordOf(ExpressionKind kind) {
    static constexpr std::string_view words[] = {
        "null",     "boolean",   "number",  "string", "parameter", "column",      "star", "call",
        "operator", "and",       "or",      "not",    "is-null",   "is-not-null", "test", "cast",
        "case",     "coalesce",  "array",   "row",    "exists",    "scalar",      "any",  "all",
        "array-of", "subscript", "default", "value",  "collate",   "other"};
    return words[static_cast<size_t>(kind)];
}

std::string joined(std::span<const Name> names) {
    std::string result;
    for (const Name& one : names) {
        result += result.empty() ? "" : ".";
        result += shown(one);
    }
    return result;
}

/// What stands in front of the operands.
std::string headOf(const Expression& node) {
    switch (node.kind) {
    case ExpressionKind::Boolean:
    case ExpressionKind::Number:
    case ExpressionKind::Operator:
    case ExpressionKind::SqlValue:
    case ExpressionKind::Coalesce:
    case ExpressionKind::BooleanTest: return std::string(node.text);
    case ExpressionKind::String: return fmt::format("'{}'", node.text);
    case ExpressionKind::ColumnReference: return joined(node.names);
    case ExpressionKind::Star: return node.names.empty() ? "*" : joined(node.names) + ".*";
    case ExpressionKind::Cast: return fmt::format("cast[{}]", formatType(*node.type()));
    case ExpressionKind::Collate: return fmt::format("collate[{}]", joined(node.names));
    case ExpressionKind::FunctionCall:
        return fmt::format("{}{}{}", joined(node.names), node.distinct ? " distinct" : "",
                           node.window ? " over" : "");
    case ExpressionKind::Subscript:
    case ExpressionKind::AnySubquery:
    case ExpressionKind::AllSubquery:
    case ExpressionKind::Case:
        return node.text.empty() ? std::string(wordOf(node.kind))
                                 : fmt::format("{}[{}]", wordOf(node.kind), node.text);
    default: return std::string(wordOf(node.kind));
    }
}

void append(std::string& out, const Expression& node) {
    out += headOf(node);
    const bool isCall = node.kind == ExpressionKind::FunctionCall;
    if (node.operands.empty() && node.subquery() == nullptr && !isCall) {
        return;
    }
    out += '(';
    std::string_view separator;
    for (const Expression* operand : node.operands) {
        out += separator;
        append(out, *operand);
        separator = ", ";
    }
    if (node.star) {
        out += separator;
        out += '*';
        separator = ", ";
    }
    if (node.subquery() != nullptr) {
        out += separator;
        out += "query";
    }
    out += ')';
}

} // namespace

std::string dump(const Expression& expression) {
    std::string result;
    append(result, expression);
    return result;
}

void DumpWriter::expression(std::string_view label, const Expression* expression) {
    if (expression != nullptr) {
        line("{} {}", label, dump(*expression));
        subqueries(expression);
    }
}

void DumpWriter::expressions(std::string_view label, std::span<const Expression* const> list) {
    for (const Expression* one : list) {
        expression(label, one);
    }
}

void DumpWriter::subqueries(const Expression* expression) {
    Deeper deeper(*this);
    walkExpression(expression, [this](const Expression& node) {
        query(wordOf(node.kind), node.subquery());
        return true;
    });
}

void DumpWriter::targets(std::string_view label, std::span<const Target> targets) {
    for (const Target& target : targets) {
        const std::string value = target.value == nullptr ? "" : " = " + dump(*target.value);
        line("{} {}{}{}", label, shown(target.name), target.partial ? " in part" : "", value);
        subqueries(target.value);
    }
}

void DumpWriter::fromItem(std::string_view label, const FromItem& item) {
    static constexpr std::string_view joins[] = {"inner", "left", "full", "right"};
    if (item.kind == FromKind::Relation) {
        name(label, item.relation);
    } else if (item.kind == FromKind::Join) {
        line("{} {} join", label, joins[static_cast<size_t>(item.join)]);
    } else {
        line("{} {}", label, item.kind == FromKind::Function ? "function" : "subquery");
    }
    Deeper deeper(*this);
    name("alias", item.alias);
    names("columns", item.columns);
    flags({{"lateral", item.lateral},
           {"natural", item.natural},
           {"using", item.hasUsing},
           {"only", item.only}});
    query("subquery", item.subquery);
    expression("call", item.function);
    if (item.left != nullptr) {
        fromItem("left", *item.left);
    }
    if (item.right != nullptr) {
        fromItem("right", *item.right);
    }
    expression("on", item.condition);
}

void DumpWriter::query(std::string_view label, const Query* query) {
    static constexpr std::string_view kinds[] = {"SELECT", "VALUES", "set operation", "INSERT",
                                                 "UPDATE", "DELETE", "MERGE"};
    if (query == nullptr) {
        return;
    }
    line("{}: {}", label, kinds[static_cast<size_t>(query->kind)]);
    Deeper deeper(*this);
    flags({{"distinct", query->distinct},
           {"all", query->all},
           {"on conflict", query->onConflict},
           {"locking", query->locking},
           {"recursive", query->recursive},
           {"only", query->only}});
    for (const CommonTableExpression& common : query->clauses->with) {
        line("with {}", shown(common.name));
        Deeper evenDeeper(*this);
        names("columns", common.columns);
        this->query("query", common.query);
    }
    queryParts(*query);
}

void DumpWriter::queryParts(const Query& query) {
    name("relation", query.relation);
    name("alias", query.clauses->relationAlias);
    expressions("distinct on", query.clauses->distinctOn);
    targets("target", query.targets);
    for (const Query* arm : query.clauses->arms) {
        this->query("arm", arm);
    }
    this->query("source", query.source);
    constexpr size_t shownRows = 3;
    expressions("row", std::span<const Expression* const>(query.rows)
                           .first(std::min(query.rows.size(), shownRows)));
    if (query.rows.size() > shownRows) {
        line("and {} more rows", query.rows.size() - shownRows);
    }
    for (const FromItem* item : query.from) {
        fromItem("from", *item);
    }
    expression("where", query.where);
    expressions("group by", query.clauses->groupBy);
    expression("having", query.clauses->having);
    expressions("window", query.clauses->windows);
    expressions("order by", query.clauses->orderBy);
    expression("limit", query.clauses->limit);
    expression("offset", query.clauses->offset);
    names("locking", query.clauses->lockedNames);
    targets("assignment", query.clauses->assignments);
    for (const MergeAction& action : query.clauses->mergeActions) {
        mergeAction(action);
    }
    targets("returning", query.clauses->returning);
}

void DumpWriter::mergeAction(const MergeAction& action) {
    static constexpr std::string_view kinds[] = {"do nothing", "insert", "update", "delete"};
    line("when {}: {}",
         action.matched      ? "matched"
         : action.targetOnly ? "not matched by source"
                             : "not matched",
         kinds[static_cast<size_t>(action.kind)]);
    Deeper deeper(*this);
    expression("and", action.condition);
    targets("assignment", action.assignments);
}

} // namespace ironlaw
