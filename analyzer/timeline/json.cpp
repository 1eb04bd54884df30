// The timeline for other programs.
#include "analyzer/diagnostic/sanitise.h"
#include "analyzer/report/places.h"
#include "analyzer/timeline/timeline.h"

#include <llvm/Support/JSON.h>

namespace ironlaw {

namespace {

std::string_view nameOf(WorkKind kind) {
    switch (kind) {
    case WorkKind::Scan: return "scan";
    case WorkKind::Rewrite: return "rewrite";
    case WorkKind::IndexBuild: return "index-build";
    }
    return "";
}

std::string exact(std::string_view text) { return llvm::json::fixUTF8(text); }

class Writer {
public:
    Writer(const TimelineInput& input, llvm::raw_ostream& out)
        : input_(input), json_(out, 2), places_(input.sources) {}

    void write() {
        json_.object([&] {
            json_.attribute("version", 1);
            json_.attributeArray("statements", [&] {
                for (const TimelineStatement& one : input_.timeline.statements) {
                    json_.object([&] { statement(one); });
                }
            });
        });
        json_.flush();
    }

private:
    void statement(const TimelineStatement& one) {
        const Position start = places_.at(one.location.file, one.location.range.begin);
        json_.attribute("path", exact(places_.path(one.location.file)));
        json_.attributeObject("start", [&] {
            json_.attribute("line", start.line);
            json_.attribute("column", start.column);
            json_.attribute("offset", one.location.range.begin);
        });
        json_.attribute("statement", one.command);
        if (!one.migration.empty()) {
            json_.attribute("migration", exact(one.migration));
        }
        json_.attribute("direction", one.direction == Direction::Up ? "up" : "down");
        if (one.transaction != 0) {
            json_.attribute("transaction", one.transaction);
        }
        json_.attribute("block", one.blockForbidden ? "forbidden" : "allowed");
        json_.attributeArray("locks", [&] {
            for (const TimelineLock& lock : one.locks) {
                json_.object([&] { this->lock(lock); });
            }
        });
        json_.attributeArray("work", [&] {
            for (const TimelineWork& work : one.work) {
                json_.object([&] {
                    json_.attribute("relation", exact(work.relation));
                    json_.attribute("kind", llvm::StringRef(nameOf(work.kind)));
                    json_.attribute("under", llvm::StringRef(ironlaw::nameOf(work.under)));
                });
            }
        });
        if (one.blockForbidden && one.transaction != 0) {
            json_.attribute("fails", one.command + " cannot run inside a transaction block");
        }
    }

    void lock(const TimelineLock& lock) {
        json_.attribute("relation", exact(lock.relation));
        json_.attribute("kind", llvm::StringRef(ironlaw::nameOf(lock.kind)));
        json_.attribute("mode", llvm::StringRef(ironlaw::nameOf(lock.mode)));
        json_.attribute("new", lock.isNew);
        if (lock.rows) {
            json_.attribute("rows", static_cast<int64_t>(*lock.rows));
        }
    }

    const TimelineInput& input_;
    llvm::json::OStream json_;
    Places places_;
};

} // namespace

void printTimelineJson(const TimelineInput& input, llvm::raw_ostream& out) {
    std::string text;
    llvm::raw_string_ostream json(text);
    Writer(input, json).write();
    out << escapeJson(text) << '\n';
}

} // namespace ironlaw
