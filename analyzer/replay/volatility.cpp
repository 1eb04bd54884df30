// See volatility.h.
#include "analyzer/replay/volatility.h"

#include "analyzer/replay/facts/facts.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Functions may call each other.
constexpr int maxInlining = 8;

class VolatilityOf {
public:
    VolatilityOf(const Catalog& catalog, int serverVersion)
        : catalog_(catalog), serverVersion_(serverVersion) {}

    Answer of(const Expression* expression) const {
        if (expression == nullptr) {
            return Answer::No;
        }
        const Expression& node = *expression;
        switch (node.kind) {
        case ExpressionKind::Case: return ofCase(node);
        case ExpressionKind::Coalesce: return ofCoalesce(node);
        case ExpressionKind::FunctionCall: return worse(ofCall(node), ofAll(node.operands));
        default: return ofAll(node.operands);
        }
    }

private:
    static Answer worse(Answer a, Answer b) {
        if (a == Answer::Yes || b == Answer::Yes) {
            return Answer::Yes;
        }
        return a == Answer::Unknown ? a : b;
    }

    Answer ofAll(std::span<const Expression* const> nodes) const {
        Answer answer = Answer::No;
        for (const Expression* node : nodes) {
            answer = worse(answer, of(node));
        }
        return answer;
    }

    /// CASE WHEN true THEN 1 ELSE random() END is 1.
    Answer ofCase(const Expression& node) const {
        const std::span<const Expression* const> parts = node.operands;
        if (node.text != "simple" && parts.size() >= 2 &&
            parts[0]->kind == ExpressionKind::Boolean) {
            return parts[0]->text == "true" ? of(parts[1]) : ofAll(parts.subspan(2));
        }
        return ofAll(parts);
    }

    /// coalesce(1, random()) is 1.
    Answer ofCoalesce(const Expression& node) const {
        const bool isCoalesce = node.text == "COALESCE" || node.text == "coalesce";
        const bool first = isCoalesce && !node.operands.empty() &&
                           (node.operands.front()->kind == ExpressionKind::Number ||
                            node.operands.front()->kind == ExpressionKind::String ||
                            node.operands.front()->kind == ExpressionKind::Boolean);
        return first ? Answer::No : ofAll(node.operands);
    }

    Answer ofCall(const Expression& node) const {
        const QualifiedName name = qualifiedName(node.names);
        const std::vector<const Routine*> routines = catalog_.routines(name);
        if (!routines.empty()) {
            Answer answer = Answer::No;
            for (const Routine* routine : routines) {
                answer = worse(answer, ofRoutine(*routine));
            }
            return answer;
        }
        if (const std::optional<Volatility> builtin =
                volatilityOfBuiltin(name.name.text, serverVersion_)) {
            return *builtin == Volatility::Volatile ? Answer::Yes : Answer::No;
        }
        return Answer::Unknown;
    }

    /// The label is believed, but an SQL function that is a single expression is judged by it.
    Answer ofRoutine(const Routine& routine) const {
        const CreateRoutine* definition = routine.definition;
        if (definition == nullptr) {
            return Answer::Unknown;
        }
        if (definition->volatility != Volatility::Volatile) {
            return Answer::No;
        }
        const Body& body = definition->body;
        if (body.language != "sql" || body.statements.size() != 1 || depth_ == maxInlining) {
            return Answer::Yes;
        }
        const auto* statement = as<QueryStatement>(*body.statements.front());
        const Query* query = statement == nullptr ? nullptr : statement->query;
        const bool inlined = query != nullptr && query->kind == QueryKind::Select &&
                             query->from.empty() && query->where == nullptr &&
                             query->clauses->with.empty() && query->targets.size() == 1 &&
                             !query->distinct && query->clauses->limit == nullptr;
        if (!inlined) {
            return Answer::Yes;
        }
        VolatilityOf inner(catalog_, serverVersion_);
        inner.depth_ = depth_ + 1;
        return inner.of(query->targets.front().value);
    }

    const Catalog& catalog_;
    int serverVersion_;
    int depth_ = 0;
};

} // namespace

Answer isVolatile(const Expression* expression, const Catalog& catalog, int serverVersion) {
    return VolatilityOf(catalog, serverVersion).of(expression);
}

} // namespace ironlaw
