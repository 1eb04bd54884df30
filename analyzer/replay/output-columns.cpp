// See output-columns.h. Names follow FigureColname of src/backend/parser/parse_target.c.
#include "analyzer/replay/output-columns.h"

#include "analyzer/catalog/expressions.h"
#include "grammar/query-scope.h"

#include <llvm/ADT/StringSet.h>

#include <algorithm>
#include <map>

namespace ironlaw {

namespace {

/// Queries within queries whose columns are looked for; deeper ones are unknown.
constexpr int maxDepth = 32;

/// PostgreSQL refuses more (MaxTupleAttributeNumber, src/include/access/htup_details.h).
constexpr size_t maxColumns = 1664;

/// One entry of FROM with its columns.
struct Source {
    std::string_view name;
    OutputColumns output;
};

TypeName builtIn(std::string_view name) {
    TypeName type;
    type.name = {{"pg_catalog", false}, {name, false}, {}};
    return type;
}

const TypeName* typeOfConstant(const Expression& value) {
    static const TypeName integer = builtIn("int4");
    static const TypeName bigInteger = builtIn("int8");
    static const TypeName number = builtIn("numeric");
    static const TypeName text = builtIn("text");
    static const TypeName boolean = builtIn("bool");
    switch (value.kind) {
    case ExpressionKind::String: return &text;
    case ExpressionKind::Boolean: return &boolean;
    case ExpressionKind::Number: {
        constexpr size_t integerDigits = 9;
        constexpr size_t bigDigits = 18;
        const bool whole =
            value.text.view().find_first_not_of("-0123456789") == std::string_view::npos;
        return !whole || value.text.size() > bigDigits ? &number
               : value.text.size() > integerDigits     ? &bigInteger
                                                       : &integer;
    }
    default: return nullptr;
    }
}

void rename(OutputColumns& output, std::span<const Name> names) {
    for (size_t i = 0; i < names.size() && i < output.columns.size(); ++i) {
        output.columns[i].name = names[i].text;
        output.columns[i].relation = 0;
    }
}

class OutputReader {
public:
    explicit OutputReader(const Catalog& catalog) : catalog_(catalog) {}

    /// Common table expressions may be named often, and those with RECURSIVE by themselves: each is
    /// read once. What is being read has no columns that are known, but those of its first arm.
    OutputColumns read(const Query* query, const QueryScope* outer, int depth) {
        OutputColumns result;
        result.complete = false;
        if (query == nullptr || depth > maxDepth) {
            return result;
        }
        const auto [known, isNew] = known_.try_emplace(query, result);
        if (!isNew) {
            return known->second;
        }
        const QueryScope scope{*query, outer};
        switch (query->kind) {
        case QueryKind::SetOperation: result = setOperation(*query, &scope, depth); break;
        case QueryKind::Values: result = values(*query); break;
        case QueryKind::Select: result = select(*query, query->targets, &scope, depth); break;
        default: result = changes(*query, &scope, depth); break;
        }
        if (result.columns.size() > maxColumns) {
            result.columns.clear();
            result.complete = false;
        }
        known_[query] = result;
        return result;
    }

    std::vector<ExpandedStar> takeStars() {
        std::vector<ExpandedStar> result;
        result.reserve(stars_.size());
        for (auto& [location, star] : stars_) {
            result.push_back(std::move(star));
        }
        return result;
    }

private:
    OutputColumns setOperation(const Query& query, const QueryScope* scope, int depth) {
        OutputColumns result = read(
            query.clauses->arms.empty() ? nullptr : query.clauses->arms.front(), scope, depth + 1);
        known_[&query] = result;
        for (size_t i = 1; i < query.clauses->arms.size(); ++i) {
            read(query.clauses->arms[i], scope, depth + 1); // for its stars
        }
        return result;
    }

    OutputColumns values(const Query& query) {
        OutputColumns result;
        static constexpr std::string_view names[] = {"column1", "column2", "column3", "column4",
                                                     "column5", "column6", "column7", "column8"};
        const size_t width = query.rows.empty() ? 0 : query.rows.front()->operands.size();
        for (size_t i = 0; i < std::min(width, std::size(names)); ++i) {
            result.columns.push_back({names[i], typeOf(query.rows.front()->operands[i], {})});
        }
        result.complete = width <= std::size(names);
        return result;
    }

    /// INSERT, UPDATE, DELETE or MERGE with RETURNING.
    OutputColumns changes(const Query& query, const QueryScope* scope, int depth) {
        OutputColumns result;
        std::vector<Source> sources{{query.clauses->relationAlias.empty()
                                         ? query.relation.name.text
                                         : query.clauses->relationAlias.text,
                                     ofRelation(query.relation)}};
        for (const FromItem* item : query.from) {
            addSources(item, scope, depth, sources);
        }
        addTargets(query.clauses->returning, sources, result);
        return result;
    }

    OutputColumns select(const Query& query, std::span<const Target> targets,
                         const QueryScope* scope, int depth) {
        OutputColumns result;
        std::vector<Source> sources;
        for (const FromItem* item : query.from) {
            addSources(item, scope, depth, sources);
        }
        addTargets(targets, sources, result);
        return result;
    }

    void addTargets(std::span<const Target> targets, const std::vector<Source>& sources,
                    OutputColumns& result) {
        for (const Target& target : targets) {
            const Expression* value = target.value;
            if (value != nullptr && value->kind == ExpressionKind::Star) {
                addStar(*value, sources, result);
            } else if (value != nullptr && value->kind == ExpressionKind::Subscript &&
                       value->star) {
                result.complete = false;
            } else {
                const std::string_view name =
                    target.name.empty() ? columnNameOf(value) : target.name.text.view();
                result.columns.push_back(
                    {name.empty() ? "?column?" : name, typeOf(value, sources)});
            }
        }
    }

    void addStar(const Expression& star, const std::vector<Source>& sources,
                 OutputColumns& result) {
        const std::string_view wanted = star.names.empty() ? "" : star.names.back().text;
        bool found = false;
        bool known = true;
        ExpandedStar expanded{star.location, {}};
        for (const Source& source : sources) {
            if (wanted.empty() || source.name == wanted) {
                found = true;
                result.complete &= source.output.complete;
                known &= source.output.complete;
                for (const OutputColumn& column : source.output.columns) {
                    result.columns.push_back({column.name, column.type});
                    expanded.columns.push_back(
                        {source.name, column.name, column.relation, column.number});
                }
            }
        }
        result.complete &= found;
        if (found && known) {
            stars_[star.location] = std::move(expanded);
        }
    }

    OutputColumns ofRelation(const QualifiedName& name) {
        OutputColumns result;
        Lookup<CatalogObject> relation = catalog_.relation(name);
        if (const Table* table = as<Table>(relation.object)) {
            for (const Column& column : table->columns) {
                result.columns.push_back({column.name, column.type, table->id, column.number});
            }
            result.complete = table->columnsComplete;
        } else if (const View* view = as<View>(relation.object)) {
            for (std::string_view column : view->columns) {
                const auto number = static_cast<ColumnNumber>(result.columns.size() + 1);
                result.columns.push_back({column, nullptr, view->id, number});
            }
            result.complete = view->columnsComplete;
        } else {
            result.complete = false;
        }
        return result;
    }

    void addSources(const FromItem* item, const QueryScope* scope, int depth,
                    std::vector<Source>& sources) {
        if (item == nullptr) {
            return;
        }
        if (item->kind == FromKind::Join) {
            join(*item, scope, depth, sources);
            return;
        }
        Source source;
        source.name = item->alias.empty() ? item->relation.name.text : item->alias.text;
        if (item->kind == FromKind::Subquery) {
            source.output = read(item->subquery, scope, depth + 1);
        } else if (item->kind == FromKind::Function) {
            source.output.complete = false;
        } else if (const auto common = findCommon(item->relation, scope); common.expression) {
            source.output = read(common.expression->query, common.scope, depth + 1);
            rename(source.output, common.expression->columns);
        } else {
            source.output = ofRelation(item->relation);
        }
        rename(source.output, item->columns);
        sources.push_back(std::move(source));
    }

    void join(const FromItem& item, const QueryScope* scope, int depth,
              std::vector<Source>& sources) {
        const size_t first = sources.size();
        addSources(item.left, scope, depth, sources);
        addSources(item.right, scope, depth, sources);
        if (item.hasUsing || item.natural) {
            // Columns in common stand only once, and first: too much to tell for a guess.
            for (size_t i = first; i < sources.size(); ++i) {
                sources[i].output.complete = false;
            }
        }
        if (!item.alias.empty()) {
            Source joined{item.alias.text, {}};
            for (size_t i = first; i < sources.size(); ++i) {
                joined.output.complete &= sources[i].output.complete;
                joined.output.columns.insert(joined.output.columns.end(),
                                             sources[i].output.columns.begin(),
                                             sources[i].output.columns.end());
            }
            sources.resize(first);
            sources.push_back(std::move(joined));
        }
    }

    const TypeName* typeOf(const Expression* value, const std::vector<Source>& sources) {
        if (value == nullptr) {
            return nullptr;
        }
        if (value->kind == ExpressionKind::Cast) {
            return value->type();
        }
        if (value->kind != ExpressionKind::ColumnReference) {
            return typeOfConstant(*value);
        }
        const std::string_view qualifier =
            value->names.size() > 1 ? value->names[value->names.size() - 2].text : "";
        for (const Source& source : sources) {
            if (!qualifier.empty() && source.name != qualifier) {
                continue;
            }
            for (const OutputColumn& column : source.output.columns) {
                if (column.name == value->text) {
                    return column.type;
                }
            }
        }
        return nullptr;
    }

    const Catalog& catalog_;
    std::map<uint32_t, ExpandedStar> stars_; ///< by location
    llvm::DenseMap<const Query*, OutputColumns> known_;
};

} // namespace

std::vector<std::string_view> OutputColumns::names(std::span<const Name> listed) const {
    std::vector<std::string_view> result(columns.size());
    std::ranges::transform(columns, result.begin(), &OutputColumn::name);
    for (size_t i = 0; i < listed.size(); ++i) {
        if (i < result.size()) {
            result[i] = listed[i].text;
        } else {
            result.push_back(listed[i].text);
        }
    }
    return result;
}

OutputColumns outputColumns(const Query* query, const Catalog& catalog) {
    OutputReader reader(catalog);
    OutputColumns result = reader.read(query, nullptr, 0);
    result.stars = reader.takeStars();
    return result;
}

namespace {

/// The names of columns in a query.
class ColumnCensus {
public:
    void query(const Query& query) {
        targets(query.targets);
        targets(query.clauses->returning);
        for (const FromItem* item : query.from) {
            from(item);
        }
        for (std::span<const Expression* const> list :
             {query.clauses->groupBy, query.clauses->orderBy, query.clauses->distinctOn,
              query.clauses->windows, query.rows}) {
            for (const Expression* one : list) {
                expression(one);
            }
        }
        for (const Expression* one :
             {query.where, query.clauses->having, query.clauses->limit, query.clauses->offset}) {
            expression(one);
        }
    }
    bool has(std::string_view name) const { return all_ || names_.contains(name); }

private:
    void expression(const Expression* root) {
        walkExpression(root, [&](const Expression& node) {
            // count(*) names no column.
            all_ |= node.kind == ExpressionKind::Star ||
                    (node.star && node.kind != ExpressionKind::FunctionCall);
            if (node.kind == ExpressionKind::ColumnReference) {
                names_.insert(node.text.view());
            }
            return true;
        });
    }
    void targets(std::span<const Target> list) {
        for (const Target& target : list) {
            expression(target.value);
        }
    }
    void from(const FromItem* item) {
        if (item == nullptr) {
            return;
        }
        // Which columns such a join has in common is not known here.
        all_ |= item->natural || item->hasUsing;
        expression(item->condition);
        expression(item->function);
        from(item->left);
        from(item->right);
    }

    llvm::StringSet<> names_;
    bool all_ = false;
};

} // namespace

std::vector<std::pair<ObjectId, ColumnNumber>>
columnsIn(const Query* query, const std::vector<ObjectId>& relations, const Catalog& catalog) {
    std::vector<std::pair<ObjectId, ColumnNumber>> result;
    ColumnCensus census;
    if (query != nullptr) {
        walkQueries(*query, QueryPlace::TopLevel,
                    [&](const Query& one, QueryPlace) { census.query(one); });
    }
    for (ObjectId id : relations) {
        const Table* table = catalog.get<Table>(id);
        for (size_t i = 0; table != nullptr && i < table->columns.size(); ++i) {
            if (census.has(table->columns[i].name)) {
                result.emplace_back(id, table->columns[i].number);
            }
        }
    }
    return result;
}

} // namespace ironlaw
