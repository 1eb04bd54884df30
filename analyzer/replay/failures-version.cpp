// What a server of the history's version lacks that later ones have.
#include "analyzer/replay/calls.h"
#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

namespace ironlaw {

void FailureSink::newIn(int since, std::string_view words, Range anchor) {
    add(FailureKind::UnsupportedSyntax,
        fmt::format("{} is new in PostgreSQL {}, and the server version is {}", words, since,
                    serverVersion()),
        anchor, {});
}

void syntaxFailures(const Statement& statement, FailureSink& sink) {
    // Of several features the youngest one: a server that knows it knows the others.
    const FeatureUse* youngest = nullptr;
    for (const FeatureUse& use : statement.features) {
        const int oldest = youngest == nullptr ? sink.serverVersion() : sinceOf(youngest->feature);
        if (sinceOf(use.feature) > oldest) {
            youngest = &use;
        }
    }
    if (youngest != nullptr) {
        sink.forgetRefusal();
        sink.newIn(sinceOf(youngest->feature), wordsOf(youngest->feature),
                   {youngest->location, youngest->location});
    }
}

void laterFunctionFailures(const Statement& statement, FailureSink& sink) {
    if (sink.serverVersion() >= newestServer) {
        return; // no later one has more
    }
    eachCall(statement, [&](const Expression& call) {
        const std::optional<int> since = laterVersionWith(call.text, sink.serverVersion());
        if (since && sink.isAbsentRoutine(qualifiedName(call.names))) {
            sink.newIn(*since, fmt::format("the function {}()", call.text.view()),
                       {call.location, call.location});
        }
    });
}

} // namespace ironlaw
